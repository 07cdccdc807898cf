"""From what people answered and logs showed to marks, and the contradictions among them (§B4, steps 1 and 6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.stage.scoring import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.community import Profile
    from copkit.core.stage.model import StageModel

UNKNOWN = frozenset({"unknown", ".", "?", ""})
PAPER_MARKS = frozenset("0123.")


@dataclass(frozen=True, slots=True)
class Voice:
    """All levels that one person gave; items answered `unknown` are absent."""

    by: str
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LogSignal:
    """A level that a log shows for an item."""

    item: str
    level: int
    source: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is known about the items."""

    voices: tuple[Voice, ...] = ()
    signals: tuple[LogSignal, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two pieces of evidence that are two or more levels apart."""

    kind: Literal["split", "conflict", "disagreement"]
    dimension: str
    items: tuple[str, ...]
    low: int
    high: int
    lagging: str
    source: str = ""


def level_of(model: StageModel, item_id: str, typed: str) -> int | None:
    """Read an answer as a level 0–3; None for unknown; raise ValueError for anything else."""
    text = typed.strip().lower()
    if text in UNKNOWN:
        return None
    if text in {"0", "1", "2", "3"}:
        return int(text)
    words = [a.word for a in model.item(item_id).anchors]
    return words.index(text)


def evidence_of(profile: Profile, model: StageModel) -> Evidence:
    """Collect the answers and signals of a profile; its answers must have been checked before."""
    sheet = profile.diagnosis
    people = [(sheet.answered_by or "manager", sheet.answers), *((o.by, o.answers) for o in sheet.others)]
    voices = []
    for by, answers in people:
        levels = {i: level_of(model, i, a.answer) for i, a in answers.items()}
        known = {i: level for i, level in levels.items() if level is not None}
        if known:
            voices.append(Voice(by, known))
    signals = tuple(LogSignal(s.item, s.level, s.source, s.spans_two_levels) for s in sheet.signals)
    return Evidence(tuple(voices), signals)


def from_marks(model: StageModel, typed: str) -> Evidence:
    """Read a paper questionnaire: 24 marks 0–3 or `.`, in item order.

    Raises ValueError with what is wrong (`mark` or `count`) and what was found.
    """
    marks = [c for c in typed.replace("…", "...") if not c.isspace()]
    bad = [c for c in marks if c not in PAPER_MARKS]
    if bad:
        raise ValueError("mark", bad[0])
    if len(marks) != len(model.items):
        raise ValueError("count", str(len(marks)))
    levels = {item.id: int(c) for item, c in zip(model.items, marks, strict=True) if c != "."}
    return Evidence((Voice("manager", levels),) if levels else ())


def median(levels: Sequence[int]) -> int:
    """Return the median; of an even number the lower middle one, because over-supporting fails safe."""
    return sorted(levels)[(len(levels) - 1) // 2]


def answers_by_item(evidence: Evidence) -> dict[str, list[int]]:
    """Return every person's level for each item that anybody answered."""
    found: dict[str, list[int]] = defaultdict(list)
    for voice in evidence.voices:
        for item, level in voice.levels.items():
            found[item].append(level)
    return found


def marks_of(model: StageModel, evidence: Evidence) -> dict[str, list[Mark]]:
    """Turn the evidence into marks by dimension, in the model's order: the people's median, then each log."""
    limits = model.thresholds
    answers = answers_by_item(evidence)
    found: dict[str, list[Mark]] = {d.id: [] for d in model.dimensions}
    for item in model.items:
        own = found[item.dimension]
        if item.id in answers:
            own.append(Mark(item.id, item.dimension, median(answers[item.id]), limits.self_weight, "people"))
        for signal in sorted((s for s in evidence.signals if s.item == item.id), key=lambda s: (s.source, s.level)):
            weight = limits.log_weight_wide if signal.wide else limits.log_weight
            own.append(Mark(item.id, item.dimension, signal.level, weight, signal.source))
    return found


def contradictions(model: StageModel, evidence: Evidence) -> list[Contradiction]:
    """Find splits within a dimension, conflicts with a log, and disagreements between people."""
    gap = model.thresholds.contradiction
    answers = answers_by_item(evidence)
    medians = {item: median(levels) for item, levels in answers.items()}
    return [
        *_splits(model, medians, gap),
        *(
            Contradiction(
                "conflict", model.item(s.item).dimension, (s.item,), *_ends(medians[s.item], s.level), s.item, s.source
            )
            for s in evidence.signals
            if s.item in medians and abs(medians[s.item] - s.level) >= gap
        ),
        *(
            Contradiction("disagreement", model.item(i).dimension, (i,), min(levels), max(levels), i)
            for i, levels in answers.items()
            if max(levels) - min(levels) >= gap
        ),
    ]


def _ends(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _splits(model: StageModel, medians: Mapping[str, int], gap: int) -> Iterable[Contradiction]:
    for dimension in model.dimensions:
        own = {i.id: medians[i.id] for i in model.items if i.dimension == dimension.id and i.id in medians}
        if own and max(own.values()) - min(own.values()) >= gap:
            low, high = min(own.values()), max(own.values())
            ends = tuple(i for i, level in own.items() if level in {low, high})
            yield Contradiction("split", dimension.id, ends, low, high, next(i for i, x in own.items() if x == low))
