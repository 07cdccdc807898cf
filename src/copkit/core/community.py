"""The community: who the people are, what they need, where they talk, how often they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from copkit.core.dates import Day, Rhythm
from copkit.core.typed import Id, Number, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping

Affordance = Literal["start-threads", "form-groups", "talk-between-gatherings"]
AFFORDANCES: tuple[Affordance, ...] = ("start-threads", "form-groups", "talk-between-gatherings")
Respondent = Literal["manager", "core", "member", "sponsor"]
NeedSource = Literal["interviews", "survey", "log", "guess"]
Relation = Literal["sponsor", "partner", "neighbour-network", "expert", "authority", "other"]


class Need(Typed):
    """What a segment needs, and how the organiser knows (S3-6)."""

    id: Text
    burning_need: str | None = None
    urgent_problem: str | None = None
    source: NeedSource | None = None
    date: Day | None = None


class Segment(Typed):
    """A group of members with a shared need."""

    id: Id
    title: Text
    count: Annotated[Whole, Field(ge=0)] | None = None
    tenure: Literal["new", "months", "years", "mixed"] | None = None
    time_zone: str | None = None
    needs: tuple[Need, ...] = ()


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
    manager: Manager = Manager()
    care: Care = Care()
    dates: Dates = Dates()
    diagnosis: Questionnaire = Questionnaire()

    def segment(self, segment_id: str) -> Segment | None:
        """Return the segment with this id, or None."""
        return next((s for s in self.segments if s.id == segment_id), None)

    @property
    def segment_titles(self) -> Mapping[str, str]:
        """Return the segments' titles by id."""
        return {s.id: s.title for s in self.segments}
