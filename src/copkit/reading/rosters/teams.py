"""Teams: the report of a meeting in its numbered parts, its older form, and the log of a live event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.reading.people.cells import is_address
from copkit.reading.people.columns import gathered
from copkit.reading.rosters.heads import heads_of
from copkit.reading.rosters.interface import Row, Sheet
from copkit.reading.rosters.rows import nothing_at_all, person_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from copkit.reading.people import Record

PART = re.compile(r"([1-9])\. \S.{0,80}")
PEOPLE, TIMES = "2", "3"
LEAST_COLUMNS = 3
LENGTH = 3  # the place of the column that says how long somebody stayed, in every tongue


def is_head(heads: Sequence[str]) -> bool:
    """Tell whether this begins the report, names the columns of an older one, or those of a live event."""
    found = set(heads_of(heads))
    begins = bool(heads) and PART.fullmatch(heads[0]) is not None and heads[0][0] == "1" and not any(heads[1:])
    return begins or _is_table(found)


def _is_table(found: set[str | None]) -> bool:
    return "name" in found and (
        {"action", "session"} <= found or {"upn", "session"} <= found or {"join", "duration", "upn"} <= found
    )


def read(name: str, rows: Sequence[Record]) -> Sheet:
    """Read the people of a report; where they stand a second time with each stay, that is a detail of theirs."""
    sheet = Sheet("teams", [])
    for part, head, table in _tables(rows):
        columns = _columns(head, table)
        live = {"upn", "session"} <= set(columns)
        sheet.kind = "teams-live" if live else sheet.kind
        for row in table:
            got = gathered(columns, row.cells)
            sheet.rows.append(_row(name, sheet, row, got, detail=part == TIMES))
    return sheet


def _tables(rows: Sequence[Record]) -> Iterator[tuple[str, Record, Sequence[Record]]]:
    """Yield the tables that hold people, with the number of their part, and their heads."""
    parts = [(at, row.cells[0][0]) for at, row in enumerate(rows) if _begins_a_part(row)]
    if not parts:
        at = next(n for n, row in enumerate(rows) if is_head(row.cells))
        yield PEOPLE, rows[at], rows[at + 1 :]
        return
    for (at, part), (end, _) in zip(parts, [*parts[1:], (len(rows), "")], strict=True):
        if part in {PEOPLE, TIMES} and end > at + 1 and len(rows[at + 1].cells) >= LEAST_COLUMNS:
            yield part, rows[at + 1], rows[at + 2 : end]


def _begins_a_part(row: Record) -> bool:
    return PART.fullmatch(row.cells[0]) is not None and not any(row.cells[1:])


def _columns(head: Record, table: Sequence[Record]) -> list[str | None]:
    """Tell what the columns mean; where the tongue is not known, by their places, and addresses tell themselves."""
    columns = heads_of(head.cells)
    if "name" not in columns:
        columns[0] = "name"
    if "duration" not in columns and columns[LENGTH : LENGTH + 1] == [None]:
        columns[LENGTH] = "duration"
    for at, meant in enumerate(columns):
        held = any(at < len(row.cells) and is_address(row.cells[at]) for row in table)
        if held and meant not in {"name", "email", "upn"}:
            columns[at] = "upn" if "email" in columns else "email"
    return columns


def _row(name: str, sheet: Sheet, row: Record, got: Mapping[str, str], *, detail: bool) -> Row:
    upn = got.get("upn", "")
    email = got.get("email") or (upn if is_address(upn) else "")
    found = person_in(name, sheet, row.line, {"name": got.get("name", ""), "email": email})
    came = not nothing_at_all(got.get("duration", ""))
    return replace(found, came=came, detail=detail)
