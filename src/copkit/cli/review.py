"""copkit review: what was learnt, decided and shown, and what the next convening takes over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.forms import Format, forms_of
from copkit.cli.options import AsJson, DryRun, Force, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

Id = Annotated[str, typer.Argument(metavar="ID", help="The convening's id.", autocompletion=convening_ids)]


def review(
    convening: Id, form: Format = None, force: Force = False, dry_run: DryRun = False, as_json: AsJson = False,
    today: Today = None,
) -> None:  # fmt: skip
    """Look back on wishes, promises and results; go on."""
    from copkit.cli.capturing import keep
    from copkit.cli.following import in_all_forms
    from copkit.cli.reviewing import keep_review, review_of, shown_review
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.files import alone, save

    with reporting():
        day, forms = day_of(today), forms_of(form)
        workspace = open_workspace(Path.cwd())
        with alone(workspace.folder, dry_run=dry_run):
            found = review_of(workspace, convening, day)
            if not dry_run:
                keep(workspace, convening, found.register)
                keep_review(workspace, found)
            folder = workspace.convening_folder(convening) / "out" / "review"
            pages, lost = in_all_forms(workspace, [found.page], forms, folder)
            found.problems.extend(lost)
            saved = save(pages, folder, force=force, dry_run=dry_run)
        page, data = shown_review(found, saved)
        print_json(data) if as_json else show(page)
        exit_with([*workspace.problems, *found.problems])
