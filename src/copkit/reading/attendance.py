"""Who said yes and who came, in CSV: columns in any order, rows as people really write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from copkit.core.turnout import KINDS, Gathered, GatheringKind
from copkit.problem import InputError, Location, Problem
from copkit.reading.agendas.commas import DELIMITERS, cut
from copkit.reading.agendas.interface import Cell, Sheet
from copkit.reading.agendas.texts import clean, read_any
from copkit.reading.agendas.times import read_date
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

DAY = re.compile(r"(?:day|d) ?(\d{1,2})")
COUNT = re.compile(r"(\d{1,6})(?:[.,]0+)?")
SEVERAL = re.compile(r"\d{1,4}(?:[-/; ]+\d{1,4})+|\d{1,4}(?:\.\d{1,4}){2,}")
LONGEST_NAME, MOST_DAYS = 60, 31
FIELDS = ("convening", "date", "kind", "registered")


@dataclass(frozen=True, slots=True)
class ReadAttendance:
    """A table as it was read.

    `columns` says what each column means, None for what is not read; `lines` where each row stands; `notes` the lines
    of what is kept but worth a look; `unread` the lines that were not understood, unchanged.
    """

    text: str
    delimiter: str
    columns: tuple[str | None, ...]
    rows: tuple[Gathered, ...]
    lines: tuple[int, ...]
    notes: Mapping[str, Sequence[int]]
    left: Counter[str]
    unread: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    """A table on its way."""

    sheet: Sheet
    names: list[str]
    columns: list[str | None]
    rows: list[tuple[Gathered, int]] = field(default_factory=list)
    notes: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    unread: list[int] = field(default_factory=list)

    def refuse(self, code: str, cell: Cell, **facts: str) -> None:
        """Point at what is not understood."""
        self.sheet.problems.append(self.sheet.problem(code, cell.place, facts=facts))


def read_attendance(path: Path, name: str) -> ReadAttendance:
    """Read a table of attendance; raise InputError where it is none. Rows with faults are pointed at and left out."""
    return parse_attendance(read_any(path, name), name)


def parse_attendance(text: str, name: str) -> ReadAttendance:
    """Read the text of a table: names of columns in the first line, then one gathering in each line."""
    sheet = Sheet(name, text)
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    table = cut(sheet, delimiter)
    if sheet.problems:
        raise InputError(*sheet.problems)
    if not table:
        raise InputError(Problem("empty-agenda", Location(name)))
    header, *rest = table
    reading = _Reading(sheet, [clean(c.text) for c in header], _columns(sheet, header))
    for cells in rest:
        row = _row(reading, cells)
        line = cells[0].place[0]
        if row is None:
            reading.unread.append(line)
        else:
            _take(reading, row, cells[0])
    lines = text.split("\n")
    return ReadAttendance(
        text, delimiter, tuple(reading.columns), tuple(r for r, _ in reading.rows), tuple(n for _, n in reading.rows),
        dict(reading.notes), +sheet.left, tuple((n, lines[n - 1]) for n in reading.unread),
        tuple(sorted(sheet.problems, key=lambda p: p.order)),
    )  # fmt: skip


@cache
def _names() -> dict[str, str]:
    return {name: meant for meant, names in words()["attendance"]["columns"].items() for name in names}


def _columns(sheet: Sheet, header: Sequence[Cell]) -> list[str | None]:
    """Tell what each column means; raise InputError where no counts or no gatherings can be in it."""
    columns: list[str | None] = []
    for cell in header:
        plain = _plain(cell.text)
        day = DAY.fullmatch(plain)
        meant = f"day_{int(day[1])}" if day and 0 < int(day[1]) <= MOST_DAYS else _names().get(plain)
        columns.append(None if meant in columns else meant)
    counted = any(c == "registered" or (c or "").startswith("day_") for c in columns)
    if not counted or not {"convening", "date"} & set(columns):
        found = ", ".join(f"`{clean(c.text)[:LONGEST_NAME]}`" for c in header if c.text)
        raise InputError(sheet.problem("attendance-columns", header[0].place, facts={"found": found or "``"}))
    return columns


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=\d)", " ", text[:LONGEST_NAME].lower())).split())


def _row(reading: _Reading, cells: Sequence[Cell]) -> Gathered | None:
    """Read a row; None where a part of it is not understood, which is then a problem."""
    before = len(reading.sheet.problems)
    given = _given(reading, cells)
    name = clean(given["convening"].text).strip() if "convening" in given else ""
    counts = {c: _count(reading, cell) for c, cell in given.items() if c not in FIELDS[:3]}
    day = _date(reading, given, name)
    kind = _kind(reading, given)
    if not name and day is None and "date" not in given:
        reading.refuse("attendance-without-name", cells[0])
    elif len(reading.sheet.problems) == before and all(n is None for n in counts.values()):
        reading.refuse("attendance-without-counts", cells[0], found=name or str(day))
    if len(reading.sheet.problems) > before:
        return None
    last = max(
        (int(c.removeprefix("day_")) for c, n in counts.items() if c != "registered" and n is not None), default=0
    )
    days = tuple(counts.get(f"day_{n}") for n in range(1, last + 1))
    return Gathered(name, day, kind, counts.get("registered"), days)


def _given(reading: _Reading, cells: Sequence[Cell]) -> dict[str, Cell]:
    """Return the cells that say something by what they mean; cells beyond the last day are further days."""
    while len(cells) > len(reading.columns) and (reading.columns[-1] or "").startswith("day_"):
        number = int((reading.columns[-1] or "").removeprefix("day_")) + 1
        if number > MOST_DAYS or not any(c.text for c in cells[len(reading.columns) :]):
            break
        reading.columns.append(f"day_{number}")
    if any(c.text for c in cells[len(reading.names) : len(reading.columns)]):
        reading.notes["further-days"].append(cells[0].place[0])
    given = {}
    for n, cell in enumerate(cells):
        meant = reading.columns[n] if n < len(reading.columns) else None
        if cell.text and meant:
            given[meant] = cell
        elif cell.text:
            reading.sheet.left[(reading.names[n : n + 1] or [""])[0] or f"{n + 1}"] += 1
    return given


def _count(reading: _Reading, cell: Cell) -> int | None:
    """Read a number of people; None where it is unknown."""
    text = cell.text.strip()
    if text.lower() in words()["attendance"]["unknown"]:
        return None
    if text.isascii() and (found := COUNT.fullmatch(text)):
        return int(found[1])
    if text.isascii() and SEVERAL.fullmatch(text):
        reading.refuse("several-counts", cell, found=text[:LONGEST_NAME], apart=",".join(re.findall(r"\d+", text)))
    else:
        reading.refuse("not-a-count", cell, found=clean(text)[:LONGEST_NAME])
    return None


def _date(reading: _Reading, given: Mapping[str, Cell], name: str) -> date | None:
    """Read the day: from its column, else from the name of the gathering."""
    cell = given.get("date")
    if cell is None:
        return read_date(name)
    day = read_date(cell.text)
    if day is None:
        reading.refuse("no-certain-day", cell, found=clean(cell.text)[:LONGEST_NAME])
    return day


def _kind(reading: _Reading, given: Mapping[str, Cell]) -> GatheringKind | None:
    cell = given.get("kind")
    if cell is None:
        return None
    plain = _plain(cell.text)
    kinds: dict[str, list[str]] = words()["attendance"]["kinds"]
    for kind in KINDS:
        if plain in kinds[kind]:
            return kind
    reading.refuse("not-a-kind", cell, found=clean(cell.text)[:LONGEST_NAME])
    return None


def _take(reading: _Reading, row: Gathered, cell: Cell) -> None:
    """Take a row that is new; note what is worth a look."""
    line = cell.place[0]
    key = (row.convening.casefold(), row.date)
    there = next(((r, n) for r, n in reading.rows if (r.convening.casefold(), r.date) == key), None)
    if there and there[0] == row:
        reading.notes["doubled"].append(line)
        return
    if there:
        reading.refuse("attendance-twice", cell, found=row.convening or str(row.date), line=str(there[1]))
        reading.unread.append(line)
        return
    reading.rows.append((row, line))
    known = [d for d in row.days if d is not None]
    if row.date is None:
        reading.notes["no-date"].append(line)
    if known and row.registered is not None and max(known) > row.registered:
        reading.notes["more-than-registered"].append(line)
    if row.first is not None and max(known) > row.first:
        reading.notes["grew"].append(line)
    if row.registered is None or row.first is None:
        reading.notes["half"].append(line)
