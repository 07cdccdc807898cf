"""What the next convening takes over: the file next-inputs.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from copkit.core.design.around import Delta
from copkit.core.design.backward import SegmentNeed
from copkit.core.followup import Carried
from copkit.core.people import without_names
from copkit.core.typed import Id, Text, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from copkit.core.design import Convening
    from copkit.core.followup import Commitment, Register
    from copkit.core.review.sheet import ReviewSheet

FIRST = (None, "do", "park", "decline")


class AnswerChange(Typed):
    """An answer of the diagnosis that changed since the convening."""

    item: Text
    before: str = ""
    now: str = ""


class NextInputs(Typed):
    """What one convening gives to the next: needs, answers to what people wished, promises that go on."""

    copkit: Literal[1] = 1
    source: Id
    needs: tuple[SegmentNeed, ...] = ()
    deltas: tuple[Delta, ...] = ()
    unfinished: tuple[Carried, ...] = ()
    reshape: tuple[Text, ...] = ()
    pause: tuple[Text, ...] = ()
    answers: tuple[AnswerChange, ...] = ()


def next_inputs(
    convening: Convening,
    register: Register,
    sheet: ReviewSheet,
    answers: Iterable[AnswerChange],
    is_private: Callable[[Commitment], bool],
    known: Iterable[str],
) -> NextInputs:
    """Return what the next convening takes over; names are taken out of what people wished, private promises stay out.

    Every delta goes along, also one that is not decided: the next plan then asks about it.
    """
    people = {*known, *register.people}
    deltas = sorted(
        (
            Delta(
                text=without_names(d.text, people),
                decision=d.decision,
                reason=d.reason and without_names(d.reason, people),
            )
            for d in sheet.deltas
            if d.text.strip()
        ),
        key=lambda d: FIRST.index(d.decision),
    )
    unfinished = tuple(
        Carried.model_validate({"id": c.id, "from": convening.id, "who": c.who, "what": c.what, "state": c.state})
        for c in register.commitments
        if not c.finished and not is_private(c)
    )
    return NextInputs(
        source=convening.id,
        needs=sheet.unmet_needs,
        deltas=tuple(deltas),
        unfinished=(*unfinished, *(c for c in register.carried if c.state not in {"done", "dropped"})),
        reshape=sheet.going_on.reshape,
        pause=sheet.going_on.pause,
        answers=tuple(answers),
    )


def take_over(convening: Convening, inputs: NextInputs) -> Convening:
    """Return a convening that goes on from an earlier one: its needs, and the answers to what people wished."""
    strategic = convening.strategic
    known = {n.id for n in strategic.needs}
    needs = (*strategic.needs, *(n for n in inputs.needs if n.id not in known))
    return convening.model_copy(
        update={
            "previous": inputs.source,
            "deltas": (*convening.deltas, *inputs.deltas),
            "strategic": strategic.model_copy(update={"needs": needs}),
        }
    )
