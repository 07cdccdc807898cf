"""copkit init: a new workspace, by questions, from an example, or as a file with comments."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import examples
from copkit.cli.reporting import reporting, stop
from copkit.cli.terminal import at_a_terminal

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="The new folder; without it, the folder you are in.")]
Like = Annotated[str | None, typer.Option(metavar="EXAMPLE", help="Copy a shipped example.", autocompletion=examples)]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing; write a file with comments to fill in.")]


def init(name: Name = None, like: Like = None, yes: Yes = False) -> None:
    """Start a community's folder."""
    from copkit.cli.wizard import ask_for_community
    from copkit.reading.library import Library
    from copkit.shelf import Shelf
    from copkit.writing.beginning import from_example, new_workspace, schema_files
    from copkit.writing.files import save_new
    from copkit.writing.render import Renderer

    with reporting():
        folder = Path(name) if name else Path.cwd()
        if (folder / "community.yaml").exists():
            raise stop("not-empty", found=str(folder))
        library = Library(Shelf())
        renderer = Renderer(library.shelf)
        schemas = schema_files(library.stage_model, library.activity_ids, library.formats, library.calendar.kinds)
        if like is not None:
            known = library.shelf.examples
            if like not in known:
                raise stop("no-example", found=like, known=", ".join(f"`{k}`" for k in known))
            files = from_example(renderer, known[like], schemas)
        else:
            if not yes and not at_a_terminal():
                raise stop("no-terminal")
            told = ask_for_community(library.stage_model) if not yes else {}
            files = new_workspace(renderer, library.stage_model, schemas, told, folder.resolve().name)
        save_new(files, folder)
        _tell(folder, [line for line in files if line.endswith("convening.yaml")])


def _tell(folder: Path, convenings: list[str]) -> None:
    from copkit.shelf import words

    text = words()["init"]
    typer.echo(text["done"].format(folder=folder))
    steps = (
        text["steps"]
        if not convenings
        else [*text["steps"][:2], *(text["plan"].format(id=c.split("/")[1]) for c in convenings)]
    )
    for step in steps:
        if folder != Path.cwd() or not step.startswith("cd"):
            typer.echo(text["next"].format(step=step.format(folder=shlex.quote(str(folder)))))
