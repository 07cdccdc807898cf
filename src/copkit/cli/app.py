"""The commands, in the order of an organiser's work."""

from __future__ import annotations

import typer

from copkit.cli.diagnose import diagnose

app = typer.Typer(
    name="copkit",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Plan and run the gatherings that keep a community of practice alive.",
)
app.command()(diagnose)


@app.callback()
def root() -> None:
    """Plan and run the gatherings that keep a community of practice alive."""
