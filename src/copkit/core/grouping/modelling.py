"""Working groups as a linear program: who may be where, what each place costs, and what each rule binds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.core.composing.solver import INFINITE, Program
from copkit.core.grouping.ranking import CONNECTIONS, ENERGY, EXPERTISE
from copkit.core.grouping.rule import people_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.grouping.rule import Between, Rule

# Where not all that must hold can hold, the lighter bends first: the cost of one person too few or too many.
LAST_TO_BEND = {"apart": 64, "size": 16, "together": 8, "language": 4, "lead": 2}


@dataclass(frozen=True, slots=True)
class Task:
    """Who goes where: for each person the places of the groups in their list, what they bring, and what was drawn.

    Ranks count from 0. `pinned` are people with their groups. `rules` has the rules of each group.
    """

    ranks: tuple[tuple[int, ...], ...]
    pulls: Sequence[Sequence[int]]
    drawn: Sequence[Sequence[float]]
    pinned: dict[int, int]
    rules: tuple[tuple[Rule, ...], ...]

    @property
    def steps(self) -> float:
        """Return what a place is counted in, so that all that only decides among equals stays below one of them."""
        return float((ENERGY + EXPERTISE + CONNECTIONS + 1) * len(self.ranks) + 1)

    @property
    def last(self) -> int:
        """Return the worst place that anybody has in any list."""
        return max((r for ranks in self.ranks for r in ranks), default=0)

    def total(self, groups: Sequence[int]) -> int:
        """Return what groups cost: places squared, and what rules that may bend are off."""
        placed = sum(self.ranks[i][g] ** 2 for g, group in enumerate(groups) for i in people_in(group))
        rules = zip(self.rules, groups, strict=True)
        return placed + sum(r.weight * r.off(group) for rs, group in rules for r in rs if not r.hard)

    def bent(self, groups: Sequence[int]) -> int:
        """Return how much of what must hold does not, weighted."""
        rules = zip(self.rules, groups, strict=True)
        return sum(LAST_TO_BEND.get(r.about, 1) * r.off(group) for rs, group in rules for r in rs if r.hard)


@dataclass(slots=True)
class Model:
    """The program with the variable of each person in each group; `bent` are what hard rules are off, weighted."""

    task: Task
    bending: bool
    mixing: bool
    program: Program = field(default_factory=Program)
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    bent: list[tuple[int, float]] = field(default_factory=list)

    def groups(self, values: Sequence[float]) -> list[int]:
        """Return who is in which group."""
        found = [0] * len(self.task.rules)
        for (i, g), variable in self.places.items():
            found[g] |= (values[variable] > 1 / 2) << i
        return found


def modelled(task: Task, worst: int, allowed: float | None = 0, *, mixing: bool = True) -> Model:
    """Return the program for groups in which nobody is placed worse than that; places are counted from 0.

    `allowed` is by how much hard rules may be off; None asks for as little as can be, and for nothing else. Without
    `mixing`, the rules that may bend are left out.
    """
    model = Model(task, allowed is None or allowed > 0, mixing and allowed is not None)
    for i, ranks in enumerate(task.ranks):
        here = [task.pinned[i]] if i in task.pinned else [g for g, rank in enumerate(ranks) if rank <= worst]
        for g in here:
            cost = 0 if allowed is None else ranks[g] ** 2 * task.steps
            order = 0 if allowed is None else task.pulls[i][g] - task.drawn[i][g]
            model.places[i, g] = model.program.variable(-cost, order=order)
        model.program.row([(model.places[i, g], 1) for g in here], 1, 1)
    for g, rules in enumerate(task.rules):
        for rule in rules:
            if rule.hard or model.mixing:
                _bind(model, g, rule)
    if allowed is None:
        for slack, weight in model.bent:
            model.program.worths[slack] = -weight
    elif model.bent:
        model.program.row(model.bent, high=allowed)
    return model


def _bind(model: Model, g: int, rule: Rule) -> None:
    """Bind a group to all counts of one alternative of a rule, chosen by a variable where there are several."""
    if len(rule.alternatives) == 1:
        for count in rule.alternatives[0]:
            _count(model, g, rule, count, None)
        return
    chosen = [model.program.variable() for _ in rule.alternatives]
    model.program.row([(c, 1) for c in chosen], 1, 1)
    for choice, counts in zip(chosen, rule.alternatives, strict=True):
        for count in counts:
            _count(model, g, rule, count, choice)


def _count(model: Model, g: int, rule: Rule, count: Between, choice: int | None) -> None:
    """Bind how many of some people are in a group; where a choice is given, only if it is made."""
    places, program = model.places, model.program
    terms = [(places[i, g], 1.0) for i in people_in(count.who) if (i, g) in places]
    if count.least > 0:
        few = _slack(model, rule, 1)
        if choice is None:
            program.row([*terms, *few], low=count.least)
        else:
            program.row([*terms, *few, (choice, -count.least)], low=0)
    if count.most is not None and count.most < len(terms):
        many = _slack(model, rule, -1)
        free = len(terms) - count.most
        extra = [] if choice is None else [(choice, float(free))]
        program.row([*terms, *many, *extra], high=count.most + (free if extra else 0))


def _slack(model: Model, rule: Rule, sign: int) -> list[tuple[int, float]]:
    """Return a variable for the people whom a rule has too few or too many, where it may bend."""
    if rule.hard and not model.bending:
        return []
    worth = 0.0 if rule.hard else -rule.weight * model.task.steps
    slack = model.program.variable(worth, 0, INFINITE, whole=False)
    if rule.hard:
        model.bent.append((slack, LAST_TO_BEND.get(rule.about, 1)))
    return [(slack, float(sign))]
