"""Finding the best groups and knowing that they are: a few small programs instead of a large one."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from copkit.core.grouping.dealing import least_possible, searched
from copkit.core.grouping.modelling import modelled

if TYPE_CHECKING:
    from copkit.core.composing.solver import Program, Solved
    from copkit.core.grouping.modelling import Model, Task

NODES = 2000
NEARLY = 1e-6
WIDER = 50
GUESS = 0.02  # of one place: most programs are almost whole already


@dataclass(frozen=True, slots=True)
class Proof:
    """What groups cost, what no other groups can go below, and whether the two meet.

    `bent` is what of the hard rules cannot be kept, `worst` the worst place that somebody has to take. `worst_sure`
    and `bent_sure` tell whether nothing better is possible.
    """

    total: int
    bound: int
    bent: int
    worst: int
    bent_sure: bool
    worst_sure: bool

    @property
    def proven(self) -> bool:
        """Tell whether nothing better is possible, in any respect."""
        return self.total == self.bound and self.bent_sure and self.worst_sure


def prove(task: Task, *, worst_first: bool, mixing: bool = True) -> tuple[tuple[int, ...], Proof]:
    """Return the best groups: hard rules first, then the worst place where that is asked for, then the total.

    Where nobody ranked or brings anything, groups are searched for, and are proven where no rule is off.
    """
    if task.last == 0 and not any(map(any, task.pulls)):
        groups = searched(task)
        total, bent = task.total(groups), task.bent(groups)
        return groups, Proof(total, min(total, least_possible(task)), bent, 0, bent == 0, worst_sure=True)
    allowed, bent_sure, sure, solved = 0, True, True, None
    worst = _lowest(task, 0) if worst_first else task.last
    if worst is not None:
        model, solved, worst, sure = _climb(task, worst, 0, mixing=mixing)
    if solved is None or worst is None:
        allowed, bent_sure = _least_bent(task)
        worst = (_lowest(task, allowed) or 0) if worst_first else task.last
        model, solved, worst, sure = _climb(task, worst, allowed, mixing=mixing)
    assert solved is not None
    groups = tuple(model.groups(solved.values))
    total = task.total(groups)
    bound = total if solved.proven else min(total, floor(-solved.bound / task.steps + NEARLY))
    return groups, Proof(total, bound, allowed, worst, bent_sure, sure)


def _lowest(task: Task, allowed: int) -> int | None:
    """Return a place below which nobody's worst can be, or None where even the last place is not enough."""
    low, high = 0, task.last
    if high and modelled(task, high, allowed, mixing=False).program.relax() is None:
        return None
    while low < high:
        middle = (low + high) // 2
        possible = modelled(task, middle, allowed, mixing=False).program.relax() is not None
        low, high = (low, middle) if possible else (middle + 1, high)
    return low


def _climb(task: Task, worst: int, allowed: int, *, mixing: bool) -> tuple[Model, Solved | None, int, bool]:
    """Solve with the worst place as it is, then with the next one, until there are groups."""
    sure = True
    while True:
        model = modelled(task, worst, allowed, mixing=mixing)
        solved = narrowed(model.program, task.steps)
        if solved is not None and solved.values:
            return model, solved, worst, sure
        sure = sure and solved is None
        if worst >= task.last:
            return model, None, worst, sure
        worst += 1


def _least_bent(task: Task) -> tuple[int, bool]:
    """Return by how much hard rules have to be off at least, weighted, and whether that is certain."""
    solved = narrowed(modelled(task, task.last, None).program, 1.0)
    assert solved is not None
    return round(-solved.worth), solved.proven


def narrowed(program: Program, step: float) -> Solved | None:
    """Solve with only those variables that can be in a best solution.

    Without whole numbers, each variable that is not used loses something once it is. What loses more than lies between
    that bound and a solution in whole numbers is in no best solution. The width is guessed first and then certain.
    """
    relaxed = program.relax()
    if relaxed is None:
        return None
    free = [v > NEARLY or not w for v, w in zip(relaxed.values, program.whole, strict=True)]
    width = step * GUESS
    while True:
        keep = [f or loss <= width for f, loss in zip(free, relaxed.losses, strict=True)]
        small = copy(program)
        small.highs = [h if k else 0.0 for h, k in zip(program.highs, keep, strict=True)]
        solved = small.solve(NODES)
        if all(keep):
            return solved
        if solved is None or not solved.values:
            width *= WIDER
            continue
        orders = sum(o * v for o, v in zip(program.orders, solved.values, strict=True))
        gap = relaxed.worth - solved.worth - orders
        if gap <= width:
            return solved
        width = gap + NEARLY
