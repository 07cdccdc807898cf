"""Judging: coverage, confidence, vitality, mixed pictures, the cross-check (domain model §B4, steps 5 to 9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from copkit.core.stage.label import levels
from copkit.core.stage.scoring import expected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.community import Dates
    from copkit.core.stage.evidence import Contradiction, Evidence
    from copkit.core.stage.label import Label
    from copkit.core.stage.model import Confidence, StageModel
    from copkit.core.stage.scoring import Mark, Score

FULL_DIMENSION = 3
Vitality = Literal["alive", "quiet", "dormant", "closing", "unknown"]


def coverage_of(model: StageModel, marks: Mapping[str, Sequence[Mark]]) -> float:
    """Return the share of the picture that somebody answered, weighted by dimension."""
    total = math.fsum(d.weight for d in model.dimensions)
    return math.fsum(d.weight * min(1, len(marks[d.id]) / FULL_DIMENSION) for d in model.dimensions) / total


def enough(model: StageModel, marks: Mapping[str, Sequence[Mark]], coverage: float) -> bool:
    """Tell whether enough is known to state a stage."""
    limits = model.thresholds
    return (
        coverage >= limits.min_coverage
        and sum(bool(m) for m in marks.values()) >= limits.min_dimensions
        and all(marks[d] for d in limits.must_have_evidence)
    )


def confidence_of(
    model: StageModel, marks: Mapping[str, Sequence[Mark]], evidence: Evidence, found: Score,
    coverage: float, steady: float | None, against: Sequence[Contradiction],
) -> Literal["high", "medium", "low"]:  # fmt: skip
    """Return the confidence; a lone manager never gets high, and an open conflict keeps it low."""
    limits = model.thresholds
    open_conflict = any(c.kind == "conflict" for c in against)
    if steady is None or open_conflict:
        return "low"
    with_logs = sum(any(m.source != "people" for m in own) for own in marks.values())
    several = len(evidence.voices) >= limits.high_respondents or with_logs >= limits.high_log_dimensions
    best = max(found.probabilities)

    def meets(asked: Confidence) -> bool:
        return coverage >= asked.coverage and best >= asked.probability and steady >= asked.stability

    if several and meets(limits.high):
        return "high"
    return "medium" if meets(limits.medium) else "low"


def vitality_of(model: StageModel, dates: Dates, today: date) -> Vitality:
    """Tell whether the community is alive; `unknown` where too few dates are given to say."""
    if dates.wound_down:
        return "closing"
    known = [d for d in (dates.last_gathering, dates.last_member_message) if d is not None]
    if not known:
        return "unknown"
    silent = (today - max(known)).days
    limits = model.thresholds
    if silent < limits.quiet_days:
        return "alive"
    if len(known) == 1:
        return "unknown"
    return "dormant" if silent >= limits.dormant_days else "quiet"


def mixed_of(model: StageModel, found: Score, named: Label) -> tuple[str, ...]:
    """Return the dimensions that stand elsewhere than the whole, or at the ends of a wide spread."""
    limits = model.thresholds
    values = {d: expected(p) for d, p in found.by_dimension.items()}
    elsewhere = [
        d
        for d, p in found.by_dimension.items()
        if max(p) >= limits.mixed_probability and p.index(max(p)) + 1 not in levels(named.stage)
    ]
    spread = max(values.values()) - min(values.values()) >= limits.mixed_spread
    ends = [d for d, e in values.items() if e in {max(values.values()), min(values.values())}] if spread else []
    return tuple(d.id for d in model.dimensions if d.id in {*elsewhere, *ends})


def mean_answer(model: StageModel, marks: Mapping[str, Sequence[Mark]]) -> float | None:
    """Return the plain weighted mean of the answers, for a cross-check."""
    weighted = [(model.dimension(d).weight * m.weight, m.answer) for d, own in marks.items() for m in own]
    total = math.fsum(w for w, _ in weighted)
    return math.fsum(w * a for w, a in weighted) / total if total else None


def mean_stage_of(model: StageModel, mean: float | None) -> str | None:
    """Return the stage that the plain mean would give."""
    if mean is None:
        return None
    low, high = model.thresholds.mean_cuts
    return "1" if mean < low else "2" if mean < high else "3"


def apart(stage: str, other: str) -> bool:
    """Tell whether two stages differ by more than a transition."""
    return min(abs(level - int(other)) for level in levels(stage)) >= 1
