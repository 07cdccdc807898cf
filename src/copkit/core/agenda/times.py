"""New times for a day: block by block, what they cost, and what could move where there is no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.agenda.parts import is_own

if TYPE_CHECKING:
    from copkit.core.agenda.block import Placed

State = Literal["done", "running", "kept", "shortened", "dropped"]


@dataclass(frozen=True, slots=True)
class Retimed:
    """A block with its new start and minutes; one that is dropped has none."""

    block: Placed
    start: int
    minutes: int
    state: State

    @property
    def end(self) -> int:
        """Return its new end."""
        return self.start + self.minutes

    @property
    def lost(self) -> int:
        """Return the minutes that it loses; a block that has begun loses none."""
        return self.block.minutes - self.minutes if self.state in {"shortened", "dropped"} else 0

    @property
    def assumed(self) -> bool:
        """Tell whether it was shortened to minutes that nobody described."""
        return self.state == "shortened" and is_own(self.block) and not self.block.pause


@dataclass(frozen=True, slots=True)
class Spare:
    """Minutes that hold nothing, and the fixed point that they come before; None is the end of the day."""

    start: int
    minutes: int
    before: Placed | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What an outcome loses: minutes, of how many in the whole gathering."""

    outcome: str
    minutes: int
    planned: int

    @property
    def percent(self) -> int:
        """Return the share of its minutes that it loses, in whole percent."""
        return round(100 * self.minutes / self.planned) if self.planned else 0


@dataclass(frozen=True, slots=True)
class NewTimes:
    """The new times of a day, what holds nothing, and what each outcome loses."""

    rows: tuple[Retimed, ...]
    spare: tuple[Spare, ...]
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A fixed point that moves by so many minutes; None is the end of the day."""

    block: Placed | None
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Fixed points that could move together, and the times that follow."""

    shifts: tuple[Shift, ...]
    times: NewTimes


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Say that the time before a fixed point cannot be repaired: what is missing, and what could move."""

    short: int
    before: Placed | None
    choices: tuple[Choice, ...]
