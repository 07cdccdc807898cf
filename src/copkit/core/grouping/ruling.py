"""Which rules hold for these people: from what they said of themselves and what the organiser wants."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from copkit.core.grouping.rule import Between, Rule, people_in, set_of
from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from copkit.core.grouping.wishes import Attribute, GroupWishes
    from copkit.core.people import Person

HOSTS = frozenset({"host", "facilitator"})
TOO_FEW_TO_BALANCE = 2
# The heavier a rule, the later it bends: what somebody needs before what makes a better table.
WISH, NEWCOMER, MIXED, BALANCED = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Known:
    """People by number, with the names that nobody has among them, as they were typed.

    Sets of people of whom some wish company and some must be apart are `torn`: they are kept apart.
    """

    people: tuple[Person, ...]
    together: tuple[tuple[int, bool], ...]
    apart: tuple[int, ...]
    strangers: tuple[str, ...]
    torn: tuple[int, ...] = ()

    def number(self, name: str) -> int | None:
        """Return the number of the person with a name, the first of several; None where there is none."""
        typed = same_name(name)
        return next((n for n, person in enumerate(self.people) if same_name(person.name) == typed), None)


def known(people: Sequence[Person], wishes: GroupWishes) -> Known:
    """Find the people who are named in wishes; a wish for company is firm where the organiser or both have it."""
    numbers: dict[str, int] = {}
    for n, person in enumerate(people):
        numbers.setdefault(same_name(person.name), n)
    strangers: dict[str, None] = {}

    def found(names: Iterable[str]) -> list[int]:
        strangers.update({name: None for name in names if same_name(name) not in numbers})
        return [numbers[same_name(name)] for name in names if same_name(name) in numbers]

    firm = [set_of(found(names)) for names in wishes.together]
    wanted = {(n, m) for n, person in enumerate(people) for m in found(person.together) if m != n}
    both = {1 << n | 1 << m for n, m in wanted if (m, n) in wanted}
    one = {1 << n | 1 << m for n, m in wanted} - both
    clusters = _joined([*firm, *both])
    apart = {1 << n | 1 << m for n, person in enumerate(people) for m in found(person.apart) if m != n}
    for names in wishes.apart:
        apart |= {1 << n | 1 << m for n, m in combinations(found(names), 2) if n != m}
    pairs = [(p, False) for p in sorted(one) if not any(p & c == p for c in clusters)]
    wanted_sets = [*((c, True) for c in clusters), *pairs]
    torn = {c for c, _ in wanted_sets if any(pair & c == pair for pair in apart)}
    together = [(c, firm) for c, firm in wanted_sets if c not in torn]
    return Known(tuple(people), tuple(together), tuple(sorted(apart)), tuple(strangers), tuple(sorted(torn)))


def _joined(sets: Iterable[int]) -> list[int]:
    """Return sets of which no two share a person: whoever wants company of two wants all three at one table."""
    joined: list[int] = []
    for group in sets:
        if group.bit_count() > 1:
            apart = [g for g in joined if not g & group]
            for near in (g for g in joined if g & group):
                group |= near  # noqa: PLW2901 - it grows by all that touch it
            joined = [*apart, group]
    return sorted(joined)


def rules_of(
    known: Known, wishes: GroupWishes, here: int, size: int, groups: int, most: int | None = None
) -> tuple[Rule, ...]:
    """Return the rules for a group of this size, one of so many, where these people are here.

    Where a size is not settled, `size` is the smallest and `most` the largest.
    """
    rules = [*_company(known, here, most or size), *_hosted(known, here, groups), *_nobody_alone(known, here, size)]
    rules += _balanced(known, wishes, here, size, most or size)
    return tuple(r for r in rules if r.about not in wishes.without)


def _company(known: Known, here: int, most: int) -> Iterator[Rule]:
    for pair in known.apart:
        if (pair & here).bit_count() > 1:
            yield Rule("apart", ((Between(pair, most=1),),), hard=True)
    for cluster, firm in known.together:
        present = cluster & here
        if 1 < present.bit_count() <= most:
            whole = Between(present, least=present.bit_count())
            yield Rule("together", ((Between(present, most=0),), (whole,)), hard=firm, weight=WISH)


def hosts_in(known: Known) -> frozenset[int]:
    """Return the people who look after a table."""
    return frozenset(n for n, person in enumerate(known.people) if HOSTS & set(person.roles))


def _hosted(known: Known, here: int, groups: int) -> Iterator[Rule]:
    hosts = set_of(hosts_in(known)) & here
    if hosts:
        least, most = hosts.bit_count() // groups, -(-hosts.bit_count() // groups)
        yield Rule("host", ((Between(hosts, least, most),),), hard=True)


def _nobody_alone(known: Known, here: int, size: int) -> Iterator[Rule]:
    new = _who(known, here, lambda p: p.tenure == "new")
    if new.bit_count() > 1 and size > TOO_FEW_TO_BALANCE:
        yield Rule("newcomer", ((Between(new, most=0),), (Between(new, least=2),)), weight=NEWCOMER)
    yield from _language(known, here)
    remote = _who(known, here, lambda p: p.remote is True)
    room = here & ~remote
    if remote and room:
        holders = _who(known, here, lambda p: "device-holder" in p.roles and not p.remote)
        either = ((Between(remote, most=0),), (Between(room, most=0),), (Between(holders, least=1),))
        yield Rule("remote", either if holders else either[:2], hard=True)


def _language(known: Known, here: int) -> Iterator[Rule]:
    """Ask for a language that all at a table speak; of whom nothing is known, nothing is asked."""
    speakers: dict[str, int] = defaultdict(int)
    told = 0
    for n in people_in(here):
        for language in known.people[n].languages:
            speakers[language] |= 1 << n
            told |= 1 << n
    others = {language: told & ~who for language, who in speakers.items()}
    if others and all(others.values()):
        yield Rule("language", tuple((Between(o, most=0),) for _, o in sorted(others.items())), hard=True)


def _balanced(known: Known, wishes: GroupWishes, here: int, size: int, most: int) -> Iterator[Rule]:
    count = here.bit_count()
    for attribute in wishes.balance:
        for value, who in _values(known, here, attribute).items():
            they = who.bit_count()
            if they >= TOO_FEW_TO_BALANCE:
                between = Between(who, they * size // count, -(-they * most // count))
                yield Rule("balance", ((between,),), weight=BALANCED, what=attribute, value=value)
    if "organisation" not in wishes.balance and size > 1:
        for value, who in _values(known, here, "organisation").items():
            if who.bit_count() >= size and who != here:
                yield Rule("one-organisation", ((Between(here & ~who, least=1),),), weight=MIXED, value=value)


def _values(known: Known, here: int, attribute: Attribute) -> dict[str, int]:
    """Return who has which value; people of whom it is not known stand nowhere.

    Newcomers are left out: they sit with one another, and not one at each table.
    """
    groups: dict[str, int] = defaultdict(int)
    for n in people_in(here):
        value = str(getattr(known.people[n], attribute) or "")
        if value and not (attribute == "tenure" and value == "new"):
            groups[value] |= 1 << n
    return dict(sorted(groups.items())) if len(groups) > 1 else {}


def _who(known: Known, here: int, wanted: Callable[[Person], bool]) -> int:
    return set_of(n for n in people_in(here) if wanted(known.people[n]))
