"""The snapshots of the questionnaire: one file for each day on which its answers were new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.stage import Snapshot
from copkit.problem import InputError, Location, Problem
from copkit.reading.checked import check
from copkit.reading.references import unknown
from copkit.reading.source import read_yaml
from copkit.shelf import shown

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.core.stage import StageModel

FOLDER = "diagnoses"


def read_snapshots(workspace: Path, model: StageModel) -> tuple[list[Snapshot], list[Problem]]:
    """Read the snapshots of a workspace in order of their days; a file with faults gives its problems instead."""
    found: list[Snapshot] = []
    problems: list[Problem] = []
    try:
        paths = sorted((workspace / FOLDER).glob("*.yaml"))
    except OSError as error:
        where = Location(shown(workspace / FOLDER))
        return [], [Problem("cannot-read", where, {"why": (error.strerror or "").lower()})]
    for path in paths:
        try:
            found.append(_snapshot(path, model))
        except InputError as error:
            problems += error.problems
    return sorted(found, key=lambda s: s.date), problems


def _snapshot(path: Path, model: StageModel) -> Snapshot:
    source = read_yaml(path, shown(path))
    snapshot = check(source, Snapshot)
    problems: list[Problem] = []
    if snapshot.date.isoformat() != path.stem:
        facts = {"found": snapshot.date.isoformat(), "file": path.name}
        problems.append(source.problem("snapshot-of-another-day", ("date",), facts))
    if snapshot.model == model.stage_model:
        rows = [((part, i), i) for part in ("answers", "logs") for i in getattr(snapshot, part)]
        problems += unknown(source, "question", rows, [i.id for i in model.items])
        parts = [(("dimensions", d), d) for d in snapshot.dimensions]
        problems += unknown(source, "dimension", parts, [d.id for d in model.dimensions])
    if problems:
        raise InputError(*problems)
    return snapshot
