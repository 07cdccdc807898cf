"""copkit board: one page about a community's convening, to hang up."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.options import AsJson, Diff, DryRun, Force, Today, day_of
from copkit.cli.reporting import data_of, exit_with, print_json, reporting


class Paper(StrEnum):
    """The papers of a board."""

    A4 = "a4"
    A3 = "a3"
    LETTER = "letter"


Forms = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMS", help="html, pdf, svg, with commas between. Else html and pdf."),
]
OnPaper = Annotated[Paper, typer.Option("--paper", help="a4, a3 or letter.")]


def board(
    forms: Forms = None, paper: OnPaper = Paper.A4, force: Force = False, dry_run: DryRun = False,
    diff: Diff = False, as_json: AsJson = False, today: Today = None,
) -> None:  # fmt: skip
    """Write one page to hang up: where you stand, what fits."""
    from copkit.cli.boarding import page_of, said
    from copkit.cli.files import rows_of
    from copkit.cli.forms import forms_in
    from copkit.cli.terminal import show
    from copkit.problem import Severity
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.board import FORMS, board_files
    from copkit.writing.files import alone, save
    from copkit.writing.printing import PAPERS
    from copkit.writing.render import Renderer

    with reporting():
        day, chosen = day_of(today), forms_in(forms, FORMS) if forms is not None else ("html", "pdf")
        workspace = open_workspace(Path.cwd())
        renderer = Renderer(workspace.shelf)
        page, problems = page_of(workspace, renderer, day)
        with alone(workspace.folder, dry_run=dry_run or diff):
            files, faults = board_files(renderer, page, chosen, PAPERS[paper.value])
            saved = save(files, workspace.folder / "out", force=force, dry_run=dry_run or diff)
        if forms is None:  # nobody asked for a PDF
            faults = [replace(p, severity=Severity.WARNING) for p in faults]
        found = [*workspace.problems, *problems, *faults]
        rows = rows_of(saved)
        if diff:
            typer.echo("".join(s.diff for s in saved), nl=False)
        elif as_json:
            print_json({**page, "files": rows, "problems": [data_of(p) for p in found]})
        else:
            show(said(renderer, page, rows, dry_run=dry_run) + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with(found)
