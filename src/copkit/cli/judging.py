"""copkit activities why and alternatives: whether a method suits here, and what could stand in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copkit.cli.completing import activity_ids, convening_ids, modes
from copkit.cli.options import AsJson, People, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting

if TYPE_CHECKING:
    from datetime import date

    from copkit.cli.gathering import Gathering
    from copkit.core.activity import Case
    from copkit.core.stage import Diagnosis
    from copkit.reading.workspace import Workspace

Id = Annotated[str, typer.Argument(metavar="ID", help="The activity's id, like fishbowl.", autocompletion=activity_ids)]
Convening = Annotated[
    str | None,
    typer.Argument(metavar="[CONVENING]", help="The convening that it is for.", autocompletion=convening_ids),
]
ModeOption = Annotated[
    str | None, typer.Option("--mode", metavar="MODE", help="in-person, virtual or hybrid.", autocompletion=modes)
]
SHOWN = 8
OTHERS = 3


def why(activity: Id, convening: Convening = None, as_json: AsJson = False, today: Today = None) -> None:
    """Say why an activity suits this community, or not."""
    from copkit.cli.finding import named
    from copkit.cli.terminal import show
    from copkit.core.activity import Wanted, reasons, verdict
    from copkit.core.activity import alternatives as others
    from copkit.reading.workspace import open_workspace
    from copkit.writing.activities import reason_text, why_page
    from copkit.writing.render import Renderer

    with reporting():
        day = day_of(today)
        workspace = open_workspace(Path.cwd())
        one = named("activity", workspace.library.activities, activity)
        case, context = _case(workspace, convening, day)
        found = reasons(one, case)
        said = verdict(found)
        renderer = Renderer(workspace.shelf)
        instead = []
        if said in {"badly", "not"}:
            wanted = Wanted(people=case.people, stage=case.stage, mode=case.mode)
            instead = others(one, workspace.library.activities.values(), wanted)[:OTHERS]
        if as_json:
            rows = [
                {"code": r.code, "weight": r.weight.value, **r.facts, "text": reason_text(renderer, r)} for r in found
            ]
            print_json(
                {"id": one.id, "verdict": said, "reasons": rows, "alternatives": [o.id for o in instead], **context}
            )
        else:
            show(why_page(renderer, one, found, said, context, instead))
        exit_with([*workspace.problems, *workspace.library.activities.problems])


def alternatives(activity: Id, people: People = None, mode: ModeOption = None, as_json: AsJson = False) -> None:
    """List what could stand in an activity's place."""
    from copkit.cli.finding import named, wanted_of
    from copkit.cli.terminal import show
    from copkit.core.activity import alternatives as others
    from copkit.reading.library import library_here
    from copkit.writing.activities import alternatives_page, row
    from copkit.writing.render import Renderer

    with reporting():
        wanted = wanted_of(None, people, None, mode, None, None, None)
        library = library_here(Path.cwd())
        one = named("activity", library.activities, activity)
        found = others(one, library.activities.values(), wanted)[:SHOWN]
        renderer = Renderer(library.shelf)
        if as_json:
            rows = [row(renderer, o, wanted.people) | {"named": o.id in one.instead} for o in found]
            print_json({"id": one.id, "alternatives": rows})
        else:
            show(alternatives_page(renderer, one, found, wanted.people))
        exit_with(library.activities.problems)


def _case(workspace: Workspace, convening_id: str | None, today: date) -> tuple[Case, dict[str, Any]]:
    """Gather what an activity is judged for, and what the page says of it."""
    from copkit.cli.gathering import diagnosed, laid_out
    from copkit.core.activity import Case

    diagnosis = diagnosed(workspace, today)
    context: dict[str, Any] = {
        "community": workspace.profile.name, "stage": diagnosis.planning_stage, "known": diagnosis.known,
        "gathering": None, "people": None,
    }  # fmt: skip
    if convening_id is None:
        return Case(stage=diagnosis.planning_stage), context
    gathering = laid_out(workspace, convening_id)
    case, facts = case_for(workspace, gathering, diagnosis)
    return case, context | facts


def case_for(workspace: Workspace, gathering: Gathering, diagnosis: Diagnosis) -> tuple[Case, dict[str, Any]]:
    """Gather what an activity is judged for in a convening, and what the page says of that."""
    from copkit.cli.gathering import proposed_purpose
    from copkit.core.activity import Case
    from copkit.core.agenda import builders

    convening, agenda = gathering.convening, gathering.agenda
    purpose = convening.strategic.purpose_type or proposed_purpose(workspace, diagnosis)
    case = Case(
        stage=diagnosis.planning_stage,
        mode=convening.mode,
        people=agenda.people,
        longest=int(workspace.library.standards.by_mode("CPK212", convening.mode)),
        purpose=purpose,
        needs=tuple(workspace.library.purposes[purpose].needs),
        kinds=tuple(dict.fromkeys(o.kind for o in convening.outcomes)),
        placed=tuple(b.activity.id for b in agenda.blocks if b.activity),
        categories=frozenset(c for c, blocks in builders(agenda).items() if blocks),
    )
    return case, {"gathering": convening.title or convening.id, "people": agenda.people}
