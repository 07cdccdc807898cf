"""A people.csv, or any table with a column of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.people import Person
from copkit.reading.people import people_table
from copkit.reading.rosters.interface import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_own(text: str, name: str) -> Sheet:
    """Read the rows of a people.csv; who came is not known from it."""
    table = people_table(text, name)
    rows = [Row(r.line, person) for r, person in zip(table.records, table.people, strict=True)]
    rows += [Row(line, Person(""), out="no-name") for line in table.nameless]
    return Sheet("people", sorted(rows, key=_line), [p for p in table.problems if p.code != "two-of-one-name"])


def _line(row: Row) -> int:
    return row.line


def has_names(columns: Sequence[str | None]) -> bool:
    """Tell whether a table has a column of names."""
    return bool({"name", "pseudonym", "first", "last"} & set(columns))
