"""What every reader of agendas hands on: rows as they stand in a file, then items with their times."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.problem import Location, Problem, Severity

if TYPE_CHECKING:
    from datetime import date

Place = tuple[int, int]
LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: a text, or several where it is a list."""

    texts: tuple[str, ...]
    place: Place
    listed: bool = False

    @property
    def text(self) -> str:
        """Return the whole text on one line."""
        return " ".join(" ".join(self.texts).split())


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it stands in the file: cells by the file's own names; a day and a lane that stand elsewhere."""

    cells: dict[str, Cell]
    place: Place
    day: str = ""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry with its times: start and end in minutes after midnight of its day, more than 1440 after the next."""

    title: str
    place: Place
    day: str
    date: date | None = None
    start: int | None = None
    end: int | None = None
    minutes: int | None = None
    bare: bool = False
    room: str = ""
    track: str = ""
    type: str = ""
    everyone: bool = False
    about: str = ""
    note: str = ""
    speakers: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A file on its way: its rows, what is left out of it, and what is wrong with it."""

    name: str
    text: str
    form: str = ""
    title: str = ""
    zone: str = ""
    rows: list[Row] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def fault(self, code: str, place: Place, *, severity: Severity = Severity.ERROR, **facts: str) -> None:
        """Note a problem at a line and column."""
        self.problems.append(self.problem(code, place, severity, facts))

    def warn(self, code: str, place: Place, **facts: str) -> None:
        """Note what is kept all the same."""
        self.fault(code, place, severity=Severity.WARNING, **facts)

    def problem(
        self, code: str, place: Place, severity: Severity = Severity.ERROR, facts: dict[str, str] | None = None
    ) -> Problem:
        """Make a problem that shows its line, unless that is too long to be read."""
        self.lines = self.lines or self.text.split("\n")
        line = self.lines[place[0] - 1].rstrip("\r") if 0 < place[0] <= len(self.lines) else None
        shown = line if line is not None and len(line) <= LONGEST_LINE else None
        return Problem(code, Location(self.name, *place), facts or {}, severity, shown)
