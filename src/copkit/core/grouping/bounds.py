"""How many different pairs can meet at most, whatever the seating: what an answer is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no seating can do better.

    `slots` are meetings of two, repeated or not; `met` the most pairs that can meet for the first time; `shared` the
    fewest meetings that two rounds have in common, over all pairs of rounds.
    """

    slots: int
    met: int
    shared: int

    @property
    def repeats(self) -> int:
        """Return the fewest meetings of people who have met before."""
        return self.slots - self.met

    def met_within(self, most: int) -> int:
        """Return the most pairs that can meet where no pair meets more often than this; never below 0."""
        return max(0, min(self.met, self.slots - -(-2 * self.shared // most)))


def bounds(
    rounds: Sequence[Sequence[int]], people: int, *, away: Sequence[int] = (), known: int = 0, glued: int = 0
) -> Bounds:
    """Return the bounds for tables of these sizes in each round.

    `away` tells how many of all people miss each round, `known` how many pairs met earlier, and `glued` how many
    meetings are repeated because people are kept together. A table of more people than there are tables in another
    round must sit in part together again there (pigeonhole).
    """
    missing = list(away) or [0] * len(rounds)
    slots = sum(comb(s, 2) for sizes in rounds for s in sizes)
    overlap = {
        (a, b): max(_overlap(rounds[a], len(rounds[b]), missing[b]), _overlap(rounds[b], len(rounds[a]), missing[a]))
        for a, b in combinations(range(len(rounds)), 2)
    }
    # Whoever met in one round and meets again in another repeats; all other rounds are held against the best one.
    star = max((sum(n for pair, n in overlap.items() if r in pair) for r in range(len(rounds))), default=0)
    met = min(comb(people, 2) - known, slots - max(star, glued))
    return Bounds(slots, met, sum(overlap.values()))


def _overlap(sizes: Sequence[int], tables: int, away: int) -> int:
    """Return how many pairs of these tables meet again at so many others, where the absent are spread most kindly."""
    left = sorted(sizes)
    for _ in range(min(away, sum(left))):
        left[-1] -= 1
        left.sort()
    return sum(
        (size % tables) * comb(size // tables + 1, 2) + (tables - size % tables) * comb(size // tables, 2)
        for size in left
    )
