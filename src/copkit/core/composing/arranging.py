"""Arranging what stands in a part: the order from opening up to closing down, and where people rest."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from copkit.core.activity import MomentumCategory, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copkit.core.composing.choosing import Option

Placing = tuple["Option", int]
ORDER = {Role.OPENING: 0, Role.FIRST_VOICE: 1, Role.WORK: 2, Role.PAUSE: 2, Role.MOMENTUM: 3, Role.FEEDBACK: 5}
WORK, SPARE, FIRST_STEP, CLOSING = 2, 4, 6, 7
CATEGORY_ORDER = (MomentumCategory.WHAT_NEXT, MomentumCategory.RELATIONSHIPS)
MOST_TRIED = 5040
TOGETHER = 3600


def arrange(
    here: Sequence[Placing], breaks: int, limit: int, beside: tuple[int, int], *, after_lunch: bool
) -> tuple[tuple[Placing, ...], ...] | None:
    """Return the stretches between so many breaks in the best order, or None where none keeps every one short.

    `beside` are the minutes of fixed blocks that touch the part at its start and its end without a rest between. The
    best order is the one nearest to opening up before closing down; then breaks are spaced evenly, and what closes the
    day stays together.
    """
    if not here:
        return ((),)
    for rows in _orders(here, after_lunch=after_lunch):
        cuts = _cuts(rows, breaks, limit, beside)
        if cuts is not None:
            return tuple(tuple(rows[a:b]) for a, b in pairwise([0, *cuts, len(rows)]))
    return None


def rank(option: Option) -> int:
    """Return when in a part an option has its turn."""
    if option.category is MomentumCategory.FIRST_STEP:
        return FIRST_STEP
    return ORDER.get(option.role, CLOSING)


def _orders(here: Sequence[Placing], *, after_lunch: bool) -> Iterator[list[Placing]]:
    """Yield orders, the best first: the work by its phase, then every other order of it."""

    def key(placing: Placing) -> tuple[float, ...]:
        option, _ = placing
        category = CATEGORY_ORDER.index(option.category) if option.category in CATEGORY_ORDER else 0
        return (rank(option), category, option.phase)

    rows = sorted(here, key=lambda p: (*key(p), p[0].id))
    first = [r for r in rows if rank(r[0]) < WORK]
    work = [r for r in rows if rank(r[0]) == WORK]
    rest = [r for r in rows if rank(r[0]) > WORK]
    for n, order in enumerate(permutations(work)):
        if n >= MOST_TRIED:
            return
        found = [*first, *order, *rest]
        if not _tiring(found, after_lunch=after_lunch):
            yield found


def _tiring(rows: Sequence[Placing], *, after_lunch: bool) -> bool:
    calm = [o.energy == "down" for o, _ in rows]
    return (after_lunch and calm[:1] == [True]) or any(a and b for a, b in pairwise(calm))


def _cuts(rows: Sequence[Placing], breaks: int, limit: int, beside: tuple[int, int]) -> tuple[int, ...] | None:
    """Return after how many blocks each break stands, None where so many cannot keep every stretch short.

    The best cuts of all blocks are found from the best cuts of the first ones.
    """
    sitting = [0 if o.own_pace else m for o, m in rows]
    sitting[0] += beside[0]
    sitting[-1] += beside[1]
    if not _enough(sitting, breaks, limit):
        return None
    closing = next((i for i, (o, _) in enumerate(rows) if rank(o) > WORK), len(rows))
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for _ in range(breaks + 1):
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for begin, (cost, cuts) in best.items():
            sat = minutes = 0
            for end in range(begin + 1, len(rows) + 1):
                sat += sitting[end - 1]
                minutes += rows[end - 1][1]
                if sat > limit:
                    break
                here = cost + minutes * minutes + TOGETHER * (begin > closing)
                found = (here, (*cuts, begin) if begin else cuts)
                longer[end] = min(longer.get(end, found), found)
        best = longer
    return best[len(rows)][1] if len(rows) in best else None


def _enough(sitting: Sequence[int], breaks: int, limit: int) -> bool:
    """Tell quickly whether so many breaks can do: filling each stretch as far as it goes needs the fewest."""
    stretches, sat = 1, 0
    for minutes in sitting:
        if minutes > limit:
            return False
        if sat + minutes > limit:
            stretches, sat = stretches + 1, 0
        sat += minutes
    return stretches <= breaks + 1 <= len(sitting)
