"""The steps of `copkit plan`: a file that is ready, its documents, and a short report."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from copkit.cli.capturing import keep, register_of
from copkit.cli.drafting import Asked, composed, draft, inputs_of
from copkit.cli.files import rows_of, together
from copkit.cli.findings import row_of
from copkit.cli.findings import summary as count
from copkit.cli.gathering import Gathering, brief_of, diagnosed, laid_out
from copkit.cli.reporting import data_of, sentence
from copkit.problem import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.agenda import Agenda
    from copkit.core.composing import Draft
    from copkit.core.design import Convening
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact, Saved
    from copkit.writing.forms import Forms
    from copkit.writing.render import Renderer


ALMOST = 0.85
SHOWN = 3


@dataclass(slots=True)
class Notes:
    """What happened on the way to a ready file."""

    drafted: bool = False
    draft: Draft | None = None
    variant: int | None = None
    file: Saved | None = None
    assumed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    turnout: Mapping[str, Any] | None = None

    @property
    def choice(self) -> dict[str, Any]:
        """Return how the agenda was chosen: with a proof, as a variant, or from a ready sequence."""
        proof = self.draft.proof if self.draft and self.variant is None else None
        return {"proof": proof, "variant": self.variant, "ready": bool(self.draft and self.draft.proof is None)}


def ready(workspace: Workspace, name: str, asked: Asked, today: date, *, dry_run: bool) -> tuple[Gathering, Notes]:
    """Read the convening; draft it where there is no file, and its agenda where there is none."""
    from copkit.core.agenda import lay_out
    from copkit.core.composing import assumed_people
    from copkit.core.design import Convening
    from copkit.reading.checked import check
    from copkit.reading.source import parse_yaml
    from copkit.reading.workspace import FILE
    from copkit.shelf import shown
    from copkit.writing.drafts import convening_text, with_agenda
    from copkit.writing.files import save_text
    from copkit.writing.render import Renderer

    path = workspace.convening_folder(name) / FILE
    notes, was = Notes(variant=asked.variant), ""
    if name in workspace.convening_ids:
        gathering = laid_out(workspace, name)
        notes.problems += [_not_applied(shown(path), name, option) for option in asked.given]
        if gathering.convening.drafted:
            notes.problems += _without_agenda(gathering)
            return gathering, notes
        diagnosis = diagnosed(workspace, today)
        notes.draft = composed(workspace, gathering.convening, diagnosis, today, variant=asked.variant)
        was = gathering.source.text
        text = with_agenda(was, notes.draft.days)
    else:
        _good_name(name)
        _not_misspelt(name, asked, workspace.convening_ids)
        diagnosis = diagnosed(workspace, today)
        convening, notes.draft, notes.assumed = draft(workspace, name, asked, diagnosis, today)
        text = convening_text(Renderer(workspace.shelf), convening, list(workspace.library.purposes))
    notes.drafted = True
    source = parse_yaml(text, shown(path))
    fresh = check(source, Convening)
    notes.file = save_text(path, text, was=was, dry_run=dry_run)
    if asked.source and not dry_run and name == fresh.id and fresh.previous == asked.source:
        _carry(workspace, name, asked.source)
    if fresh.first_day is not None and fresh.first_day < today:
        facts = {"found": fresh.first_day.isoformat()}
        notes.problems.append(source.problem("in-the-past", ("days", 0, "date"), facts, severity=Severity.WARNING))
    people = assumed_people(fresh, workspace.profile)
    return Gathering(
        fresh, source, lay_out(fresh, people, workspace.library.activities, workspace.library.kinds)
    ), notes


def _carry(workspace: Workspace, name: str, source: str) -> None:
    """Note the promises of an earlier convening that go on, in the register of the new one."""
    carried = inputs_of(workspace, source).unfinished
    register = register_of(workspace, name)
    if carried and not register.carried:
        keep(workspace, name, register.model_copy(update={"carried": carried}))


def _good_name(name: str) -> None:
    from copkit.cli.reporting import stop
    from copkit.reading.checked import good_id

    if not good_id(name):
        raise stop("bad-id", found=name)


def _not_misspelt(name: str, asked: Asked, known: Sequence[str]) -> None:
    import difflib

    from copkit.cli.reporting import stop

    near = difflib.get_close_matches(name, known, n=1, cutoff=ALMOST)
    if near and not asked.given:
        raise stop("new-or-misspelt", found=name, near=near[0])


def _not_applied(file: str, name: str, option: str) -> Problem:
    return Problem("already-drafted", Location(file), {"found": name, "option": option}, Severity.WARNING)


def _without_agenda(gathering: Gathering) -> list[Problem]:
    return [
        gathering.source.problem("day-without-agenda", ("days", i), {"day": str(i + 1)}, severity=Severity.WARNING)
        for i, day in enumerate(gathering.convening.days)
        if not day.agenda
    ]


def judged(workspace: Workspace, gathering: Gathering, today: date) -> list[Problem]:
    """Say what `copkit check` would say of it, the gravest first."""
    from copkit.cli.checking import case_of, check_case, chosen_rules, read_all

    others = [r.convening for r in read_all(workspace) if r.convening and r.name != gathering.convening.id]
    case = case_of(workspace, gathering.convening, diagnosed(workspace, today), others)
    found = check_case(workspace, case, gathering.source, chosen_rules(workspace, [], []))
    return sorted(found, key=lambda p: (list(Severity).index(p.severity), *p.order))


def expect(workspace: Workspace, gathering: Gathering, notes: Notes) -> None:
    """Note who can be expected, and what attendance.csv holds that is not understood."""
    from copkit.cli.attending import foreseen

    notes.turnout, faults = foreseen(workspace, gathering.convening)
    notes.problems += faults


def documents(
    workspace: Workspace, gathering: Gathering, today: date, verdict: Sequence[Problem],
    turnout: Mapping[str, Any] | None, forms: Forms, folder: Path, calendar: bytes,
) -> tuple[list[Artefact], list[Problem]]:  # fmt: skip
    """Render every document of the plan in its forms, and return what could not be written."""
    from copkit.writing.forms import in_forms
    from copkit.writing.plan import plan_documents
    from copkit.writing.render import Renderer

    findings = [{**row_of(p), "message": _on_a_page(sentence(p)[0])} for p in verdict]
    brief = replace(brief_of(workspace, gathering, today), findings=findings, turnout=turnout)
    renderer = Renderer(workspace.shelf)
    return in_forms(renderer, plan_documents(renderer, brief, calendar), forms, folder)


def _on_a_page(message: str) -> str:
    """Put what a person wrote between the quotation marks of a page, not those of a terminal."""
    return re.sub(r"`([^`]*)`", r"“\1”", message)


def summary(
    workspace: Workspace,
    gathering: Gathering,
    saved: Sequence[Saved],
    notes: Notes,
    verdict: Sequence[Problem],
    today: date,
    *,
    dry_run: bool,
) -> tuple[str, dict[str, Any]]:
    """Return the short report for the terminal, and everything as plain data."""
    from copkit.core.voice import figures
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    convening, agenda = gathering.convening, gathering.agenda
    diagnosis = diagnosed(workspace, today)
    questions = _questions(renderer, convening)
    everything = [*([notes.file] if notes.file else []), *saved]
    files = rows_of(everything)
    file = os.path.relpath(workspace.convening_folder(convening.id) / "convening.yaml")
    context = {
        "c": convening,
        "a": agenda,
        "v": figures(agenda),
        "title": convening.title or convening.id,
        "file": file,
        "questions": questions,
        "files": together(files),
        "drafted": notes.drafted and not dry_run,
        "assumed": notes.assumed,
        **notes.choice,
        "stage": diagnosis.planning_stage,
        "known": diagnosis.known,
        "turnout": notes.turnout,
        "verdict": count(verdict),
        "gravest": [_on_a_page(sentence(p)[0]) for p in verdict[:SHOWN]],
        "fates": renderer.words["labels"]["would" if dry_run else "fates"],
    }
    data = {
        "id": convening.id, "file": file, "drafted": notes.drafted and not dry_run, "assumed": notes.assumed,
        "proof": _proof(notes),
        "agenda": _rows(agenda),
        "voice": asdict(figures(agenda)),
        "expected_show": notes.turnout,
        "open_questions": questions,
        "findings": [row_of(p) for p in verdict],
        "files": files,
        "problems": [
            data_of(p) for p in (*workspace.problems, *workspace.library.problems, *notes.problems, *gathering.misfits)
        ],
    }  # fmt: skip
    return renderer.render("plan/summary.md.j2", context), data


def _questions(renderer: Renderer, convening: Convening) -> list[str]:
    from copkit.core.design import open_questions

    asked = [(renderer.question(k), about) for k, about in open_questions(convening)]
    return [f"{about}: {question}" if about else question for question, about in asked]


def _proof(notes: Notes) -> dict[str, Any] | None:
    proof = notes.draft.proof if notes.draft else None
    return (
        {"worth": proof.worth, "bound": proof.bound, "proven": proof.proven, "choices": proof.choices}
        if proof
        else None
    )


def _rows(agenda: Agenda) -> list[dict[str, Any]]:
    return [
        {
            "id": b.id, "title": b.title, "activity": b.block.activity, "day": b.day, "from": b.from_clock,
            "to": b.to_clock, "minutes": b.minutes, "serves": list(b.block.serves), "type": b.type,
        }
        for b in agenda.blocks
    ]  # fmt: skip
