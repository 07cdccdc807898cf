"""The diagnosis: stage, how sure, what holds it back, what next (domain model §B4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.stage.advising import NextMove, ask_next, next_moves
from copkit.core.stage.evidence import Evidence, contradictions, marks_of
from copkit.core.stage.judging import (
    Vitality,
    apart,
    confidence_of,
    coverage_of,
    enough,
    mean_answer,
    mean_stage_of,
    mixed_of,
    vitality_of,
)
from copkit.core.stage.label import Blocked, label, levels, stability
from copkit.core.stage.scoring import Parameters, between, expected, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.community import Dates
    from copkit.core.stage.evidence import Contradiction
    from copkit.core.stage.model import Dimension, StageModel
    from copkit.core.stage.scoring import Mark, Score, Triple

SEED = 2026


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One dimension as found: expected stage and probabilities are None where nothing is known.

    `low` and `high` say about where it lies: one standard deviation around the expected stage.
    """

    id: str
    title: str
    weight: float
    answered: int
    expected: float | None
    probabilities: Triple | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one mark adds: its log-odds for stage 2 against 1, and 3 against 2, before the design effects."""

    item: str
    dimension: str
    answer: int
    weight: float
    source: str
    log_odds_2_vs_1: float
    log_odds_3_vs_2: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the instrument suggests, and every number behind it."""

    model: str
    stage: str
    last_known_stage: str | None
    probabilities: Triple
    expected: float
    coverage: float
    stability: float | None
    confidence: Literal["high", "medium", "low"]
    vitality: Vitality
    dimensions: tuple[DimensionView, ...]
    blocked_by: tuple[Blocked, ...]
    contradictions: tuple[Contradiction, ...]
    mixed: tuple[str, ...]
    mean_answer: float | None
    mean_stage: str | None
    cross_check_differs: bool
    ask_next: tuple[str, ...]
    next_moves: tuple[NextMove, ...]
    respondents: int
    contributions: tuple[Contribution, ...]

    @property
    def known(self) -> bool:
        """Tell whether a stage is stated at all."""
        return self.stage != "insufficient"

    @property
    def planning_stage(self) -> int:
        """Return the stage to plan for: the lower of the label, and of conversation and leadership where they lag.

        With too little evidence it is 1: failing safe means to support more than is needed (§B4, step 8).
        """
        stated = self.last_known_stage or self.stage
        if not stated[0].isdigit():
            return 1
        low = levels(stated)[0]
        lagging = [d.expected for d in self.dimensions if d.id in {"CVS", "LED"} and d.expected is not None]
        return max(1, min([low, *(round(e) for e in lagging)])) if self.mixed else low

    def dimension(self, dimension_id: str) -> DimensionView:
        """Return one dimension's view; raise KeyError where there is none."""
        return {d.id: d for d in self.dimensions}[dimension_id]


def diagnose(model: StageModel, evidence: Evidence, dates: Dates, today: date, seed: int = SEED) -> Diagnosis:
    """Suggest a stage from the evidence, with confidence, contradictions, next moves and what to ask.

    The instrument is unvalidated (domain model §B8): the result is a suggestion, never a measurement.
    """
    marks = marks_of(model, evidence)
    found = score(marks, Parameters.of(model))
    named = label(model, marks, found)
    coverage = coverage_of(model, marks)
    stated = enough(model, marks, coverage)
    steady = stability(model, marks, named.stage, seed) if stated else None
    against = contradictions(model, evidence)
    vitality = vitality_of(model, dates, today)
    stage = named.stage if stated else "insufficient"
    dormant = vitality == "dormant"
    mean = mean_answer(model, marks)
    mean_stage = mean_stage_of(model, mean)
    return Diagnosis(
        model=model.stage_model,
        stage="dormant" if dormant else stage,
        last_known_stage=stage if dormant else None,
        probabilities=found.probabilities,
        expected=found.expected,
        coverage=coverage,
        stability=steady,
        confidence=confidence_of(model, marks, evidence, found, coverage, steady, against),
        vitality=vitality,
        dimensions=tuple(_view(d, marks[d.id], found) for d in model.dimensions),
        blocked_by=named.blocked_by if stated else (),
        contradictions=tuple(against),
        mixed=mixed_of(model, found, named) if stated else (),
        mean_answer=mean,
        mean_stage=mean_stage,
        cross_check_differs=stated and mean_stage is not None and apart(named.stage, mean_stage),
        ask_next=ask_next(model, marks, found) if coverage < 1 else (),
        next_moves=next_moves(model, marks, found, named) if stated else (),
        respondents=len(evidence.voices),
        contributions=_contributions(model, marks),
    )


def _view(dimension: Dimension, marks: Sequence[Mark], found: Score) -> DimensionView:
    p = found.by_dimension.get(dimension.id)
    answered = len({m.item for m in marks})
    if p is None:
        return DimensionView(dimension.id, dimension.title, dimension.weight, answered, None, None)
    return DimensionView(dimension.id, dimension.title, dimension.weight, answered, expected(p), p, *between(p))


def _contributions(model: StageModel, marks: Mapping[str, Sequence[Mark]]) -> tuple[Contribution, ...]:
    logs = Parameters.of(model).log_evidence
    return tuple(
        Contribution(
            m.item, m.dimension, m.answer, m.weight, m.source,
            m.weight * (logs[m.answer][1] - logs[m.answer][0]),
            m.weight * (logs[m.answer][2] - logs[m.answer][1]),
        )
        for own in marks.values()
        for m in own
    )  # fmt: skip
