"""The rows of people.csv, with their places: nothing of what they hold is ever shown in a problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.core.people import Person, same_name
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.agendas.commas import cut
from copkit.reading.agendas.interface import Sheet
from copkit.reading.agendas.texts import MAX_BYTES, clean, decoded_as, too_large
from copkit.reading.people.cells import person_of
from copkit.reading.people.columns import field_of, gathered, meaning, whole_name
from copkit.reading.rows import DELIMITERS, as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PEOPLE = "people.csv"
LONGEST_HEAD = 60
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands: its first and last line, and its cells."""

    line: int
    last: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A list of people as it was read.

    `columns` says what each column means, None for what is not read; `records` and `given`, the fields of which a row
    says something, belong to `people` in their order; `nameless` are the lines of rows that name nobody. `encoding`
    and `newline` are the file's own; `mixed` is more than one, and an encoding that is not known is empty.
    """

    text: str = ""
    delimiter: str = ","
    header: Record | None = None
    columns: tuple[str | None, ...] = ()
    people: tuple[Person, ...] = ()
    records: tuple[Record, ...] = ()
    given: tuple[frozenset[str], ...] = ()
    nameless: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str = "utf-8"
    newline: str = "\n"

    @property
    def width(self) -> int:
        """Return how many columns there are in the widest row."""
        return max((len(r.cells) for r in (self.header, *self.records) if r), default=0)


def read_people(path: Path, name: str) -> tuple[tuple[Person, ...], list[Problem]]:
    """Read the list of members; an absent file is an empty one. A row that cannot be used is pointed at."""
    table = read_table(path, name)
    return table.people, list(table.problems)


def parse_people(text: str, name: str) -> tuple[tuple[Person, ...], list[Problem]]:
    """Read the text of a list of members; raise InputError where it has no names."""
    table = people_table(text, name)
    return table.people, list(table.problems)


def read_table(path: Path, name: str) -> PeopleTable:
    """Read the list of members with its places, in any usual encoding; raise InputError where that cannot be."""
    where = Location(name)
    try:
        if path.is_dir():
            raise InputError(Problem("is-a-folder", where))
        if path.stat().st_size > MAX_BYTES:
            raise InputError(too_large(name, path.stat().st_size, MAX_BYTES))
        raw = path.read_bytes()
    except FileNotFoundError:
        return PeopleTable()
    except OSError as error:
        raise InputError(Problem("cannot-read", where, {"why": (error.strerror or "").lower()})) from None
    text, encoding = decoded_as(raw)
    return replace(people_table(text, name), encoding=_certain(text, encoding, raw), newline=_newline(raw, encoding))


def _certain(text: str, encoding: str, raw: bytes) -> str:
    """Return the encoding in which a file can be written again without a change; empty where there is none."""
    if "\ufffd" in text and encoding == "cp1252":
        return ""
    if encoding == "cp1252":
        same = text.encode(encoding, errors="replace") == raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return encoding if same else MIXED
    return encoding


def _newline(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, errors="replace")
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def people_table(text: str, name: str) -> PeopleTable:
    """Read the text of a list of members with its places; raise InputError where it has no names."""
    rows = _rows(text, name)
    header = next(rows, None)
    if header is None:
        return PeopleTable(text)
    columns = tuple(_meanings(header.cells))
    if not {"name", "pseudonym", "first", "last"} & set(columns):
        raise InputError(_without_names(name, text, header))
    reading = _Reading(name, columns)
    for row in rows:
        reading.take(row)
    problems = [*reading.problems, *_not_read(name, header, columns)]
    return PeopleTable(
        text, _delimiter(text), header, columns, tuple(reading.people), tuple(reading.records), tuple(reading.given),
        tuple(reading.nameless), tuple(problems),
    )  # fmt: skip


class _Reading:
    """A list on its way."""

    def __init__(self, name: str, columns: Sequence[str | None]) -> None:
        self.name, self.columns = name, columns
        self.people: list[Person] = []
        self.records: list[Record] = []
        self.given: list[frozenset[str]] = []
        self.nameless: list[int] = []
        self.problems: list[Problem] = []
        self.addresses: dict[str, str] = {}

    def take(self, row: Record) -> None:
        """Take a row in."""
        got = gathered(self.columns, [as_typed(clean(c)) for c in row.cells])
        if not whole_name(got):
            self.nameless.append(row.line)
            self.problems.append(_quiet(self.name, "person-without-name", row.line))
            return
        person, wrong = person_of(got)
        if self.addresses.setdefault(same_name(person.name), person.email) != person.email:
            wrong.append("two-of-one-name")
        self.problems += [_quiet(self.name, code, row.line) for code in dict.fromkeys(wrong)]
        self.people.append(person)
        self.records.append(row)
        self.given.append(frozenset(field_of(part) for part in got))


def _rows(text: str, name: str) -> Iterator[Record]:
    """Yield each row that says something; a line of a comment begins with `#` and a space, or holds nothing else."""
    yield from (row for row in records(text, name, _delimiter(text)) if not _is_comment(row.cells))


def records(text: str, name: str, delimiter: str) -> Iterator[Record]:
    """Yield each row of a table that says something; raise InputError, without showing the row, where it cannot be."""
    sheet = Sheet(name, text)
    rows = cut(sheet, delimiter)
    for problem in sheet.problems:
        raise InputError(Problem("people-quote", problem.where))
    for cells in rows:
        last = cells[-1].place[0] + cells[-1].texts[0].count("\n")
        yield Record(cells[0].place[0], last, tuple(c.texts[0].strip() for c in cells))


def _is_comment(cells: Sequence[str]) -> bool:
    return cells[0].startswith("# ") or (cells[0].startswith("#") and not any(cells[1:]))


def _delimiter(text: str) -> str:
    """Return the sign between the columns, by the first line that is no comment."""
    lines = (line for line in text.split("\n") if line.strip() and not line.lstrip('"').startswith("# "))
    return max(DELIMITERS, key=next(lines, "").count)


def _meanings(heads: Sequence[str]) -> Iterator[str | None]:
    yield from (meaning(clean(head)) for head in heads)


def _without_names(name: str, text: str, header: Record) -> Problem:
    """Point at a first row that names no columns; it is not shown where it may be a person's."""
    line = text.split("\n")[header.line - 1]
    shown = None if "@" in line or len(line) > LONGEST_HEAD * 4 else line
    return Problem("people-without-names", Location(name, header.line, 1), source_line=shown)


def _not_read(name: str, header: Record, columns: Sequence[str | None]) -> Iterator[Problem]:
    """Name the columns that are not read, once."""
    left = [clean(h)[:LONGEST_HEAD] for h, meant in zip(header.cells, columns, strict=True) if h and meant is None]
    if left:
        facts = {"found": ", ".join(f"`{head}`" for head in left)}
        yield Problem("people-columns-not-read", Location(name, header.line, 1), facts, Severity.INFO)


def _quiet(name: str, code: str, line: int) -> Problem:
    """Point at a line without showing it: it holds a person's data."""
    return Problem(code, Location(name, line, 1), {}, Severity.WARNING)
