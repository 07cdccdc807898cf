"""copkit activities: find a method, read it, know whether it suits, add your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from copkit.cli.completing import activity_ids, categories, modes, purposes, quadrants
from copkit.cli.judging import alternatives, why
from copkit.cli.options import AsJson, People
from copkit.cli.own import check, new
from copkit.cli.reporting import exit_with, print_json, report, reporting

FIND = "find"


class Searching(TyperGroup):
    """A group in which words that are no command are looked for."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the search before words and options that name no command of the group."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [FIND, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Searching, rich_markup_mode=None, help="Find a method, read it, see whether it suits, add your own."
)
Words = Annotated[list[str] | None, typer.Argument(metavar="[WORDS]...", help="What you look for, in any words.")]
Minutes = Annotated[str | None, typer.Option(metavar="SPAN", help="How long it may take, like 20..40 or 30.")]
Stage = Annotated[str | None, typer.Option(metavar="STAGE", help="What fits a stage well: 1, 2 or 3.")]
ModeOption = Annotated[
    str | None, typer.Option("--mode", metavar="MODE", help="in-person, virtual or hybrid.", autocompletion=modes)
]
Purpose = Annotated[
    str | None, typer.Option(metavar="TYPE", help="What it is for, like peer-support.", autocompletion=purposes)
]
Momentum = Annotated[
    str | None,
    typer.Option(metavar="KIND", help="relationships, what-next or first-step.", autocompletion=categories),
]
Cell = Annotated[
    str | None, typer.Option("--quadrant", metavar="CELL", help="Like async-collaborative.", autocompletion=quadrants)
]
Id = Annotated[str, typer.Argument(metavar="ID", help="The activity's id, like fishbowl.", autocompletion=activity_ids)]


@app.command(FIND)
def find(
    words: Words = None, minutes: Minutes = None, people: People = None, stage: Stage = None, mode: ModeOption = None,
    purpose: Purpose = None, momentum: Momentum = None, quadrant: Cell = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """List activities, by words and by what you need."""
    from copkit.cli.finding import found_page, wanted_of
    from copkit.cli.terminal import show
    from copkit.reading.library import library_here

    with reporting():
        wanted = wanted_of(minutes, people, stage, mode, purpose, momentum, quadrant)
        library = library_here(Path.cwd())
        page, data = found_page(library, " ".join(words or ()), wanted)
        if as_json:
            print_json(data)
        else:
            show(page)
        report(library.activities.notes)
        exit_with(library.activities.problems)


@app.command()
def show(activity: Id, people: People = None, as_json: AsJson = False) -> None:
    """Show one activity, as a page to run it from."""
    from copkit.cli.finding import head_count, named
    from copkit.cli.terminal import show as print_page
    from copkit.reading.library import library_here
    from copkit.writing.activities import activity_data, activity_page
    from copkit.writing.render import Renderer

    with reporting():
        heads = head_count(people)
        library = library_here(Path.cwd())
        shelf = library.activities
        one = named("activity", shelf, activity)
        owner = shelf.owner(one.id)
        if as_json:
            print_json(activity_data(one, heads, owner))
        else:
            titles = {i: shelf[i].title for i in (*one.follow_with, *one.instead) if i in shelf}
            replaces = any(p.facts["found"] == one.id for p in shelf.notes)
            print_page(activity_page(Renderer(library.shelf), one, heads, titles, owner, replaces=replaces))
        exit_with(shelf.problems)


for command in (why, alternatives, new, check):
    app.command()(command)
