"""From the posterior to a label, through the gates (domain model §B4, steps 3 and 4), and how stable it is."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.stage.model import STAGES
from copkit.core.stage.scoring import Parameters, Score, expected, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.stage.model import Gate, StageModel
    from copkit.core.stage.scoring import Mark, Triple


@dataclass(frozen=True, slots=True)
class Blocked:
    """A gate that did not open, and the item that keeps it shut."""

    gate: str
    item: str
    answer: int | None
    dimension: str
    found: float | None
    needed: float


@dataclass(frozen=True, slots=True)
class Label:
    """The stage suggested, and what blocked a higher one."""

    stage: str
    blocked_by: tuple[Blocked, ...] = ()


def levels(stage: str) -> tuple[int, ...]:
    """Return the stages that a label names: `1→2` names 1 and 2."""
    return tuple(int(part) for part in stage.split("→"))


def _mode(probabilities: Triple, margin: float) -> str:
    best, second = sorted(range(3), key=lambda s: (-probabilities[s], s))[:2]
    if probabilities[best] - probabilities[second] < margin and abs(best - second) == 1:
        low, high = sorted((best, second))
        return f"{STAGES[low]}→{STAGES[high]}"
    return str(STAGES[best])


def _shut(gate: Gate, by_dimension: Mapping[str, Sequence[Mark]], found: Score) -> list[Blocked]:
    blocked = []
    for need in gate.needs:
        marks = by_dimension.get(need.dimension, ())
        if need.item is not None:
            own = [m.answer for m in marks if m.item == need.item]
            answer = min(own) if own else None
            if answer is None or answer < need.at_least:
                blocked.append(Blocked(gate.id, need.item, answer, need.dimension, None, need.at_least))
            continue
        value = expected(found.by_dimension[need.dimension]) if need.dimension in found.by_dimension else None
        if marks and value is not None and value < need.at_least:
            lowest = min(marks, key=lambda m: (m.answer, m.item))
            blocked.append(Blocked(gate.id, lowest.item, lowest.answer, need.dimension, value, need.at_least))
    return blocked


def label(model: StageModel, by_dimension: Mapping[str, Sequence[Mark]], found: Score) -> Label:
    """Name the stage: the mode, a transition where two are close, then the gates."""
    stage = _mode(found.probabilities, model.thresholds.transition_margin)
    blocked: list[Blocked] = []
    for gate in sorted(model.gates, key=lambda g: -g.stage):
        reaches = levels(stage)[-1] >= gate.stage if gate.stage == STAGES[1] else stage == str(gate.stage)
        shut = _shut(gate, by_dimension, found) if reaches else []
        if shut:
            stage = gate.otherwise
            blocked = shut
    return Label(stage, tuple(blocked))


def stability(model: StageModel, by_dimension: Mapping[str, Sequence[Mark]], stage: str, seed: int) -> float:
    """Return the share of seeded perturbations of the instrument's own numbers that keep the label.

    Each perturbation multiplies every entry of the evidence table and every weight by e^N(0, σ), makes the table's
    columns sum to one again, and draws both correlations evenly from their ranges (domain model §B4, step 7).
    """
    limits = model.thresholds
    chance = random.Random(seed)  # noqa: S311 - a seeded simulation, no secret
    kept = 0
    for _ in range(limits.perturbations):
        table = {
            a: [p * math.exp(chance.gauss(0, limits.perturbation_sigma)) for p in row]
            for a, row in model.evidence.items()
        }
        sums = [math.fsum(row[s] for row in table.values()) for s in range(3)]
        parameters = Parameters(
            {
                a: (math.log(r[0] / sums[0]), math.log(r[1] / sums[1]), math.log(r[2] / sums[2]))
                for a, r in table.items()
            },
            {d.id: d.weight * math.exp(chance.gauss(0, limits.perturbation_sigma)) for d in model.dimensions},
            chance.uniform(*limits.item_correlation_range),
            chance.uniform(*limits.dimension_correlation_range),
        )
        kept += label(model, by_dimension, score(by_dimension, parameters)).stage == stage
    return kept / limits.perturbations
