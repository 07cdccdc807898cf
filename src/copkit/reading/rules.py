"""The rule book as data: its table, what a workspace changes in it, and what a person tells it to leave alone."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from copkit.core.rules.words import found_in
from copkit.core.standards import Settings, Standards
from copkit.problem import InputError, Problem, Severity
from copkit.reading.checked import check
from copkit.reading.references import unknown
from copkit.reading.source import Source, read_yaml
from copkit.shelf import rule_texts, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from copkit.reading.source import Path_
    from copkit.shelf import Shelf

IGNORE = re.compile(r"(?:^|\s)#\s*cpk:\s*ignore\[([^\]]*)\]\s*(.*)$")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"(?<![\w+])(?:\+|00)\d{1,3}[\s./()-]{0,2}(?:\d[\s./()-]{0,2}){6,12}\d")
DIALLED = re.compile(r"\+\d|00\d")
ALL = "ALL"


def read_standards(shelf: Shelf) -> Standards:
    """Read the table of rules."""
    return _standards(shelf.standards)


@cache
def _standards(path: Path) -> Standards:
    return Standards.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def read_settings(shelf: Shelf) -> Settings:
    """Read check.yaml; raise InputError with every fault in it."""
    path = shelf.settings
    if path is None:
        return Settings(copkit=1)
    source = read_yaml(path, shown(path))
    settings = check(source, Settings)
    problems = _setting_problems(source, settings, read_standards(shelf))
    if problems:
        raise InputError(*problems)
    return settings


def _setting_problems(source: Source, settings: Settings, table: Standards) -> list[Problem]:
    names = [
        *((("select", i), s) for i, s in enumerate(settings.select)),
        *((("ignore", i), s) for i, s in enumerate(settings.ignore)),
    ]
    changed: list[tuple[Path_, str]] = [(("severity", name), name) for name in settings.severity]
    changed += [(("limits", name), name) for name in settings.limits]
    figures: list[Problem] = []
    for name, limits in settings.limits.items():
        rows: list[tuple[Path_, str]] = [(("limits", name, key), key) for key in limits]
        figures += unknown(
            source, "figure", rows, table.rules[name].limits if name in table.rules else [k for _, k in rows]
        )
    return [
        *unknown(source, "rule", [(p, n) for p, n in names if not named(n, table)], table.rules),
        *unknown(source, "rule", changed, table.rules),
        *figures,
    ]


def named(name: str, table: Standards) -> bool:
    """Tell whether a name, or the beginning of one, stands for at least one rule."""
    return name == ALL or (name.startswith("CPK") and any(rule.startswith(name) for rule in table.rules))


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that tells rules to leave a line alone: its own line, and the line that it is about."""

    line: int
    column: int
    about: int
    rules: tuple[str, ...]
    reason: str

    def hides(self, problem: Problem) -> bool:
        """Tell whether it is about a problem."""
        return problem.where is not None and problem.where.line == self.about and problem.code in self.rules


def ignores(text: str) -> list[Ignore]:
    """Find the ignore comments of a file; one that stands alone is about the next line that says something."""
    found: list[Ignore] = []
    if "cpk:" not in text:
        return found
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        match = IGNORE.search(line)
        if not match:
            continue
        alone = line.lstrip().startswith("#")
        said = (
            n
            for n in range(number + 1, len(lines) + 1)
            if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")
        )
        rules = tuple(r.strip().upper() for r in match[1].split(",") if r.strip())
        about = next(said, number) if alone else number
        found.append(Ignore(number, line.index("#", match.start()) + 1, about, rules, match[2].strip()))
    return found


def without_ignored(source: Source, problems: Sequence[Problem], ran: Iterable[str]) -> list[Problem]:
    """Leave out what comments hide, and report comments that hide nothing (CPK904) though their rules were run."""
    comments, asked = ignores(source.text), set(ran)
    kept = [p for p in problems if not any(c.hides(p) for c in comments)]
    if "CPK904" in asked:
        for c in comments:
            idle = [r for r in c.rules if r in asked and not any(p.code == r and c.hides(p) for p in problems)]
            unheard = [r for r in c.rules if r not in rule_texts()]
            if idle or unheard or not c.rules:
                facts = {"rules": ", ".join(idle or unheard) or "[]"}
                kept.append(source.problem_at("CPK904", (c.line, c.column), facts, severity=Severity.INFO))
    return kept


def private_data(source: Source) -> list[Problem]:
    """Report e-mail addresses, telephone numbers and words about health in what a person typed (CPK903)."""
    found: list[Problem] = []
    health = rule_texts()["words"]["health"]
    text = source.text.casefold()  # most plans hold nothing of the kind, and that is quickly seen
    if "@" not in text and not DIALLED.search(text) and not any(w.rstrip("*") in text for w in health):
        return found
    for path, typed in source.typed.items():
        if EMAIL.search(typed):
            found.append(source.problem("CPK903", path, {"variant": "email"}))
        elif PHONE.search(typed):
            found.append(source.problem("CPK903", path, {"variant": "phone"}))
        elif path[0] != "access" and (hits := found_in(typed, health)):
            found.append(source.problem("CPK903", path, {"variant": "health", "found": hits[0].rstrip("*")}))
    return [_hidden(p) for p in found]


def _hidden(problem: Problem) -> Problem:
    """Do not show the line itself: it would copy what should not stand there."""
    return replace(problem, source_line=None, severity=Severity.WARNING)
