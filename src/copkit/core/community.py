"""The community: who the people are, what they need, where they talk, how often they meet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.dates import Absence, Day, Rhythm, WorkingDays
from copkit.core.typed import Id, Number, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping

Affordance = Literal["start-threads", "form-groups", "talk-between-gatherings"]
AFFORDANCES: tuple[Affordance, ...] = ("start-threads", "form-groups", "talk-between-gatherings")
Respondent = Literal["manager", "core", "member", "sponsor"]
NeedSource = Literal["interviews", "survey", "log", "guess"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
LONGEST_HOLIDAY = 366
Relation = Literal["sponsor", "partner", "neighbour-network", "expert", "authority", "other"]


class Need(Typed):
    """What a segment needs, and how the organiser knows (S3-6)."""

    id: Text
    burning_need: str | None = None
    urgent_problem: str | None = None
    source: NeedSource | None = None
    date: Day | None = None


def _holiday(value: object) -> object:
    """Accept a date alone, a country alone, or a mapping with the first and the last day."""
    if isinstance(value, str) and value[:1].isalpha():
        return {"country": value}
    return value if isinstance(value, dict) else {"from": value}


class Holiday(Typed):
    """Days on which people do not work: one or more of them, or the public holidays of a country or region."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    title: str | None = None
    country: Text | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.first is None) == (self.country is None) or (self.country and self.last):
            code = "unclear-holiday"
            raise PydanticCustomError(code, code)
        if self.first and self.last and not 0 <= (self.last - self.first).days <= LONGEST_HOLIDAY:
            code = "bad-holiday"
            raise PydanticCustomError(code, code, {"found": self.last.isoformat(), "first": self.first.isoformat()})
        return self


Holidays = tuple[Annotated[Holiday, BeforeValidator(_holiday, json_schema_input_type=str | Holiday)], ...]


class Segment(Typed):
    """A group of members with a shared need."""

    id: Id
    title: Text
    count: Annotated[Whole, Field(ge=0)] | None = None
    tenure: Literal["new", "months", "years", "mixed"] | None = None
    time_zone: str | None = None
    needs: tuple[Need, ...] = ()
    holidays: Holidays = ()


class Stakeholder(Typed):
    """Somebody outside the membership who matters to it (S0-1)."""

    id: Id
    title: Text
    relation: Relation


class Platform(Typed):
    """A place where members meet between gatherings, and what it lets them do (S1-25)."""

    name: Text
    private: bool | None = None
    members_can: tuple[Affordance, ...] | None = None

    @property
    def missing(self) -> tuple[Affordance, ...]:
        """Return what members cannot do here; empty when nothing is known."""
        known = self.members_can
        return () if known is None else tuple(a for a in AFFORDANCES if a not in known)


class Manager(Typed):
    """The manager's means."""

    hours_per_week: Annotated[Number, Field(ge=0, le=80)] | None = None
    core_group: Annotated[Whole, Field(ge=0)] | None = None


class Care(Typed):
    """What keeps the community diverse and safe (S0-2)."""

    diversity: str | None = None
    safe_space: str | None = None


class Dates(Typed):
    """Days that tell whether the community is alive."""

    started: Day | None = None
    last_gathering: Day | None = None
    last_member_message: Day | None = None
    wound_down: bool = False


class Answer(Typed):
    """One answer of one person: a level 0–3, a short word, or unknown."""

    answer: str
    note: str | None = None
    as_of: Day | None = None


def _answer(value: object) -> object:
    """Accept `2`, `unknown`, a short word, nothing, or a mapping with a note."""
    if value is None:
        return {"answer": "unknown"}
    if isinstance(value, bool) or not isinstance(value, (int, str, dict)):
        code = "bad-answer-form"
        raise PydanticCustomError(code, code)
    return value if isinstance(value, dict) else {"answer": str(value)}


GivenAnswer = Annotated[Answer, BeforeValidator(_answer)]


class OtherAnswers(Typed):
    """The answers of one more person."""

    by: Respondent
    as_of: Day | None = None
    answers: dict[str, GivenAnswer]


class Signal(Typed):
    """What a log shows for one item, as a level 0–3 (domain model §B5)."""

    item: Text
    level: Annotated[Whole, Field(ge=0, le=3)]
    source: Text
    spans_two_levels: bool = False


class Questionnaire(Typed):
    """The diagnosis items with the answers of one or more people."""

    model: str | None = None
    answered_by: Respondent | None = None
    as_of: Day | None = None
    answers: dict[str, GivenAnswer] = Field(default_factory=dict)
    others: tuple[OtherAnswers, ...] = ()
    signals: tuple[Signal, ...] = ()


class Profile(Typed):
    """Who the community is: the file community.yaml."""

    copkit: Literal[1]
    name: Text
    about: str | None = None
    purpose: str | None = None
    members: Annotated[Whole, Field(ge=0)] | None = None
    segments: tuple[Segment, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    platforms: tuple[Platform, ...] = ()
    rhythm: Rhythm | None = None
    time_zone: str | None = None
    language: str | None = None
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    holidays: Holidays = ()
    manager: Manager = Manager()
    care: Care = Care()
    dates: Dates = Dates()
    diagnosis: Questionnaire = Questionnaire()

    def segment(self, segment_id: str) -> Segment | None:
        """Return the segment with this id, or None."""
        return next((s for s in self.segments if s.id == segment_id), None)

    @property
    def working_days(self) -> WorkingDays:
        """Return the days on which the community works, and those on which some of its segments do not."""
        return WorkingDays(
            frozenset(WEEKDAYS.index(d) for d in self.weekend),
            holidays_of(self.holidays),
            tuple(Absence(s.id, s.count, frozenset(holidays_of(s.holidays))) for s in self.segments),
            self.members,
        )

    @property
    def segment_titles(self) -> Mapping[str, str]:
        """Return the segments' titles by id."""
        return {s.id: s.title for s in self.segments}


def holidays_of(holidays: Holidays) -> dict[date, str]:
    """Return each day of holidays with its title."""
    return {
        h.first + timedelta(days=n): h.title or ""
        for h in holidays
        if h.first  # a country's days are looked up when the file is read
        for n in range(((h.last or h.first) - h.first).days + 1)
    }
