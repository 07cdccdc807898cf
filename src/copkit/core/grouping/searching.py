"""Local search for a seating: people change places in pairs, and what a change would cost is kept up to date.

All costs are whole numbers and all chances come from multiplication alone, so a seed gives the same seating on every
machine. The search is simulated annealing over exchanges within a round (Kirkpatrick, Gelatt and Vecchi 1983).
"""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random
from typing import TYPE_CHECKING

from copkit.core.grouping.rule import people_in, set_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from copkit.core.grouping.rule import Rule
    from copkit.core.grouping.seating import Schedule

    # The rules of each round by the number of people at a table.
    Rules = Sequence[Mapping[int, Sequence[Rule]]]

NOWHERE = -1
# What one person too many or too few costs beside one repeated meeting.
HARD, SOFT = 60, 2
# What a meeting costs beyond the most that are allowed: less than a rule that must hold.
BEYOND = 12
# Places that differ from an earlier plan, for one repeated meeting.
PARTS = 3
STEPS, VISIT = 60, 40


class Search:
    """A seating on its way: where everybody sits, and what each person would cost at each table."""

    def __init__(
        self,
        start: Schedule,
        people: int,
        costs: Sequence[int],
        rules: Rules,
        fixed: Sequence[Collection[int]],
        met: Mapping[tuple[int, int], int],
        homes: Schedule = (),
    ) -> None:
        """Take a seating.

        `costs` is what a meeting costs after 0, 1, … others, `rules` holds those of each round by the size of a table,
        `fixed` who keeps their place in which round, `met` how often pairs met before, and `homes` where people sat in
        an earlier plan; to sit elsewhere costs one of so many parts of a meeting.
        """
        self.scale = PARTS if homes else 1
        self.tables = [[list(table) for table in tables] for tables in start]
        self.seats = [[NOWHERE] * people for _ in start]
        self.meetings = [[0] * people for _ in range(people)]
        for (a, b), times in met.items():
            self.meetings[a][b] = self.meetings[b][a] = times
        longest = len(start) + max(met.values(), default=0) + 2
        self.costs = [self.scale * c for c in (*costs, *[costs[-1]] * longest)]
        self.cost = 0
        for tables, seats in zip(self.tables, self.seats, strict=True):
            for t, table in enumerate(tables):
                for person in table:
                    seats[person] = t
                for a, b in combinations(table, 2):
                    self.cost += self.costs[self.meetings[a][b]]
                    self.meetings[a][b] += 1
                    self.meetings[b][a] += 1
        self.places = [self._places(r) for r in range(len(start))]
        for seats, places, planned in zip(self.seats, self.places, homes, strict=False):
            for home, person in ((t, p) for t, table in enumerate(planned) for p in table if seats[p] >= 0):
                for t in range(len(places[person])):
                    places[person][t] += t != home
                self.cost += seats[person] != home
        self.prices = Prices(self.tables, people, rules, self.scale)
        self.cost += sum(map(sum, self.prices.at))
        self.movable = [[p for table in tables for p in table if p not in fixed[r]] for r, tables in enumerate(start)]
        self.open = [r for r, movable in enumerate(self.movable) if len(movable) > 1]

    @property
    def schedule(self) -> Schedule:
        """Return the seating as it stands."""
        return tuple(tuple(tuple(sorted(table)) for table in tables) for tables in self.tables)

    def _places(self, r: int) -> list[list[int]]:
        """Return what it costs each person to sit with those of each table, apart from meetings in this round."""
        seats, tables, costs = self.seats[r], self.tables[r], self.costs
        return [
            [sum(costs[row[y] - (here == t)] for y in table if y != x) for t, table in enumerate(tables)]
            for x, (row, here) in enumerate(zip(self.meetings, seats, strict=True))
        ]

    def anneal(self, proposals: int, warm: float, cold: float, chance: Random, goal: int) -> None:
        """Try so many exchanges, from one chance of taking a change that costs 1 down to another; keep the best."""
        if not self.open:
            return
        best, kept = self.cost, self.schedule
        take, fall = warm, (cold / warm) ** (1 / STEPS)
        for _ in range(STEPS):
            for _ in range(max(1, proposals // (STEPS * VISIT))):
                self._visit(self.open[int(chance.random() * len(self.open))], take, chance)
                if self.cost < best:
                    best, kept = self.cost, self.schedule
                    if best <= goal:
                        return
            take *= fall
        self._restore(kept)
        self.cost = best

    def _visit(self, r: int, take: float, chance: Random) -> None:
        """Try exchanges in one round, each of somebody whose place costs something."""
        random, seats, places, movable = chance.random, self.seats[r], self.places[r], self.movable[r]
        costs, meetings, number, prices = self.costs, self.meetings, len(self.movable[r]), self.prices.at[r]
        troubled = [p for p in movable if places[p][seats[p]] or prices[seats[p]]]
        for _ in range(VISIT if troubled else 0):
            a, b = troubled[int(random() * len(troubled))], movable[int(random() * number)]
            here, there = seats[a], seats[b]
            if here == there:
                continue
            at_a, at_b = places[a], places[b]
            change = at_a[there] + at_b[here] - at_a[here] - at_b[there] - 2 * costs[meetings[a][b]]
            limit = grace(chance, take)
            if change - prices[here] - prices[there] <= limit:
                change += sum(self.prices.changes(r, a, b, here, there))
                if change <= limit:
                    self.exchange(r, a, b)
                    self.cost += change

    def exchange(self, r: int, a: int, b: int) -> None:
        """Let two people of different tables change places in a round."""
        seats = self.seats[r]
        here, there = seats[a], seats[b]
        self.prices.exchange(r, a, b, here, there)
        self._part(r, a, here, b)
        self._part(r, b, there, a)
        table, other = self.tables[r][here], self.tables[r][there]
        table[table.index(a)], other[other.index(b)] = b, a
        seats[a], seats[b] = there, here
        self._meet(r, a, other)
        self._meet(r, b, table)
        costs, left, right = self.costs, self.meetings[a], self.meetings[b]
        for x, (places, seat) in enumerate(zip(self.places[r], seats, strict=True)):
            if x not in (a, b):
                with_a, with_b = costs[left[x] - (seat == there)], costs[right[x] - (seat == here)]
                places[here] += with_b - with_a
                places[there] += with_a - with_b
        together = costs[left[b]]
        self.places[r][a][here] += together
        self.places[r][a][there] -= together
        self.places[r][b][there] += together
        self.places[r][b][here] -= together

    def _part(self, r: int, a: int, table: int, b: int) -> None:
        """Count one meeting less of a person with everybody at their table; the other changes places too."""
        row = self.meetings[a]
        for y in self.tables[r][table]:
            if y not in (a, b):
                times = row[y] = self.meetings[y][a] = row[y] - 1
                self._tell(r, a, y, times + 1, times)

    def _meet(self, r: int, a: int, table: Sequence[int]) -> None:
        row = self.meetings[a]
        for y in table:
            if y != a:
                times = row[y] = self.meetings[y][a] = row[y] + 1
                self._tell(r, a, y, times - 1, times)

    def _tell(self, changed: int, x: int, y: int, before: int, after: int) -> None:
        """Let every other round know how often a pair meets; a meeting does not count against itself."""
        costs = self.costs
        for r, seats in enumerate(self.seats):
            at_x, at_y = seats[x], seats[y]
            if r == changed or at_x < 0 or at_y < 0:
                continue
            here = at_x == at_y
            change = costs[after - here] - costs[before - here]
            if change:
                self.places[r][x][at_y] += change
                self.places[r][y][at_x] += change

    def _restore(self, schedule: Schedule) -> None:
        """Go back to an earlier seating by the exchanges that lead there."""
        for r, tables in enumerate(schedule):
            for t, table in enumerate(tables):
                for person in table:
                    if self.seats[r][person] != t:
                        wrong = next(p for p in self.tables[r][t] if p not in table)
                        self.exchange(r, person, wrong)


class Prices:
    """What the rules cost at each table, kept up to date."""

    def __init__(self, tables: Sequence[Sequence[Sequence[int]]], people: int, rules: Rules, scale: int = 1) -> None:
        self.scale = scale
        self.sets = [[set_of(table) for table in tables] for tables in tables]
        self.at = [
            [scale * sum(price(rule, group) for rule in rules[r].get(group.bit_count(), ())) for group in groups]
            for r, groups in enumerate(self.sets)
        ]
        self._about = [{size: _ByPerson(found, people, size) for size, found in by_size.items()} for by_size in rules]

    def changes(self, r: int, a: int, b: int, here: int, there: int) -> tuple[int, int]:
        """Return what the rules would cost more at the two tables if two people changed places."""
        return self._change(r, here, a, b), self._change(r, there, b, a)

    def _change(self, r: int, table: int, leaves: int, comes: int) -> int:
        group = self.sets[r][table]
        about = self._about[r][group.bit_count()]
        change = 0
        for who, fall, _ in about.counted[leaves]:
            if not who >> comes & 1:
                change += fall[(group & who).bit_count()]
        for who, _, rise in about.counted[comes]:
            if not who >> leaves & 1:
                change += rise[(group & who).bit_count()]
        if about.kinds[leaves] != about.kinds[comes]:
            change += about.others(group ^ (1 << leaves | 1 << comes)) - about.others(group)
        return change * self.scale

    def exchange(self, r: int, a: int, b: int, here: int, there: int) -> None:
        """Let two people change places."""
        at, groups, both = self.at[r], self.sets[r], 1 << a | 1 << b
        at_here, at_there = self.changes(r, a, b, here, there)
        at[here] += at_here
        at[there] += at_there
        groups[here] ^= both
        groups[there] ^= both


class _ByPerson:
    """The rules that name each person.

    A rule with one count changes by a step that depends on the count alone. Others are looked at whole, unless the two
    people are of one kind: the same to all of them.
    """

    def __init__(self, rules: Sequence[Rule], people: int, size: int) -> None:
        self.counted: list[list[tuple[int, list[int], list[int]]]] = [[] for _ in range(people)]
        self._whole: list[Rule] = []
        self._known: dict[int, int] = {}
        for rule in rules:
            first, *more = [c for counts in rule.alternatives for c in counts]
            if more:
                self._whole.append(rule)
                continue
            some = list(people_in(first.who))
            at = [price(rule, set_of(some[:count])) for count in range(min(size, len(some)) + 1)]
            fall = [0, *(low - high for low, high in pairwise(at))]
            rise = [*(high - low for low, high in pairwise(at)), 0]
            for person in some:
                self.counted[person].append((first.who, fall, rise))
        sets = dict.fromkeys(c.who for rule in self._whole for counts in rule.alternatives for c in counts)
        self.kinds = [tuple(who >> p & 1 for who in sets) for p in range(people)]
        self._digits = [1 << 7 * self.kinds.index(kind) for kind in self.kinds]

    def others(self, group: int) -> int:
        """Return what the other rules cost; groups of the same kinds of people cost the same."""
        kinds, digits, left = 0, self._digits, group
        while left:
            lowest = left & -left
            kinds += digits[lowest.bit_length() - 1]
            left ^= lowest
        cost = self._known.get(kinds)
        if cost is None:
            cost = self._known[kinds] = sum(price(rule, group) for rule in self._whole)
        return cost


def seeded(seed: int) -> Random:
    """Return chances that are the same for the same seed on every machine."""
    return Random(seed)  # noqa: S311 - chance for seats, not for secrets


def grace(chance: Random, take: float) -> int:
    """Return how much dearer a change may be this time: n or more with the chance take to the power of n."""
    limit, u, level = 0, chance.random(), take
    while u < level:
        limit += 1
        level *= take
    return limit


def price(rule: Rule, group: int) -> int:
    """Return what it costs that a group misses a rule, in repeated meetings."""
    return rule.off(group) * (HARD if rule.hard else SOFT * rule.weight)
