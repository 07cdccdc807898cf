"""One change of a register, made alone and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from copkit.cli.reporting import exit_with, print_json
from copkit.core.followup import Register, Taken
from copkit.problem import Problem, Severity

Change = Callable[[Register, date], tuple[Register, Taken]]


def _odd_dates(register: Register, taken: Taken) -> list[Problem]:
    """Warn of a date just typed in that no reminder can be made from."""
    ids = {label.partition(":")[2] for label in (*taken.new, *taken.changed)}
    odd = [c.by for c in register.commitments if c.id in ids and c.by and c.due is None]
    return [Problem("odd-date", None, {"found": text}, Severity.WARNING) for text in odd]


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
    found.problems += _odd_dates(register, taken)
    page, data = report(workspace, known.id, known.title or known.id, found, dry_run=False)
    print_json(data) if as_json else show(page)
    exit_with(found.problems)
