"""A rule: what it looks for, how grave it is, and from which figures on it speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copkit.core.rules.case import Case, Year
    from copkit.problem import Severity

Path_ = tuple[str | int, ...]
Limits = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the place in the file, and the facts that its sentence needs."""

    rule: str
    path: Path_
    facts: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None


class Heard:
    """Collect what a rule has to say: `say(path, facts…)`."""

    def __init__(self, rule: str, limits: Limits, words: Mapping[str, tuple[str, ...]]) -> None:
        self.rule, self.limits, self.words = rule, limits, words
        self.findings: list[Finding] = []

    def __call__(self, *path: str | int, severity: Severity | None = None, **facts: object) -> None:
        """Report a place."""
        self.findings.append(Finding(self.rule, path, {k: str(v) for k, v in facts.items()}, severity))

    def __getitem__(self, limit: str) -> float:
        """Return one of the rule's figures."""
        return self.limits[limit]


CaseRule = Callable[["Case", Heard], None]
YearRule = Callable[["Year", Heard], None]
CASE_RULES: dict[str, CaseRule] = {}
YEAR_RULES: dict[str, YearRule] = {}


def rule(name: str) -> Callable[[CaseRule], CaseRule]:
    """Enter a rule about one convening."""

    def enter(test: CaseRule) -> CaseRule:
        CASE_RULES[name] = test
        return test

    return enter


def year_rule(name: str) -> Callable[[YearRule], YearRule]:
    """Enter a rule about the community and all its convenings."""

    def enter(test: YearRule) -> YearRule:
        YEAR_RULES[name] = test
        return test

    return enter
