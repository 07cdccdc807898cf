"""copkit groups: who meets whom, and who works with whom."""

from __future__ import annotations

import typer

from copkit.cli.group import cohort, work
from copkit.cli.seat import check, mix

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Form groups: who meets whom, and who works with whom."
)


@app.callback()
def groups() -> None:
    """Form groups: who meets whom, and who works with whom."""


for command in (mix, check, work, cohort):
    app.command()(command)
