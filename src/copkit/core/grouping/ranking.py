"""How good a working group is for each person: from what they ranked, and from chance that is the same everywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from copkit.core.people import Person

SIXTEEN_BITS = 65536
# Among equals, who brings energy to a stream goes there before who knows somebody in it or about it.
ENERGY, EXPERTISE, CONNECTIONS = 8, 4, 2


@dataclass(frozen=True, slots=True)
class Group:
    """A working group to be filled: how many people it takes, and who leads it where that is settled."""

    id: str
    title: str
    least: int
    most: int
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person ranked: the place of each group in their list, and how many of them they named.

    0 is their first choice. What somebody likes equally shares the better place. Whoever ranked something has what
    they did not rank on the last place of all; whoever ranked nothing has everything on the first.
    """

    ranks: tuple[int, ...]
    named: frozenset[int]


def choices(person: Person, groups: Sequence[Group]) -> Choices:
    """Return how good each group is for a person."""
    ranks: dict[int, int] = {}
    for tier in person.preferences:
        here = [g for g in meant(tier, groups) if g not in ranks]
        place = len(ranks)
        ranks.update(dict.fromkeys(here, place))
    last = len(groups) - 1 if ranks else 0
    return Choices(tuple(ranks.get(g, last) for g in range(len(groups))), frozenset(ranks))


def meant(words: Iterable[str], groups: Sequence[Group]) -> Iterator[int]:
    """Yield the number of each group that is named, by its id or its title."""
    for word in words:
        typed = same_name(word)
        for g, group in enumerate(groups):
            if typed in {same_name(group.title), group.id, same_name(group.id.replace("-", " "))}:
                yield g
                break


def unknown_streams(people: Iterable[Person], groups: Sequence[Group]) -> tuple[str, ...]:
    """Return what people ranked and what is none of the groups, as they typed it, each once."""
    words = {word: None for person in people for tier in person.preferences for word in tier}
    return tuple(word for word in words if next(meant((word,), groups), None) is None)


def drawn(people: Sequence[Person], groups: Sequence[Group], seed: int) -> list[list[float]]:
    """Draw a number below 1 for each person and group: from seed and names, in whatever order the people stand.

    Of people with one name, the order in which they stand decides.
    """
    seen: dict[str, int] = {}
    rows = []
    for person in people:
        name = same_name(person.name)
        seen[name] = seen.get(name, 0) + 1
        digest = hashlib.shake_128(f"{seed}/{name}/{seen[name]}".encode()).digest(2 * len(groups))
        rows.append([int.from_bytes(digest[2 * g : 2 * g + 2], "big") / SIXTEEN_BITS for g in range(len(groups))])
    return rows


def pulls(person: Person, groups: Sequence[Group]) -> list[int]:
    """Return what somebody brings to each group: energy before expertise before connections."""
    found = [0] * len(groups)
    for worth, said in ((ENERGY, person.energy), (EXPERTISE, person.expertise), (CONNECTIONS, person.connections)):
        for g in set(meant(said, groups)):
            found[g] += worth
    return found
