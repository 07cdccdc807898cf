"""Blocks in their place, and what does not fit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import Field

from copkit.core.activity import Activity, Arrangement, Mechanism, Mode, MomentumCategory, Quadrant, Role, Talk
from copkit.core.dates import DAY_MINUTES, clock, minutes_of
from copkit.core.typed import Text, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import time

    from copkit.core.design import Block, GatheringDay

T = TypeVar("T")
PAIR = 2
SPARE_CARDS = 3


SPARE_SHARE = 0.10


class BlockType(Typed):
    """What is assumed of a block whose steps nobody described (domain model §D1)."""

    title: Text
    phi: Annotated[float, Field(ge=0, le=1)]
    arrangement: Arrangement
    size: Annotated[int, Field(ge=2)] | None = None
    talk: Talk
    role: Role
    energy: Literal["up", "level", "down"]
    intent: Literal["create", "disseminate", "neither"]
    quadrant: Quadrant
    cut: Annotated[int, Field(ge=0, le=3)]
    does: tuple[Mechanism, ...] = ()
    momentum: MomentumCategory | None = None


class BlockTypes(Typed):
    """The table of block types."""

    copkit: Literal[1]
    types: dict[str, BlockType]


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a placed block, with its minutes."""

    title: str
    minutes: int
    talk: Talk
    group_size: int | None
    phi: float
    do: str = ""
    say: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place: start and end in minutes after the day's start, and its moves.

    `index` is its position in the day as typed; `people` are those who are in it, fewer where tracks run side by side.
    """

    id: str
    title: str
    day: int
    start: int
    end: int
    block: Block
    activity: Activity | None
    kind: BlockType
    type: str
    moves: tuple[Move, ...]
    begins: int | None
    index: int
    people: int

    @property
    def minutes(self) -> int:
        """Return the block's minutes."""
        return self.end - self.start

    @property
    def role(self) -> Role:
        """Return the block's place in an agenda."""
        return self.activity.role if self.activity else self.kind.role

    @property
    def pause(self) -> bool:
        """Tell whether nobody works in it: breaks, meals, buffers."""
        return self.role is Role.PAUSE

    @property
    def intent(self) -> str:
        """Return whether participants create or somebody presents."""
        return self.block.intent or (self.activity.intent if self.activity else self.kind.intent)

    @property
    def quadrant(self) -> Quadrant:
        """Return its cell of the matrix sync/async by individual/collaborative."""
        return self.block.quadrant or (self.activity.quadrant if self.activity else self.kind.quadrant)

    @property
    def cut(self) -> int:
        """Return its turn when time runs out: 0 never, 3 first."""
        own = self.block.cut
        return own if own is not None else (self.activity.cut if self.activity else self.kind.cut)

    @property
    def does(self) -> tuple[Mechanism, ...]:
        """Return which mechanisms of a purpose it brings into the agenda."""
        return self.activity.does if self.activity else self.kind.does

    @property
    def category(self) -> MomentumCategory | None:
        """Return the category of momentum builder that it belongs to."""
        if self.block.momentum or self.activity is None:
            return self.block.momentum or self.kind.momentum
        return self.activity.momentum.category if self.activity.momentum else None

    @property
    def remote(self) -> Literal["same", "chat", "listen"]:
        """Return what those in the call do in it: as typed, else as the activity allows where some are in a call."""
        hybrid = self.activity is None or Mode.HYBRID in self.activity.modes
        return self.block.remote or ("same" if hybrid else "listen")

    @property
    def where(self) -> str:
        """Return its room, else its track; nothing where everyone is where they were."""
        return self.block.room or self.block.track or ""

    @property
    def elapsed(self) -> str:
        """Write the time since the day's start."""
        return at(None, self.start)

    @property
    def from_clock(self) -> str:
        """Write when it begins: the time of day, or the time since the day's start where that is unknown."""
        return at(self.begins, self.start)

    @property
    def to_clock(self) -> str:
        """Write when it ends."""
        return at(self.begins, self.end)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit: which block, how many minutes, and how."""

    code: Literal[
        "over-end",
        "overlap",
        "gap",
        "before-start",
        "early-end",
        "below-least",
        "above-most",
        "wrong-mode",
        "fixed-without-start",
    ]
    day: int
    block: int
    title: str
    minutes: int
    limit: int = 0

    @property
    def serious(self) -> bool:
        """Tell whether the agenda cannot be run as it stands."""
        return self.code in {"over-end", "overlap", "before-start"}


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day laid out."""

    number: int
    day: GatheringDay
    blocks: tuple[Placed, ...]

    @property
    def begins(self) -> str:
        """Write when the day begins."""
        return at(begin(self.day), 0)

    @property
    def ends(self) -> str:
        """Write when the day ends."""
        return at(begin(self.day), self.day.length)


@dataclass(frozen=True, slots=True)
class Agenda:
    """All days laid out, with what does not fit."""

    days: tuple[DayPlan, ...]
    people: int
    mode: Mode
    misfits: tuple[Misfit, ...]

    @property
    def blocks(self) -> tuple[Placed, ...]:
        """Return all blocks in order."""
        return tuple(b for day in self.days for b in day.blocks)

    @property
    def tracks(self) -> tuple[str, ...]:
        """Return the names of the tracks, in the order in which they appear."""
        return tuple(dict.fromkeys(b.block.track for b in self.blocks if b.block.track))

    def along(self, track: str) -> Agenda:
        """Return the agenda of those who follow a track; where it rests, they are in the first one beside it."""
        return replace(self, days=tuple(replace(d, blocks=_followed(d.blocks, track)) for d in self.days))

    @property
    def routes(self) -> tuple[Agenda, ...]:
        """Return what one person can take part in: the agenda itself, or one for each track."""
        return tuple(self.along(t) for t in self.tracks) or (self,)


def forks(blocks: Iterable[T], track_of: Callable[[T], str | None]) -> list[list[T]]:
    """Part blocks into those for everyone, one by one, and those that stand in tracks side by side, together."""
    found: list[list[T]] = []
    open_ = False
    for block in blocks:
        tracked = track_of(block) is not None
        if tracked and open_:
            found[-1].append(block)
        else:
            found.append([block])
        open_ = tracked
    return found


def _followed(blocks: Sequence[Placed], track: str) -> tuple[Placed, ...]:
    kept = []
    for fork in forks(blocks, lambda b: b.block.track):
        names = [b.block.track for b in fork]
        mine = track if track in names else names[0]
        kept += [b for b in fork if b.block.track == mine]
    return tuple(kept)


def group_sizes(people: int, size: int) -> dict[int, int]:
    """Divide people into groups near a size, differing by at most one: how many groups of each size."""
    groups = max(1, min(round(people / size), people // PAIR)) if people > size else 1
    small, larger = divmod(people, groups)
    return {s: n for s, n in ((small, groups - larger), (small + 1, larger)) if n}


def at(begins: int | None, minutes: int) -> str:
    """Write a moment as time of day, or as `+1:05` after the start where the start is unknown."""
    return f"+{minutes // 60}:{minutes % 60:02d}" if begins is None else clock(begins + minutes)


def begin(day: GatheringDay) -> int | None:
    """Return a day's start in minutes after midnight, where it is known."""
    return None if day.start is None else minutes_of(day.start)


def elapsed(at: time, day: GatheringDay) -> int:
    """Return the minutes from a day's start to a time of day, after midnight where the day lasts so long."""
    minutes = minutes_of(at) - (begin(day) or 0)
    return minutes + DAY_MINUTES if minutes < 0 and minutes + DAY_MINUTES < day.length else minutes


def with_spares(count: int) -> int:
    """Add the spares for things that people ask a second one of: 3, or one in ten (domain model §C3, CPK223)."""
    return count + max(SPARE_CARDS, math.ceil(count * SPARE_SHARE))
