"""The agenda: blocks laid out in time, one after another, around fixed points."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from copkit.core.activity import (
    GROUP_SIZE,
    Activity,
    Arrangement,
    MomentumCategory,
    Quadrant,
    Role,
    Talk,
    share_out,
    total_minutes,
)  # fmt: skip
from copkit.core.dates import clock, minutes_of
from copkit.core.typed import Text, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.design import Block, Convening, Evidence, GatheringDay, Outcome

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


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place: start and end in minutes after the day's start, and its moves."""

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

    code: Literal["over-end", "overlap", "gap", "before-start"]
    day: int
    block: int
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day laid out."""

    number: int
    day: GatheringDay
    blocks: tuple[Placed, ...]

    @property
    def begins(self) -> str:
        """Write when the day begins."""
        return at(_begin(self.day), 0)

    @property
    def ends(self) -> str:
        """Write when the day ends."""
        return at(_begin(self.day), self.day.length)


@dataclass(frozen=True, slots=True)
class Agenda:
    """All days laid out, with what does not fit."""

    days: tuple[DayPlan, ...]
    people: int
    misfits: tuple[Misfit, ...]

    @property
    def blocks(self) -> tuple[Placed, ...]:
        """Return all blocks in order."""
        return tuple(b for day in self.days for b in day.blocks)


def group_sizes(people: int, size: int) -> dict[int, int]:
    """Divide people into groups near a size, differing by at most one: how many groups of each size."""
    groups = max(1, round(people / size)) if people > size else 1
    small, larger = divmod(people, groups)
    return {s: n for s, n in ((small, groups - larger), (small + 1, larger)) if n}


def at(begins: int | None, minutes: int) -> str:
    """Write a moment as time of day, or as `+1:05` after the start where the start is unknown."""
    return f"+{minutes // 60}:{minutes % 60:02d}" if begins is None else clock(begins + minutes)


def _begin(day: GatheringDay) -> int | None:
    return None if day.start is None else minutes_of(day.start)


def with_spares(count: int) -> int:
    """Add the spares for things that people ask a second one of: 3, or one in ten (domain model §C3, CPK223)."""
    return count + max(SPARE_CARDS, math.ceil(count * SPARE_SHARE))


def lay_out(
    convening: Convening, people: int, activities: Mapping[str, Activity], kinds: Mapping[str, BlockType]
) -> Agenda:
    """Place every block after the one before it, or at its fixed time; say what does not fit, move nothing else.

    Activities and block types that the convening names must exist.
    """
    seen: Counter[str] = Counter()
    days: list[DayPlan] = []
    misfits: list[Misfit] = []
    for number, day in enumerate(convening.days, start=1):
        begins, now = _begin(day), 0
        placed: list[Placed] = []
        for index, block in enumerate(day.agenda or ()):
            start = now
            if block.at is not None and begins is not None:
                start = minutes_of(block.at) - begins
                misfits.extend(_around_fixed_point(block, number, index, start, now, placed))
            one = _place(block, number, start, begins, people, activities, kinds, seen)
            placed.append(one)
            now = one.end
        if now > day.length and placed:
            misfits.append(Misfit("over-end", number, len(placed) - 1, placed[-1].title, now - day.length))
        days.append(DayPlan(number, day, tuple(placed)))
    return Agenda(tuple(days), people, tuple(misfits))


def _around_fixed_point(
    block: Block, day: int, index: int, start: int, now: int, placed: Sequence[Placed]
) -> list[Misfit]:
    title = block.title or block.activity or ""
    if start < 0:
        return [Misfit("before-start", day, index, title, -start)]
    if start < now:
        return [Misfit("overlap", day, index, placed[-1].title, now - start)]
    return [Misfit("gap", day, index, title, start - now)] if start > now else []


def _place(
    block: Block, day: int, start: int, begins: int | None, people: int,
    activities: Mapping[str, Activity], kinds: Mapping[str, BlockType], seen: Counter[str],
) -> Placed:  # fmt: skip
    activity = activities[block.activity] if block.activity else None
    type_ = block.type or (activity.type if activity else "plenary")
    kind = kinds[type_]
    title = block.title or (activity.title if activity else kind.title)
    minutes = block.minutes
    if minutes is None:
        assert activity is not None
        minutes = total_minutes(activity, people, "typical")
    name = (
        block.id
        or block.activity
        or "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
        or type_
    )
    seen[name] += 1
    unique = name if seen[name] == 1 else f"{name}-{seen[name]}"
    moves = moves_of(block, activity, kind, people, minutes)
    return Placed(unique, title, day, start, start + minutes, block, activity, kind, type_, moves, begins)


def moves_of(block: Block, activity: Activity | None, kind: BlockType, people: int, minutes: int) -> tuple[Move, ...]:
    """Return the moves of a block: the activity's steps with their shares, else one by the block's type."""
    if activity is None or block.type is not None:
        size = block.group_size or (kind.size if kind.arrangement == "groups" else GROUP_SIZE[kind.arrangement])
        structured = block.structured_turns
        talk = kind.talk
        if size is not None and size > 1 and structured is not None:
            talk = Talk.TURNS if structured else Talk.OPEN
        return (Move(block.title or kind.title, minutes, talk, size, kind.phi, block.note or "", block.say or ""),)
    parts = share_out(activity, people, minutes)
    return tuple(
        Move(
            step.title, part, _talk(step.talk, block, step.group_size), _size(step.group_size, block),
            _phi(step.talk, step.group_size), step.do, step.say or "",
        )
        for step, part in zip(activity.steps, parts, strict=True)
    )  # fmt: skip


PLENARY_PHI = {
    Talk.LISTEN: 0.0, Talk.TURNS: 1.0, Talk.OPEN: 0.8, Talk.QUESTIONS: 0.4, Talk.RING: 0.5,
    Talk.WRITE: 1.0, Talk.MAKE: 1.0, Talk.PAUSE: 0.0,
}  # fmt: skip


def _phi(talk: Talk, size: int | None) -> float:
    shared = size is not None and size > 1 and talk in {Talk.OPEN, Talk.QUESTIONS}
    return 1.0 if shared else PLENARY_PHI[talk]


def _size(own: int | None, block: Block) -> int | None:
    return block.group_size if block.group_size and own is not None and own > 1 else own


def _talk(talk: Talk, block: Block, size: int | None) -> Talk:
    if block.structured_turns is None or size is None or size == 1 or talk not in {Talk.TURNS, Talk.OPEN}:
        return talk
    return Talk.TURNS if block.structured_turns else Talk.OPEN


@dataclass(frozen=True, slots=True)
class Supply:
    """A thing to bring: how many, with spares, and for which blocks."""

    item: str
    count: int
    spares: int
    blocks: tuple[str, ...]


def supplies(agenda: Agenda) -> tuple[Supply, ...]:
    """Add up what to bring: what is used up adds, what people use again counts once, at its highest."""
    found: dict[str, Supply] = {}
    for placed in agenda.blocks:
        for material in placed.activity.materials if placed.activity else ():
            units = {"person": agenda.people, "room": 1, "group": math.ceil(agenda.people / (material.group or 1))}
            count = units[material.per] * material.count
            spares = with_spares(count) - count if material.spare else 0
            old = found.get(material.item, Supply(material.item, 0, 0, ()))
            again = material.reuse or material.per == "room"
            total = max(old.count, count) if again else old.count + count
            more = max(old.spares, spares) if again else old.spares + spares
            found[material.item] = Supply(material.item, total, more, (*old.blocks, placed.title))
    return tuple(sorted(found.values(), key=lambda s: s.item))


@dataclass(frozen=True, slots=True)
class Trace:
    """One outcome with the evidence for it and the blocks that serve it."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    blocks: tuple[Placed, ...]
    minutes: int


def trace(convening: Convening, agenda: Agenda) -> tuple[Trace, ...]:
    """Follow each outcome through its evidence to the blocks that serve it (S1-2)."""
    rows = []
    for outcome in convening.outcomes:
        blocks = tuple(b for b in agenda.blocks if outcome.id in b.block.serves)
        evidence = tuple(e for e in convening.evidence if outcome.id in e.supports)
        rows.append(Trace(outcome, evidence, blocks, sum(b.minutes for b in blocks)))
    return tuple(rows)


def builders(agenda: Agenda) -> dict[MomentumCategory, tuple[Placed, ...]]:
    """Return the momentum builders of each category in the agenda (S2-1)."""
    return {
        category: tuple(
            b for b in agenda.blocks if b.activity and b.activity.momentum and b.activity.momentum.category is category
        )
        for category in MomentumCategory
    }


def matrix(agenda: Agenda, around: Sequence[Activity] = ()) -> dict[Quadrant, tuple[str, ...]]:
    """Return the titles in each cell of the matrix sync/async by individual/collaborative (S1-15).

    `around` holds the activities before and after, in people's own time.
    """
    titled = [(b.quadrant, b.title) for b in agenda.blocks if not b.pause] + [(a.quadrant, a.title) for a in around]
    return {q: tuple(dict.fromkeys(title for cell, title in titled if cell is q)) for q in Quadrant}
