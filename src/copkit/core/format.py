"""Convening formats: kinds of gathering and how well they fit a stage (domain model §B6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from copkit.core.activity import Minutes, Mode, Purpose, StageFit, Stages, Strand
from copkit.core.typed import Id, Text, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copkit.core.stage import Diagnosis

# The dimension of the diagnosis that a strand of a format strengthens (domain model §B2, §B6).
DIMENSION = {
    "conversation": "CVS", "connection": "CNX", "communication": "COM", "boundary-spanning": "BND",
    "creation": "CRE", "leadership": "LED",
}  # fmt: skip
FIT_COUNTS, PURPOSE_COUNTS, LAG_COUNTS = 10, 4, 3


class FormatPeople(Typed):
    """Head counts between which a format works."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1)]


class SequenceBlock(Typed):
    """An activity in a sequence, with its minutes and what it is about there."""

    activity: Id
    minutes: Minutes
    about: Text | None = None


class SequenceDay(Typed):
    """A day of a sequence; its blocks fill it."""

    minutes: Minutes
    agenda: Annotated[tuple[SequenceBlock, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _filled(self) -> Self:
        if sum(b.minutes for b in self.agenda) != self.minutes:
            msg = "sum"
            raise ValueError(msg)
        return self


class Sequence(Typed):
    """A ready order of activities for a length, the modes and the head counts that it was made for."""

    title: Text
    why: Text
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    people: FormatPeople
    days: Annotated[tuple[SequenceDay, ...], Field(min_length=1)]

    def serves(self, lengths: tuple[int, ...], mode: Mode, people: int) -> bool:
        """Tell whether it is made for days of these lengths, a mode and a head count."""
        fits = self.people.min <= people <= self.people.max
        return tuple(d.minutes for d in self.days) == lengths and mode in self.modes and fits


class Format(Typed):
    """A kind of gathering."""

    copkit: Literal[1]
    id: Id
    title: Text
    gist: Text
    stages: Stages
    strands: Annotated[tuple[Strand | Literal["creation", "leadership"], ...], Field(min_length=1)]
    people: FormatPeople
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    sequences: tuple[Sequence, ...] = ()
    source: Text

    def fit(self, stage: int) -> StageFit:
        """Return the fit for stage 1, 2 or 3."""
        return (self.stages.emerging, self.stages.structured, self.stages.self_organised)[stage - 1]


@dataclass(frozen=True, slots=True)
class FittingFormat:
    """A format, its fit 0–3 for one stage, and the reason."""

    format: Format
    fit: int
    why: str


def fitting_formats(formats: Iterable[Format], stage: int) -> list[FittingFormat]:
    """Return the formats that suit a stage, best first; those to avoid (fit 0) are left out."""
    found = [FittingFormat(f, fit.fit, fit.why) for f in formats for fit in [f.fit(stage)] if fit.fit > 0]
    return sorted(found, key=lambda x: (-x.fit, x.format.id))


@dataclass(frozen=True, slots=True)
class RankedFormat:
    """A format with what speaks for it here: its fit, the purpose, the parts of community life that lag behind."""

    format: Format
    fit: int
    why: str
    purpose: bool
    lags: tuple[str, ...]
    holds: bool

    @property
    def worth(self) -> int:
        """Return what it is worth here; the stage counts most."""
        return FIT_COUNTS * self.fit + PURPOSE_COUNTS * self.purpose + LAG_COUNTS * bool(self.lags)


def rank_formats(
    formats: Iterable[Format], diagnosis: Diagnosis, purpose: Purpose | None, people: int | None
) -> list[RankedFormat]:
    """Rank formats for a community, the best first; those that cannot be held with so many people come last.

    What lags is the strand, or the strands, whose dimension stands lowest among those with evidence.
    """
    known = {d.id: d.expected for d in diagnosis.dimensions if d.expected is not None}
    lowest = min((known[d] for d in DIMENSION.values() if d in known), default=None)
    behind = {strand for strand, d in DIMENSION.items() if lowest is not None and known.get(d) == lowest}
    found = []
    for f in formats:
        fit = f.fit(diagnosis.planning_stage)
        lags = tuple(s for s in f.strands if s in behind)
        holds = people is None or f.people.min <= people <= f.people.max
        found.append(RankedFormat(f, fit.fit, fit.why, purpose in f.purposes, lags, holds))
    return sorted(found, key=lambda r: (not r.holds, r.fit == 0, -r.worth, r.format.id))
