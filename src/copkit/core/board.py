"""The board: one page with six fields about a community's convening, filled from what is known (S0-19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.core.agenda import strands
from copkit.core.stage import levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from copkit.core.activity import Strand
    from copkit.core.agenda import Agenda
    from copkit.core.community import Profile
    from copkit.core.design import Convening
    from copkit.core.format import RankedFormat
    from copkit.core.stage import Diagnosis, StageModel

# The strand, the dimension of the diagnosis and what members can do on a platform, for the fields three to six.
STRANDS: tuple[tuple[Strand, str, str], ...] = (
    ("conversation", "CVS", "start-threads"),
    ("connection", "CNX", "form-groups"),
    ("communication", "COM", ""),
    ("boundary-spanning", "BND", ""),
)
MOST_LINES, MOST_QUESTIONS, MOST_FORMATS, MOST_TITLES = 5, 3, 4, 3


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is known: what kind of thing it is, and its facts."""

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the board; where it has no lines, it asks. `more` counts the lines that are left out."""

    number: int
    id: str
    lines: tuple[Line, ...]
    questions: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a board is made from: plans are gatherings to come, with their agendas."""

    profile: Profile
    diagnosis: Diagnosis
    model: StageModel
    formats: Sequence[RankedFormat]
    plans: Sequence[tuple[Convening, Agenda]]


def to_come(convening: Convening, today: date) -> bool:
    """Tell whether a gathering is still to come, or has no date yet."""
    return convening.status != "closed" and (convening.last_day is None or convening.last_day >= today)


def board(known: Known) -> tuple[Field, ...]:
    """Fill the six fields from profile, diagnosis and plans; a field about which nothing is known asks instead."""
    found = [_field(1, "stage", list(_stage(known)), _ask_next(known))]
    found.append(_field(2, "opportunities", list(_opportunities(known)), ()))
    for number, (strand, dimension, affordance) in enumerate(STRANDS, start=3):
        lines = [*_planned(known, strand), *_around(known, strand, affordance), *_diagnosed(known, dimension)]
        found.append(_field(number, strand, lines, _unanswered(known, dimension)))
    return tuple(found)


def _field(number: int, name: str, lines: Sequence[Line], questions: Sequence[str]) -> Field:
    asked = () if lines else tuple(questions[:MOST_QUESTIONS])
    return Field(number, name, tuple(lines[:MOST_LINES]), asked, max(0, len(lines) - MOST_LINES))


def _stage(known: Known) -> Iterator[Line]:
    d = known.diagnosis
    if d.stage == "dormant":
        yield Line("dormant")
    elif d.known:
        yield Line("stage", {"stage": d.stage})
        yield Line("sure", {"confidence": d.confidence, "coverage": f"{d.coverage:.0%}"})
        yield Line("looks-like", {"text": known.model.portraits[levels(d.stage)[0] - 1].looks_like})
        if d.next_moves:
            yield Line("next", {"text": d.next_moves[0].text})


def _ask_next(known: Known) -> tuple[str, ...]:
    return tuple(known.model.item(i).question for i in known.diagnosis.ask_next)


def _opportunities(known: Known) -> Iterator[Line]:
    """Yield the kinds of gathering that fit; where no stage is suggested, nothing is claimed."""
    if known.diagnosis.known and known.diagnosis.stage != "dormant":
        for ranked in [r for r in known.formats if r.fit > 0][:MOST_FORMATS]:
            yield Line("format", {"title": ranked.format.title, "why": ranked.why})


def _planned(known: Known, strand: Strand) -> Iterator[Line]:
    for convening, agenda in known.plans:
        titles = strands(agenda)[strand]
        if titles:
            rest = len(titles) - MOST_TITLES
            facts = {"gathering": convening.title or convening.id, "titles": ", ".join(titles[:MOST_TITLES])}
            yield Line("planned-more" if rest > 0 else "planned", {**facts, "more": str(rest)})


def _around(known: Known, strand: Strand, affordance: str) -> Iterator[Line]:
    """Yield what stands around the gatherings: places to talk, messages, people outside."""
    for platform in known.profile.platforms:
        if affordance and affordance in (platform.members_can or ()):
            yield Line(affordance, {"name": platform.name})
    if strand == "communication":
        if known.profile.rhythm:
            yield Line("rhythm", {"rhythm": known.profile.rhythm})
        for convening, _ in known.plans:
            if convening.messages:
                facts = {"gathering": convening.title or convening.id, "n": str(len(convening.messages))}
                yield Line("message" if len(convening.messages) == 1 else "messages", facts)
    if strand == "boundary-spanning":
        for one in known.profile.stakeholders:
            yield Line("outside", {"title": one.title, "relation": one.relation})


def _diagnosed(known: Known, dimension: str) -> Iterator[Line]:
    d = known.diagnosis
    expected = d.dimension(dimension).expected
    if d.known and expected is not None:
        yield Line("expected", {"stage": f"{expected:.1f}"})
        for move in d.next_moves:
            if known.model.item(move.item).dimension == dimension:
                yield Line("next", {"text": move.text})


def _unanswered(known: Known, dimension: str) -> tuple[str, ...]:
    answered = {c.item for c in known.diagnosis.contributions}
    return tuple(i.question for i in known.model.items if i.dimension == dimension and i.id not in answered)
