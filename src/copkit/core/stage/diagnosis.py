"""The diagnosis: stage, how sure, what holds it back, what next (domain model §B4)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.stage.evidence import Evidence, contradictions, marks_of
from copkit.core.stage.label import Blocked, Label, label, levels, stability
from copkit.core.stage.scoring import Parameters, expected, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.community import Dates
    from copkit.core.stage.evidence import Contradiction
    from copkit.core.stage.model import Confidence, Dimension, StageModel
    from copkit.core.stage.scoring import Mark, Score, Triple

SEED = 2026
FULL_DIMENSION = 3
NEXT_MOVES = 3
Vitality = Literal["alive", "quiet", "dormant", "closing", "unknown"]


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One dimension as found: expected stage and probabilities are None where nothing is known."""

    id: str
    title: str
    weight: float
    answered: int
    expected: float | None
    probabilities: Triple | None


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
class NextMove:
    """One step that would move the picture, traced to its item."""

    item: str
    answer: int
    text: str


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
    coverage = _coverage(model, marks)
    stated = _enough(model, marks, coverage)
    steady = stability(model, marks, named.stage, seed) if stated else None
    against = contradictions(model, evidence)
    vitality = _vitality(model, dates, today)
    stage = named.stage if stated else "insufficient"
    dormant = vitality == "dormant"
    mean = _mean_answer(model, marks)
    mean_stage = _mean_stage(model, mean)
    return Diagnosis(
        model=model.stage_model,
        stage="dormant" if dormant else stage,
        last_known_stage=stage if dormant else None,
        probabilities=found.probabilities,
        expected=found.expected,
        coverage=coverage,
        stability=steady,
        confidence=_confidence(model, marks, evidence, found, coverage, steady, against),
        vitality=vitality,
        dimensions=tuple(_view(d, marks[d.id], found) for d in model.dimensions),
        blocked_by=named.blocked_by if stated else (),
        contradictions=tuple(against),
        mixed=_mixed(model, found, named) if stated else (),
        mean_answer=mean,
        mean_stage=mean_stage,
        cross_check_differs=stated and mean_stage is not None and _apart(named.stage, mean_stage),
        ask_next=_ask_next(model, marks, found) if coverage < 1 else (),
        next_moves=_next_moves(model, marks, found, named) if stated else (),
        respondents=len(evidence.voices),
        contributions=_contributions(model, marks),
    )


def _coverage(model: StageModel, marks: Mapping[str, Sequence[Mark]]) -> float:
    total = math.fsum(d.weight for d in model.dimensions)
    return math.fsum(d.weight * min(1, len(marks[d.id]) / FULL_DIMENSION) for d in model.dimensions) / total


def _enough(model: StageModel, marks: Mapping[str, Sequence[Mark]], coverage: float) -> bool:
    limits = model.thresholds
    return (
        coverage >= limits.min_coverage
        and sum(bool(m) for m in marks.values()) >= limits.min_dimensions
        and all(marks[d] for d in limits.must_have_evidence)
    )


def _view(dimension: Dimension, marks: Sequence[Mark], found: Score) -> DimensionView:
    p = found.by_dimension.get(dimension.id)
    return DimensionView(
        dimension.id, dimension.title, dimension.weight, len({m.item for m in marks}), expected(p) if p else None, p
    )


def _confidence(
    model: StageModel, marks: Mapping[str, Sequence[Mark]], evidence: Evidence, found: Score,
    coverage: float, steady: float | None, against: Sequence[Contradiction],
) -> Literal["high", "medium", "low"]:  # fmt: skip
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


def _vitality(model: StageModel, dates: Dates, today: date) -> Vitality:
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


def _mixed(model: StageModel, found: Score, named: Label) -> tuple[str, ...]:
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


def _mean_answer(model: StageModel, marks: Mapping[str, Sequence[Mark]]) -> float | None:
    weighted = [(model.dimension(d).weight * m.weight, m.answer) for d, own in marks.items() for m in own]
    total = math.fsum(w for w, _ in weighted)
    return math.fsum(w * a for w, a in weighted) / total if total else None


def _mean_stage(model: StageModel, mean: float | None) -> str | None:
    if mean is None:
        return None
    low, high = model.thresholds.mean_cuts
    return "1" if mean < low else "2" if mean < high else "3"


def _apart(stage: str, other: str) -> bool:
    return min(abs(level - int(other)) for level in levels(stage)) >= 1


def _ask_next(model: StageModel, marks: Mapping[str, Sequence[Mark]], found: Score) -> tuple[str, ...]:
    def use(dimension: Dimension) -> float:
        p = found.by_dimension.get(dimension.id, (1 / 3, 1 / 3, 1 / 3))
        return dimension.weight * -math.fsum(x * math.log(x) for x in p if x > 0)

    least, most = model.thresholds.questions_to_ask
    ranked = sorted(model.dimensions, key=lambda d: -round(use(d), 9))
    open_items = {
        d.id: [i.id for i in model.items if i.dimension == d.id and not any(m.item == i.id for m in marks[d.id])]
        for d in ranked
    }
    first = [open_items[d.id][0] for d in ranked if open_items[d.id]]
    rest = [i for d in ranked for i in open_items[d.id][1:]]
    return tuple(first[:most] if len(first) >= least else [*first, *rest][:least])


def _next_moves(
    model: StageModel, marks: Mapping[str, Sequence[Mark]], found: Score, named: Label
) -> tuple[NextMove, ...]:
    """Choose moves: what a gate waits for, then what lags behind the present stage, then what the next stage needs."""
    stage = levels(named.stage)[0]

    def lag(dimension: Dimension) -> tuple[float, float]:
        value = expected(found.by_dimension[dimension.id])
        return (-dimension.weight * max(0.0, stage - value), -dimension.weight * max(0.0, stage + 1 - value))

    def lowest(dimension_id: str) -> Mark:
        return min(marks[dimension_id], key=lambda m: m.answer)

    ranked = sorted((d for d in model.dimensions if marks[d.id]), key=lambda d: tuple(round(x, 9) for x in lag(d)))
    wanted = [next((m for m in marks[b.dimension] if m.item == b.item), None) for b in named.blocked_by]
    chosen: dict[str, Mark] = {}
    for mark in [m for m in wanted if m is not None] + [lowest(d.id) for d in ranked]:
        if mark.answer < max(model.evidence) and mark.item not in chosen:
            chosen[mark.item] = mark
    return tuple(
        NextMove(m.item, m.answer, model.item(m.item).up[m.answer]) for m in list(chosen.values())[:NEXT_MOVES]
    )


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
