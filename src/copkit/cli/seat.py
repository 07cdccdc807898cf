"""copkit groups mix and check: who meets whom, in rounds of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson, DryRun, Force, PeopleFile, Seed
from copkit.cli.reporting import data_of, exit_with, print_json, reporting

Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
Table = Annotated[Path, typer.Argument(metavar="FILE", help="rounds.csv or working-groups.csv, or one of your own.")]
For = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="ID",
        help="The convening's id, where the file does not stand in its folder.",
        autocompletion=convening_ids,
    ),
]
Write = Annotated[bool, typer.Option("--write", help="Write the page anew from this table.")]
Size = Annotated[int | None, typer.Option(metavar="N", min=2, max=100, help="How many sit at a table; 4.")]
Rounds = Annotated[int | None, typer.Option(metavar="N", min=1, max=60, help="How often people change tables; 3.")]
MostMeetings = Annotated[
    int | None, typer.Option("--most-meetings", metavar="N", min=1, help="How often two people may meet at most.")
]
Keep = Annotated[
    int, typer.Option("--keep-rounds", metavar="N", min=0, help="So many rounds are over: change only the rest.")
]
Left = Annotated[
    list[str] | None, typer.Option("--left", metavar="NAME", help="Who is not there any more; repeatable.")
]
Joined = Annotated[list[str] | None, typer.Option("--joined", metavar="NAME", help="Who came late; repeatable.")]


def mix(
    convening: Id, size: Size = None, rounds: Rounds = None, most_meetings: MostMeetings = None, keep_rounds: Keep = 0,
    left: Left = None, joined: Joined = None, people: PeopleFile = None, seed: Seed = "1", force: Force = False,
    dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Seat people at tables in rounds, so that they meet others each time."""
    from copkit.cli.files import rows_of
    from copkit.cli.mixing import Asked, mixed, save_rounds
    from copkit.cli.terminal import show
    from copkit.cli.working import seed_of
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.render import Renderer
    from copkit.writing.rounds import rounds_data, rounds_page

    with reporting():
        workspace = open_workspace(Path.cwd())
        asked = Asked(
            size,
            rounds,
            most_meetings,
            keep_rounds,
            tuple(left or ()),
            tuple(joined or ()),
            people,
            seed_of(seed),
            force,
        )
        renderer = Renderer(workspace.shelf)
        made, problems = mixed(workspace, convening, asked)
        saved = rows_of(save_rounds(workspace, renderer, made, force=force, dry_run=dry_run))
        if as_json:
            print_json(rounds_data(renderer, made, saved, [data_of(p) for p in (*workspace.problems, *problems)]))
        else:
            show(rounds_page(renderer, made, saved, dry_run=dry_run) + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *problems])


def check(
    file: Table, for_: For = None, people: PeopleFile = None, write: Write = False, as_json: AsJson = False
) -> None:
    """Judge rounds or working groups that anybody made, with names."""
    from copkit.cli.files import rows_of
    from copkit.cli.seating import checked, save_pages
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.judged import judged_data, judged_page
    from copkit.writing.render import Renderer

    with reporting():
        workspace = open_workspace(Path.cwd())
        renderer = Renderer(workspace.shelf)
        found, problems = checked(workspace, renderer, file, for_, people)
        files = rows_of(save_pages(workspace, renderer, found)) if write else []
        if as_json:
            print_json(judged_data(renderer, found, files, [data_of(p) for p in (*workspace.problems, *problems)]))
        else:
            show(judged_page(renderer, found, files))
        exit_with([*workspace.problems, *problems])
