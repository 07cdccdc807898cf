"""copkit formats: kinds of gathering, ranked for this community, each with ready sequences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import format_ids, purposes
from copkit.cli.options import AsJson, People, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

Id = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="A format's id, to see its page.", autocompletion=format_ids),
]
PurposeOption = Annotated[
    str | None,
    typer.Option("--purpose", metavar="TYPE", help="What it is for, like peer-support.", autocompletion=purposes),
]


def formats(
    kind: Id = None, purpose: PurposeOption = None, people: People = None, as_json: AsJson = False, today: Today = None
) -> None:
    """Rank the kinds of gathering for this community."""
    from copkit.cli.finding import named, wanted_of
    from copkit.cli.gathering import diagnosed
    from copkit.cli.terminal import show
    from copkit.core.format import rank_formats
    from copkit.reading.library import library_here
    from copkit.reading.workspace import open_workspace
    from copkit.writing.formats import format_page, format_row, formats_page
    from copkit.writing.render import Renderer

    with reporting():
        day = day_of(today)
        wanted = wanted_of(None, people, None, None, purpose, None, None)
        if kind is not None:
            library = library_here(Path.cwd())
            one = named("format", library.formats, kind)
            if as_json:
                print_json(one.model_dump(mode="json") | {"owner": library.formats.owner(one.id)})
            else:
                page = format_page(Renderer(library.shelf), one, library.activities, library.formats.owner(one.id))
                show(page)
            exit_with(library.problems)
            return
        workspace = open_workspace(Path.cwd())
        library, diagnosis = workspace.library, diagnosed(workspace, day)
        ranked = rank_formats(library.formats.values(), diagnosis, wanted.purpose, wanted.people)
        renderer = Renderer(library.shelf)
        if as_json:
            rows = [format_row(renderer, r, wanted.purpose) | {"worth": r.worth, "holds": r.holds} for r in ranked]
            print_json({"stage": diagnosis.planning_stage, "known": diagnosis.known, "formats": rows})
        else:
            show(formats_page(renderer, workspace.profile.name, ranked, diagnosis, wanted.purpose, wanted.people))
        exit_with([*workspace.problems, *library.formats.problems])
