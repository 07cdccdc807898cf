"""copkit eject: a template of your own, begun from ours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import document_names
from copkit.cli.options import AsJson, DryRun
from copkit.cli.reporting import exit_with, print_json, reporting

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[DOCUMENT]", help="A document, like run-sheet; without it, all of them.", autocompletion=document_names
    ),
]
Blocks = Annotated[
    list[str] | None,
    typer.Option("--block", metavar="NAME", help="Write our text of this part, to change it. May be given again."),
]
Whole = Annotated[bool, typer.Option("--whole", help="Copy the whole template. It no longer follows ours then.")]
User = Annotated[
    bool, typer.Option("--user", help="For all your communities: write it into your configuration folder.")
]


def eject(
    document: Name = None, block: Blocks = None, whole: Whole = False, user: User = False, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Begin a template of your own, or list the documents."""
    from copkit.cli.ejecting import Asked, listing, place, text_of, told, wanted
    from copkit.cli.terminal import show
    from copkit.shelf import Shelf, find_workspace
    from copkit.writing.files import save_new
    from copkit.writing.render import Renderer

    with reporting():
        workspace = find_workspace(Path.cwd())
        shelf = Shelf(workspace)
        renderer = Renderer(shelf)
        if document is None:
            page, data, problems = listing(renderer, shelf)
            print_json(data) if as_json else show(page)
            exit_with(problems)
            return
        asked = Asked(wanted(document), tuple(block or ()), whole)
        folder = place(workspace, user=user)
        text = text_of(renderer, asked, folder, dry_run=dry_run)
        if not dry_run:
            save_new({asked.document.template: text}, folder)
        page, data = told(asked, folder, text, dry_run=dry_run)
        print_json(data) if as_json else typer.echo(page, nl=False)
