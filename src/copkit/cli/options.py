"""Options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
People = Annotated[str | None, typer.Option(metavar="N", help="How many people you expect.")]
Today = Annotated[str | None, typer.Option(metavar="DATE", help="Take this as today, not the clock's date.")]
Force = Annotated[bool, typer.Option("--force", help="Write over files that a person changed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print what would change in the files, and write nothing.")]

Seed = Annotated[str, typer.Option(metavar="N", help="Draws between equals; another number draws again.")]
PeopleFile = Annotated[Path | None, typer.Option("--people", metavar="FILE", help="Who takes part, not people.csv.")]

GATHERING = range(3, 100_001)  # as in core.design.Convening


def heads_of(typed: str, known: range = GATHERING) -> int:
    """Read a head count; raise ValueError where it is none."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(known.stop)) else -1
    if number not in known:
        raise ValueError(typed)
    return number


def day_of(today: str | None, zone: str | None = None) -> date:
    """Return the day that counts as today: as typed, else now in a time zone, else the organiser's own calendar."""
    from pydantic_core import PydanticCustomError

    from copkit.cli.reporting import stop
    from copkit.core.dates import parse_date

    if today is None:
        return datetime.now(ZoneInfo(zone) if zone else None).date()
    try:
        return parse_date(today)
    except PydanticCustomError as error:
        raise stop(error.type, found=today) from None
