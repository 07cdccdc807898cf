"""Saying with names what a group or a table does not keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.grouping.checking import Finding
    from copkit.core.people import Person

NAMED = 6


def not_kept(
    said: Mapping[str, Any], people: Sequence[Person], finding: Finding, where: str, group: int, ask: Iterable[int] = ()
) -> str:
    """Say what a group does not keep; `where` is what it is called, `ask` are people who might help."""
    rule = finding.rule
    count = (group & rule.who).bit_count()
    between = rule.alternatives[0][0]
    kind: str = rule.about
    if kind in {"size", "balance"}:
        kind += "-few" if count < between.least else "-many"

    def names(numbers: Iterable[int]) -> str:
        return listed_names(said, [people[n].name for n in numbers])

    text = str(said["broken"][kind]).format(
        group=where, count=count or said["none"], off=finding.off, value=rule.value, least=between.least,
        most=between.most, people=names(finding.people), elsewhere=names(finding.elsewhere), ask=names(ask),
    )  # fmt: skip
    return text[0].upper() + text[1:]


def listed_names(said: Mapping[str, Any], names: Sequence[str]) -> str:
    """Write names one after the other, the first ones of many."""
    more = len(names) - NAMED
    return ", ".join(names) if more <= 1 else said["more"].format(names=", ".join(names[:NAMED]), n=more)
