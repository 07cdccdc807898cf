"""copkit groups work and cohort: who works with whom, and who cares about the same."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson, DryRun, Force, PeopleFile, Seed, Today, day_of
from copkit.cli.reporting import data_of, exit_with, print_json, reporting


class Fair(StrEnum):
    """What is held to be fair."""

    WORST_FIRST = "worst-first"
    TOTAL = "total"
    STABLE = "stable"


class By(StrEnum):
    """What people can have in common."""

    INTEREST = "interest"
    PROGRAMME = "programme"
    ROLE = "role"
    TENURE = "tenure"
    SEGMENT = "segment"


Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
Ballot = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Who wants what: a column for each stream, or a list each.")
]
Fairness = Annotated[
    Fair | None,
    typer.Option(help="The worst-off first, the total, or groups that nobody would swap. Else as in rules.yaml."),
]
Kinds = Annotated[list[By] | None, typer.Option("--by", help="Only cohorts of this kind; repeatable.")]


def work(
    convening: Id, ballot: Ballot = None, fairness: Fairness = None, seed: Seed = "1", people: PeopleFile = None,
    force: Force = False, dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Form working groups from wishes, expertise and energy."""
    from copkit.cli.files import rows_of
    from copkit.cli.terminal import show
    from copkit.cli.working import Asked, formed, save_groups, seed_of
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.groups import groups_data, groups_page
    from copkit.writing.render import Renderer

    with reporting():
        workspace = open_workspace(Path.cwd())
        asked = Asked(ballot, people, fairness.value if fairness else None, seed_of(seed))
        renderer = Renderer(workspace.shelf)
        found, problems = formed(workspace, convening, asked)
        saved = rows_of(save_groups(workspace, renderer, found, force=force, dry_run=dry_run))
        if as_json:
            print_json(groups_data(renderer, found, saved, [data_of(p) for p in (*workspace.problems, *problems)]))
        else:
            show(groups_page(renderer, found, saved, dry_run=dry_run) + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *problems])


def cohort(
    by: Kinds = None, people: PeopleFile = None, force: Force = False, dry_run: DryRun = False, as_json: AsJson = False,
    today: Today = None,
) -> None:  # fmt: skip
    """Show who cares about the same, what changed, and what is there for them."""
    from copkit.cli.cohorting import grouped
    from copkit.cli.files import rows_of
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.cohorts import cohort_page, cohorts_data
    from copkit.writing.render import Renderer

    with reporting():
        workspace = open_workspace(Path.cwd())
        renderer, kinds, day = Renderer(workspace.shelf), [b.value for b in by or ()], day_of(today)
        made, saved, problems = grouped(workspace, renderer, kinds, people, day, force=force, dry_run=dry_run)
        files = rows_of(saved)
        if as_json:
            print_json(cohorts_data(made, files, [data_of(p) for p in (*workspace.problems, *problems)]))
        else:
            show(cohort_page(renderer, made, files, dry_run=dry_run) + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *problems])
