"""The steps of `copkit export print`: what is asked for, what it is made from, and a short report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.cli.files import rows_of
from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.grouping.seating import Seating
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact, Saved
    from copkit.writing.printing import Job, Left, Sheet


def wanted_of(typed: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of sheets that were asked for; raise InputError for one that is unknown."""
    from copkit.writing.printing import SHEETS

    for word in typed:
        if word not in SHEETS:
            raise stop("unknown-sheet", found=word, known=", ".join(f"`{s}`" for s in SHEETS))
    return tuple(typed)


def job_of(
    workspace: Workspace, convening: str, paper: str, link: str | None, today: date, *, small: bool
) -> tuple[Job, list[Problem]]:
    """Gather what the sheets of a convening are made from; raise InputError where it has faults."""
    from copkit.cli.capturing import with_sheet
    from copkit.cli.gathering import brief_of, laid_out
    from copkit.reading.people import PEOPLE, read_people
    from copkit.shelf import shown
    from copkit.writing.printing import PAPERS, Job, is_public
    from copkit.writing.printing.doors import LONGEST_ADDRESS
    from copkit.writing.render import Renderer

    if link is not None and not is_public(link):
        raise stop("bad-link", found=link, limit=str(LONGEST_ADDRESS))
    gathering = laid_out(workspace, convening)
    register, _, problems = with_sheet(workspace, convening)
    people, faults = read_people(workspace.folder / PEOPLE, shown(workspace.folder / PEOPLE))
    seating, unseated = _seating(workspace, convening)
    formed, unformed = _formed(workspace, convening)
    brief = brief_of(workspace, gathering, today)
    job = Job(
        Renderer(workspace.shelf), brief, register, people, PAPERS[paper], small=small, address=link, seating=seating,
        formed=formed, faulty=bool(unseated),
    )  # fmt: skip
    return job, [*problems, *faults, *unseated, *unformed]


def _seating(workspace: Workspace, convening: str) -> tuple[Seating | None, Sequence[Problem]]:
    """Read who sits where; None where nobody was seated yet, or where the table has faults, with these."""
    from copkit.problem import InputError
    from copkit.reading.seating import ROUNDS, read_seating
    from copkit.shelf import shown

    path = workspace.convening_folder(convening) / ROUNDS
    try:
        found = read_seating(path, shown(path)).seating if path.exists() else None
    except InputError as error:
        return None, error.problems
    return (found if found and found.names else None), ()


def _formed(workspace: Workspace, convening: str) -> tuple[tuple[str, ...], Sequence[Problem]]:
    """Read the titles of the working groups that were formed beforehand; an id is written as words."""
    from copkit.problem import InputError
    from copkit.reading.checked import good_id
    from copkit.reading.groups import FOLDER, parse_groups
    from copkit.reading.source import Source, read_text
    from copkit.shelf import shown
    from copkit.writing.groups import TABLE

    path = workspace.convening_folder(convening) / FOLDER / TABLE
    if not path.exists():
        return (), ()
    try:
        members = parse_groups(Source(shown(path), read_text(path, shown(path))))
    except InputError as error:
        return (), error.problems
    names = dict.fromkeys(m.group for m in members)
    return tuple(n.replace("-", " ").capitalize() if good_id(n) else n for n in names), ()


def write(files: Sequence[Artefact], folder: Path, *, force: bool, dry_run: bool) -> list[Saved]:
    """Write sheets into a folder that git ignores, and remove pages of before that the same sheets no longer have."""
    from copkit.writing.files import keep_private, remove, save
    from copkit.writing.marking import edited

    if files and not dry_run:
        keep_private(folder)
        names = {f.name for f in files}
        for kind in {name.partition("-")[0] for name in names if name.endswith(".svg")}:
            for path in sorted(folder.glob(f"{kind}-*.svg")):
                if path.name not in names and not edited(path.read_bytes()):
                    remove(path)
    return save(files, folder, force=force, dry_run=dry_run)


def summary(
    workspace: Workspace, convening: str, made: Sequence[Sheet | Left], saved: Sequence[Saved], *, dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """Return what was made and what was left out, as a page and as plain data."""
    from copkit.writing.printing import Sheet
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    sheets = [s for s in made if isinstance(s, Sheet)]
    data = {
        "id": convening,
        "sheets": [
            {"what": s.what, "pages": s.pages, "count": s.count, "says": s.said, "remarks": list(s.remarks)}
            for s in sheets
        ],
        "left_out": [
            {"what": x.what, "why": x.why, "if_named": x.if_named, "run": x.run}
            for x in made
            if not isinstance(x, Sheet)
        ],
        "files": rows_of(saved),
    }
    context = {**data, "fates": renderer.words["labels"]["would" if dry_run else "fates"]}
    return renderer.render("print/summary.md.j2", context), data
