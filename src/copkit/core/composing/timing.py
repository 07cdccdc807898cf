"""Timing: how long each chosen activity lasts, and where people rest."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from copkit.core.dates import minutes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.composing.choosing import Option
    from copkit.core.design import GatheringDay

GRID = 5
HOUR = 60
ROUNDS = 6
LONGEST_PAUSE = {"lunch": 75, "break": 20}
BUFFER_ID = "buffer"
LONG_DAY = 300
NOON = 12 * 60 + 30
LUNCH_FROM, LUNCH_TO = 11 * 60 + 30, 14 * 60


@dataclass(frozen=True, slots=True)
class Timed:
    """An option with its minutes in this agenda."""

    option: Option
    minutes: int
    serves: tuple[str, ...] = ()
    pause: bool = False

    @property
    def id(self) -> str:
        """Return the activity's id."""
        return self.option.id


def shortest(option: Option) -> int:
    """Return the least minutes that look natural on a printed agenda: the first multiple of five in its range."""
    rounded = math.ceil(option.low / GRID) * GRID
    return rounded if rounded <= option.high else option.low


def fit(chosen: Sequence[Option], budget: int) -> list[Timed]:
    """Give each option minutes within its range, in steps of five, towards the budget and never over it.

    First everything grows to its typical length, the furthest from it first; then towards its maximum, the
    worthiest first.
    """
    minutes = [shortest(o) for o in chosen]
    left = budget - sum(minutes)
    while left >= GRID:
        grow = [i for i, o in enumerate(chosen) if minutes[i] + GRID <= o.high and minutes[i] % GRID == 0]
        if not grow:
            break
        i = min(grow, key=lambda i: (min(0, minutes[i] - chosen[i].typical), -chosen[i].worth, i))
        minutes[i] += GRID
        left -= GRID
    return [Timed(o, m) for o, m in zip(chosen, minutes, strict=True)]


def has_lunch(day: GatheringDay) -> bool:
    """Tell whether a day needs a meal: five hours or more, and across midday where the hours are known."""
    if day.length < LONG_DAY:
        return False
    return day.start is None or (minutes_of(day.start) < LUNCH_FROM and minutes_of(day.start) + day.length > LUNCH_TO)


def with_lunch(day: GatheringDay, blocks: Sequence[Timed], lunch: Option) -> list[Timed]:
    """Put lunch at the boundary nearest to half past twelve, or to the middle where the hours are unknown."""
    noon = day.length / 2 if day.start is None else NOON - minutes_of(day.start)
    target = noon * sum(b.minutes for b in blocks) / (day.length - shortest(lunch))  # breaks come in later
    ends = [0]
    for block in blocks:
        ends.append(ends[-1] + block.minutes)
    where = min(range(1, len(blocks)), key=lambda i: (abs(ends[i] - target), i))
    placed = [*blocks[:where], Timed(lunch, shortest(lunch), pause=True), *blocks[where:]]
    after = where + 1
    if after + 1 < len(placed) and _tiring(placed[after]) and not _tiring(placed[after + 1]):
        placed[after], placed[after + 1] = placed[after + 1], placed[after]
    return placed


def _tiring(block: Timed) -> bool:
    return block.option.activity.energy == "down"


def with_breaks(blocks: Sequence[Timed], pause: Timed, stretch: int, closing: int) -> list[Timed]:
    """Put the fewest breaks that keep every stretch within the limit, spaced as evenly as the blocks allow.

    The last `closing` blocks belong together: a break among them costs as much as an hour of unevenness.
    """
    placed: list[Timed] = []
    run: list[Timed] = []
    for i, block in enumerate(blocks):
        if block.pause and block.id != BUFFER_ID:
            placed += [*_broken(run, pause, stretch, 0), block]
            run = []
        else:
            run.append(block)
        if i == len(blocks) - 1:
            placed += _broken(run, pause, stretch, closing)
    return placed


def _broken(run: Sequence[Timed], pause: Timed, stretch: int, closing: int) -> list[Timed]:
    lengths = [b.minutes for b in run]
    for count in range(len(run)):
        best = min(
            (cuts for cuts in combinations(range(1, len(run)), count) if _longest(lengths, cuts) <= stretch),
            key=lambda cuts: (_unevenness(lengths, cuts) + sum(c > len(run) - closing for c in cuts) * HOUR**2, cuts),
            default=None,
        )
        if best is not None:
            return [b for i, block in enumerate(run) for b in ([pause, block] if i in best else [block])]
    return list(run)


def stretched(placed: Sequence[Timed], length: int) -> list[Timed]:
    """Give minutes that nothing needs to the pauses, five at a time: lunch first, then breaks."""
    found = list(placed)
    left = length - sum(t.minutes for t in found)
    order = sorted((i for i, t in enumerate(found) if t.pause), key=lambda i: (-found[i].minutes, i))
    for _ in range(ROUNDS):
        for i in order:
            if left >= GRID and found[i].minutes + GRID <= LONGEST_PAUSE.get(found[i].id, 0):
                found[i] = replace(found[i], minutes=found[i].minutes + GRID)
                left -= GRID
    return found


def _stretches(lengths: Sequence[int], cuts: Sequence[int]) -> list[int]:
    ends = [0, *cuts, len(lengths)]
    return [sum(lengths[a:b]) for a, b in pairwise(ends)]


def _longest(lengths: Sequence[int], cuts: Sequence[int]) -> int:
    return max(_stretches(lengths, cuts))


def _unevenness(lengths: Sequence[int], cuts: Sequence[int]) -> int:
    return sum(x * x for x in _stretches(lengths, cuts))
