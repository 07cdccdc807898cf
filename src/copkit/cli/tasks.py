"""copkit tasks list, done and undo: what is due, and ticking it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import convening_ids, task_ids
from copkit.cli.grouping import FirstUnsaid
from copkit.cli.options import AsJson, Today
from copkit.cli.reporting import exit_with, print_json, reporting


class Form(StrEnum):
    """The forms of a list of tasks."""

    TABLE = "table"
    MD = "md"
    TODO = "todo.txt"


Id = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="The convening's id; without it, all that are not closed.",
                   autocompletion=convening_ids),
]  # fmt: skip
Of = Annotated[
    str | None,
    typer.Argument(
        metavar="ID", help="The convening's id, where several have this task.", autocompletion=convening_ids
    ),
]
Task = Annotated[str, typer.Argument(metavar="TASK", help="The id of the task.", autocompletion=task_ids)]
Closed = Annotated[bool, typer.Option("--all", help="Closed gatherings too.")]
Which = Annotated[
    Form, typer.Option("--format", help="A table of what is near, or every task as a checklist or as todo.txt.")
]
app = typer.Typer(cls=FirstUnsaid, rich_markup_mode=None, help="List what is due and overdue; tick what is done.")


@app.command("list")
def list_(
    convening: Id = None, every: Closed = False, form: Which = Form.TABLE, as_json: AsJson = False, today: Today = None
) -> None:
    """List what is overdue, due, next and done."""
    from copkit.cli.doing import listed
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.render import Renderer
    from copkit.writing.tasks import checklist, tasks_data, tasks_page, todo_txt

    with reporting():
        workspace = open_workspace(Path.cwd())
        found, problems = listed(workspace, convening, today, closed=every)
        renderer = Renderer(workspace.shelf)
        if as_json:
            print_json(tasks_data(renderer, found))
        elif form is Form.TABLE:
            show(tasks_page(renderer, found))
        else:
            typer.echo(checklist(renderer, found) if form is Form.MD else todo_txt(found), nl=False)
        exit_with([*workspace.problems, *problems])


@app.command()
def done(task: Task, convening: Of = None, as_json: AsJson = False, today: Today = None) -> None:
    """Tick a task."""
    _tick(task, convening, today, as_json=as_json, done=True)


@app.command()
def undo(task: Task, convening: Of = None, as_json: AsJson = False, today: Today = None) -> None:
    """Take a tick away."""
    _tick(task, convening, today, as_json=as_json, done=False)


def _tick(task: str, convening: str | None, today: str | None, *, as_json: bool, done: bool) -> None:
    from copkit.cli.doing import tick
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.render import Renderer
    from copkit.writing.tasks import tick_data, tick_page

    with reporting():
        workspace = open_workspace(Path.cwd())
        found = tick(workspace, task, convening, today, done=done)
        renderer = Renderer(workspace.shelf)
        if as_json:
            print_json(tick_data(renderer, found))
        else:
            show(tick_page(renderer, found))
        exit_with(workspace.problems)
