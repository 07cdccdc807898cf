"""copkit capture: what the room wrote goes into the register, from the sheet, from a table, or typed in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.grouping import FirstUnsaid
from copkit.cli.options import AsJson, DryRun, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

app = typer.Typer(cls=FirstUnsaid, rich_markup_mode=None, help="Take in what the room wrote, and what became of it.")
Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="ID", help="The convening; else the last one begun.", autocompletion=convening_ids),
]
More = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME=VALUE]...", help="More about it, like who=Ada by=2027-03-12.", show_default=False),
]


@app.command()
def read(
    convening: Id,
    tables: Annotated[
        list[Path] | None, typer.Option("--from", metavar="FILE", help="A table in CSV; may be given again.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    today: Today = None,
) -> None:
    """Take in the sheet out/capture.md, and tables."""
    from copkit.cli.capturing import keep, report, take_everything
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace, read_convening
    from copkit.writing.files import alone

    with reporting():
        day = day_of(today)
        workspace = open_workspace(Path.cwd())
        known, _ = read_convening(workspace, convening)
        with alone(workspace.folder, dry_run=dry_run):
            found = take_everything(workspace, convening, tables or [], day)
            if not dry_run:
                keep(workspace, convening, found.register)
        page, data = report(workspace, convening, known.title or known.id, found, dry_run=dry_run)
        print_json(data) if as_json else show(page)
        exit_with(found.problems)


@app.command()
def add(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="commitment, plus, delta, decision, group and more.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it is, in the person's own words.")],
    more: More = None,
    convening: In = None,
    as_json: AsJson = False,
    today: Today = None,
) -> None:
    """Add one thing: a commitment, a plus, a delta, a decision."""
    from copkit.cli.adding import added
    from copkit.cli.changing import change_register

    with reporting():
        change_register(convening, day_of(today), as_json, lambda register, _: added(register, kind, text, more or []))


@app.command("set")
def change(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The id of an entry, like C3.")],
    state: Annotated[
        str | None, typer.Argument(metavar="[STATE]", help="open, doing, done, renegotiated or dropped.")
    ] = None,
    more: More = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a few words.")] = "",
    convening: In = None,
    as_json: AsJson = False,
    today: Today = None,
) -> None:
    """Say what became of a promise, or correct an entry."""
    from copkit.cli.adding import amended
    from copkit.cli.changing import change_register

    with reporting():
        words = [w for w in (state, *(more or [])) if w]
        change_register(
            convening, day_of(today), as_json, lambda register, day: amended(register, entry, words, note, day)
        )
