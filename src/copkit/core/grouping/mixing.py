"""Rounds of tables: in each round people meet others, as few of them twice as can be, and the rules are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from copkit.core.grouping.bounds import Bounds, bounds
from copkit.core.grouping.constructing import construct
from copkit.core.grouping.inflating import inflate
from copkit.core.grouping.labelling import steady
from copkit.core.grouping.placing import arranged, placed, refilled
from copkit.core.grouping.rule import people_in
from copkit.core.grouping.ruling import hosts_in, rules_of
from copkit.core.grouping.searching import BEYOND, Search, seeded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.grouping.constructing import Starter
    from copkit.core.grouping.rule import Rule
    from copkit.core.grouping.ruling import Known
    from copkit.core.grouping.seating import Schedule
    from copkit.core.grouping.wishes import GroupWishes

# From one chance of taking a change that repeats one more meeting down to the other.
WARM, COLD = 0.3, 0.02
# The same where one place that differs from an earlier plan is what a change costs least.
LUKEWARM, ICY = 0.2, 0.005
# Each attempt is longer than the one before. None is made once nothing can be better, or two came to the same end.
ATTEMPTS = (100_000, 300_000, 800_000)
# Of very many people, each exchange takes longer, and a good seating is found sooner.
MANY = 64
# Rules with a choice of more than two, such as a shared language, take longer to look at.
DEARER, TWO = 4, 2


@dataclass(frozen=True, slots=True)
class Mixing:
    """What is to be seated.

    `here` holds who is there in each round, `pins` who sits at which table in it; `kept` are rounds that took place,
    `planned` is an earlier plan of all rounds, from which as few people as possible should move; `met` are pairs who
    met in earlier gatherings; `most` is how often a pair may meet, None where it does not matter. Without `bending`,
    rules that may bend are not looked at.
    """

    known: Known
    wishes: GroupWishes
    tables: int
    here: tuple[int, ...]
    pins: tuple[Mapping[int, int], ...]
    seed: int
    kept: Schedule = ()
    planned: Schedule = ()
    met: frozenset[tuple[int, int]] = frozenset()
    most: int | None = None
    bending: bool = True

    def rules(self, schedule: Schedule) -> list[dict[int, tuple[Rule, ...]]]:
        """Return the rules of each round by the size of a table, for a seating with such tables."""
        sizes = [[len(t) for t in tables if t] for tables in schedule]
        return [
            {
                size: tuple(
                    rule
                    for rule in rules_of(self.known, self.wishes, here, size, len(some))
                    if rule.hard or self.bending
                )
                for size in {*some}
            }
            for here, some in zip(self.here, sizes, strict=True)
        ]

    def sizes(self, here: int) -> list[int]:
        """Return the sizes of the tables for these people, the larger ones first."""
        size, more = divmod(here.bit_count(), self.tables)
        return [size + 1] * more + [size] * (self.tables - more)


@dataclass(frozen=True, slots=True)
class Mix:
    """A seating with what it reaches: how often each pair meets, and the bounds.

    `unbent` is how many pairs can meet at least if no rule that may bend is looked at, None where that is no more;
    `bent` are what those rules are about.
    """

    schedule: Schedule
    bounds: Bounds
    meetings: Mapping[tuple[int, int], int]
    earlier: int
    moved: int = 0
    seed: int = 0
    unbent: int | None = None
    bent: tuple[str, ...] = ()

    @property
    def met(self) -> int:
        """Return how many pairs meet who have not met before."""
        return len(self.meetings) - self.earlier

    @property
    def repeats(self) -> int:
        """Return how many meetings are of people who have met before."""
        return self.bounds.slots - self.met

    @property
    def most(self) -> int:
        """Return how often a pair meets at most."""
        return max(self.meetings.values(), default=0)

    @property
    def best(self) -> bool:
        """Tell whether no seating lets more pairs meet."""
        return self.met >= self.bounds.met


def mix(mixing: Mixing, starters: Sequence[Starter]) -> Mix:
    """Seat people in rounds, at once where a construction is known, else by search; the same seed gives the same."""
    if mixing.planned:
        return weigh(mixing, _replanned(mixing))
    schedule = _built(mixing, starters) or _searched(mixing)
    found = weigh(mixing, steady(schedule, hosts_in(mixing.known), mixing.pins, len(mixing.kept)))
    rules = [r for by_size in mixing.rules(schedule) for some in by_size.values() for r in some]
    bent = sorted({r.about for r in rules if not r.hard})
    if found.best or not bent:
        return found
    firm = replace(mixing, bending=False)
    other = weigh(firm, _built(firm, starters) or _searched(firm, ATTEMPTS[:1]))
    return replace(found, unbent=other.met, bent=tuple(bent)) if other.met > found.met else found


def weigh(mixing: Mixing, schedule: Schedule) -> Mix:
    """Return what a seating reaches, whoever made it."""
    limits, meetings = _limits(mixing, schedule), _meetings(mixing, schedule)
    return Mix(schedule, limits, meetings, len(mixing.met), moved(mixing, schedule), mixing.seed)


def _limits(mixing: Mixing, schedule: Schedule) -> Bounds:
    """Return the bounds for such tables; what repeated in rounds that took place can no longer be undone."""
    everybody = len(mixing.known.people)
    sizes = [[len(table) for table in tables if table] for tables in schedule]
    away = [everybody - sum(s) for s in sizes]
    largest = max((size for some in sizes for size in some), default=0)
    glued = sum(max(0, sum((here & pair) == pair for here in mixing.here) - 1) for pair in _glued(mixing, largest))
    found = bounds(sizes, everybody, away=away, known=len(mixing.met), glued=glued)
    past = _meetings(mixing, mixing.kept)
    over = sum(sum(len(t) * (len(t) - 1) // 2 for t in tables) for tables in mixing.kept) - len(past) + len(mixing.met)
    return replace(found, met=min(found.met, found.slots - over))


def _glued(mixing: Mixing, most: int) -> set[int]:
    """Return the pairs who are kept together whatever it costs, as far as so many fit a table."""
    if "together" in mixing.wishes.without:
        return set()
    return {
        1 << a | 1 << b
        for cluster, firm in mixing.known.together
        if firm and cluster.bit_count() <= most
        for a, b in combinations(people_in(cluster), 2)
    }


def _meetings(mixing: Mixing, schedule: Schedule) -> dict[tuple[int, int], int]:
    """Count how often each pair meets; one who met before has met once."""
    found = dict.fromkeys(mixing.met, 1)
    for tables in schedule:
        for table in tables:
            for pair in combinations(sorted(table), 2):
                found[pair] = found.get(pair, 0) + 1
    return found


def moved(mixing: Mixing, schedule: Schedule) -> int:
    """Return how many places differ from the earlier plan, of people who stand in both."""
    count = 0
    for before, now in zip(mixing.planned, schedule, strict=False):
        old = {p: t for t, table in enumerate(before) for p in table}
        count += sum(old.get(p, t) != t for t, table in enumerate(now) for p in table)
    return count


def _costs(mixing: Mixing) -> list[int]:
    """Return what a meeting costs after 0, 1, … others: as much as any repetition, and far more beyond the most."""
    rounds = len(mixing.here) + 1
    most = mixing.most or rounds
    return [0, *(1 if n < most else BEYOND for n in range(1, rounds))]


def _built(mixing: Mixing, starters: Sequence[Starter]) -> Schedule | None:
    """Return a construction whose people are placed so that every rule is kept, or None where there is none."""
    everybody, rounds = len(mixing.known.people), len(mixing.here)
    if mixing.kept or mixing.met or any(h.bit_count() != everybody for h in mixing.here):
        return None
    settled = _who_stays(mixing)
    schedule = construct(mixing.sizes(mixing.here[0]), rounds, starters)
    if schedule is None and (mixing.most or rounds) >= rounds:
        schedule = inflate(mixing.tables, everybody, rounds, starters)
    if schedule is None or settled is None:
        return None
    if not all(place in tables[place] for tables in schedule for place in settled):
        if any(mixing.pins):
            return None
        settled = {}  # hosts change tables then, and the rule for hosts is kept all the same
    return arranged(schedule, everybody, settled, mixing.rules(schedule), seeded(mixing.seed))


def _who_stays(mixing: Mixing) -> dict[int, int] | None:
    """Return who stays at which table all the time: who is pinned there, and hosts where each table has one.

    In a construction with rows, place 0, 1, … is always at table 0, 1, …; None where pins ask for more than that.
    """
    first = {table: person for person, table in mixing.pins[0].items()}
    if len(first) < len(mixing.pins[0]) or any(pins != mixing.pins[0] for pins in mixing.pins):
        return None
    hosts = sorted(hosts_in(mixing.known) - set(first.values()))
    free = [t for t in range(mixing.tables) if t not in first]
    return first | dict(zip(free, hosts, strict=True)) if len(hosts) == len(free) else first


def _searched(mixing: Mixing, attempts: Sequence[int] = ATTEMPTS) -> Schedule:
    first = placed(mixing, seeded(0))
    limits = _limits(mixing, first)
    goal = limits.slots - (limits.met_within(mixing.most) if mixing.most else limits.met)
    best: Search | None = None
    everybody = len(mixing.known.people)
    found = [r for by_size in mixing.rules(first) for rules in by_size.values() for r in rules]
    dear = any(len(r.alternatives) > TWO for r in found)
    for attempt, most in enumerate(attempts):
        chance = seeded(mixing.seed * len(ATTEMPTS) + attempt)
        search = _search(mixing, placed(mixing, chance))
        proposals = most * min(MANY, everybody) // everybody // (DEARER if dear else 1)
        search.anneal(proposals, WARM, COLD, chance, goal)
        before, best = best, search if best is None or search.cost < best.cost else best
        if best.cost <= goal or (before is not None and before.cost == search.cost):
            break
    assert best is not None
    return best.schedule


def _search(mixing: Mixing, start: Schedule, homes: Schedule = ()) -> Search:
    kept = len(mixing.kept)
    rules = [
        {size: () if r < kept else found for size, found in by_size.items()}
        for r, by_size in enumerate(mixing.rules(start))
    ]
    everybody = range(len(mixing.known.people))
    fixed = [everybody if r < kept else mixing.pins[r] for r in range(len(mixing.here))]
    return Search(start, len(everybody), _costs(mixing), rules, fixed, dict.fromkeys(mixing.met, 1), homes)


def _replanned(mixing: Mixing) -> Schedule:
    """Change the rest of an earlier plan as little as keeps people from meeting twice."""
    search = _search(mixing, refilled(mixing), mixing.planned)
    search.anneal(ATTEMPTS[0], LUKEWARM, ICY, seeded(mixing.seed), 0)
    return search.schedule
