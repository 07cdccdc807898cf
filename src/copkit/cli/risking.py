"""copkit agenda risk: how likely the times of an agenda hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson
from copkit.cli.reporting import exit_with, print_json, reporting, stop

Id = Annotated[
    str, typer.Argument(metavar="ID", help="The convening's id, like spring-clinic.", autocompletion=convening_ids)
]
HISTORY = "history.csv"


def risk(convening: Id, as_json: AsJson = False) -> None:
    """Estimate how likely an agenda holds its times."""
    from copkit.cli.gathering import laid_out
    from copkit.cli.terminal import show
    from copkit.core.agenda import risk as risk_of
    from copkit.reading.history import read_history
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import shown
    from copkit.writing.render import Renderer
    from copkit.writing.timing import risk_data, risk_page

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = laid_out(workspace, convening)
        agenda = gathering.agenda
        if not agenda.blocks:
            raise stop("nothing-to-retime", day="1", id=gathering.convening.id)
        path = workspace.folder / HISTORY
        history, problems = read_history(path, shown(path))
        found = [(d, risk_of(agenda, d.number, history)) for d in agenda.days if d.blocks]
        if as_json:
            print_json(risk_data(gathering.convening, found))
        else:
            show(risk_page(Renderer(workspace.shelf), gathering.convening, found, len(history)))
        exit_with([*workspace.problems, *gathering.misfits, *problems])
