"""Groups that nobody ranked: a program would try each person in many groups that are all alike; swaps find good ones.

What is found is the best there is where no rule is off; else it is only known to be good. All numbers come from
addition and multiplication, so that a seed gives the same groups on every machine. The search is threshold accepting
(Dueck and Scheuer 1990).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.core.grouping.modelling import LAST_TO_BEND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.grouping.modelling import Task
    from copkit.core.grouping.rule import Rule

# A rule that must hold costs more than all that may bend; what a change may cost shrinks from step to step.
HARD = 100
FEWEST_STEPS, STEPS_EACH, MOST_STEPS = 6_000, 400, 40_000
WARM = 4.0
SWAPS = 0.9
ONE_COUNT = 1


def searched(task: Task) -> tuple[int, ...]:
    """Return groups that break few rules, light ones before heavy ones; the same for the same draw."""
    order = sorted(range(len(task.ranks)), key=lambda i: tuple(task.drawn[i]))
    search = _Search(task, _dealt(task, order), [i for i in order if i not in task.pinned])
    return search.run() if search.movable else tuple(search.groups)


def least_possible(task: Task) -> int:
    """Return what rules that may bend are off at least, because there are too few or too many people for them."""
    found = 0
    for rule in {id(r): r for rules in task.rules for r in rules if not r.hard and len(r.alternatives) == 1}.values():
        for count in rule.alternatives[0]:
            they, groups = count.who.bit_count(), sum(rule in rules for rules in task.rules)
            many = they - groups * count.most if count.most is not None and groups == len(task.rules) else 0
            found += rule.weight * max(0, groups * count.least - they, many)
    return found


def _dealt(task: Task, order: Sequence[int]) -> list[int]:
    """Deal people to groups in turn, the pinned ones first."""
    groups = [0] * len(task.rules)
    for person, g in task.pinned.items():
        groups[g] |= 1 << person
    for person in order:
        if person not in task.pinned:
            g = min(range(len(groups)), key=lambda g: (groups[g].bit_count(), g))
            groups[g] |= 1 << person
    return groups


@dataclass(slots=True)
class _Search:
    task: Task
    groups: list[int]
    movable: list[int]
    where: dict[int, int] = field(default_factory=dict)
    seen: dict[int, list[list[tuple[Rule, int, int]]]] = field(default_factory=dict)

    def run(self) -> tuple[int, ...]:
        """Swap and move people until no rule is off or the steps are over; return the best groups seen."""
        chance = random.Random(repr(self.task.drawn[self.movable[0]]))  # noqa: S311 - a seeded search, no secret
        self.where = {i: g for i in self.movable for g, group in enumerate(self.groups) if group >> i & 1}
        cost = sum(_cost(rules, group) for rules, group in zip(self.task.rules, self.groups, strict=True))
        best, found = cost, tuple(self.groups)
        steps = min(MOST_STEPS, max(FEWEST_STEPS, STEPS_EACH * len(self.movable)))
        for step in range(steps):
            if best == 0:
                break
            cost += self._step(chance, WARM * (steps - step) / steps)
            if cost < best:
                best, found = cost, tuple(self.groups)
        return found

    def _step(self, chance: random.Random, heat: float) -> int:
        """Try one change, and return what it costs; 0 where it is not made."""
        one = self.movable[int(chance.random() * len(self.movable))]
        other: int | None = self.movable[int(chance.random() * len(self.movable))]
        from_ = self.where[one]
        to = self.where[other] if other is not None else from_
        if chance.random() > SWAPS:
            other, to = None, int(chance.random() * len(self.groups))
        if from_ == to:
            return 0
        moved = 1 << one | (0 if other is None else 1 << other)
        before = self.groups[from_], self.groups[to]
        after = before[0] ^ moved, before[1] ^ moved
        more = 0
        for g, new, old in zip((from_, to), after, before, strict=True):
            for rule, price in self._about(g, one, other):
                more += price * (rule.off(new) - rule.off(old))
        if more > heat * chance.random():
            return 0
        self.groups[from_], self.groups[to] = after
        self.where[one] = to
        if other is not None:
            self.where[other] = from_
        return more

    def _about(self, g: int, one: int, other: int | None) -> list[tuple[Rule, int]]:
        """Return the rules of a group that see a change, with what one person too few or too many costs in each."""
        if g not in self.seen:
            self.seen[g] = [
                [(r, _price(r), sum(map(len, r.alternatives))) for r in self.task.rules[g] if r.who >> i & 1]
                for i in range(len(self.task.ranks))
            ]
        mine = self.seen[g][one]
        if other is None:
            return [(r, price) for r, price, _ in mine]
        # a rule that only counts people sees no difference between two whom it counts both
        found = [(r, price) for r, price, parts in mine if parts > ONE_COUNT or not r.who >> other & 1]
        return found + [(r, price) for r, price, _ in self.seen[g][other] if not r.who >> one & 1]


def _price(rule: Rule) -> int:
    return HARD * LAST_TO_BEND.get(rule.about, 1) if rule.hard else rule.weight


def _cost(rules: Sequence[Rule], group: int) -> int:
    return sum(r.off(group) * _price(r) for r in rules)
