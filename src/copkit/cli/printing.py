"""copkit export print: what a gathering needs on paper."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson, Diff, DryRun, Force, Today, day_of
from copkit.cli.reporting import data_of, exit_with, print_json, reporting


class Paper(StrEnum):
    """The paper in the printer."""

    A4 = "a4"
    LETTER = "letter"


Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WHAT]...", help="cards, badges, seats, signs, doors, canvases, wall. Without: what it needs."
    ),
]
Forms = Annotated[str, typer.Option("--format", metavar="FORMS", help="pdf, svg, or both with a comma between them.")]
OnPaper = Annotated[Paper, typer.Option("--paper", help="The paper in your printer: a4 or letter.")]
Small = Annotated[bool, typer.Option("--small", help="Canvases on your printer's paper, not on the next larger one.")]
Link = Annotated[str | None, typer.Option("--link", metavar="URL", help="The address behind the code on door signs.")]


def print_sheets(
    convening: Id, what: What = None, forms: Forms = "pdf", paper: OnPaper = Paper.A4, small: Small = False,
    link: Link = None, force: Force = False, dry_run: DryRun = False, diff: Diff = False, as_json: AsJson = False,
    today: Today = None,
) -> None:  # fmt: skip
    """Write cards, badges, seats, signs and canvases to print."""
    from copkit.cli.forms import forms_in
    from copkit.cli.sheets import job_of, summary, wanted_of, write
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import alone
    from copkit.writing.printing import Sheet, printed, sheet_files

    with reporting():
        day = day_of(today)
        wanted, chosen = wanted_of(what or ()), forms_in(forms, ("pdf", "svg"))
        workspace = open_workspace(Path.cwd())
        with alone(workspace.folder, dry_run=dry_run or diff):
            job, problems = job_of(workspace, convening, paper.value, link, day, small=small)
            made = printed(job, wanted)
            files, gaps = sheet_files([s for s in made if isinstance(s, Sheet)], chosen)
            folder = workspace.convening_folder(convening) / "out" / "print"
            saved = write(files, folder, force=force, dry_run=dry_run or diff)
        found = [*workspace.problems, *workspace.library.problems, *problems, *gaps]
        page, data = summary(workspace, convening, made, saved, dry_run=dry_run)
        if diff:
            typer.echo("".join(s.diff for s in saved), nl=False)
        elif as_json:
            print_json({**data, "problems": [data_of(p) for p in found]})
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with(found)
