"""One change of a register, made alone and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from copkit.cli.reporting import print_json
from copkit.core.followup import Register, Taken

Change = Callable[[Register, date], tuple[Register, Taken]]


def change_register(name: str | None, today: date, as_json: bool, change: Change) -> None:
    """Read a register, change it, write it, and say what changed; no other copkit writes in between."""
    from copkit.cli.capturing import Captured, current, keep, register_of, report
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace, read_convening
    from copkit.writing.files import alone

    workspace = open_workspace(Path.cwd())
    known, _ = read_convening(workspace, name or current(workspace, today))
    with alone(workspace.folder):
        register, taken = change(register_of(workspace, known.id), today)
        keep(workspace, known.id, register)
    found = Captured(register, taken)
    page, data = report(workspace, known.id, known.title or known.id, found, dry_run=False)
    print_json(data) if as_json else show(page)
