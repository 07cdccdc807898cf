"""What is ticked: the file tasks.yaml beside a convening.yaml; an absent file holds no tick."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.core.followup import Ticks
from copkit.problem import InputError, Severity
from copkit.reading.checked import check
from copkit.reading.references import repeated, unknown_reference
from copkit.reading.source import parse_yaml, read_text
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from copkit.problem import Problem
    from copkit.reading.source import Source

FILE = "tasks.yaml"
NOTHING = Ticks(copkit=1)


def read_ticks(folder: Path) -> tuple[Ticks, Source | None]:
    """Read what is ticked in a convening's folder, with places; raise InputError where the file has faults."""
    path = folder / FILE
    if not path.exists():
        return NOTHING, None
    return parse_ticks(read_text(path, shown(path)), shown(path))


def parse_ticks(text: str, name: str) -> tuple[Ticks, Source]:
    """Read the text of a tasks.yaml, with places; raise InputError where it has faults."""
    source = parse_yaml(text, name)
    ticks = check(source, Ticks)
    twice = repeated(source, [(("done", i, "task"), t.task) for i, t in enumerate(ticks.done)])
    if twice:
        raise InputError(*(replace(p, code="ticked-twice") for p in twice))
    return ticks, source


def stray_ticks(ticks: Ticks, source: Source | None, known: Collection[str]) -> list[Problem]:
    """Warn of ticks of tasks that do not exist: of a name that is misspelt, or of a task that was deleted."""
    found = []
    for i, tick in enumerate(ticks.done if source else ()):
        if source and tick.task not in known:
            code, _, facts = unknown_reference("task", tick.task, sorted(known))
            found.append(source.problem(code, ("done", i, "task"), facts, severity=Severity.WARNING))
    return found
