"""Purposes: what each asks of an agenda, and which one to propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from copkit.core.activity import Mechanism, OutcomeKind, Purpose
from copkit.core.typed import Id, Text, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.format import FittingFormat
    from copkit.core.stage import Diagnosis

SHARED_PURPOSE = 1.6


class PurposeType(Typed):
    """A kind of purpose, the mechanisms that its agenda needs, and the formats that carry it best."""

    title: Text
    so_that: Text
    outcome_kind: OutcomeKind
    needs: Annotated[tuple[Mechanism, ...], Field(min_length=1)]
    formats: Annotated[tuple[Id, ...], Field(min_length=1)]


class PurposeTypes(Typed):
    """The table of purpose types."""

    copkit: Literal[1]
    purposes: dict[Purpose, PurposeType]


def default_purpose(
    diagnosis: Diagnosis, fitting: list[FittingFormat], purposes: Mapping[Purpose, PurposeType]
) -> Purpose:
    """Propose a purpose: agreeing on the purpose where it is not shared (S0-18), else what fits the stage best."""
    shared = diagnosis.dimension("PUR").expected
    if shared is not None and shared <= SHARED_PURPOSE:
        return "alignment"
    rank = {f.format.id: (f.fit, -i) for i, f in enumerate(fitting)}
    return max(
        purposes,
        key=lambda p: (max((rank.get(f, (0, 0)) for f in purposes[p].formats), default=(0, 0)), p == "peer-support"),
    )
