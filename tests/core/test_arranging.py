"""Arranging a part: the cuts are the best of all cuts, and the order keeps what must follow what."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.activity import Role
from copkit.core.composing.arranging import TOGETHER, _cuts, arrange
from copkit.core.composing.choosing import Option, Rates
from copkit.core.design import Block


def option(name: str, minutes: int, role: Role = Role.WORK, energy: str = "up", phase: float = 0.5) -> Option:
    block = Block(title=name, minutes=minutes)
    return Option(block, role, "fours", energy, "create", minutes, minutes, minutes, 1.0, 0.0, Rates(0.0, 0.0), phase)


rows_of = st.lists(st.integers(1, 12), min_size=1, max_size=7).map(
    lambda ms: [(option(f"b{i}", 5 * m, Role.WORK if i < 5 else Role.CLOSING), 5 * m) for i, m in enumerate(ms)]
)


@given(rows_of, st.integers(0, 4), st.sampled_from((40, 60, 75)), st.integers(0, 20), st.integers(0, 20))
def test_the_cuts_are_the_best_of_all(
    rows: list[tuple[Option, int]], breaks: int, limit: int, before: int, after: int
) -> None:
    closing = next((i for i, (o, _) in enumerate(rows) if o.role is Role.CLOSING), len(rows))

    def cost(cuts: tuple[int, ...]) -> int | None:
        sums = [sum(m for _, m in rows[a:b]) for a, b in pairwise([0, *cuts, len(rows)])]
        sat = [*sums]
        sat[0] += before
        sat[-1] += after
        if max(sat) > limit:
            return None
        return sum(s * s for s in sums) + TOGETHER * sum(c > closing for c in cuts)

    every = {cuts: cost(cuts) for cuts in combinations(range(1, len(rows)), breaks)}
    possible = [c for c in every.values() if c is not None]
    found = _cuts(rows, breaks, limit, (before, after))
    assert (found is None) == (not possible)
    if found is not None:
        assert every[found] == min(possible)


def test_many_blocks_with_many_breaks_are_arranged_at_once() -> None:
    rows = [(option(f"b{i}", 30, energy="down" if i % 3 else "up"), 30) for i in range(24)]
    assert arrange(rows, 11, 60, (0, 0), after_lunch=False) is None  # too many calm ones
    lively = [(option(f"b{i}", 30, phase=i / 24), 30) for i in range(24)]
    found = arrange(lively, 11, 60, (0, 0), after_lunch=True)
    assert found is not None
    assert [len(s) for s in found] == [2] * 12
    assert [o.id for s in found for o, _ in s] == [f"b{i}" for i in range(24)]


def test_calm_blocks_never_follow_each_other_nor_lunch() -> None:
    rows = [
        (option("a", 10, energy="down", phase=0.1), 10),
        (option("b", 10, energy="down", phase=0.2), 10),
        (option("c", 10, phase=0.9), 10),
        (option("d", 10, phase=0.9), 10),
    ]
    found = arrange(rows, 0, 60, (0, 0), after_lunch=True)
    assert found is not None
    order = [o.energy for o, _ in found[0]]
    assert order[0] == "up"
    assert not any(a == b == "down" for a, b in pairwise(order))
