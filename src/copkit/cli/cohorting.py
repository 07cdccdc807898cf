"""The steps of `copkit groups cohort`: the cohorts, what changed since the last time, and what is kept for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.grouping.remembering import Memory
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Saved
    from copkit.writing.render import Renderer


def grouped(
    workspace: Workspace, renderer: Renderer, kinds: Sequence[str], other: Path | None, today: date, *,
    force: bool, dry_run: bool,
) -> tuple[dict[str, Any], list[Saved], list[Problem]]:  # fmt: skip
    """Make the cohorts, keep them for the next time, and write page and table; return what the pages are made from.

    What is kept holds every kind, and only people.csv: another list is compared with nothing.
    """
    from copkit.core.grouping.cohorts import KINDS, cohorts_of
    from copkit.core.grouping.remembering import Memory, compare, remember
    from copkit.reading.cohorts import FOLDER, KEPT, read_memory
    from copkit.reading.people import PEOPLE, read_people
    from copkit.writing.cohorts import Grouped, cohort_files, cohorts_context
    from copkit.writing.files import alone, keep_private, save

    path = other or workspace.folder / PEOPLE
    if other is not None and not path.exists():
        raise InputError(Problem("no-such-file", Location(shown(path))))
    people, problems = read_people(path, shown(path))
    if not people:
        raise InputError(Problem("nobody-to-group", Location(shown(path))), *problems)
    convenings, faults = _convenings(workspace)
    problems += faults
    whole = cohorts_of(people, workspace.profile)
    found = cohorts_of(people, workspace.profile, [k for k in KINDS if k in kinds]) if kinds else whole
    folder = workspace.folder / FOLDER
    saved: list[Saved] = []
    with alone(workspace.folder, dry_run=dry_run):
        memory = read_memory(workspace.folder / KEPT, shown(workspace.folder / KEPT)) if other is None else Memory()
        since = compare(found, memory, today)
        made = Grouped(workspace.profile, tuple(convenings), found, whole, since, today, compared=other is None)
        context = cohorts_context(renderer, made)
        if not dry_run:
            keep_private(folder)
        saved += save(cohort_files(renderer, context), folder, force=force, dry_run=dry_run)
        if other is None:
            kept, lost = _keep(workspace, renderer, memory, remember(whole, memory, today), dry_run=dry_run)
            saved, problems = [*saved, *kept], [*problems, *lost]
    return context, saved, problems


def _keep(
    workspace: Workspace, renderer: Renderer, memory: Memory, kept: Memory, *, dry_run: bool
) -> tuple[list[Saved], list[Problem]]:
    """Keep what is there now for the next time, where it fits into a file that can be read again."""
    from copkit.reading.cohorts import KEPT
    from copkit.reading.source import MAX_BYTES
    from copkit.writing.cohorts import memory_text
    from copkit.writing.files import Fate, Saved, save_private

    path, text = workspace.folder / KEPT, memory_text(renderer, kept)
    if kept == memory:
        return [Saved(path, Fate.UNCHANGED)], []
    if len(text.encode()) > MAX_BYTES:
        return [], [Problem("cohorts-too-many", Location(shown(path)), severity=Severity.WARNING)]
    if not dry_run:
        save_private(path, text)
    return [Saved(path, Fate.WRITTEN)], []


def _convenings(workspace: Workspace) -> tuple[list[Convening], list[Problem]]:
    """Return the convenings that can be read, and the faults of the others."""
    from copkit.reading.workspace import read_convenings

    rows = [row for _, row in read_convenings(workspace)]
    faults = [p for row in rows if isinstance(row, InputError) for p in row.problems]
    return [row[0] for row in rows if not isinstance(row, InputError)], faults
