"""Activities: the methods in the library and what they are good for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.activity.kinds import Mechanism, Mode, MomentumCategory, OutcomeKind, Purpose, Quadrant, Role, Strand
from copkit.core.activity.step import Minutes, Step
from copkit.core.typed import Id, Text, Typed


class MinuteRange(Typed):
    """Stated minutes: the range at the typical head count, and the typical minutes of the fewest and most people.

    `fewest` and `most` are stated where they differ from `typical`.
    """

    min: Minutes
    typical: Minutes
    max: Minutes
    fewest: Minutes | None = None
    most: Minutes | None = None


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
    """A thing to have ready, counted per person, per group or for the room; what people use again counts once.

    `where` is left out for a thing that is needed in a room and in a call alike.
    """

    item: Text
    per: Literal["person", "group", "room"]
    count: Annotated[int, Field(ge=1)] = 1
    group: Annotated[int, Field(ge=2)] | None = None
    spare: bool = False
    reuse: bool = False
    where: Literal["room", "call"] | None = None


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


class Activity(Typed):
    """A method in the library."""

    copkit: Literal[1]
    id: Id
    title: Text
    also: tuple[Text, ...] = ()
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

    def needed(self, mode: Mode) -> tuple[Material, ...]:
        """Return the materials that a mode needs; a hybrid gathering needs those of the room and of the call."""
        unused = {Mode.IN_PERSON: "call", Mode.VIRTUAL: "room", Mode.HYBRID: None}[mode]
        return tuple(m for m in self.materials if m.where is None or m.where != unused)

    def fit(self, stage: int) -> StageFit:
        """Return the fit for stage 1, 2 or 3."""
        return (self.stages.emerging, self.stages.structured, self.stages.self_organised)[stage - 1]
