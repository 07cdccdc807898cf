"""Re-timing: a day that runs late or early, brought back to its fixed points and its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.core.agenda.parts import Part, is_fixed, parts_of
from copkit.core.agenda.saving import cheapest, most
from copkit.core.agenda.times import Choice, Loss, NewTimes, NoRoom, Retimed, Shift, Spare, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.agenda.block import Agenda, DayPlan, Placed


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The parts from a moment to the next fixed point; `planned` is when they end on the plan."""

    start: int
    parts: tuple[Part, ...]
    limit: int
    before: Placed | None
    planned: int

    @property
    def over(self) -> int:
        return self.start + sum(p.minutes for p in self.parts) - self.limit

    @property
    def short(self) -> int:
        return self.over - most([p.giver for p in self.parts])


def retime(agenda: Agenda, day: int, now: int, late: int) -> NewTimes | NoRoom:
    """Shorten what comes later in a day, so that its fixed points and its end hold; say so where they cannot.

    `now` is the moment in minutes after the day's start, `late` the minutes behind the plan, negative when ahead.
    What runs on the plan at `now - late` is running still and keeps all its minutes, so it ends `late` minutes after
    its time; only a buffer that runs gives what is left of it, before all others. Between two fixed points the
    minutes over are saved at the least cost: the sum over the k-th minute taken from a block of p minutes of k/p in
    millionths, rounded down, plus 10^12 to the power of its turn (nothing for buffers, 1 for `cut: 3`, 2 for `cut:
    2`, 3 for `cut: 1`), and 10^60 for each block of `cut: 3` that is dropped whole. Breaks, meals, momentum builders
    and closings give nothing. A fork counts as one part: it takes as long as the longest of its tracks, each track
    gives what its own blocks can, nothing in it is dropped, and one with a fixed time in it keeps all its times.
    Minutes won are put before the next fixed point or the end.
    """
    plan = agenda.days[day - 1]
    parts = parts_of(plan.blocks)
    if late == 0:
        return _summed(agenda, [_as_planned(b, now) for b in plan.blocks], [])
    moment = now - late
    done = next((i for i, p in enumerate(parts) if p.end > moment), len(parts))
    begun = done < len(parts) and parts[done].start <= moment
    running = _running(parts[done], now, late) if begun else []
    rows = [Retimed(b, b.start, b.minutes, "done") for p in parts[:done] for b in p.blocks] + running
    later = parts[done + begun :]
    free = now if done or not later else later[0].start + late
    stretches = _stretches(plan, later, max((r.end for r in running), default=free))
    if begun and parts[done].buffer and stretches[0].over > 0:
        gives = min(stretches[0].over, parts[done].end - moment)
        rows[-1] = replace(running[0], minutes=running[0].minutes - gives)
        stretches[0] = replace(stretches[0], start=stretches[0].start - gives)
    pushed = [
        Shift(r.block, r.block.start, by) for r in running if is_fixed(r.block) and (by := r.start - r.block.start) > 0
    ]
    wanting = next((s for s in stretches if s.short > 0), None)
    if pushed:
        return NoRoom(pushed[0].minutes, pushed[0].block, _choices(agenda, rows, stretches, pushed))
    if wanting:
        return NoRoom(wanting.short, wanting.before, _choices(agenda, rows, stretches, []))
    return _fitted(agenda, rows, stretches)


def _as_planned(block: Placed, now: int) -> Retimed:
    state: State = "done" if block.end <= now else "running" if block.start <= now else "kept"
    return Retimed(block, block.start, block.minutes, state)


def _running(part: Part, now: int, late: int) -> list[Retimed]:
    """Return the new times of a part that has begun: what runs ends as late as the room is."""
    found = []
    for track in part.tracks:
        at = now
        for b in track:
            if b.end <= now - late:
                found.append(Retimed(b, b.start, b.minutes, "done"))
                continue
            running = b.start <= now - late
            start = min(b.start, now) if running else max(at, b.start) if is_fixed(b) else at
            at = b.end + late if running else start + b.minutes
            found.append(Retimed(b, start, at - start, "running" if running else "kept"))
    return found


def _stretches(plan: DayPlan, later: Sequence[Part], free: int) -> list[_Stretch]:
    """Part what comes later at its fixed points, and at the end of the day."""
    cuts = [0, *(i for i, p in enumerate(later) if p.fixed), len(later)]
    end = max(plan.day.length, max((b.end for b in plan.blocks), default=0))
    gone = [b.end for b in plan.blocks if not later or b.end <= later[0].start]
    found = []
    for n, (a, b) in enumerate(pairwise(cuts)):
        parts = tuple(later[a:b])
        follows = later[b] if b < len(later) else None
        limit = follows.start if follows else end
        found.append(
            _Stretch(
                later[a].start if n else free, parts, limit, follows.fixed if follows else None,
                parts[-1].end if parts else max(gone, default=limit),
            )
        )  # fmt: skip
    return found


def _fitted(agenda: Agenda, rows: Sequence[Retimed], stretches: Sequence[_Stretch]) -> NewTimes:
    """Place all that comes later, with as little lost as possible."""
    found, spare = list(rows), []
    for stretch in stretches:
        saved = cheapest([p.giver for p in stretch.parts], max(0, stretch.over))
        assert saved is not None
        at = stretch.start
        for i, part in enumerate(stretch.parts):
            if i in saved.left_out:
                found += [Retimed(b, at, 0, "dropped") for b in part.blocks]
                continue
            found += _placed(part, at, saved.minutes[i])
            at += part.minutes - saved.minutes[i]
        if stretch.limit - at > max(0, stretch.limit - stretch.planned):
            spare.append(Spare(at, stretch.limit - at, stretch.before))
    return _summed(agenda, found, spare)


def _placed(part: Part, at: int, given: int) -> list[Retimed]:
    """Place a part's blocks one after another in each track; a fork that gives nothing keeps the gaps in it."""
    lost = part.lost(given) if given else {}
    found = []
    for track in part.tracks:
        behind = 0
        for b in track:
            less = lost.get(b.index, 0)
            gone = less == b.minutes and less > 0
            state: State = "dropped" if gone else "shortened" if less else "kept"
            found.append(Retimed(b, at + b.start - part.start - behind, b.minutes - less, state))
            behind += less
    return found


def _summed(agenda: Agenda, rows: Sequence[Retimed], spare: Sequence[Spare]) -> NewTimes:
    planned, lost = (Counter[str]() for _ in range(2))
    for block in agenda.blocks:
        planned.update(dict.fromkeys(block.block.serves, block.minutes))
    for row in rows:
        lost.update(dict.fromkeys(row.block.block.serves, row.lost))
    losses = tuple(Loss(o, lost[o], planned[o]) for o in sorted(lost) if lost[o])
    return NewTimes(tuple(sorted(rows, key=lambda r: r.block.index)), tuple(spare), losses)


def _choices(
    agenda: Agenda, rows: Sequence[Retimed], stretches: Sequence[_Stretch], pushed: Sequence[Shift]
) -> tuple[Choice, ...]:
    """Offer to move one fixed point, or one more each time, up to the end; what follows is shortened to hold the rest.

    A fixed point moves by what is missing before it when all there has given what it can; the ones that move with it
    by as much as comes through without shortening. What is `pushed` already moves in any case.
    """
    found: list[Choice] = []
    for last in range(len(stretches)):
        moved, start = [], stretches[0].start
        shifts: list[Shift] = []
        for i, stretch in enumerate(stretches):
            here = replace(stretch, start=start)
            by = 0 if i > last else max(0, here.over if shifts else here.short)
            moved.append(replace(here, limit=here.limit + by))
            shifts += [Shift(here.before, here.limit, by)] if by else []
            start = moved[-1].limit
        both = (*pushed, *shifts)
        known = [c.shifts for c in found]
        if both and both not in known and all(s.short <= 0 for s in moved):
            found.append(Choice(both, _fitted(agenda, rows, moved)))
    return tuple(found)
