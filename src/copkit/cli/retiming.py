"""copkit agenda retime: new times for a day that runs late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copkit.cli.completing import convening_ids
from copkit.cli.options import AsJson
from copkit.cli.reporting import exit_with, print_json, reporting, stop

if TYPE_CHECKING:
    from copkit.cli.gathering import Gathering
    from copkit.core.agenda import NewTimes, NoRoom
    from copkit.reading.workspace import Workspace

Id = Annotated[
    str, typer.Argument(metavar="ID", help="The convening's id, like spring-clinic.", autocompletion=convening_ids)
]
At = Annotated[str, typer.Option("--at", metavar="TIME", help="What time it is, like 10:42, or +1:05 after the start.")]
Late = Annotated[str, typer.Option("--late", metavar="MINUTES", help="How late you are, like 12; -5 when ahead.")]
Day = Annotated[str | None, typer.Option("--day", metavar="N", help="Which day, where there are several.")]
Write = Annotated[bool, typer.Option("--write", help="Put the new minutes into convening.yaml.")]


def retime(convening: Id, at: At, late: Late, day: Day = None, write: Write = False, as_json: AsJson = False) -> None:
    """Give a day that runs late its new times."""
    from copkit.cli.gathering import laid_out
    from copkit.cli.moment import day_asked, lateness, moment_of
    from copkit.cli.terminal import show
    from copkit.core.agenda import NoRoom
    from copkit.core.agenda import retime as new_times
    from copkit.problem import Severity
    from copkit.reading.workspace import open_workspace
    from copkit.writing.render import Renderer
    from copkit.writing.timing import Asked, retime_data, retime_page

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = laid_out(workspace, convening)
        plan = day_asked(gathering, day)
        now = moment_of(plan, at)
        behind = lateness(plan, late, now)
        found = new_times(gathering.agenda, plan.number, now, behind)
        written = _written(workspace, gathering, plan.number, found) if write else None
        asked = Asked(gathering.convening, gathering.agenda, plan, now, behind, written)
        if as_json:
            print_json(retime_data(asked, found))
        else:
            show(retime_page(Renderer(workspace.shelf), asked, found))
        if write and isinstance(found, NoRoom):
            raise stop("no-room-to-write")
        stale = written is not None
        exit_with([*workspace.problems, *(m for m in gathering.misfits if m.severity is Severity.ERROR and not stale)])


def _written(workspace: Workspace, gathering: Gathering, day: int, found: NewTimes | NoRoom) -> str | None:
    """Write the new minutes, when the file then says the new times; return its name, None where nothing changes."""
    from copkit.cli.gathering import placed
    from copkit.core.agenda import NoRoom
    from copkit.core.design import Convening
    from copkit.problem import InputError
    from copkit.reading.checked import check
    from copkit.reading.source import parse_yaml
    from copkit.reading.workspace import FILE
    from copkit.writing.files import save_text
    from copkit.writing.retiming import retimed_text

    if isinstance(found, NoRoom):
        return None
    source = gathering.source
    text = retimed_text(source.text, source.places, source.keys, day, found.rows)
    if text == source.text:
        return None
    if text is not None:
        try:
            fresh = check(parse_yaml(text, source.name), Convening)
        except InputError:
            raise stop("cannot-write-times") from None
        blocks = placed(workspace, fresh).days[day - 1].blocks
        kept = [(r.start, r.minutes) for r in found.rows if r.state != "dropped"]
        if [(b.start, b.minutes) for b in blocks] == kept:
            save_text(workspace.convening_folder(gathering.convening.id) / FILE, text, was=gathering.source.text)
            return source.name
    raise stop("cannot-write-times")
