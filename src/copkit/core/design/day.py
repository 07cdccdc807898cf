"""Days and blocks, as a person typed them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.activity import Minutes, MomentumCategory, Quadrant
from copkit.core.dates import Clock, Day, minutes_of
from copkit.core.design.backward import Ref
from copkit.core.typed import Id, Text, Typed, Whole


class Speaker(Typed):
    """Somebody who presents: from where, and whether a member."""

    name: str | None = None
    organisation: str | None = None
    member: bool | None = None


class Block(Typed):
    """An activity at a time in an agenda, as a person typed it."""

    id: Id | None = None
    activity: Id | None = None
    title: str | None = None
    type: str | None = None
    minutes: Minutes | None = None
    at: Clock | None = None
    track: Text | None = None
    room: Text | None = None
    serves: tuple[Ref, ...] = ()
    owner: str | None = None
    group_size: Annotated[Whole, Field(ge=1, le=5000)] | None = None
    structured_turns: bool | None = None
    intent: Literal["create", "disseminate", "neither"] | None = None
    quadrant: Quadrant | None = None
    about: str | None = None
    say: str | None = None
    note: str | None = None
    resources: tuple[Text, ...] = ()
    cut: Annotated[Whole, Field(ge=0, le=3)] | None = None
    momentum: MomentumCategory | None = None
    exists_as: Literal["text", "video"] | None = None
    remote: Literal["same", "chat", "listen"] | None = None
    until: Day | None = None
    speakers: tuple[Speaker, ...] = ()

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if self.activity is None and self.title is None:
            code = "empty-block"
            raise PydanticCustomError(code, code)
        if self.activity is None and self.minutes is None:
            code = "own-block-without-minutes"
            raise PydanticCustomError(code, code, {"found": self.title or ""})
        return self


class GatheringDay(Typed):
    """One day of a convening: its hours, what a draft must hold (`keep`), and its agenda."""

    date: Day | None = None
    start: Clock | None = None
    end: Clock | None = None
    minutes: Annotated[Whole, Field(ge=1, le=1440)] | None = None
    place: str | None = None
    kind: Literal["main", "evening-before"] = "main"
    keep: tuple[Block, ...] = ()
    agenda: tuple[Block, ...] | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.end is not None and self.start is not None and minutes_of(self.end) <= minutes_of(self.start):
            code = "ends-before-start"
            raise PydanticCustomError(code, code, {"start": f"{self.start:%H:%M}", "end": f"{self.end:%H:%M}"})
        if self.end is not None and self.start is None:
            code = "end-without-start"
            raise PydanticCustomError(code, code, {"end": f"{self.end:%H:%M}"})
        if self.end is None and self.minutes is None:
            code = "day-without-length"
            raise PydanticCustomError(code, code)
        if self.end is not None and self.minutes is not None:
            code = "two-lengths"
            raise PydanticCustomError(code, code)
        return self

    @property
    def length(self) -> int:
        """Return the minutes between start and end."""
        if self.minutes is not None:
            return self.minutes
        assert self.start is not None
        assert self.end is not None
        return minutes_of(self.end) - minutes_of(self.start)
