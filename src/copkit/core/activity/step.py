"""The steps of an activity, and how their minutes grow with the room."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from copkit.core.activity.kinds import Arrangement, Level, Mode, Talk
from copkit.core.typed import Text, Typed, Whole

Minutes = Annotated[Whole, Field(ge=0, le=2880)]
GROUP_SIZE: dict[str, int | None] = {"alone": 1, "pairs": 2, "trios": 3, "fours": 4, "fives": 5, "plenary": None}


class StepMinutes(Typed):
    """Minutes of a step: a range, and what each further person or group adds."""

    min: Minutes
    typical: Minutes
    max: Minutes
    per_person: Annotated[float, Field(ge=0, le=60)] = 0
    per_group: Annotated[float, Field(ge=0, le=60)] = 0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.typical <= self.max:
            msg = "order"
            raise ValueError(msg)
        return self


class Online(Typed):
    """What is done and said instead where people meet in a call."""

    do: Text
    say: Text | None = None


class Step(Typed):
    """One move of an activity."""

    title: Text
    arrangement: Arrangement
    talk: Talk
    minutes: StepMinutes
    size: Annotated[int, Field(ge=2, le=30)] | None = None
    do: Text
    say: str | None = None
    online: Online | None = None

    @property
    def group_size(self) -> int | None:
        """Return how many people work together; None means the whole room."""
        return self.size if self.arrangement == "groups" else GROUP_SIZE[self.arrangement]

    def done(self, mode: Mode) -> str:
        """Return what is done in a mode; in a hybrid gathering, what is done in the room."""
        return self.online.do if self.online and mode is Mode.VIRTUAL else self.do

    def said(self, mode: Mode) -> str:
        """Return what is said in a mode."""
        other = self.online.say if self.online and mode is Mode.VIRTUAL else None
        return other or self.say or ""

    def beside(self, mode: Mode) -> str:
        """Return what those in the call do meanwhile, where a hybrid gathering needs to hear it."""
        return self.online.do if self.online and mode is Mode.HYBRID else ""

    @model_validator(mode="after")
    def _groups_have_a_size(self) -> Self:
        if (self.arrangement == "groups") != (self.size is not None):
            msg = "size"
            raise ValueError(msg)
        return self


def step_minutes(step: Step, people: int, level: Level) -> int:
    """Return the whole minutes of a step for a head count, at one of its three levels."""
    base: int = getattr(step.minutes, level)
    groups = math.ceil(people / step.group_size) if step.group_size else 1
    return math.ceil(base + step.minutes.per_person * people + step.minutes.per_group * groups)
