"""Judging: which rules speak, and what they say of one convening or of the whole community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from copkit.core.rules.rule import CASE_RULES, YEAR_RULES, Finding, Heard

if TYPE_CHECKING:
    from copkit.core.rules.case import Case, Year
    from copkit.core.rules.rule import Path_
    from copkit.core.standards import Standard, Standards
    from copkit.problem import Severity

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules that speak, how grave each is, and its figures."""

    standards: Mapping[str, Standard]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def severity(self, finding: Finding) -> Severity:
        """Return how grave a finding is: what the rule says of this one, else what the table says."""
        return finding.severity or self.standards[finding.rule].severity


def choose(
    table: Standards,
    words: Mapping[str, tuple[str, ...]],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Chosen:
    """Choose rules: the default set, or those selected; then without those ignored.

    A rule is named by its id or by how its id begins: `CPK2` are all rules that begin so, `ALL` is all of them.
    """
    selected, ignored = tuple(select), tuple(ignore)

    def speaks(name: str, standard: Standard) -> bool:
        wanted = standard.default if not selected else any(s == ALL or name.startswith(s) for s in selected)
        return wanted and not any(i == ALL or name.startswith(i) for i in ignored)

    return Chosen({n: s for n, s in table.rules.items() if speaks(n, s)}, words)


def judge(case: Case, chosen: Chosen) -> list[Finding]:
    """Return what the rules say of one convening."""
    found: dict[tuple[str, Path_, str], Finding] = {}
    for agenda in case.agenda.routes:  # what one person takes part in; most agendas have one
        route = case if agenda is case.agenda else replace(case, agenda=agenda)
        for name, test in CASE_RULES.items():
            for f in _said(name, partial(test, route), chosen):
                found.setdefault((f.rule, f.path, str(f.facts)), f)
    order = list(CASE_RULES)
    return sorted(found.values(), key=lambda f: order.index(f.rule))


def judge_year(year: Year, chosen: Chosen) -> list[Finding]:
    """Return what the rules say of the community and all its convenings."""
    return [f for name, test in YEAR_RULES.items() for f in _said(name, partial(test, year), chosen)]


def _said(name: str, test: partial[None], chosen: Chosen) -> list[Finding]:
    standard = chosen.standards.get(name)
    if standard is None:
        return []
    ear = Heard(name, standard.limits, chosen.words)
    test(ear)
    return ear.findings
