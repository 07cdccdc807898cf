"""copkit import: read what others wrote into the files of this community."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import kinds, modes
from copkit.cli.options import AsJson, DryRun, People
from copkit.cli.reporting import exit_with, print_json, reporting

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Bring in what others wrote: an agenda, attendance, people."
)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="schedule.json, schedule.xml, CSV, a Markdown table or a YAML list.")
]
As = Annotated[
    str | None, typer.Option("--as", metavar="ID", help="The new convening's id; else one made from the title.")
]
ModeOption = Annotated[
    str | None, typer.Option("--mode", metavar="MODE", help="in-person, virtual or hybrid.", autocompletion=modes)
]

Table = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV: who said yes and who came, one gathering in each line.")
]
Kind = Annotated[
    str | None,
    typer.Option(metavar="KIND", help="recurring-call, virtual, in-person or residential.", autocompletion=kinds),
]

Roster = Annotated[
    Path, typer.Argument(metavar="FILE", help="A list of people from Zoom, Teams, Eventbrite, Luma, Slack or a table.")
]


@app.callback()
def root() -> None:
    """Bring in what others wrote: an agenda, attendance, people."""


@app.command()
def agenda(
    file: File, as_: As = None, mode: ModeOption = None, people: People = None, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Make a convening.yaml from an agenda in another form."""
    from copkit.cli.bringing import bring, summary
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words

    with reporting():
        workspace = open_workspace(Path.cwd())
        brought = bring(workspace, file, as_, mode, people, dry_run=dry_run)
        page, data = summary(workspace, brought, dry_run=dry_run)
        if as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *brought.agenda.problems])


@app.command()
def attendance(file: Table, kind: Kind = None, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Put who said yes and who came into attendance.csv."""
    from copkit.cli.attending import attendance_report, bring_attendance
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words

    with reporting():
        workspace = open_workspace(Path.cwd())
        brought = bring_attendance(workspace, file, kind, dry_run=dry_run)
        page, data = attendance_report(workspace, brought, dry_run=dry_run)
        if as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *brought.problems])


@app.command()
def people(file: Roster, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Put who was there, or is coming, into people.csv."""
    from copkit.cli.terminal import show
    from copkit.cli.welcoming import bring_people, people_report
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words

    with reporting():
        workspace = open_workspace(Path.cwd())
        brought = bring_people(workspace, file, dry_run=dry_run)
        page, data = people_report(workspace, brought, dry_run=dry_run)
        if as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *brought.problems])
