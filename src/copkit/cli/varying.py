"""copkit plan --variants: several good agendas side by side, with what each trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.cli.drafting import task_of
from copkit.cli.gathering import diagnosed, placed
from copkit.cli.reporting import exit_with, print_json, stop
from copkit.problem import InputError

if TYPE_CHECKING:
    from datetime import date

    from copkit.cli.drafting import Asked
    from copkit.reading.workspace import Workspace

MOST = 9


def counted(typed: str | None, option: str) -> int | None:
    """Read a small number."""
    if typed is None:
        return None
    if not (typed.isdecimal() and 1 <= int(typed) <= MOST):
        raise stop("bad-count", found=typed, option=option)
    return int(typed)


def several(workspace: Workspace, name: str, asked: Asked, count: int, today: date, *, as_json: bool) -> None:
    """Show several agendas; a new convening is written down without an agenda, so that one can be chosen."""
    from dataclasses import replace

    from copkit.cli.drafting import in_conflict
    from copkit.cli.planning import ready
    from copkit.cli.terminal import show
    from copkit.core.composing import conflict_of, variants
    from copkit.core.design import Convening
    from copkit.reading.workspace import read_convening
    from copkit.writing.choosing import variant_rows, variants_page
    from copkit.writing.render import Renderer

    fresh = name not in workspace.convening_ids
    if fresh:
        ready(workspace, name, replace(asked, agenda=False), today, dry_run=False)
        from copkit.reading.workspace import open_workspace

        workspace = open_workspace(workspace.folder)
    convening: Convening = read_convening(workspace, name)[0]
    had = convening.drafted
    task = task_of(workspace, convening, diagnosed(workspace, today), today)
    found = variants(task, count)
    if not found:
        raise InputError(in_conflict(convening, conflict_of(task), fresh=False))
    agendas = []
    for draft in found:
        days = tuple(d.model_copy(update={"agenda": b}) for d, b in zip(convening.days, draft.days, strict=True))
        agendas.append(placed(workspace, convening.model_copy(update={"days": days})))
    rows = variant_rows(task, found, agendas)
    if as_json:
        print_json({"id": name, "variants": rows})
    else:
        show(variants_page(Renderer(workspace.shelf), convening, rows, drafted=had))
    exit_with([*workspace.problems, *workspace.library.problems])
