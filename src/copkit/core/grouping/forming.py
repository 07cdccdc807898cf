"""Which rules hold for working groups and for accountability groups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from copkit.core.grouping.ranking import meant
from copkit.core.grouping.rule import Between, Rule, set_of
from copkit.core.grouping.ruling import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from copkit.core.grouping.ranking import Group
    from copkit.core.grouping.rule import About
    from copkit.core.grouping.ruling import Known
    from copkit.core.grouping.wishes import GroupWishes

LEAD = "lead"
# A stream needs somebody of each of the three more than it needs a mix; nobody alone with an interest is worth least.
SIGNED_UP, SHARED = 2, 1
COMPANY = 2
# Who holds a device or welcomes a table matters for an hour in a room, and not for weeks of work.
OF_A_ROOM: frozenset[About] = frozenset({"host", "remote"})


def rules_for(
    known: Known, wishes: GroupWishes, groups: Sequence[Group], pinned: Mapping[int, int], *, streams: bool
) -> tuple[tuple[Rule, ...], ...]:
    """Return the rules of each group; `streams` have leads and people who signed up, other groups share interests."""
    everyone = set_of(range(len(known.people)))
    leads = {g: n for g, group in enumerate(groups) if (n := known.number(group.lead)) is not None}
    found = []
    for g, group in enumerate(groups):
        rules = [Rule("size", ((Between(everyone, group.least, group.most),),), hard=True)]
        rules += [Rule("pin", ((Between(1 << n, least=1),),), hard=True) for n, where in pinned.items() if where == g]
        shared = rules_of(known, wishes, everyone, group.least, len(groups), group.most)
        rules += [r for r in shared if r.about not in OF_A_ROOM]
        own = (
            [*_led(known, group, set(leads.values())), *_signed_up(known, groups, g)] if streams else _interests(known)
        )
        rules += [r for r in own if r.about not in wishes.without]
        found.append(tuple(rules))
    return tuple(found)


def willing(known: Known) -> int:
    """Return who would lead a group."""
    return set_of(n for n, person in enumerate(known.people) if LEAD in person.roles)


def _led(known: Known, group: Group, busy: set[int]) -> Iterator[Rule]:
    """Ask for somebody who would lead, where that is not settled; whoever leads another group leads no second one."""
    free = willing(known) & ~set_of(busy)
    if free and not group.lead:
        yield Rule("lead", ((Between(free, least=1),),), hard=True)


def _signed_up(known: Known, groups: Sequence[Group], g: int) -> Iterator[Rule]:
    """Ask for one person each who brings expertise, connections and energy, where somebody does."""
    for about in ("expertise", "connections", "energy"):
        who = set_of(n for n, p in enumerate(known.people) if g in set(meant(getattr(p, about), groups)))
        if who:
            yield Rule(about, ((Between(who, least=1),),), weight=SIGNED_UP)


def _interests(known: Known) -> Iterator[Rule]:
    """Ask that nobody is alone with an interest that others have too."""
    who: dict[str, int] = defaultdict(int)
    for n, person in enumerate(known.people):
        for interest in person.interests:
            who[interest.casefold()] |= 1 << n
    for interest, people in sorted(who.items()):
        if people.bit_count() >= COMPANY and people.bit_count() < len(known.people):
            either = ((Between(people, most=0),), (Between(people, least=COMPANY),))
            yield Rule("interest", either, weight=SHARED, value=interest)
