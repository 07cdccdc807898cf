"""Telling what the rules found, in the form that was asked for; and leaving out what an older plan is let keep."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import typer

from copkit.cli.reporting import PROBLEMS, data_of, text_of
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import rule_texts, shown, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from copkit.reading.workspace import Workspace


def tell(problems: Sequence[Problem], form: str, workspace: Workspace, only: str | None) -> None:
    """Write findings to stdout: they are what was asked for."""
    from copkit.writing import findings

    found = sorted(problems, key=lambda p: p.order)
    if form == "text":
        why = words()["check"]["why"] if found else ""
        sys.stdout.write("".join(text_of(p) + "\n" for p in found) + summary(found) + why + "\n")
        return
    rows = [row_of(p) for p in found]
    names = [only] if only else workspace.convening_ids
    files = [shown(workspace.convening_folder(n) / "convening.yaml") for n in names]
    writers = {
        "json": lambda: findings.as_json(rows),
        "github": lambda: findings.as_github(rows),
        "sarif": lambda: findings.as_sarif(rows, rule_texts()),
        "junit": lambda: findings.as_junit(rows, files),
    }
    sys.stdout.write(writers[form]().encode("utf-8", "replace").decode())  # half a letter is no reason to stop


def row_of(problem: Problem) -> dict[str, Any]:
    """Return a finding as plain data: the problem, why it matters, and the facts that led to it."""
    facts = {k: v for k, v in problem.facts.items() if k not in {"variant", "text", "do"}}
    text = rule_texts().get(problem.code, {})
    return {**data_of(problem), "why": text.get("why"), "facts": facts}


def summary(problems: Sequence[Problem]) -> str:
    """Count findings in one line."""
    texts = words()["check"]
    counts = Counter(p.severity for p in problems)
    parts = [texts[s.value if n == 1 else f"{s.value}s"].format(n=n) for s in Severity if (n := counts[s])]
    return str(texts["found"].format(counts=", ".join(parts))) if parts else str(texts["clean"])


def end(problems: Sequence[Problem], *, strict: bool) -> None:
    """Exit with 1 where an error was found, or a warning where that is strict."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(p.severity in grave for p in problems):
        raise typer.Exit(PROBLEMS)


def _mark(problem: Problem) -> str:
    """Return what a finding is known by when lines have moved; it holds none of the person's words."""
    said = json.dumps([problem.code, dict(problem.facts), (problem.source_line or "").strip()], sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def list_in(problems: Sequence[Problem], path: Path) -> None:
    """Write a baseline: how often each finding stands in each file."""
    from copkit.writing.files import write_atomically

    found: dict[str, Counter[str]] = {}
    for p in sorted(problems, key=lambda p: p.order):
        found.setdefault(p.where.file if p.where else "", Counter())[f"{p.code} {_mark(p)}"] += 1
    data = {"copkit": 1, "findings": {file: dict(sorted(marks.items())) for file, marks in sorted(found.items())}}
    write_atomically(path, json.dumps(data, indent=1) + "\n")
    sys.stdout.write(words()["check"]["listed"].format(n=len(problems), file=shown(path)) + "\n")


def beyond(problems: Sequence[Problem], path: Path) -> list[Problem]:
    """Leave out what a baseline lists; raise InputError where it cannot be read."""
    from copkit.reading.source import read_text

    try:
        listed = json.loads(read_text(path, shown(path)))["findings"]
        left = {file: Counter({str(k): int(n) for k, n in marks.items()}) for file, marks in listed.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(Problem("not-a-baseline", Location(shown(path)))) from None
    kept = []
    for p in sorted(problems, key=lambda p: p.order):
        marks, mark = left.get(p.where.file if p.where else "", Counter()), f"{p.code} {_mark(p)}"
        if marks[mark] > 0:
            marks[mark] -= 1
        else:
            kept.append(p)
    return kept
