"""copkit calendar: a year of gatherings from the community's rhythm."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.forms import Format, forms_of
from copkit.cli.options import AsJson, Diff, DryRun, Force, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

Months = Annotated[str, typer.Option(metavar="N", help="How many months, from 1 to 36.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day; without it, today.")]
Write = Annotated[bool, typer.Option("--write", help="Put the proposed dates into calendar.yaml.")]


def calendar(
    months: Months = "12", begin: From = None, write: Write = False, form: Format = None, force: Force = False,
    dry_run: DryRun = False, diff: Diff = False, as_json: AsJson = False, today: Today = None,
) -> None:  # fmt: skip
    """Plan a year of gatherings from your rhythm."""
    from copkit.cli.terminal import show
    from copkit.cli.yearly import months_of, open_year, pages, save_year
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words

    with reporting():
        day, forms = day_of(today), forms_of(form)
        workspace = open_workspace(Path.cwd())
        count, first = months_of(months), day_of(begin) if begin else None
        dry = dry_run or diff
        year = open_year(workspace, day, first, count)
        saved, year = save_year(workspace, year, day, first, count, forms, write=write, force=force, dry_run=dry)
        page, data = pages(workspace, year, saved, dry_run=dry)
        if diff:
            typer.echo("".join(s.diff for s in saved), nl=False)
        elif as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *year.problems])
