"""Saving minutes: who gives how many, at the least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIVE = 5
Best = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Giver:
    """Say what each further minute costs that something gives, never less than the one before it.

    `whole` holds the minutes and the cost of leaving it out; `planned` its minutes, where round ones are liked.
    """

    steps: tuple[int, ...]
    whole: tuple[int, int] | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The minutes that each giver gives, who is left out whole, and the cost of it all."""

    minutes: tuple[int, ...]
    left_out: frozenset[int]
    cost: int


def most(givers: Sequence[Giver]) -> int:
    """Return the most minutes that can be saved, with all left out that can be."""
    return sum(max(len(g.steps), g.whole[0] if g.whole else 0) for g in givers)


def cheapest(givers: Sequence[Giver], need: int) -> Saved | None:
    """Save at least `need` minutes at the least cost; None where that cannot be done.

    Taking the cheapest minute each time is exact, because no giver's minutes become cheaper. Leaving something out is
    a choice of its own, so those choices are gone through minute by minute.
    Between equal costs the blocks whose minutes become a multiple of five give first.
    """
    plain = _cheapest_minutes(givers, need)
    whole = [i for i, g in enumerate(givers) if g.whole]
    if plain and all(plain.cost <= g.whole[1] for g in givers if g.whole):
        return plain
    left_out = _left_out(givers, whole, need)
    if left_out is None:
        return plain
    out = {i: left for i in left_out if (left := givers[i].whole)}
    rest = need - sum(minutes for minutes, _ in out.values())
    others = _cheapest_minutes([replace(g, steps=()) if i in out else g for i, g in enumerate(givers)], max(0, rest))
    assert others is not None
    given = tuple(out[i][0] if i in out else m for i, m in enumerate(others.minutes))
    return Saved(given, frozenset(out), others.cost + sum(cost for _, cost in out.values()))


def _cheapest_minutes(givers: Sequence[Giver], need: int) -> Saved | None:
    """Save minutes without leaving anything out."""
    steps = sorted(
        (cost, _roundness(g, k), i) for i, g in enumerate(givers) for k, cost in enumerate(g.steps, start=1)
    )  # fmt: skip
    if len(steps) < need:
        return None
    given = [0] * len(givers)
    for _, _, i in steps[:need]:
        given[i] += 1
    return Saved(tuple(given), frozenset(), sum(cost for cost, _, _ in steps[:need]))


def _roundness(giver: Giver, given: int) -> int:
    if giver.planned is None:
        return 1
    if (giver.planned - given) % FIVE == 0:
        return 0
    return 2 if (giver.planned - given + 1) % FIVE == 0 else 1


def _left_out(givers: Sequence[Giver], whole: Sequence[int], need: int) -> tuple[int, ...] | None:
    """Return who is left out in the cheapest way of saving; None where even that does not suffice.

    `best` holds for each number of saved minutes, up to `need`, the least cost and who is left out for it.
    """
    best: dict[int, Best] = {0: (0, ())}
    for i in whole:
        giver, left = givers[i], givers[i].whole
        assert left is not None
        choices = [(k, cost, ()) for k, cost in enumerate(accumulate(giver.steps, initial=0))]
        later: dict[int, Best] = {}
        for saved, (cost, out) in best.items():
            for minutes, more, gone in [*choices, (*left, (i,))]:
                reached = min(need, saved + minutes)
                found = (cost + more, (*out, *gone))
                if reached not in later or found < later[reached]:
                    later[reached] = found
        best = later
    steps = sorted(cost for i, g in enumerate(givers) if i not in whole for cost in g.steps)
    rest = list(accumulate(steps, initial=0))
    ends = [(cost + rest[need - s], out) for s, (cost, out) in best.items() if need - s < len(rest)]
    return min(ends)[1] if ends else None
