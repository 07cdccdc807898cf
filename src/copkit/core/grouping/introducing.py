"""Who could meet whom: who is near to whom, whom newcomers could meet first, and two people for an introduction."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TYPE_CHECKING

from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from copkit.core.grouping.cohorts import Cohort, Cohorts

# Time in the community makes nobody near: what people care about and belong to does.
NEARING = frozenset({"interest", "programme", "role", "segment"})
NEARBY = 3
ALIKE = 0.85  # of difflib's ratio, for what may be two spellings of one thing
FEW_NEWCOMERS = 2  # for one person to meet, before somebody less near is asked
MOST_COMPARED = 40  # people out of whom one or two are chosen
MOST_NAMES = 250_000  # pairs of cohorts


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near to somebody, with the cohorts that both are in."""

    person: int
    shares: tuple[Cohort, ...]


@dataclass(frozen=True, slots=True)
class Rungs:
    """How far people are on the way to leading, each on their highest step; `open` were not asked yet.

    Whoever does not want to be shown, and does nothing more, stands nowhere.
    """

    lead: tuple[int, ...]
    facilitate: tuple[int, ...]
    spotlight: tuple[int, ...]
    open: tuple[int, ...]


@dataclass(slots=True)
class Meeting:
    """Who could meet whom in a community; nobody is put to somebody from whom they should be apart."""

    found: Cohorts
    memberships: Mapping[int, Sequence[Cohort]] = field(init=False)
    apart: Mapping[int, frozenset[str]] = field(init=False)
    introduced: Counter[int] = field(default_factory=Counter)
    pairs: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look up where each person is."""
        self.memberships = _memberships(self.found)
        self.apart = {n: frozenset(map(same_name, p.apart)) for n, p in enumerate(self.found.people)}

    def may(self, one: int, other: int) -> bool:
        """Tell whether two people could be put together: not the same, not apart, with a language if both are known."""
        a, b = self.found.people[one], self.found.people[other]
        if one == other or same_name(a.name) in self.apart[other] or same_name(b.name) in self.apart[one]:
            return False
        return not a.languages or not b.languages or bool(set(a.languages) & set(b.languages))

    def shares(self, one: int, other: int) -> tuple[Cohort, ...]:
        """Return the cohorts that make two people near."""
        there = {id(c) for c in self.memberships.get(other, ())}
        return tuple(c for c in self.memberships.get(one, ()) if id(c) in there and c.kind in NEARING)

    def near(self, person: int) -> Counter[int]:
        """Count what each person shares with one."""
        return Counter(n for c in self.memberships.get(person, ()) if c.kind in NEARING for n in c.people)

    def nearest(self, cohort: Cohort) -> tuple[Near, ...]:
        """Return who is nearest to somebody who is alone in a cohort."""
        person = cohort.people[0]
        near = sorted(self.near(person).items(), key=lambda row: (-row[1], row[0]))
        able = islice((n for n, _ in near if self.may(person, n)), NEARBY)
        return tuple(Near(n, self.shares(person, n)) for n in able)

    def introduction(self, cohort: Cohort) -> tuple[int, int] | None:
        """Return two people of a cohort to introduce to each other: both may be named, and they share little else.

        People of two organisations go first, and before them people who were not chosen for another cohort; no two
        people are chosen twice.
        """
        named = [n for n in cohort.people if self.found.people[n].named is True]
        named = sorted(named, key=lambda n: (self.introduced[n], n))[:MOST_COMPARED]

        def cost(pair: tuple[int, int]) -> tuple[int, bool, int, tuple[int, int]]:
            one, other = (self.found.people[n].organisation for n in pair)
            apart = bool(one and other) and same_name(one) != same_name(other)
            return sum(self.introduced[n] for n in pair), not apart, len(self.shares(*pair)), pair

        able = (p for p in combinations(sorted(named), 2) if p not in self.pairs and self.may(*p))
        pair = min(able, key=cost, default=None)
        if pair:
            self.introduced.update(pair)
            self.pairs.add(pair)
        return pair


def first_meetings(meeting: Meeting, newcomers: Sequence[int]) -> dict[int, Near | None]:
    """Return for each newcomer somebody of longer standing to meet first, the nearest one; None where nobody is near.

    Whoever has few to choose from chooses first; nobody is asked a third time while somebody else is near, too.
    """
    settled = {n for n, p in enumerate(meeting.found.people) if p.tenure in {"months", "years"}}
    options = {n: _settled(meeting, n, settled) for n in newcomers}
    asked: Counter[int] = Counter()
    chosen: dict[int, Near | None] = {}
    for n in sorted(newcomers, key=lambda n: (len(options[n]), n)):
        who = min(options[n], key=lambda m: (asked[m] // FEW_NEWCOMERS, -options[n][m], asked[m], m), default=None)
        chosen[n] = None if who is None else Near(who, meeting.shares(n, who))
        asked.update(() if who is None else (who,))
    return {n: chosen[n] for n in newcomers}


def _settled(meeting: Meeting, person: int, settled: Collection[int]) -> dict[int, int]:
    """Return the nearest of those who are settled, with what they share."""
    near = sorted(((-shared, n) for n, shared in meeting.near(person).items() if n in settled))
    able = ((n, -shared) for shared, n in near if meeting.may(person, n))
    return dict(islice(able, MOST_COMPARED))


def rungs(found: Cohorts, people: Sequence[int]) -> Rungs:
    """Return how far people are on the way from a spotlight to leading (S1-21)."""
    does = found.people
    lead = tuple(n for n in people if "lead" in does[n].roles)
    facilitate = tuple(n for n in people if "facilitator" in does[n].roles and "lead" not in does[n].roles)
    rest = [n for n in people if not {"lead", "facilitator"} & set(does[n].roles)]
    shown = tuple(n for n in rest if does[n].spotlight is True)
    return Rungs(lead, facilitate, shown, tuple(n for n in rest if does[n].spotlight is None))


def spelt_alike(found: Cohorts) -> dict[Cohort, tuple[Cohort, ...]]:
    """Return, for cohorts of one person, those of the same kind whose names are nearly the same.

    Where there are too many to compare them, nothing is.
    """
    lone = [c for c in found.all if c.alone and c.kind != "tenure"]
    if len(lone) * len(found.all) > MOST_NAMES:
        return {}
    return {cohort: tuple(_alike(cohort, found)) for cohort in lone}


def _alike(cohort: Cohort, found: Cohorts) -> Iterator[Cohort]:
    compare = difflib.SequenceMatcher(autojunk=False)
    compare.set_seq2(cohort.key)
    for other in found.all:
        if other.kind == cohort.kind and other is not cohort:
            compare.set_seq1(other.key)
            if compare.real_quick_ratio() >= ALIKE and compare.quick_ratio() >= ALIKE and compare.ratio() >= ALIKE:
                yield other


def _memberships(found: Cohorts) -> dict[int, list[Cohort]]:
    there: dict[int, list[Cohort]] = {}
    for cohort in found.all:
        for n in cohort.people:
            there.setdefault(n, []).append(cohort)
    return there
