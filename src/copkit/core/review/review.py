"""What a convening brought: plus and delta by theme, promises, indicators, proof, attendance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.followup import counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.followup import Note, Register, State
    from copkit.core.review.sheet import IndicatorResult, NoteReview, ReviewSheet


@dataclass(frozen=True, slots=True)
class Theme:
    """The notes of one tag, else of one part of the gathering, those with the most votes first; the rest comes last."""

    tag: str
    pluses: tuple[Note, ...]
    deltas: tuple[Note, ...]

    @property
    def votes(self) -> int:
        """Return how many people said this: each note once, and its votes."""
        return sum(1 + n.votes for n in (*self.pluses, *self.deltas))


@dataclass(frozen=True, slots=True)
class Review:
    """What a convening brought, as data."""

    themes: tuple[Theme, ...]
    voices: int
    decided: tuple[tuple[Note, NoteReview], ...]
    undecided: tuple[Note, ...]
    promises: Mapping[State, int]
    renegotiated_ever: int
    indicators: tuple[IndicatorResult, ...]
    results: Mapping[str, int]
    registered: int | None
    present: tuple[int, ...]


def reviewed(register: Register, sheet: ReviewSheet) -> Review:
    """Count and group what was captured and decided; nothing is weighed against anything else."""
    deltas = sorted((n for n in register.notes if n.sign == "delta"), key=_loudest)
    decisions = [(n, sheet.note(n.id)) for n in deltas]
    results = {r: sum(i.result == r for i in sheet.indicators) for r in ("met", "partly", "not", "unknown")}
    attended = sorted(register.attendance, key=lambda a: a.day)
    return Review(
        themes=_themes(register, sheet),
        voices=sum(1 + n.votes for n in register.notes),
        decided=tuple((n, d) for n, d in decisions if d is not None and _is_decided(d)),
        undecided=tuple(n for n, d in decisions if d is None or not _is_decided(d)),
        promises=counts(register),
        renegotiated_ever=sum(any(h.state == "renegotiated" for h in c.history) for c in register.commitments),
        indicators=sheet.indicators,
        results=results,
        registered=next((a.registered for a in attended if a.registered is not None), None),
        present=tuple(a.present for a in attended if a.present is not None),
    )


def _is_decided(note: NoteReview) -> bool:
    """Tell whether a delta has its answer: what is done needs no reason, all else needs one."""
    return note.decision == "do" or (note.decision is not None and bool(note.reason))


def _themes(register: Register, sheet: ReviewSheet) -> tuple[Theme, ...]:
    tagged: dict[str, list[Note]] = {}
    for note in register.notes:
        entry = sheet.note(note.id)
        for tag in (entry.tags if entry else ()) or (note.about,):
            tagged.setdefault(tag.casefold(), []).append(note)
    themes = [
        Theme(
            tag,
            tuple(sorted((n for n in notes if n.sign == "plus"), key=_loudest)),
            tuple(sorted((n for n in notes if n.sign == "delta"), key=_loudest)),
        )
        for tag, notes in tagged.items()
    ]
    return tuple(sorted(themes, key=lambda t: (not t.tag, -t.votes, t.tag)))


def _loudest(note: Note) -> int:
    return -note.votes
