"""The commands, in the order of an organiser's work."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperGroup

from copkit.cli.activities import app as activities
from copkit.cli.agenda import app as agenda
from copkit.cli.board import board
from copkit.cli.calendar import calendar
from copkit.cli.capture import app as capture
from copkit.cli.check import check
from copkit.cli.diagnose import diagnose
from copkit.cli.eject import eject
from copkit.cli.explain import explain
from copkit.cli.exporting import app as exporting
from copkit.cli.followup import followup
from copkit.cli.forget import forget
from copkit.cli.formats import formats
from copkit.cli.groups import app as groups
from copkit.cli.importing import app as importing
from copkit.cli.init import init
from copkit.cli.plan import plan
from copkit.cli.review import review
from copkit.cli.schema import schema
from copkit.cli.tasks import app as tasks

ORDER = (
    "diagnose",
    "plan",
    "followup",
    "capture",
    "review",
    "tasks",
    "init",
    "check",
    "explain",
    "activities",
    "formats",
    "agenda",
    "calendar",
    "board",
    "groups",
    "import",
    "export",
    "schema",
    "eject",
    "forget",
)


class InOrder(TyperGroup):
    """The commands in the order of an organiser's work, groups among them."""

    def list_commands(self, _ctx: object) -> list[str]:
        """List the commands."""
        return sorted(self.commands, key=ORDER.index)


app = typer.Typer(
    cls=InOrder,
    name="copkit",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)
for command in (diagnose, plan, followup, init, check, explain):
    app.command()(command)
app.add_typer(capture, name="capture")
app.command()(review)
app.add_typer(tasks, name="tasks")
app.add_typer(activities, name="activities")
app.command()(formats)
app.add_typer(agenda, name="agenda")
app.command()(calendar)
app.command()(board)
app.add_typer(groups, name="groups")
app.add_typer(importing, name="import")
app.add_typer(exporting, name="export")
app.command()(schema)
app.command()(eject)
app.command()(forget)


def _version(asked: bool) -> None:
    if asked:
        from copkit import __version__

        typer.echo(f"copkit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Plan and run the gatherings that keep a community of practice alive."""
