"""copkit export: write a convening in the forms that other programs read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson, Diff, DryRun, Force, Today
from copkit.cli.printing import print_sheets
from copkit.cli.reporting import data_of, exit_with, print_json, reporting, stop

if TYPE_CHECKING:
    from copkit.cli.gathering import Gathering
    from copkit.problem import Problem

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Write calendars, slides, things to print, schedules."
)


app.command("print")(print_sheets)


class Form(StrEnum):
    """The forms of a schedule."""

    JSON = "json"
    XML = "xml"
    BOTH = "both"


Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
Which = Annotated[Form, typer.Option("--format", help="json, xml or both.")]
Alarms = Annotated[bool, typer.Option("--alarms", help="Remind the hosts a day and 15 minutes before.")]
Attendees = Annotated[
    bool, typer.Option("--attendees", help="Write an invitation with the addresses in people.csv too; it is private.")
]


@app.callback()
def root() -> None:
    """Write calendars, slides, things to print, schedules."""


@app.command()
def schedule(
    convening: Id, form: Which = Form.BOTH, force: Force = False, dry_run: DryRun = False, diff: Diff = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write schedule.json and schedule.xml, as apps read them."""
    from copkit.cli.files import rows_of, tell
    from copkit.cli.gathering import laid_out
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import save
    from copkit.writing.schedule import schedule_files

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = laid_out(workspace, convening)
        zone = gathering.convening.time_zone or workspace.profile.time_zone
        problems = _ready(gathering, zone)
        files = schedule_files(gathering.convening, gathering.agenda, zone, form.value)
        saved = save(files, workspace.convening_folder(convening) / "out", force=force, dry_run=dry_run or diff)
        found = [*workspace.problems, *problems]
        if as_json:
            print_json({"id": convening, "files": rows_of(saved), "problems": [data_of(p) for p in found]})
        else:
            tell(saved, diff=diff)
            if not diff:
                typer.echo(words()["agendas"]["private"] + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with(found)


@app.command()
def ics(
    convening: Id, alarms: Alarms = False, attendees: Attendees = False, force: Force = False, dry_run: DryRun = False,
    diff: Diff = False, as_json: AsJson = False, today: Today = None,
) -> None:  # fmt: skip
    """Write calendars: one for the hosts, one for all."""
    from copkit.cli.publishing import calendars, keep, summary
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import alone

    with reporting():
        workspace = open_workspace(Path.cwd())
        with alone(workspace.folder, dry_run=dry_run or diff):
            made = calendars(workspace, convening, today, alarms=alarms, attendees=attendees)
            saved = keep(workspace, made, force=force, dry_run=dry_run or diff)
        page, data = summary(workspace, made, saved, dry_run=dry_run)
        if diff:
            typer.echo("".join(s.diff for s in saved), nl=False)
        elif as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *made.problems])


@app.command()
def slides(
    convening: Id, force: Force = False, dry_run: DryRun = False, diff: Diff = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write slides for the screen in the room, as HTML and for Marp."""
    from copkit.cli.files import rows_of, tell
    from copkit.cli.gathering import laid_out
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import save
    from copkit.writing.render import Renderer
    from copkit.writing.slides import slide_files

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = laid_out(workspace, convening)
        if not gathering.agenda.blocks:
            raise stop("nothing-to-export", found=convening)
        files = slide_files(Renderer(workspace.shelf), gathering.convening, workspace.profile, gathering.agenda)
        saved = save(files, workspace.convening_folder(convening) / "out", force=force, dry_run=dry_run or diff)
        found = [*workspace.problems, *gathering.misfits]
        if as_json:
            print_json({"id": convening, "files": rows_of(saved), "problems": [data_of(p) for p in found]})
        else:
            tell(saved, diff=diff)
            if not diff:
                typer.echo(words()["slides"]["seen"] + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with(found)


def _ready(gathering: Gathering, zone: str | None) -> list[Problem]:
    """Report what a schedule can do without; raise InputError for what it cannot."""
    from copkit.cli.publishing import timed

    problems = timed(gathering, zone)
    if not gathering.agenda.blocks:
        raise stop("nothing-to-export", found=gathering.convening.id)
    return problems
