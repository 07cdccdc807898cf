"""Advising: what to ask next, and which moves to make (domain model §B4, step 5, and §B3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.stage.label import levels
from copkit.core.stage.scoring import expected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.stage.label import Label
    from copkit.core.stage.model import Dimension, StageModel
    from copkit.core.stage.scoring import Mark, Score

NEXT_MOVES = 3


@dataclass(frozen=True, slots=True)
class NextMove:
    """One step that would move the picture, traced to its item."""

    item: str
    answer: int
    text: str


def ask_next(model: StageModel, marks: Mapping[str, Sequence[Mark]], found: Score) -> tuple[str, ...]:
    """Return the three to five unanswered questions that would tell most: by weight times entropy."""

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


def next_moves(
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
