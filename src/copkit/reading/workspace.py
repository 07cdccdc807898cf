"""A workspace: a folder with community.yaml, and the convenings in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.checked import check, good_id, nearest
from copkit.reading.holidays import with_public_holidays
from copkit.reading.kept import read_plan, read_plans
from copkit.reading.library import Library
from copkit.reading.references import convening_problems, profile_problems
from copkit.reading.source import Source
from copkit.shelf import Shelf, find_workspace, shown

if TYPE_CHECKING:
    from pathlib import Path

FILE = "convening.yaml"


@dataclass(slots=True)
class Workspace:
    """The folder, its library and its profile."""

    folder: Path
    library: Library
    profile: Profile
    problems: tuple[Problem, ...] = ()

    @property
    def shelf(self) -> Shelf:
        """Return where this workspace looks for templates and activities."""
        return self.library.shelf

    @property
    def convening_ids(self) -> list[str]:
        """Return the ids of the convenings that have a file."""
        return convening_ids(self.folder)

    def convening_folder(self, convening_id: str) -> Path:
        """Return the folder of a convening."""
        return self.folder / "convenings" / convening_id


def convening_ids(folder: Path) -> list[str]:
    """Return the ids of the convenings in a workspace folder."""
    return sorted(p.parent.name for p in (folder / "convenings").glob(f"*/{FILE}"))


def open_workspace(start: Path) -> Workspace:
    """Open the workspace at or above a folder; raise InputError where there is none or its profile has faults."""
    folder = find_workspace(start)
    if folder is None:
        raise InputError(Problem("no-workspace", Location("community.yaml")))
    path = folder / "community.yaml"
    library = Library(Shelf(folder))
    source = read_plan(path)
    profile = check(source, Profile)
    profile, unknown_days = with_public_holidays(source, profile)
    problems = [*profile_problems(source, profile, library.stage_model), *unknown_days]
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise InputError(*problems)
    return Workspace(folder, library, profile, tuple(problems))


def read_convening(workspace: Workspace, convening_id: str) -> tuple[Convening, Source]:
    """Read a convening of a workspace, with its places; raise InputError where it is missing or has faults."""
    if not good_id(convening_id):
        raise InputError(Problem("bad-id", None, {"found": convening_id}))
    path = workspace.convening_folder(convening_id) / FILE
    if convening_id not in workspace.convening_ids:
        near = nearest(convening_id, workspace.convening_ids)
        code = "no-convening-near" if near else "no-convening" if workspace.convening_ids else "no-convenings"
        facts = {
            "found": convening_id,
            "near": near or "",
            "known": ", ".join(f"`{i}`" for i in workspace.convening_ids),
        }
        raise InputError(Problem(code, Location(shown(path)), facts))
    return checked_convening(workspace, convening_id, read_plan(path))


def read_convenings(workspace: Workspace) -> list[tuple[str, tuple[Convening, Source] | InputError]]:
    """Read every convening of a workspace; one with faults gives its error and does not sink the others."""
    names = workspace.convening_ids
    paths = [workspace.convening_folder(name) / FILE for name in names]
    found: list[tuple[str, tuple[Convening, Source] | InputError]] = []
    for name, source in zip(names, read_plans([(p, shown(p)) for p in paths]), strict=True):
        try:
            found.append((name, checked_convening(workspace, name, source)))
        except InputError as error:
            found.append((name, error))
    return found


def checked_convening(workspace: Workspace, convening_id: str, source: Source | InputError) -> tuple[Convening, Source]:
    """Check a convening as it was parsed; raise InputError where it has faults."""
    if isinstance(source, InputError):
        raise source
    convening = check(source, Convening)
    problems = convening_problems(source, convening, workspace.profile, workspace.library.known, convening_id)
    if problems:
        raise InputError(*problems, *workspace.library.problems)
    return convening, source
