"""Activities: the methods in the library, their steps and what they are good for."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from copkit.core.typed import Id, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

Minutes = Annotated[Whole, Field(ge=0, le=2880)]


class Mode(StrEnum):
    """Where people are while they take part."""

    IN_PERSON = "in-person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Quadrant(StrEnum):
    """A cell of the matrix sync/async by individual/collaborative (S1-15)."""

    SYNC_INDIVIDUAL = "sync-individual"
    SYNC_COLLABORATIVE = "sync-collaborative"
    ASYNC_INDIVIDUAL = "async-individual"
    ASYNC_COLLABORATIVE = "async-collaborative"


class MomentumCategory(StrEnum):
    """The three kinds of momentum builder (S2-1)."""

    RELATIONSHIPS = "relationships"
    WHAT_NEXT = "what-next"
    FIRST_STEP = "first-step"


class Role(StrEnum):
    """The place that an activity takes in an agenda."""

    OPENING = "opening"
    FIRST_VOICE = "first-voice"
    WORK = "work"
    MOMENTUM = "momentum"
    FEEDBACK = "feedback"
    CLOSING = "closing"
    PAUSE = "pause"
    ASYNC = "async"


class Talk(StrEnum):
    """Who speaks, writes or does during a step."""

    LISTEN = "listen"
    TURNS = "turns"
    OPEN = "open"
    QUESTIONS = "questions"
    RING = "ring"
    WRITE = "write"
    MAKE = "make"
    PAUSE = "pause"


Arrangement = Literal["alone", "pairs", "trios", "fours", "fives", "groups", "plenary"]
GROUP_SIZE: dict[str, int | None] = {"alone": 1, "pairs": 2, "trios": 3, "fours": 4, "fives": 5, "plenary": None}


class StepMinutes(Typed):
    """Minutes of a step: a range, and what each further person or group adds."""

    min: Minutes
    typical: Minutes
    max: Minutes
    per_person: Annotated[float, Field(ge=0, le=15)] = 0
    per_group: Annotated[float, Field(ge=0, le=30)] = 0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.typical <= self.max:
            msg = "order"
            raise ValueError(msg)
        return self


class Step(Typed):
    """One move of an activity."""

    title: Text
    arrangement: Arrangement
    talk: Talk
    minutes: StepMinutes
    size: Annotated[int, Field(ge=2, le=30)] | None = None
    do: Text
    say: str | None = None

    @property
    def group_size(self) -> int | None:
        """Return how many people work together; None means the whole room."""
        return self.size if self.arrangement == "groups" else GROUP_SIZE[self.arrangement]

    @model_validator(mode="after")
    def _groups_have_a_size(self) -> Self:
        if (self.arrangement == "groups") != (self.size is not None):
            msg = "size"
            raise ValueError(msg)
        return self


class MinuteRange(Typed):
    """Stated minutes at the typical head count."""

    min: Minutes
    typical: Minutes
    max: Minutes


class People(Typed):
    """Head counts between which an activity works."""

    min: Annotated[int, Field(ge=1)]
    typical: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1)] | None = None


class StageFit(Typed):
    """How well an activity fits a stage: 0 avoid … 3 best."""

    fit: Annotated[int, Field(ge=0, le=3)]
    why: Text


class Stages(Typed):
    """Fit for each of the three stages."""

    emerging: StageFit
    structured: StageFit
    self_organised: StageFit


class Momentum(Typed):
    """What makes an activity a momentum builder, and why it works (S2-2)."""

    category: MomentumCategory
    rationale: Text


class Material(Typed):
    """A thing to bring, counted per person, per group or for the room; what people use again counts once."""

    item: Text
    per: Literal["person", "group", "room"]
    count: Annotated[int, Field(ge=1)] = 1
    group: Annotated[int, Field(ge=2)] | None = None
    spare: bool = False
    reuse: bool = False


class Access(Typed):
    """An alternative for each barrier."""

    seeing: Text
    hearing: Text
    moving: Text
    speaking: Text
    language: Text
    reading: Text


class Directions(Typed):
    """What differs by mode; a mode that is not offered has none."""

    in_person: str | None = None
    virtual: str | None = None
    hybrid: str | None = None


class Origin(Typed):
    """Where a method comes from."""

    name: Text
    licence: Text
    source: Text


Purpose = Literal["alignment", "align-act", "peer-support", "learn", "network", "innovate", "foresight", "influence"]
Mechanism = Literal[
    "voice-challenges", "give-support", "mixed-rounds", "keep-contact", "practise", "diverge", "converge", "decide",
    "ideas-alone", "build-on", "prototype", "outside-signals", "scenario", "response", "name-the-ask", "rehearse",
    "outward-message",
]  # fmt: skip
OutcomeKind = Literal["knowledge", "skill", "action", "relationship", "decision"]
Strand = Literal["conversation", "connection", "communication", "boundary-spanning"]


class Activity(Typed):
    """A method in the library."""

    copkit: Literal[1]
    id: Id
    title: Text
    gist: Text
    what_for: Text
    not_when: Text
    type: str
    role: Role
    intent: Literal["create", "disseminate", "neither"]
    quadrant: Quadrant
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    people: People
    purposes: tuple[Purpose, ...] = ()
    does: tuple[Mechanism, ...] = ()
    outcomes: tuple[OutcomeKind, ...] = ()
    strands: tuple[Strand, ...] = ()
    energy: Literal["up", "level", "down"]
    momentum: Momentum | None = None
    stages: Stages
    minutes: MinuteRange
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    capture: Text
    everyone: Text
    materials: tuple[Material, ...] = ()
    access: Access
    directions: Directions
    follow_with: tuple[Id, ...] = ()
    instead: tuple[Id, ...] = ()
    origin: Origin
    evidence: Literal["A", "B", "C"]
    cut: Annotated[int, Field(ge=0, le=3)]

    def fit(self, stage: int) -> StageFit:
        """Return the fit for stage 1, 2 or 3."""
        return (self.stages.emerging, self.stages.structured, self.stages.self_organised)[stage - 1]


def step_minutes(step: Step, people: int, level: Literal["min", "typical", "max"]) -> int:
    """Return the whole minutes of a step for a head count, at one of its three levels."""
    base: int = getattr(step.minutes, level)
    groups = math.ceil(people / step.group_size) if step.group_size else 1
    return math.ceil(base + step.minutes.per_person * people + step.minutes.per_group * groups)


def total_minutes(activity: Activity, people: int, level: Literal["min", "typical", "max"]) -> int:
    """Return the minutes that an activity takes for a head count, at one of its three levels."""
    return sum(step_minutes(step, people, level) for step in activity.steps)


def share_out(activity: Activity, people: int, minutes: int) -> list[int]:
    """Share a block's minutes over the activity's steps, within each step's range where possible.

    Between the typical and the outer totals the minutes move in proportion; what is left over by rounding goes to the
    longest steps first. Outside the range the nearest level is stretched in proportion.
    The parts always sum to `minutes`.
    """
    low, mid, high = ([step_minutes(s, people, level) for s in activity.steps] for level in ("min", "typical", "max"))
    if minutes <= sum(mid):
        return _between(low, mid, minutes)
    return _between(mid, high, minutes)


def _between(low: Sequence[int], high: Sequence[int], target: int) -> list[int]:
    span = sum(high) - sum(low)
    if sum(low) <= target <= sum(high) and span:
        share = (target - sum(low)) / span
        exact = [a + (b - a) * share for a, b in zip(low, high, strict=True)]
    else:
        level = low if target < sum(low) else high
        total = sum(level) or 1
        exact = [a * target / total for a in level]
    parts = [math.floor(x + 1e-9) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), -exact[i], i))
    for i in order[: target - sum(parts)]:
        parts[i] += 1
    return parts
