"""What is broken in groups that anybody made: the rules of the solver, read backwards, for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.grouping.rule import people_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copkit.core.grouping.rule import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a group does not keep: by how many people, and who of the group it is about.

    `people` are in the group, `elsewhere` are those who would mend it if they were: of both, only whom the rule names.
    """

    rule: Rule
    where: str
    off: int
    people: tuple[int, ...]
    elsewhere: tuple[int, ...]


def broken(groups: Iterable[tuple[str, int, Sequence[Rule]]]) -> tuple[Finding, ...]:
    """Return what is broken in groups, each given as its label, the set of its people, and its rules.

    What must hold comes first, then the heavier rules.
    """
    found = [_finding(label, group, rule) for label, group, rules in groups for rule in rules if rule.off(group)]
    return tuple(sorted(found, key=lambda f: (not f.rule.hard, -f.rule.weight)))


def _finding(label: str, group: int, rule: Rule) -> Finding:
    """Say how far a group is from the nearest alternative, and who is too many in it or missing."""
    off = rule.off(group)
    counts = next(c for c in rule.alternatives if sum(count.off(group) for count in c) == off)
    there = missing = 0
    for count in counts:
        if count.off(group):
            there |= count.who & group
            missing |= count.who & ~group if (count.who & group).bit_count() < count.least else 0
    return Finding(rule, label, off, tuple(people_in(there)), tuple(people_in(missing)))
