"""copkit check: what a plan leaves out, said before it matters."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids, rule_ids
from copkit.cli.options import AsJson, Diff, Today, day_of
from copkit.cli.reporting import reporting


class Form(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


Id = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]", help="A convening; without it, all of them and the community.", autocompletion=convening_ids
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE", help="Run these rules: CPK201, CPK2 or ALL. May be given again.", autocompletion=rule_ids
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(metavar="RULE", help="Leave these rules out. May be given again.", autocompletion=rule_ids),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]
Fix = Annotated[bool, typer.Option("--fix", help="Make the safe edits; with --diff only show them.")]
FormOption = Annotated[Form, typer.Option("--format", help="How to write what was found.")]
Baseline = Annotated[Path | None, typer.Option(metavar="FILE", help="Leave out what this file lists.")]
WriteBaseline = Annotated[
    Path | None, typer.Option(metavar="FILE", help="List what is found now, to leave it out later.")
]


def check(
    convening: Id = None, select: Select = None, ignore: Ignore = None, strict: Strict = False, fix: Fix = False,
    diff: Diff = False, form: FormOption = Form.TEXT, as_json: AsJson = False, baseline: Baseline = None,
    write_baseline: WriteBaseline = None, today: Today = None,
) -> None:  # fmt: skip
    """Say what a plan leaves out, and what to do about it."""
    from copkit.cli.checking import check_workspace, chosen_rules, known_convening
    from copkit.cli.findings import beyond, end, list_in, tell
    from copkit.cli.fixing import mend
    from copkit.reading.workspace import open_workspace

    with reporting():
        day = day_of(today)
        workspace = open_workspace(Path.cwd())
        chosen = chosen_rules(workspace, _listed(select), _listed(ignore))
        only = known_convening(workspace, convening)
        if fix:
            mend(workspace, only, chosen, day, diff=diff)
            if diff:
                return
        problems = check_workspace(workspace, only, chosen, day)
        if write_baseline:
            list_in(problems, write_baseline)
            return
        problems = beyond(problems, baseline) if baseline else problems
        tell(problems, Form.JSON if as_json else form, workspace, only)
        end(problems, strict=strict)


def _listed(names: list[str] | None) -> list[str]:
    return [n.strip().upper() for name in names or () for n in name.split(",") if n.strip()]
