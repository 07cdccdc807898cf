"""The steps of `copkit groups cohort`: the cohorts, what changed since the last time, and what is kept for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.grouping.cohorts import Cohorts
    from copkit.core.grouping.remembering import Since
    from copkit.reading.workspace import Workspace
    from copkit.writing.cohorts import Grouped
    from copkit.writing.files import Saved
    from copkit.writing.render import Renderer


def grouped(
    workspace: Workspace, renderer: Renderer, kinds: Sequence[str], other: Path | None, today: date, *,
    force: bool, dry_run: bool,
) -> tuple[Grouped, list[Saved], list[Problem]]:  # fmt: skip
    """Make the cohorts, keep them for the next time, and write their page and table; nothing in a dry run.

    What is kept holds every kind, and only people.csv: another list is compared with nothing.
    """
    from copkit.core.grouping.cohorts import KINDS, cohorts_of
    from copkit.core.grouping.remembering import Memory, compare
    from copkit.reading.people import PEOPLE, read_people
    from copkit.writing.cohorts import Grouped, cohort_files
    from copkit.writing.files import alone, keep_private, save

    path = other or workspace.folder / PEOPLE
    if other is not None and not path.exists():
        raise InputError(Problem("no-such-file", Location(shown(path))))
    people, problems = read_people(path, shown(path))
    if not people:
        raise InputError(Problem("nobody-to-group", Location(shown(path))), *problems)
    convenings, faults = _convenings(workspace)
    problems += faults
    found = cohorts_of(people, workspace.profile, [k for k in KINDS if k in kinds] or KINDS)
    folder = _private(workspace)
    with alone(workspace.folder, dry_run=dry_run):
        if other is None:
            whole = cohorts_of(people, workspace.profile)
            since, kept = _since(workspace, renderer, whole, found, today, dry_run=dry_run)
            problems += kept
        else:
            since = compare(found, Memory(), today)
        made = Grouped(workspace.profile, tuple(convenings), found, since, today, compared=other is None)
        if not dry_run:
            keep_private(folder)
        saved = save(cohort_files(renderer, made), folder, force=force, dry_run=dry_run)
    return made, saved, problems


def _private(workspace: Workspace) -> Path:
    from copkit.reading.cohorts import FOLDER

    return workspace.folder / FOLDER


def _since(
    workspace: Workspace, renderer: Renderer, whole: Cohorts, found: Cohorts, today: date, *, dry_run: bool
) -> tuple[Since, list[Problem]]:
    """Return what changed since the last time, and keep what is there now."""
    from copkit.core.grouping.remembering import compare, remember
    from copkit.reading.cohorts import KEPT, read_memory
    from copkit.reading.source import MAX_BYTES
    from copkit.writing.cohorts import memory_text
    from copkit.writing.files import save_private

    path = workspace.folder / KEPT
    memory = read_memory(path, shown(path))
    kept = remember(whole, memory, today)
    if kept != memory and not dry_run:
        text = memory_text(renderer, kept)
        if len(text.encode()) > MAX_BYTES:
            problem = Problem("cohorts-too-many", Location(shown(path)), severity=Severity.WARNING)
            return compare(found, memory, today), [problem]
        save_private(path, text)
    return compare(found, memory, today), []


def _convenings(workspace: Workspace) -> tuple[list[Convening], list[Problem]]:
    """Return the convenings that can be read, and the faults of the others."""
    from copkit.reading.workspace import read_convenings

    rows = [row for _, row in read_convenings(workspace)]
    faults = [p for row in rows if isinstance(row, InputError) for p in row.problems]
    return [row[0] for row in rows if not isinstance(row, InputError)], faults
