"""The kinds of dates that a year is made of, all of them data; and what a person wants of their own year."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.activity import Strand
from copkit.core.community import Holidays, Weekday
from copkit.core.dates import Clock, Day, Rhythm, What
from copkit.core.followup.timeline import OwnerRole
from copkit.core.typed import Id, Number, Text, Typed

MOST_HOURS = 500


class Around(Typed):
    """What belongs to a date: so many days from it, within bounds."""

    kind: Id
    days: int
    earliest: int
    latest: int


class Kind(Typed):
    """A kind of date: what it strengthens, whose it is, how much work it is and where in a month it stands."""

    title: Text
    about: Text
    strand: Strand | None = None
    owner: OwnerRole
    hours: Annotated[Number, Field(ge=0, le=MOST_HOURS)]
    weeks: Annotated[int, Field(ge=0, le=26)] = 0
    minutes: Annotated[int, Field(ge=0)] = 0
    large: bool = False
    every: Rhythm | None = None
    stages: tuple[int, ...] = (1, 2, 3)
    month: Annotated[int, Field(ge=0)] = 0
    week: Annotated[int, Field(ge=1, le=4)] = 2
    lead: Annotated[int, Field(ge=0)] = 0
    hosts: tuple[Id, ...] = Field(default=(), alias="with")
    counts_as: tuple[Id, ...] = ()
    around: tuple[Around, ...] = ()


class StageRhythm(Typed):
    """The rhythm of a stage where nobody has named one, and what goes on between its dates."""

    rhythm: Rhythm
    between: Text


class CalendarBook(Typed):
    """Everything that a year can hold, with its figures."""

    copkit: Literal[1]
    weekday: Weekday
    spacing_days: int
    half_day_minutes: int
    gathering_minutes: int
    stages: tuple[StageRhythm, StageRhythm, StageRhythm]
    words: dict[What, Id]
    formats: dict[Id, Id]
    alignment: Id
    in_between: Id
    kinds: dict[Id, Kind]


class FixedDate(Typed):
    """A date that a person fixed: copkit never moves it."""

    date: Day
    kind: Id
    title: Text | None = None
    start: Clock | None = None
    hours: Annotated[Number, Field(ge=0, le=MOST_HOURS)] | None = None


class OwnCalendar(Typed):
    """What a person wants of their year: the file calendar.yaml."""

    copkit: Literal[1]
    begin: Day | None = Field(default=None, alias="from")
    weekday: Weekday | None = None
    free: Holidays = ()
    leave_out: tuple[Id, ...] = ()
    every: dict[Id, Rhythm] = Field(default_factory=dict)
    fixed: tuple[FixedDate, ...] = ()
