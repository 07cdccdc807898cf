"""Laying out: one block after another, around fixed points."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from copkit.core.activity import GROUP_SIZE, Activity, Mode, Talk, share_out, total_minutes
from copkit.core.agenda.block import Agenda, BlockType, DayPlan, Misfit, Move, Placed, begin, elapsed, forks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.design import Block, Convening

EMPTY_END = 30
PLENARY_PHI = {
    Talk.LISTEN: 0.0, Talk.TURNS: 1.0, Talk.OPEN: 0.8, Talk.QUESTIONS: 0.4, Talk.RING: 0.5,
    Talk.WRITE: 1.0, Talk.MAKE: 1.0, Talk.PAUSE: 0.0,
}  # fmt: skip


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
        begins, now = begin(day), 0
        placed: list[Placed] = []
        for fork in forks(enumerate(day.agenda or ()), lambda row: row[1].track):
            tracks = {block.track: now for _, block in fork}
            for index, block in fork:
                earliest = tracks[block.track]
                start = earliest
                if block.at is not None and begins is not None:
                    start = elapsed(block.at, day)
                    misfits.extend(_around_fixed_point(block, number, index, start, earliest, placed))
                if block.at is not None and begins is None:
                    title = block.title or block.activity or ""
                    misfits.append(Misfit("fixed-without-start", number, index, title, 0))
                spot = (number, start, begins, index)
                share = max(1, people // len(tracks))
                one = _place(block, spot, share, convening.mode, activities, kinds, seen)
                placed.append(one)
                tracks[block.track] = one.end
            now = max(tracks.values())
        misfits.extend(m for p in placed for m in _out_of_range(p, convening.mode))
        if placed and day.length - now >= EMPTY_END:
            misfits.append(Misfit("early-end", number, placed[-1].index, placed[-1].title, day.length - now))
        if now > day.length and placed:
            misfits.append(Misfit("over-end", number, placed[-1].index, placed[-1].title, now - day.length))
        days.append(DayPlan(number, day, tuple(placed)))
    return Agenda(tuple(days), people, convening.mode, tuple(misfits))


def _out_of_range(placed: Placed, mode: Mode) -> list[Misfit]:
    """Say where a block's minutes or the mode are outside what its activity is made for."""
    activity = placed.activity
    if activity is None or placed.block.type is not None or placed.pause:
        return []
    least, most = (total_minutes(activity, placed.people, level) for level in ("min", "max"))
    where = (placed.day, placed.index, placed.title, placed.minutes)
    return [
        *([Misfit("wrong-mode", *where)] if mode not in activity.modes else []),
        *([Misfit("below-least", *where, least)] if placed.minutes < least else []),
        *([Misfit("above-most", *where, most)] if placed.minutes > most else []),
    ]


def _around_fixed_point(
    block: Block, day: int, index: int, start: int, now: int, placed: Sequence[Placed]
) -> list[Misfit]:
    title = block.title or block.activity or ""
    early = [Misfit("before-start", day, index, title, -start)] if start < 0 else []
    if start < now and placed:
        return [*early, Misfit("overlap", day, index, title, now - start)]
    waiting = start > now and block.track is None  # a room may stand empty
    return [*early, *([Misfit("gap", day, index, title, start - now)] if waiting else [])]


def _place(
    block: Block, spot: tuple[int, int, int | None, int], people: int, mode: Mode,
    activities: Mapping[str, Activity], kinds: Mapping[str, BlockType], seen: Counter[str],
) -> Placed:  # fmt: skip
    """Place a block at a spot: its day, its start after the day's start, when the day starts, and its position."""
    day, start, begins, index = spot
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
    moves = moves_of(block, activity, kind, people, minutes, mode)
    end = start + minutes
    return Placed(unique, title, day, start, end, block, activity, kind, type_, moves, begins, index, people)


def moves_of(
    block: Block, activity: Activity | None, kind: BlockType, people: int, minutes: int, mode: Mode
) -> tuple[Move, ...]:
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
            _phi(step.talk, step.group_size), step.done(mode), step.said(mode), step.beside(mode),
        )
        for step, part in zip(activity.steps, parts, strict=True)
    )  # fmt: skip


def _phi(talk: Talk, size: int | None) -> float:
    shared = size is not None and size > 1 and talk in {Talk.OPEN, Talk.QUESTIONS}
    return 1.0 if shared else PLENARY_PHI[talk]


def _size(own: int | None, block: Block) -> int | None:
    return block.group_size if block.group_size and own is not None and own > 1 else own


def _talk(talk: Talk, block: Block, size: int | None) -> Talk:
    if block.structured_turns is None or size is None or size == 1 or talk not in {Talk.TURNS, Talk.OPEN}:
        return talk
    return Talk.TURNS if block.structured_turns else Talk.OPEN
