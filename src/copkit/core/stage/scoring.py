"""From evidence to the posterior over stages (domain model §B4, steps 1 and 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.stage.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.stage.model import StageModel

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of evidence: an item answered 0–3 by people, or shown by a log, with its weight."""

    item: str
    dimension: str
    answer: int
    weight: float
    source: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers that a perturbation may move: the evidence table, the weights and the two correlations."""

    log_evidence: Mapping[int, Triple]
    weights: Mapping[str, float]
    item_correlation: float
    dimension_correlation: float

    @classmethod
    def of(cls, model: StageModel) -> Parameters:
        """Take the numbers from a stage model as they stand."""
        return cls(
            {answer: _logs(row) for answer, row in model.evidence.items()},
            {d.id: d.weight for d in model.dimensions},
            model.thresholds.item_correlation,
            model.thresholds.dimension_correlation,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """The posterior over the three stages, overall and by dimension."""

    probabilities: Triple
    by_dimension: Mapping[str, Triple]

    @property
    def expected(self) -> float:
        """Return the expected stage, between 1 and 3."""
        return expected(self.probabilities)


def _logs(row: Sequence[float]) -> Triple:
    return (math.log(row[0]), math.log(row[1]), math.log(row[2]))


def expected(probabilities: Triple) -> float:
    """Return the expected stage of a distribution, between 1 and 3."""
    return sum(stage * p for stage, p in zip(STAGES, probabilities, strict=True))


def between(probabilities: Triple) -> tuple[float, float]:
    """Return about where the stage lies: the expected stage less and plus one standard deviation, within 1 to 3."""
    middle = expected(probabilities)
    away = math.sqrt(sum((stage - middle) ** 2 * p for stage, p in zip(STAGES, probabilities, strict=True)))
    return max(float(STAGES[0]), middle - away), min(float(STAGES[-1]), middle + away)


def softmax(likelihoods: Sequence[float]) -> Triple:
    """Turn log-likelihoods into probabilities under a uniform prior."""
    top = max(likelihoods)
    parts = [math.exp(x - top) for x in likelihoods]
    total = math.fsum(parts)
    return (parts[0] / total, parts[1] / total, parts[2] / total)


def design_effect(count: int, correlation: float) -> float:
    """Return the factor by which correlated evidence counts less: 1/(1+(n−1)·ρ)."""
    return 1 / (1 + (count - 1) * correlation)


def score(by_dimension: Mapping[str, Sequence[Mark]], parameters: Parameters) -> Score:
    """Score the evidence: the design effect within each dimension, then across dimensions.

    Formula: domain model §B4, steps 1 and 2. Sums are exact (`math.fsum`), so the order of the marks never matters.
    """
    likelihoods: dict[str, Triple] = {}
    for dimension, marks in by_dimension.items():
        if marks:
            tau = design_effect(len(marks), parameters.item_correlation)
            sums = [tau * math.fsum(m.weight * parameters.log_evidence[m.answer][s] for m in marks) for s in range(3)]
            likelihoods[dimension] = (sums[0], sums[1], sums[2])
    if not likelihoods:
        return Score((1 / 3, 1 / 3, 1 / 3), {})
    mean_weight = math.fsum(parameters.weights.values()) / len(parameters.weights)
    tau = design_effect(len(likelihoods), parameters.dimension_correlation)
    overall = [
        tau * math.fsum(parameters.weights[d] / mean_weight * row[s] for d, row in likelihoods.items())
        for s in range(3)
    ]
    return Score(softmax(overall), {d: softmax(row) for d, row in likelihoods.items()})
