"""What the organiser wants of the groups of a convening: the file groups/rules.yaml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.grouping.rule import About
from copkit.core.typed import Id, Text, Typed, Whole

Attribute = Literal["organisation", "segment", "tenure", "place", "programme", "language", "time_zone"]
TWO = 2


def _two(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) < TWO:
        code = "two-names"
        raise PydanticCustomError(code, code)
    return names


Names = Annotated[tuple[Text, ...], AfterValidator(_two)]
Fairness = Literal["worst-first", "total", "stable"]


class Pin(Typed):
    """Where somebody stays: at a table in all rounds or in some, or in a working group."""

    who: Text
    table: Annotated[Whole, Field(ge=1)] | None = None
    rounds: Annotated[tuple[Annotated[Whole, Field(ge=1)], ...], Field(min_length=1)] | None = None
    group: Id | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.table is None) == (self.group is None) or (self.group and self.rounds):
            code = "unclear-pin"
            raise PydanticCustomError(code, code, {"found": self.who})
        return self


class Away(Typed):
    """Who misses which rounds, as far as that is known beforehand."""

    who: Text
    rounds: Annotated[tuple[Annotated[Whole, Field(ge=1)], ...], Field(min_length=1)]


class Tables(Typed):
    """How many people sit at a table, in how many rounds, and how often two people may meet."""

    size: Annotated[Whole, Field(ge=2, le=100)] | None = None
    rounds: Annotated[Whole, Field(ge=1, le=60)] | None = None
    most_meetings: Annotated[Whole, Field(ge=1)] | None = None


class Streams(Typed):
    """How many people a working group takes, and what is fair."""

    least: Annotated[Whole, Field(ge=1)] | None = None
    most: Annotated[Whole, Field(ge=1)] | None = None
    fairness: Fairness = "worst-first"


class GroupWishes(Typed):
    """The organiser's rules for the groups of one convening; what people.csv says need not be said again."""

    copkit: Literal[1]
    tables: Tables = Tables()
    working_groups: Streams = Streams()
    balance: tuple[Attribute, ...] = ("organisation",)
    together: tuple[Names, ...] = ()
    apart: tuple[Names, ...] = ()
    pins: tuple[Pin, ...] = ()
    away: tuple[Away, ...] = ()
    without: tuple[About, ...] = ()
