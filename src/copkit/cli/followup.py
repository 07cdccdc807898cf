"""copkit followup: the check-in pack that turns what was promised into what is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.forms import Format, forms_of
from copkit.cli.options import AsJson, Diff, DryRun, Force, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]
When = Annotated[
    str | None, typer.Option("--when", metavar="DAY", help="Just what is due then: day-14, or check-in. With letters.")
]


def followup(
    convening: Id, when: When = None, form: Format = None, force: Force = False, dry_run: DryRun = False,
    diff: Diff = False, as_json: AsJson = False, today: Today = None,
) -> None:  # fmt: skip
    """Write the check-in pack: messages, call, promises."""
    from copkit.cli.capturing import keep
    from copkit.cli.following import due_then, in_all_forms, pack, summary
    from copkit.cli.publishing import for_mails
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import words
    from copkit.writing.files import alone, remove, save

    with reporting():
        day, forms = day_of(today), forms_of(form)
        workspace = open_workspace(Path.cwd())
        with alone(workspace.folder, dry_run=dry_run or diff):
            folder = workspace.convening_folder(convening) / "out" / "follow-up"
            dates = for_mails(workspace, convening, today, forms, folder, dry_run=dry_run or diff)
            made = pack(workspace, convening, day, dates.calendar)
            then = due_then(made, when) if when else None
            artefacts, lost = in_all_forms(workspace, then.artefacts if then else made.artefacts(folder), forms, folder)
            made.problems.extend([*dates.problems, *lost])
            if not (dry_run or diff):
                keep(workspace, convening, made.captured)
            for path in () if then or dry_run or diff else made.outdated(folder):
                remove(path)
            saved = [*save(artefacts, folder, force=force, dry_run=dry_run or diff), *dates.saved]
        page, data = summary(workspace, made, then, saved, day, dry_run=dry_run)
        if diff:
            typer.echo("".join(s.diff for s in saved), nl=False)
        elif as_json:
            print_json(data)
        else:
            show(page + (words()["cli"]["dry_run"] if dry_run else ""))
        exit_with([*workspace.problems, *workspace.library.problems, *made.problems])
