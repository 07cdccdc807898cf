"""Groups that no two people could better by a swap: deferred acceptance, in which groups choose among who applies.

The method of Gale and Shapley. A group prefers who would lead, then who brings most, then whom the draw names first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.grouping.modelling import Task


def accepted(task: Task, most: Sequence[int], willing: int) -> tuple[int, ...]:
    """Return groups of at most so many people each; what else the rules ask for is not looked at.

    Where so many are pinned to one group that the others have no room for the rest, each takes one more.
    """
    groups = [0] * len(most)
    for person, g in task.pinned.items():
        groups[g] |= 1 << person
    room = [max(0, m - group.bit_count()) for m, group in zip(most, groups, strict=True)]
    waiting = [i for i in range(len(task.ranks)) if i not in task.pinned]
    while sum(room) < len(waiting):
        room = [r + 1 for r in room]
    lists = {i: sorted(range(len(most)), key=lambda g: (task.ranks[i][g], task.drawn[i][g])) for i in waiting}
    held: list[list[int]] = [[] for _ in most]

    def wanted(g: int, i: int) -> tuple[bool, int, float]:
        return (not willing >> i & 1, -task.pulls[i][g], task.drawn[i][g])

    while waiting:
        person = waiting.pop()
        g = lists[person].pop(0)
        held[g] = sorted([*held[g], person], key=lambda i: wanted(g, i))
        waiting += held[g][room[g] :]
        held[g] = held[g][: room[g]]
    return tuple(group | sum(1 << i for i in people) for group, people in zip(groups, held, strict=True))
