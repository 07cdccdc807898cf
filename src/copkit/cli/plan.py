"""copkit plan: draft a convening, keep it in time, write its documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids, lengths, modes, purposes, segments
from copkit.cli.forms import Format, forms_of
from copkit.cli.options import AsJson, Diff, DryRun, Force, People, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

Id = Annotated[
    str, typer.Argument(metavar="ID", help="The convening's id, like spring-clinic.", autocompletion=convening_ids)
]
For = Annotated[
    str | None, typer.Option("--for", metavar="SEGMENT", help="Who it is for: a segment's id.", autocompletion=segments)
]
Purpose = Annotated[
    str | None,
    typer.Option(
        metavar="TYPE",
        help="What it is for, like peer-support, or a format like problem-clinic.",
        autocompletion=purposes,
    ),
]
Length = Annotated[
    str | None, typer.Option(metavar="LENGTH", help="90min, 2h30, half-day, day or 2-days.", autocompletion=lengths)
]
On = Annotated[str | None, typer.Option(metavar="DATE", help="The first day, like 2027-03-12.")]
Start = Annotated[str | None, typer.Option(metavar="TIME", help="When it starts, like 09:30.")]
ModeOption = Annotated[
    str | None, typer.Option("--mode", metavar="MODE", help="in-person, virtual or hybrid.", autocompletion=modes)
]
Like = Annotated[
    str | None, typer.Option(metavar="ID", help="Take an earlier convening, or one of an example, as a model.")
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="ID", help="Go on from a reviewed convening: needs, wishes, promises."),
]
Variants = Annotated[
    str | None, typer.Option(metavar="N", help="Show N different good agendas with what each trades; choose later.")
]
Variant = Annotated[str | None, typer.Option(metavar="K", help="Draft the K-th of these agendas, not the best one.")]


def plan(
    convening: Id, segment: For = None, purpose: Purpose = None, length: Length = None, on: On = None,
    start: Start = None, mode: ModeOption = None, people: People = None, like: Like = None, source: From = None,
    variants: Variants = None, variant: Variant = None, form: Format = None,
    force: Force = False, dry_run: DryRun = False, diff: Diff = False, as_json: AsJson = False, today: Today = None,
) -> None:  # fmt: skip
    """Design a gathering backwards, and write it down."""
    from copkit.cli.drafting import Asked
    from copkit.cli.planning import documents, expect, judged, ready, summary
    from copkit.cli.publishing import for_mails
    from copkit.cli.terminal import show
    from copkit.cli.varying import counted, several
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import alone, save

    with reporting():
        day, forms = day_of(today), forms_of(form)
        workspace = open_workspace(Path.cwd())
        asked = Asked(
            segment, purpose, length, on, start, mode, people, like, counted(variant, "--variant"), source=source
        )
        if number := counted(variants, "--variants"):
            several(workspace, convening, asked, number, day, dry_run=dry_run or diff, as_json=as_json)
            return
        with alone(workspace.folder, dry_run=dry_run or diff):
            gathering, notes = ready(workspace, convening, asked, day, dry_run=dry_run or diff)
        verdict = judged(workspace, gathering, day)
        expect(workspace, gathering, notes)
        folder = workspace.convening_folder(convening) / "out"
        dates = for_mails(workspace, convening, today, forms, folder, dry_run=dry_run or diff)
        artefacts, lost = documents(workspace, gathering, day, verdict, notes.turnout, forms, folder, dates.calendar)
        notes.problems += [*dates.problems, *lost]
        saved = [*save(artefacts, folder, force=force, dry_run=dry_run or diff), *dates.saved]
        page, data = summary(workspace, gathering, saved, notes, verdict, day, dry_run=dry_run)
        if diff:
            typer.echo("".join(s.diff for s in [*([notes.file] if notes.file else []), *saved]), nl=False)
        elif as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *workspace.library.problems, *notes.problems, *gathering.misfits])
