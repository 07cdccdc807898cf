"""Keeping snapshots of the questionnaire, and looking back at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from copkit.cli.reporting import data_of
from copkit.problem import InputError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path
    from typing import Any

    from copkit.core.stage import Diagnosis, Evidence, Snapshot
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact

Fate = Literal["new", "replaced", "same", "nothing", "failed"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The snapshots that there are, what happened to the newest, and the files that could not be read or written."""

    snapshots: tuple[Snapshot, ...]
    file: str
    fate: Fate
    problems: tuple[Problem, ...]

    @property
    def said(self) -> str:
        """Say in one line what was kept; nothing where nothing was."""
        from copkit.shelf import words

        return str(words()["kept"][self.fate]).format(file=self.file)


def keep(workspace: Workspace, evidence: Evidence, found: Diagnosis, today: date) -> Kept:
    """Keep a snapshot of the answers where they say something new.

    One of the same day is replaced where its answers changed, and never where it can no longer be read. A folder that
    cannot be written gives a warning: the diagnosis itself stands.
    """
    from copkit.core.stage import snapshot_of
    from copkit.reading.snapshots import FOLDER, read_snapshots
    from copkit.shelf import shown
    from copkit.writing.files import alone

    model = workspace.library.stage_model
    sheet = workspace.profile.diagnosis
    snapshot = snapshot_of(model, sheet, evidence, found, sheet.as_of or today)
    path = workspace.folder / FOLDER / f"{snapshot.date.isoformat()}.yaml"
    there, problems = read_snapshots(workspace.folder, model)
    fate: Fate = "same" if _says_the_same(there, snapshot) else "new" if snapshot.known else "nothing"
    if fate == "new":
        try:
            with alone(workspace.folder):
                there, problems = read_snapshots(workspace.folder, model)
                fate = _written(workspace, path, snapshot, there)
        except InputError as error:
            return Kept(tuple(there), shown(path), "failed", tuple(_mild([*problems, *error.problems])))
    if fate in {"new", "replaced"}:
        there = sorted([*(s for s in there if s.date != snapshot.date), snapshot], key=lambda s: s.date)
    return Kept(tuple(there), shown(path), fate, tuple(_mild(problems, shown(path) if fate == "failed" else "")))


def _says_the_same(there: list[Snapshot], snapshot: Snapshot) -> bool:
    return bool(there) and there[-1].told == snapshot.told


def _mild(problems: Iterable[Problem], grave: str = "") -> list[Problem]:
    """Turn problems into warnings, but for those of one file."""
    return [p if p.where and p.where.file == grave else replace(p, severity=Severity.WARNING) for p in problems]


def _written(workspace: Workspace, path: Path, snapshot: Snapshot, there: list[Snapshot]) -> Fate:
    from copkit.writing.files import write_atomically
    from copkit.writing.render import Renderer
    from copkit.writing.snapshots import snapshot_text

    own = next((s for s in there if s.date == snapshot.date), None)
    if own is None and path.exists():
        return "failed"  # it cannot be read, and its problems say why
    if own is not None and own.told == snapshot.told:
        return "same"
    write_atomically(path, snapshot_text(Renderer(workspace.shelf), snapshot))
    return "replaced" if own else "new"


def looked_back(workspace: Workspace, kept: Kept) -> tuple[Artefact, dict[str, Any]]:
    """Return how the answers moved: a page, and everything as plain data."""
    from copkit.core.stage import history_of
    from copkit.writing.render import Renderer
    from copkit.writing.snapshots import history_data, history_document

    model = workspace.library.stage_model
    found = history_of(model, kept.snapshots)
    page = history_document(Renderer(workspace.shelf), found, model, workspace.profile.name)
    problems = [data_of(p) for p in (*workspace.problems, *kept.problems)]
    return page, {**history_data(found, model), "problems": problems}
