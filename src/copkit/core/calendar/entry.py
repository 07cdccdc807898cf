"""What a year holds: dates, months, and what does not go together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.activity import Strand
    from copkit.core.followup.timeline import OwnerRole

Status = Literal["fixed", "planned", "proposed"]
Purpose = Literal["shared", "low", "unknown"]
Source = Literal["own", "profile", "stage", "kind"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A date: fixed by a person, of a planned convening, or proposed; hours are the manager's.

    `of` names the dates that it belongs to; `turn` the segment whose hours the start suits; `live` whether people meet.
    """

    date: date
    kind: str
    title: str
    strand: Strand | None
    owner: OwnerRole
    hours: float
    weeks: int
    status: Status
    large: bool = False
    live: bool = False
    start: time | None = None
    turn: str | None = None
    of: tuple[str, ...] = ()
    follows: bool = False
    convening: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year: how many dates each strand has, and the manager's hours; `available` None if unknown.

    `key` is the first day; `other` counts the dates without a strand.
    """

    key: date
    strands: Mapping[Strand, int]
    other: int
    hours: float
    available: float | None
    silent: bool

    @property
    def too_much(self) -> bool:
        """Tell whether the work is more than the manager's hours, both rounded: they are estimates."""
        return self.available is not None and round(self.hours) > round(self.available)


@dataclass(frozen=True, slots=True)
class Gap:
    """A rhythm that is not kept: so many days between two dates; None for the begin or the end of the calendar.

    `free` counts the days in it on which nothing may be proposed.
    """

    kind: str
    days: int
    free: int
    rhythm: int
    after: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two large events that stand too close to each other."""

    first: Entry
    second: Entry
    days: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """A kind with the rhythm that it is kept in: as typed, and who said so."""

    kind: str
    days: int
    source: Source


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year of gatherings from its first day to the day before `end`, and what to look at in it."""

    begin: date
    end: date
    stage: int
    stage_known: bool
    purpose: Purpose
    rhythm: str
    rhythm_typed: bool
    between: str
    keeping: tuple[Keeping, ...]
    entries: tuple[Entry, ...]
    months: tuple[Month, ...]
    gaps: tuple[Gap, ...]
    clashes: tuple[Clash, ...]
    off: tuple[Entry, ...]
    missing: tuple[Strand, ...]
