"""Who leads each working group: somebody willing who likes it, and not always of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.composing.solver import INFINITE, Program
from copkit.core.grouping.rule import people_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.grouping.modelling import Task
    from copkit.core.grouping.rule import Rule

NODES = 500


def leads(task: Task, groups: Sequence[int], willing: int, settled: Sequence[int | None]) -> tuple[int | None, ...]:
    """Return who leads each group; None where nobody in it would, or where somebody from outside does.

    `settled` are leads who are named beforehand. The choice costs what the place of the group in the lead's list
    costs, squared, and one for each lead beyond a fair share of the leads with one value of a balanced attribute.
    """
    program = Program()
    busy = {n for n in settled if n is not None}
    variables: dict[tuple[int, int], int] = {}
    for g, group in enumerate(groups):
        able = [] if settled[g] is not None else [i for i in people_in(group & willing) if i not in busy]
        for i in able:
            cost = task.ranks[i][g] ** 2 * task.steps
            variables[i, g] = program.variable(-cost, order=task.pulls[i][g] - task.drawn[i][g])
        if able:
            program.row([(variables[i, g], 1) for i in able], 1, 1)
    _mixed(program, task, variables, busy)
    solved = program.solve(NODES) if variables else None
    found = list(settled)
    for (i, g), variable in variables.items():
        if solved is not None and solved.values[variable] > 1 / 2:
            found[g] = i
    return tuple(found)


def _mixed(program: Program, task: Task, variables: dict[tuple[int, int], int], busy: set[int]) -> None:
    """Ask that leads are as mixed as the people are."""
    seats = len({g for _, g in variables}) + len(busy)
    balanced: dict[int, Rule] = {c.who: r for r in task.rules[0] if r.about == "balance" for c in r.alternatives[0]}
    for who in balanced:
        fair = -(-seats * who.bit_count() // len(task.ranks))
        already = sum(who >> i & 1 for i in busy)
        beyond = program.variable(-task.steps, 0, INFINITE, whole=False)
        terms = [(v, 1.0) for (i, _), v in variables.items() if who >> i & 1]
        program.row([*terms, (beyond, -1.0)], high=fair - already)
