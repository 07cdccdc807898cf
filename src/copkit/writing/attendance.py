"""attendance.csv: rows put to those that a person wrote, whose own lines and columns stay as they are."""

from __future__ import annotations

import csv
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from copkit.core.turnout import Expected, Gathered, Turnouts

FIRST = ("convening", "date", "kind", "registered")


def new_table(rows: Sequence[Gathered]) -> str:
    """Write a new table."""
    return with_rows("", ",", (), rows, {})


def with_rows(
    text: str, delimiter: str, columns: Sequence[str | None], added: Sequence[Gathered], filled: Mapping[int, Gathered]
) -> str:
    """Add rows at the end of a table, and write those anew that were filled up, by the line in which they stand.

    What a column means is told by `columns`, from the left; a column that is missing is added at the right.
    """
    wanted = _wanted([*added, *filled.values()], complete=not columns)
    whole = [*columns, *(w for w in wanted if w not in columns)]
    lines: list[str] = []
    for line, cells, raw in _records(text, delimiter):
        if not lines and any(c.strip() for c in cells):
            lines.append(
                _line([*cells, *(c or "" for c in whole[len(cells) :])], delimiter) if whole[len(cells) :] else raw
            )
        elif line in filled:
            lines.append(_line(_filled(cells, whole, filled[line]), delimiter))
        else:
            lines.append(raw)
    if not columns:
        lines = [_line([c or "" for c in whole], delimiter)]
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join([*lines, *(_line(_filled([], whole, row), delimiter) for row in added)]) + "\n"


def _wanted(rows: Sequence[Gathered], *, complete: bool) -> list[str]:
    """Return the columns that rows need; all of the first ones in a new table."""
    days = max((len(r.days) for r in rows), default=0)
    first = [f for f in FIRST if complete or any(getattr(r, f) not in {None, ""} for r in rows)]
    return [*first, *(f"day_{n}" for n in range(1, days + 1))]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Cut a table into records: the line in which each begins, its cells, and its text as it is."""
    lines = text.split("\n")
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    rows = csv.reader(StringIO(text), delimiter=delimiter)
    begun = 1
    for cells in rows:
        yield begun, cells, "\n".join(lines[begun - 1 : rows.line_num])
        begun = rows.line_num + 1


def _filled(cells: Sequence[str], columns: Sequence[str | None], row: Gathered) -> list[str]:
    """Put a row's values into the cells that are empty."""
    values = {f: getattr(row, f) for f in FIRST} | {f"day_{n}": d for n, d in enumerate(row.days, start=1)}
    found = [*cells, *[""] * (len(columns) - len(cells))]
    return [
        str(values.get(column or "")) if not cell.strip() and values.get(column or "") is not None else cell
        for cell, column in zip(found, [*columns, *[None] * (len(found) - len(columns))], strict=True)
    ]


def _line(cells: Sequence[str], delimiter: str) -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue().removesuffix("\n")


def expected_data(found: Expected, turnouts: Turnouts) -> dict[str, Any]:
    """Return who is expected and where that comes from, as plain data; `own` tells the community's own history."""
    source = None if found.events else turnouts.source
    rules = {"middle": turnouts.middle, "enough": turnouts.enough}
    return {**asdict(found), "own": bool(found.events), "source": source, **rules}
