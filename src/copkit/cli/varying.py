"""copkit plan --variants: several good agendas side by side, with what each trades."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.cli.drafting import task_of
from copkit.cli.gathering import diagnosed, laid_out, placed
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


def several(
    workspace: Workspace, name: str, asked: Asked, count: int, today: date, *, dry_run: bool, as_json: bool
) -> None:
    """Show several agendas; a new convening is written down without an agenda, so that one can be chosen."""
    from copkit.cli.drafting import drafted, in_conflict
    from copkit.cli.planning import ready
    from copkit.cli.terminal import show
    from copkit.core.composing import conflict_of, fitting_sequence, variants
    from copkit.reading.workspace import FILE
    from copkit.writing.choosing import variant_rows, variants_page
    from copkit.writing.files import save_text
    from copkit.writing.render import Renderer

    fresh = name not in workspace.convening_ids
    if fresh:
        gathering, _ = ready(workspace, name, replace(asked, agenda=False), today, dry_run=True)
    else:
        gathering = laid_out(workspace, name)
    convening = gathering.convening
    task = task_of(workspace, convening, diagnosed(workspace, today), today)
    found = variants(task, count)
    if not found:
        raise InputError(in_conflict(convening, conflict_of(task), task.setting.people, fresh=fresh))
    if fresh:
        save_text(workspace.convening_folder(name) / FILE, gathering.source.text, dry_run=dry_run)
    rows = variant_rows(task, found, [placed(workspace, drafted(convening, d)) for d in found])
    if as_json:
        print_json({"id": name, "variants": rows})
    else:
        format_ = workspace.library.formats.get(convening.format or "")
        made = bool(format_ and fitting_sequence(format_, task))
        facts = {"drafted": convening.drafted, "ready": made, "written": not (fresh and dry_run)}
        show(variants_page(Renderer(workspace.shelf), convening, rows, facts))
    exit_with([*workspace.problems, *workspace.library.problems])
