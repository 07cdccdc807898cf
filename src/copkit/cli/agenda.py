"""copkit agenda: the commands that look at one agenda and adjust it; each lives in a file of its own."""

from __future__ import annotations

import typer

from copkit.cli.looking import hours, swap, voice, why
from copkit.cli.retiming import retime
from copkit.cli.risking import risk

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Look at one agenda, and adjust it.")
for command in (voice, why, swap, retime, risk, hours):
    app.command()(command)
