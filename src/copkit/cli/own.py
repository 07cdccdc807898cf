"""copkit activities new and check: activities of your own, and whether they are well made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.options import AsJson
from copkit.cli.reporting import data_of, exit_with, print_json, reporting, stop

NewId = Annotated[str, typer.Argument(metavar="ID", help="The new activity's id, like walk-and-talk.")]
Into = Annotated[
    Path | None, typer.Option("--in", metavar="FOLDER", help="The folder, when it is not your community's activities/.")
]
Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; without one, your activities/.")
]


def new(activity: NewId, into: Into = None) -> None:
    """Write a file with comments for an activity of your own."""
    from copkit.reading.checked import good_id
    from copkit.reading.library import library_here
    from copkit.shelf import find_workspace, shown, words
    from copkit.writing.drafts import activity_text
    from copkit.writing.files import save_text
    from copkit.writing.render import Renderer

    with reporting():
        if not good_id(activity):
            raise stop("bad-id", found=activity)
        here = find_workspace(Path.cwd())
        if into is None and here is None:
            raise stop("no-workspace-for-activity", found=activity)
        path = (into or Path(here or ".", "activities")) / f"{activity}.yaml"
        if path.exists():
            raise stop("activity-exists", found=activity, path=shown(path))
        library = library_here(Path.cwd())
        save_text(path, activity_text(Renderer(library.shelf), activity, shown(path), list(library.kinds)))
        said = words()["activities"]
        typer.echo(said["written"].format(path=shown(path)))
        if activity in library.activities:
            typer.echo(said["replaces"].format(found=activity, owner=library.activities.owner(activity)))


def check(paths: Paths = None, as_json: AsJson = False) -> None:
    """Check activity files: their form, minutes, prompts, links."""
    from copkit.reading.library import library_here
    from copkit.reading.pack import Pack, checked
    from copkit.shelf import find_workspace, words

    with reporting():
        here = find_workspace(Path.cwd())
        asked = paths or [Path(here or ".", "activities")]
        licences, room_words = list(words()["labels"]["licences"]), words()["review"]["room"]
        count, problems = checked(Pack(library_here(Path.cwd()), asked, licences, room_words))
        if as_json:
            print_json({"checked": count, "problems": [data_of(p) for p in problems]})
        else:
            said = words()["activities"]
            text = said["well"] if not problems else said["faults"]
            typer.echo(text.format(n=count, faults=len(problems)))
        exit_with(problems)
