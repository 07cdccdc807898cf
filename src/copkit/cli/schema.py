"""copkit schema: the JSON Schema of a file, so that editors complete and check."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from copkit.cli.reporting import print_json, reporting


class Kind(StrEnum):
    """The files that have a schema."""

    COMMUNITY = "community"
    CONVENING = "convening"
    CALENDAR = "calendar"
    ACTIVITY = "activity"
    FORMAT = "format"
    REGISTER = "register"
    REVIEW = "review"
    TASKS = "tasks"
    PUBLISHED = "published"
    GROUPS = "groups"


Which = Annotated[Kind, typer.Argument(help="Which file.")]


def schema(kind: Which = Kind.COMMUNITY) -> None:
    """Print the JSON Schema of a file, for your editor."""
    from copkit.reading.library import Library
    from copkit.shelf import Shelf
    from copkit.writing.schema import schema_of

    with reporting():
        library = Library(Shelf())
        dates = library.calendar.kinds
        print_json(schema_of(kind.value, library.stage_model, library.activity_ids, library.formats, dates))
