"""How the answers moved: snapshots of the questionnaire, what changed between them, and what changed too quickly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from copkit.core.community import Respondent
from copkit.core.dates import Day
from copkit.core.stage.evidence import answers_by_item, median
from copkit.core.stage.label import levels
from copkit.core.typed import Number, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.community import Questionnaire
    from copkit.core.stage.diagnosis import Diagnosis
    from copkit.core.stage.evidence import Evidence
    from copkit.core.stage.model import StageModel

HALF = 0.5
Level = Annotated[Whole, Field(ge=0, le=3)]
Stated = Literal["1", "1→2", "2", "2→3", "3", "insufficient"]


def _level(value: object) -> object:
    if value is None or value == "unknown":
        return None
    if isinstance(value, bool) or str(value) not in {"0", "1", "2", "3"}:
        code = "bad-level"
        raise PydanticCustomError(code, code, {"found": str(value)})
    return int(str(value))


class Snapshot(Typed):
    """The answers of one day without names and notes: the file diagnoses/YYYY-MM-DD.yaml.

    `answers` holds the middle answer of the people, None where nobody knows; `logs` the levels that logs showed;
    `stage` is what the answers suggest, be the community awake or not; `dimensions` are expected stages, 1 to 3.
    """

    copkit: Literal[1]
    model: Text
    date: Day
    respondents: tuple[Respondent, ...] = ()
    stage: Stated
    confidence: Literal["high", "medium", "low"]
    dimensions: dict[str, Annotated[Number, Field(ge=1, le=3)]] = Field(default_factory=dict)
    answers: dict[str, Annotated[int | None, BeforeValidator(_level)]] = Field(default_factory=dict)
    logs: dict[str, tuple[Level, ...]] = Field(default_factory=dict)

    @property
    def told(self) -> tuple[object, ...]:
        """Return what people and logs said, without what copkit made of it."""
        return self.model, self.respondents, self.answers, self.logs

    @property
    def known(self) -> bool:
        """Tell whether anybody or any log said anything."""
        return bool(self.logs) or any(a is not None for a in self.answers.values())


@dataclass(frozen=True, slots=True)
class Change:
    """An item whose answer moved; None is unknown."""

    item: str
    before: int | None
    after: int | None

    @property
    def by(self) -> int | None:
        """Return by how many levels it moved; None where one of the two is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Step:
    """What lies between two snapshots, given by their places in the history; None where they do not compare."""

    before: int
    after: int
    days: int
    changes: tuple[Change, ...] | None
    others: bool
    logs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Haste:
    """A move that is too quick to believe without a look; the places of the two snapshots, and the days between them.

    `leap`: an answer moved by two levels or more. `stage`: the suggested stage rose. `retest`: answers moved so soon
    that this shows how steadily people answer, and not how the community changes.
    """

    kind: Literal["stage", "leap", "retest"]
    before: int
    after: int
    days: int
    changes: tuple[Change, ...]
    others: bool
    logs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Snapshots in order of their days, what moved between them, and what moved too quickly."""

    snapshots: tuple[Snapshot, ...]
    steps: tuple[Step, ...]
    hasty: tuple[Haste, ...]


def snapshot_of(
    model: StageModel, sheet: Questionnaire, evidence: Evidence, diagnosis: Diagnosis, day: date
) -> Snapshot:
    """Take a snapshot of a day's answers and what they suggest; expected stages are rounded to two places.

    Whoever is not said to have answered is not named, though a diagnosis takes the first answers as the manager's.
    """
    answers = {i: median(given) for i, given in answers_by_item(evidence).items()}
    logs = {i.id: tuple(sorted(s.level for s in evidence.signals if s.item == i.id)) for i in model.items}
    return Snapshot.model_validate({
        "copkit": 1, "model": model.stage_model, "date": day,
        "respondents": [by for by in (sheet.answered_by, *(o.by for o in sheet.others)) if by],
        "stage": diagnosis.last_known_stage or diagnosis.stage, "confidence": diagnosis.confidence,
        "dimensions": {d.id: round(d.expected, 2) for d in diagnosis.dimensions if d.expected is not None},
        "answers": {i.id: answers.get(i.id) for i in model.items},
        "logs": {i: found for i, found in logs.items() if found},
    })  # fmt: skip


def changes(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> tuple[Change, ...]:
    """Return the items whose answers differ, in the order in which they stand; an absent item is unknown."""
    items = dict.fromkeys((*before, *after))
    return tuple(Change(i, before.get(i), after.get(i)) for i in items if before.get(i) != after.get(i))


def history_of(model: StageModel, snapshots: Sequence[Snapshot]) -> History:
    """Compare snapshots in order of their days, and find what moved too quickly by the model's own thresholds.

    Snapshots of different versions of the questionnaire are never compared. A leap or a rise that a nearer pair of
    snapshots shows already is not told again.
    """
    ordered = tuple(sorted(snapshots, key=lambda s: s.date))
    steps = tuple(_step(ordered, n, n + 1) for n in range(len(ordered) - 1))
    items = dict.fromkeys(i for s in ordered for i in s.answers)
    leaps = [h for i in items for h in _hasty(model, ordered, i)]
    hasty = [*_hasty(model, ordered, None), *leaps, *_retests(model, steps)]
    return History(ordered, steps, tuple(sorted(hasty, key=lambda h: (h.after, h.before))))


def height(stage: str) -> float | None:
    """Return a stage as a number, 1.5 between 1 and 2; None where no stage is stated."""
    return None if stage == "insufficient" else sum(levels(stage)) / len(levels(stage))


def _step(snapshots: Sequence[Snapshot], before: int, after: int) -> Step:
    one, other = snapshots[before], snapshots[after]
    found = changes(one.answers, other.answers) if one.model == other.model else None
    logs = tuple(i for i in dict.fromkeys((*one.logs, *other.logs)) if one.logs.get(i) != other.logs.get(i))
    others = one.respondents != other.respondents
    return Step(before, after, (other.date - one.date).days, found, others, logs)


def _retests(model: StageModel, steps: Sequence[Step]) -> list[Haste]:
    """Return the steps that are so short that they show the noise of answering."""
    found = []
    for step in steps:
        moved = tuple(c for c in step.changes or () if c.by is not None)
        if moved and step.days <= model.thresholds.retest_days:
            found.append(Haste("retest", step.before, step.after, step.days, moved, step.others, step.logs))
    return found


def _hasty(model: StageModel, snapshots: Sequence[Snapshot], item: str | None) -> list[Haste]:
    """Find the nearest pairs of snapshots between which an item leapt, or with None the stage rose, too quickly."""
    found: list[Haste] = []
    for after, late in enumerate(snapshots):
        pairs = (n for n in range(after - 1, -1, -1) if snapshots[n].model == late.model)
        before = next((n for n in pairs if _too_quick(model, snapshots[n], late, item)), None)
        if before is None or (found and found[-1].before >= before):
            continue
        step = _step(snapshots, before, after)
        moved = tuple(c for c in step.changes or () if item in {None, c.item})
        logs = tuple(i for i in step.logs if item in {None, i})
        found.append(Haste("leap" if item else "stage", before, after, step.days, moved, step.others, logs))
    return found


def _too_quick(model: StageModel, early: Snapshot, late: Snapshot, item: str | None) -> bool:
    limits, days = model.thresholds, (late.date - early.date).days
    if item is not None:
        one, other = early.answers.get(item), late.answers.get(item)
        return (
            one is not None and other is not None and abs(other - one) >= limits.leap_levels and days < limits.leap_days
        )
    low, high = height(early.stage), height(late.stage)
    return low is not None and high is not None and high > low and days < (high - low) / HALF * limits.half_stage_days
