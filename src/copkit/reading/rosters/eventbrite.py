"""Eventbrite: the attendees, one row for each ticket, with columns for the host's own questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.reading.people.columns import gathered
from copkit.reading.rosters.heads import heads_of
from copkit.reading.rosters.interface import Sheet
from copkit.reading.rosters.rows import person_in, status_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.reading.people import Record


def is_head(heads: Sequence[str]) -> bool:
    """Tell whether these are the names of its columns: a name, and the state or the order of a ticket."""
    found = set(heads_of(heads))
    named = bool(found & {"name", "first", "last"})
    return named and ("status" in found or {"order", "ticket"} <= found)


def read(name: str, rows: Sequence[Record]) -> Sheet:
    """Read the rows below the head."""
    at = next(n for n, row in enumerate(rows) if is_head(row.cells))
    columns = heads_of(rows[at].cells)
    sheet = Sheet("eventbrite", [])
    for row in rows[at + 1 :]:
        got = gathered(columns, row.cells)
        found = person_in(name, sheet, row.line, got, asked=True)
        state = status_in(got.get("status", ""))
        several = got.get("quantity", "1") not in {"", "1"}
        asks = (*found.asks, *state.asks, *(("tickets",) if several else ()))
        sheet.rows.append(replace(found, came=state.came, out=state.out or found.out, asks=asks))
    return sheet
