"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
Today = Annotated[
    datetime | None,
    typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Take this as today, not the clock's date."),
]
Force = Annotated[bool, typer.Option("--force", help="Write over files that a person changed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print what would change in the files, and write nothing.")]
