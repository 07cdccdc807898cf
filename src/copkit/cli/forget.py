"""copkit forget: a member goes from every file, and what cannot be reached is said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.options import AsJson
from copkit.cli.reporting import print_json, reporting

Person = Annotated[str, typer.Argument(metavar="PERSON", help="The name, as it stands in your files.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would change.")]


def forget(person: Person, yes: Yes = False, as_json: AsJson = False) -> None:
    """Take a member out of every file of the workspace."""
    from copkit.cli.forgetting import forgotten, shown_forgotten, write
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.files import alone

    with reporting():
        workspace = open_workspace(Path.cwd())
        with alone(workspace.folder, dry_run=not yes):
            found = forgotten(workspace.folder, person)
            if yes:
                write(found)
        page, data = shown_forgotten(workspace, found, done=yes)
        print_json(data) if as_json else show(page)
