"""The steps of `copkit review`: what was captured, what the team decided, the page, and the inputs of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from copkit.cli.capturing import take_everything
from copkit.cli.files import rows_of
from copkit.cli.reporting import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.core.design import Convening
    from copkit.core.followup import Register
    from copkit.core.review import AnswerChange, NextInputs, Review, ReviewSheet
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact, Saved


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with what it was made from."""

    convening: Convening
    register: Register
    sheet: ReviewSheet
    review: Review
    inputs: NextInputs
    page: Artefact
    problems: list[Problem]


def review_of(workspace: Workspace, name: str, today: date) -> Reviewed:
    """Read what was captured and decided, and make the review; nothing is written yet."""
    from copkit.core.review import next_inputs, reviewed, settled
    from copkit.reading.people import PEOPLE, read_people
    from copkit.reading.review import NEXT_INPUTS, REVIEW, read_review
    from copkit.reading.workspace import read_convening
    from copkit.shelf import shown
    from copkit.writing.followup import agreed, private
    from copkit.writing.render import Renderer
    from copkit.writing.review import review_page

    convening, _ = read_convening(workspace, name)
    folder = workspace.convening_folder(name)
    found = take_everything(workspace, name, (), today)
    people, faults = read_people(workspace.folder / PEOPLE, shown(workspace.folder / PEOPLE))
    sheet = settled(read_review(folder / REVIEW, shown(folder / REVIEW)), found.register, convening)
    review = reviewed(found.register, sheet)
    inputs = next_inputs(
        convening, found.register, sheet, _moved(workspace, convening), private, [p.name for p in people]
    )
    more = {
        "sheet": sheet,
        "inputs": inputs,
        "answers": inputs.answers,
        "agreed": agreed,
        "sheet_file": shown(folder / REVIEW),
        "inputs_file": shown(folder / NEXT_INPUTS),
    }
    page = review_page(Renderer(workspace.shelf), convening, found.register, review, more)
    return Reviewed(convening, found.register, sheet, review, inputs, page, [*found.problems, *faults])


def _moved(workspace: Workspace, convening: Convening) -> list[AnswerChange]:
    """Return which answers of the diagnosis changed since the gathering, as far as they were kept."""
    from copkit.core.review import AnswerChange
    from copkit.core.stage import changes
    from copkit.reading.snapshots import read_snapshots

    model, day = workspace.library.stage_model, convening.first_day
    kept, _ = read_snapshots(workspace.folder, model)
    before = [s for s in kept if day is not None and s.date <= day and s.model == model.stage_model]
    if not before or before[-1] is kept[-1] or kept[-1].model != model.stage_model:
        return []
    questions = {i.id: i.question for i in model.items}
    return [
        AnswerChange(item=f"{c.item} {questions.get(c.item, '')}".strip(), before=_level(c.before), now=_level(c.after))
        for c in changes(before[-1].answers, kept[-1].answers)
    ]


def _level(level: int | None) -> str:
    return "" if level is None else str(level)


def keep_review(workspace: Workspace, found: Reviewed) -> None:
    """Write the sheet, and the inputs of the next convening, where they changed."""
    from copkit.reading.review import NEXT_INPUTS, REVIEW
    from copkit.writing.files import save_private
    from copkit.writing.review import next_inputs_text, review_text

    folder = workspace.convening_folder(found.convening.id)
    for name, write in (
        (REVIEW, partial(review_text, sheet=found.sheet)),
        (NEXT_INPUTS, partial(next_inputs_text, inputs=found.inputs)),
    ):
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if (text := write(old)) != old:
            save_private(path, text)


def shown_review(found: Reviewed, saved: Sequence[Saved]) -> tuple[str, dict[str, Any]]:
    """Return the page for the terminal, and everything as plain data."""
    from copkit.writing.yamls import plain

    review = found.review
    files = rows_of(saved)
    data = {
        "id": found.convening.id,
        "attendance": {"registered": review.registered, "present": review.present},
        "themes": [
            {
                "tag": t.tag,
                "voices": t.votes,
                "plus": [{"id": n.id, "text": n.text, "votes": n.votes} for n in t.pluses],
                "delta": [{"id": n.id, "text": n.text, "votes": n.votes} for n in t.deltas],
            }
            for t in review.themes
        ],
        "decided": [
            {"id": n.id, "text": n.text, "decision": d.decision, "reason": d.reason} for n, d in review.decided
        ],
        "undecided": [n.id for n in review.undecided],
        "promises": dict(review.promises),
        "renegotiated_ever": review.renegotiated_ever,
        "indicators": [plain(i) for i in review.indicators],
        "proof": plain(found.sheet.proof),
        "going_on": plain(found.sheet.going_on),
        "next_inputs": plain(found.inputs),
        "files": files,
        "problems": [data_of(p) for p in found.problems],
    }
    return found.page.text, data
