"""The commands, in the order of an organiser's work."""

from __future__ import annotations

from typing import Annotated

import typer

from copkit.cli.diagnose import diagnose
from copkit.cli.followup import followup
from copkit.cli.init import init
from copkit.cli.plan import plan
from copkit.cli.schema import schema

app = typer.Typer(
    name="copkit", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=True
)
for command in (diagnose, plan, followup, init, schema):
    app.command()(command)


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
