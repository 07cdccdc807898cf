"""Convening formats: kinds of gathering and how well they fit a stage (domain model §B6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from copkit.core.activity import Purpose, Stages, Strand
from copkit.core.typed import Id, Text, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable


class FormatPeople(Typed):
    """Head counts between which a format works."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1)]


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
    source: Text


@dataclass(frozen=True, slots=True)
class FittingFormat:
    """A format, its fit 0–3 for one stage, and the reason."""

    format: Format
    fit: int
    why: str


def fitting_formats(formats: Iterable[Format], stage: int) -> list[FittingFormat]:
    """Return the formats that suit a stage, best first; those to avoid (fit 0) are left out."""
    found = [
        FittingFormat(f, fit.fit, fit.why)
        for f in formats
        for fit in [(f.stages.emerging, f.stages.structured, f.stages.self_organised)[stage - 1]]
        if fit.fit > 0
    ]
    return sorted(found, key=lambda x: (-x.fit, x.format.id))
