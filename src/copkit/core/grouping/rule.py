"""A rule about who sits together, stated once: it costs in the search, is linear in the solver, and explains itself.

A set of people is a whole number whose bit i stands for person i, so that a rule reads it in a few operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

About = Literal[
    "apart", "together", "host", "lead", "newcomer", "language", "remote", "balance", "one-organisation",
    "expertise", "connections", "energy", "interest",
]  # fmt: skip
# What is always kept to, as far as that can be: nobody leaves it out.
Always = Literal["size", "pin"]


def people_in(group: int) -> Iterator[int]:
    """Yield the people of a set, the smallest number first."""
    while group:
        lowest = group & -group
        yield lowest.bit_length() - 1
        group ^= lowest


def set_of(people: Iterable[int]) -> int:
    """Return the set of people."""
    group = 0
    for person in people:
        group |= 1 << person
    return group


@dataclass(frozen=True, slots=True)
class Between:
    """At least and at most so many of these people sit in a group."""

    who: int
    least: int = 0
    most: int | None = None

    def off(self, group: int) -> int:
        """Return how many people too few or too many there are."""
        count = (group & self.who).bit_count()
        if count < self.least:
            return self.least - count
        return 0 if self.most is None or count <= self.most else count - self.most


@dataclass(frozen=True)
class Rule:
    """What a group keeps to: all counts of one of these alternatives.

    `what` is what it is about beyond its kind, such as the attribute and the value that are balanced. A hard rule is
    kept wherever that can be; the others bend first, the lighter ones before the heavier ones.
    """

    about: About | Always
    alternatives: tuple[tuple[Between, ...], ...]
    hard: bool = False
    weight: int = 1
    what: str = ""
    value: str = ""

    @cached_property
    def who(self) -> int:
        """Return everybody about whom it is."""
        found = 0
        for counts in self.alternatives:
            for count in counts:
                found |= count.who
        return found

    def off(self, group: int) -> int:
        """Return by how many people a group misses the nearest alternative; 0 where the rule is kept."""
        if len(self.alternatives) == 1 and len(self.alternatives[0]) == 1:  # most rules, millions of times
            return self.alternatives[0][0].off(group)
        return min(sum(count.off(group) for count in counts) for counts in self.alternatives)
