"""Zoom: who was in a meeting, in the short and the full form, and the attendee report of a webinar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.reading.people.columns import gathered, plain, said
from copkit.reading.rosters.heads import heads_of
from copkit.reading.rosters.interface import Row, Sheet
from copkit.reading.rosters.rows import nothing_at_all, person_in, status_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.reading.people import Record


def is_head(heads: Sequence[str]) -> bool:
    """Tell whether these are the names of its columns: a name, and how long or whether somebody was there."""
    found = set(heads_of(heads))
    return bool(found & {"name", "renamed"}) and bool(found & {"duration", "attended"}) and "upn" not in found


def read(name: str, rows: Sequence[Record]) -> Sheet:
    """Read the rows below each head; what stands above the first one is about the meeting."""
    sheet = Sheet("zoom", [])
    columns: list[str | None] = []
    for at, row in enumerate(rows):
        follows = rows[at + 1].cells if at + 1 < len(rows) else ()
        if is_head(row.cells):
            columns = heads_of(row.cells)
            sheet.kind = "zoom-webinar" if "attended" in columns else sheet.kind
        elif columns and (any(row.cells[1:]) or not is_head(follows)):
            sheet.rows.append(_row(name, sheet, row, gathered(columns, row.cells)))
    return sheet


def _row(name: str, sheet: Sheet, row: Record, got: Mapping[str, str]) -> Row:
    shown = {**got, "name": got.get("renamed") or got.get("name", "")}
    found = person_in(name, sheet, row.line, shown, renamed="renamed" in got)
    absent = plain(got.get("attended", "")) in said("people", "no")
    waited = plain(got.get("waiting", "")) in said("people", "yes")
    came = not (absent or waited or nothing_at_all(got.get("duration", "")))
    out = found.out or status_in(got.get("approval", "")).out or ("absent" if absent else None)
    return replace(found, came=came, out=out)
