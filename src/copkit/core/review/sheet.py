"""What the team decides in the review: the file review.yaml. copkit puts in what there is to decide about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from copkit.core.dates import Day
from copkit.core.design.around import Delta
from copkit.core.design.backward import Ref, SegmentNeed
from copkit.core.typed import Text, Typed

if TYPE_CHECKING:
    from copkit.core.design import Convening
    from copkit.core.followup import Note, Register

Result = Literal["met", "partly", "not", "unknown"]
HASHTAG = re.compile(r"(?<![\w#])#(\w[\w-]*)")


class NoteReview(Delta):
    """A plus or a delta with its tags; a delta is done, parked or declined, with a reason."""

    id: Ref
    text: str = ""
    tags: tuple[Text, ...] = ()


class IndicatorResult(Typed):
    """What came of an indicator, with one story."""

    id: Ref
    indicator: str = ""
    target: str = ""
    result: Result = "unknown"
    found: str = ""
    story: str = ""
    may_be_shown: str = ""
    learnt: str = ""


class Claim(Typed):
    """Something that is claimed, and what shows it."""

    claim: Text
    evidence: str = ""
    on: Day | None = None


class Proof(Typed):
    """Claims about domain, community and practice (S4-1)."""

    domain: tuple[Claim, ...] = ()
    community: tuple[Claim, ...] = ()
    practice: tuple[Claim, ...] = ()


class GoingOn(Typed):
    """What to do again, what to let rest, and what to do in another way (S4-14)."""

    reiterate: tuple[Text, ...] = ()
    pause: tuple[Text, ...] = ()
    reshape: tuple[Text, ...] = ()


class ReviewSheet(Typed):
    """The file review.yaml."""

    copkit: Literal[1] = 1
    deltas: tuple[NoteReview, ...] = ()
    pluses: tuple[NoteReview, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    proof: Proof = Proof()
    going_on: GoingOn = GoingOn()
    unmet_needs: tuple[SegmentNeed, ...] = ()

    def note(self, note_id: str) -> NoteReview | None:
        """Return what was decided about a note, or None."""
        return next((n for n in (*self.deltas, *self.pluses) if n.id == note_id), None)


def settled(sheet: ReviewSheet, register: Register, convening: Convening) -> ReviewSheet:
    """Return the sheet with an entry for every note and every indicator; what the team wrote stays."""
    known = {n.id: n for n in (*sheet.deltas, *sheet.pluses)}
    indicators = {i.id: i for i in sheet.indicators}
    notes = {
        sign: tuple(_entry(known.get(n.id), n) for n in register.notes if n.sign == sign) for sign in ("plus", "delta")
    }
    ours = {n.id for n in register.notes}
    rest = tuple(n for n in sheet.deltas if n.id not in ours)
    wanted = tuple(
        indicators.get(s.id, IndicatorResult(id=s.id, indicator=s.indicator or "", target=s.target or ""))
        for s in convening.success
        if s.indicator or s.id in indicators
    )
    ids = {i.id for i in wanted}
    return sheet.model_copy(
        update={
            "deltas": (*notes["delta"], *rest),
            "pluses": (*notes["plus"], *(n for n in sheet.pluses if n.id not in ours)),
            "indicators": (*wanted, *(i for i in sheet.indicators if i.id not in ids)),
        }
    )


def _entry(there: NoteReview | None, note: Note) -> NoteReview:
    if there is not None:
        return there.model_copy(update={"text": there.text or note.text})
    return NoteReview(id=note.id, text=note.text, tags=tags_of(note))


def tags_of(note: Note) -> tuple[str, ...]:
    """Return the tags of a note: those given with it, and each word behind a # in its text."""
    return tuple(dict.fromkeys((*note.tags, *HASHTAG.findall(note.text))))
