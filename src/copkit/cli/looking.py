"""copkit agenda voice, why, swap and hours: look at one agenda, and exchange a block."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copkit.cli.completing import activity_ids, convening_ids
from copkit.cli.options import AsJson, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting, stop

if TYPE_CHECKING:
    from copkit.cli.gathering import Gathering
    from copkit.core.agenda import Placed

KNOWN_HERE = frozenset({"already", "momentum-has"})
Id = Annotated[
    str, typer.Argument(metavar="ID", help="The convening's id, like spring-clinic.", autocompletion=convening_ids)
]
BlockId = Annotated[str, typer.Argument(metavar="BLOCK", help="The block's id, like troika-consulting.")]
With = Annotated[
    str | None,
    typer.Option("--with", metavar="ACTIVITY", help="Put this one there.", autocompletion=activity_ids),
]


def voice(convening: Id, as_json: AsJson = False) -> None:
    """Say who gets to speak, for each kind of participant."""
    from copkit.cli.gathering import laid_out
    from copkit.cli.terminal import show
    from copkit.core.voice import attendees
    from copkit.reading.workspace import open_workspace
    from copkit.writing.render import Renderer
    from copkit.writing.voices import voice_page, voice_rows

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = _with_agenda(laid_out(workspace, convening))
        found = attendees(gathering.agenda, second_language=bool(gathering.convening.languages.not_first))
        renderer = Renderer(workspace.shelf)
        if as_json:
            print_json({"id": convening, "people": gathering.agenda.people, "attendees": voice_rows(renderer, found)})
        else:
            show(voice_page(renderer, gathering.convening, gathering.agenda, found, workspace.library.standards))
        exit_with([*workspace.problems, *gathering.misfits])


def why(convening: Id, block: BlockId, as_json: AsJson = False, today: Today = None) -> None:
    """Say why a block stands where it stands, and what was second."""
    from copkit.cli.drafting import task_of
    from copkit.cli.gathering import diagnosed, laid_out
    from copkit.cli.judging import case_for
    from copkit.cli.terminal import show
    from copkit.core.activity import reasons
    from copkit.core.composing import replacements
    from copkit.reading.workspace import open_workspace
    from copkit.writing.activities import grouped, reason_text
    from copkit.writing.choosing import block_page, replacement_rows
    from copkit.writing.placing import placing_lines
    from copkit.writing.render import Renderer

    with reporting():
        day = day_of(today)
        workspace = open_workspace(Path.cwd())
        gathering = _with_agenda(laid_out(workspace, convening))
        one = _block(gathering, block)
        diagnosis = diagnosed(workspace, day)
        case, _ = case_for(workspace, gathering, diagnosis)
        task = task_of(workspace, gathering.convening, diagnosis, day)
        second = replacements(task, gathering.agenda, one)
        renderer = Renderer(workspace.shelf)
        activity = None if one.pause else one.activity
        found = [r for r in reasons(activity, case) if r.code not in KNOWN_HERE] if activity else []
        here = placing_lines(renderer, gathering.agenda, one)
        if as_json:
            rows = [{"code": r.code, "weight": r.weight.value, "text": reason_text(renderer, r)} for r in found]
            print_json({"id": convening, "block": one.id, "here": here, "reasons": rows,
                        "second": replacement_rows(second[:1], task)})  # fmt: skip
        else:
            context: dict[str, Any] = {"b": one, "here": here, "groups": grouped(renderer, found)}
            show(block_page(renderer, context, second, task))
        exit_with(workspace.problems)


def swap(convening: Id, block: BlockId, new: With = None, as_json: AsJson = False, today: Today = None) -> None:
    """Offer the best replacements for a block, or put one there."""
    from copkit.cli.drafting import task_of
    from copkit.cli.gathering import diagnosed, laid_out
    from copkit.cli.swapping import put
    from copkit.cli.terminal import show
    from copkit.core.composing import replacements
    from copkit.reading.workspace import open_workspace
    from copkit.writing.choosing import replacement_rows, swap_page
    from copkit.writing.render import Renderer

    with reporting():
        day = day_of(today)
        workspace = open_workspace(Path.cwd())
        gathering = _with_agenda(laid_out(workspace, convening))
        one = _block(gathering, block)
        if one.activity is None or one.pause:
            raise stop("not-replaceable", found=block)
        task = task_of(workspace, gathering.convening, diagnosed(workspace, day), day)
        found = replacements(task, gathering.agenda, one)
        if new is not None:
            put(workspace, gathering, one, new, found)
        elif as_json:
            print_json({"id": convening, "block": one.id, "replacements": replacement_rows(found, task)})
        else:
            show(swap_page(Renderer(workspace.shelf), gathering.convening, one, found, task))
        exit_with(workspace.problems)


def hours(convening: Id, as_json: AsJson = False, today: Today = None) -> None:
    """Say what time it is for whom, and which start is fairest."""
    from copkit.cli.gathering import laid_out
    from copkit.cli.terminal import show
    from copkit.reading.workspace import open_workspace
    from copkit.writing.render import Renderer
    from copkit.writing.voices import hours_data, hours_page

    with reporting():
        workspace = open_workspace(Path.cwd())
        gathering = laid_out(workspace, convening)
        data = hours_data(gathering.convening, workspace.profile, workspace.library.standards, day_of(today))
        if data is None:
            raise stop("no-zones")
        if as_json:
            print_json({"id": convening, **data})
        else:
            show(hours_page(Renderer(workspace.shelf), gathering.convening, data))
        exit_with(workspace.problems)


def _with_agenda(gathering: Gathering) -> Gathering:
    if not gathering.agenda.blocks:
        raise stop("nothing-to-retime", day="1", id=gathering.convening.id)
    return gathering


def _block(gathering: Gathering, name: str) -> Placed:
    known = [b.id for b in gathering.agenda.blocks]
    if name not in known:
        listed = ", ".join(f"`{n}`" for n in known)
        raise stop("no-such-block", found=name, id=gathering.convening.id, known=listed)
    return gathering.agenda.blocks[known.index(name)]
