"""Spreads: how likely each whole minute is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Spread:
    """The chances of `low`, `low + 1`, … minutes; they add up to 1."""

    low: int
    chances: tuple[float, ...]

    @property
    def items(self) -> list[tuple[int, float]]:
        """Return each minute with its chance."""
        return list(enumerate(self.chances, start=self.low))

    def plus(self, other: Spread) -> Spread:
        """Add an independent length: the chances of all pairs multiplied (discrete convolution)."""
        few, many = sorted((self.chances, other.chances), key=len)
        sums = [0.0] * (len(few) + len(many) - 1)
        for i, a in enumerate(few):
            for j, b in enumerate(many, start=i):
                sums[j] += a * b
        return Spread(self.low + other.low, tuple(sums))

    def mapped(self, to: Callable[[int], int]) -> Spread:
        """Move each minute to another."""
        return mixed((to(minute), chance) for minute, chance in self.items)

    def not_before(self, moment: int) -> Spread:
        """Wait until a moment: what is earlier comes to it."""
        return self if self.low >= moment else self.mapped(lambda t: max(t, moment))

    def by(self, moment: int) -> float:
        """Return the chance of a moment or earlier."""
        return min(1.0, sum(self.chances[: max(0, moment - self.low + 1)]))

    def over(self, moment: int) -> float:
        """Return the expected minutes beyond a moment, none where it is not reached."""
        return sum(chance * max(0, minute - moment) for minute, chance in self.items)


def exactly(minute: int) -> Spread:
    """Return what is certain."""
    return Spread(minute, (1.0,))


def triangle(low: int, mode: int, high: int) -> Spread:
    """Return a spread that rises evenly from `low` to `mode` and falls evenly to `high`, over whole minutes.

    A minute m up to the mode weighs (m - low + 1) / (mode - low + 1), one beyond it (high - m + 1) / (high - mode + 1).
    """
    up, down = mode - low + 1, high - mode + 1
    weights = [*(k / up for k in range(1, up + 1)), *(k / down for k in range(down - 1, 0, -1))]
    total = sum(weights)
    return Spread(low, tuple(w / total for w in weights))


def mixed(chances: Iterable[tuple[int, float]]) -> Spread:
    """Put chances of minutes together; the same minute may come several times."""
    found: dict[int, float] = {}
    for minute, chance in chances:
        found[minute] = found.get(minute, 0.0) + chance
    low, high = min(found), max(found)
    return Spread(low, tuple(found.get(m, 0.0) for m in range(low, high + 1)))


def latest(one: Spread, other: Spread) -> Spread:
    """Return when both of two independent moments have come: the product of the chances to be there."""
    low, high = max(one.low, other.low), max(s.low + len(s.chances) - 1 for s in (one, other))
    both = [a * b for a, b in zip(_up_to(one, low, high), _up_to(other, low, high), strict=True)]
    return Spread(low, tuple(b - a for a, b in zip([0.0, *both], both, strict=False)))


def _up_to(spread: Spread, low: int, high: int) -> list[float]:
    sums = list(accumulate(spread.chances))
    return [sums[min(m - spread.low, len(sums) - 1)] for m in range(low, high + 1)]
