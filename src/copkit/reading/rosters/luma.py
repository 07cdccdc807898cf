"""Luma: the guests, with columns for the host's own questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.reading.people.columns import gathered, plain, said
from copkit.reading.rosters.heads import heads_of
from copkit.reading.rosters.interface import Sheet
from copkit.reading.rosters.rows import person_in, status_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.reading.people import Record


def is_head(heads: Sequence[str]) -> bool:
    """Tell whether these are the names of its columns, in older and newer exports."""
    found = set(heads_of(heads))
    return "approval" in found and bool(found & {"checked_in", "guest_id"}) and "attended" not in found


def read(name: str, rows: Sequence[Record]) -> Sheet:
    """Read the rows below the head; nobody is checked in before the event, so an empty time alone says nothing."""
    at = next(n for n, row in enumerate(rows) if is_head(row.cells))
    columns = heads_of(rows[at].cells)
    sheet = Sheet("luma", [])
    for row in rows[at + 1 :]:
        got = gathered(columns, row.cells)
        found = person_in(name, sheet, row.line, got, asked=True)
        state = status_in(got.get("approval", ""))
        came = True if plain(got.get("checked_in", "")) not in said("people", "unknown") else None
        asks = (*found.asks, *state.asks)
        out = None if came else state.out
        sheet.rows.append(replace(found, came=came, out=out or found.out, asks=asks))
    return sheet
