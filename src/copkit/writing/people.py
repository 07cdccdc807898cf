"""people.csv: people put to those that a person wrote, whose own lines, columns and cells stay as they are."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Protocol

from copkit.core.people import Person
from copkit.writing.followup import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST = ("name", "email", "segment", "named")
SIGNS = ',;\t|"\n\r'
FIELDS = tuple(f.name for f in fields(Person))


class Standing(Protocol):
    """A row that stands in the file: its first and last line, and its cells."""

    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def last(self) -> int: ...  # noqa: D102
    @property
    def cells(self) -> Sequence[str]: ...  # noqa: D102


class OwnList(Protocol):
    """A list as a person wrote it; `columns` says from the left what each column means."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def delimiter(self) -> str: ...  # noqa: D102
    @property
    def header(self) -> Standing | None: ...  # noqa: D102
    @property
    def columns(self) -> Sequence[str | None]: ...  # noqa: D102
    @property
    def width(self) -> int: ...  # noqa: D102


def with_people(own: OwnList, added: Sequence[Person], filled: Sequence[tuple[Standing, Mapping[str, object]]]) -> str:
    """Add people at the end of a list, and fill empty cells of rows; a column that is missing is added at the right."""
    needed = {f for p in added for f in FIELDS if _cell(getattr(p, f))} | {f for _, values in filled for f in values}
    if own.header is None:
        columns: list[str | None] = [f for f in FIELDS if f in needed or f in FIRST]
        head = [_line([(c or "").replace("_", " ") for c in columns], own.delimiter)]
        lines = [line for line in own.text.split("\n") if line.strip()] + head
    else:
        there = {_field(c) for c in own.columns if c}
        new = [f for f in FIELDS if f in needed - there and f != "name"]
        columns = [*own.columns, *(None,) * (own.width - len(own.columns) if new else 0), *new]
        lines = _replaced(own, columns, new, filled)
    return "\n".join([*lines, *(_line(_row(p, columns), own.delimiter) for p in added)]) + "\n"


def rewritten(own: OwnList, rows: Sequence[tuple[Standing, Sequence[str] | None]]) -> list[str | None]:
    """Return the lines of a list with some rows written anew, or gone; a line that went is None."""
    lines: list[str | None] = [*own.text.split("\n")]
    for standing, cells in rows:
        row = None if cells is None else _line(cells, own.delimiter)
        lines[standing.line - 1 : standing.last] = [row, *(None,) * (standing.last - standing.line)]
    return lines


def _replaced(
    own: OwnList, columns: Sequence[str | None], new: Sequence[str],
    filled: Sequence[tuple[Standing, Mapping[str, object]]],
) -> list[str]:  # fmt: skip
    """Return the lines of a list with those rows written anew that change."""
    assert own.header is not None
    rows: list[tuple[Standing, Sequence[str] | None]] = [(s, _filled(s.cells, columns, v)) for s, v in filled]
    if new:
        head = [*own.header.cells, *[""] * (len(columns) - len(new) - len(own.header.cells))]
        rows.append((own.header, [*head, *(f.replace("_", " ") for f in new)]))
    kept = [line for line in rewritten(own, rows) if line is not None]
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _field(column: str) -> str:
    return "remote" if column == "in_room" else column


def _filled(cells: Sequence[str], columns: Sequence[str | None], values: Mapping[str, object]) -> list[str]:
    """Put values into the first empty cell that is theirs."""
    found = [*cells, *[""] * (len(columns) - len(cells))]
    for name, value in values.items():
        at = next((n for n, c in enumerate(columns) if c and _field(c) == name and not found[n]), None)
        if at is not None:
            found[at] = _cell(not value if columns[at] == "in_room" else value)
    return found


def _row(person: Person, columns: Sequence[str | None]) -> list[str]:
    """Return the cells of somebody new; where the list has no column for a whole name, its parts."""
    values = {f: getattr(person, f) for f in FIELDS if _cell(getattr(person, f))}
    whole = next((c for c in ("name", "pseudonym", "first", "last") if c in columns), "name")
    if whole == "first" and "last" in columns and " " in person.name:
        values["first"], values["last"] = person.name.rsplit(" ", 1)
    else:
        values[whole] = person.name
    return _filled([], columns, {k: v for k, v in values.items() if k != "name" or whole == "name"})


def _cell(value: object) -> str:
    """Write a value as a person would type it; what looks like a formula or a comment is kept from being one."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, tuple):
        ranked = any(isinstance(v, tuple) for v in value)
        value = " > ".join(" = ".join(v) for v in value) if ranked else "; ".join(value)
    text = str(value)
    return f"'{text}" if text.startswith("#") else harmless(text)


def _line(cells: Sequence[str], delimiter: str) -> str:
    """Write a row; a cell with any sign that some program takes for the end of a cell stands in quotes."""
    quoted = ['"' + c.replace('"', '""') + '"' if any(s in c for s in SIGNS) else c for c in cells]
    return delimiter.join(quoted)
