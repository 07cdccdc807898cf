"""Beginning a convening: from a few wishes and the profile to the three steps of backward design."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from copkit.core.dates import minutes_of
from copkit.core.design import (
    Application,
    CheckIn,
    Convening,
    Evidence,
    GatheringDay,
    MomentumPlan,
    Outcome,
    SegmentNeed,
    Strategic,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.activity import Mode, Purpose
    from copkit.core.community import Profile
    from copkit.core.composing.purpose import PurposeType

MOST_OUTCOMES = 3
MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the organiser said about a new convening; everything else stays an open question."""

    id: str
    mode: Mode
    purpose: Purpose
    days: int
    minutes: int
    segments: tuple[str, ...] = ()
    on: date | None = None
    start: time | None = None
    people: int | None = None
    format: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def begin(wishes: Wishes, profile: Profile, purpose: PurposeType) -> Convening:
    """Write down what is known of a convening, in the order of backward design; invent nothing."""
    needs = _needs(wishes, profile)
    texts = wishes.texts
    outcomes = tuple(
        Outcome(
            id=f"O{i}",
            kind=purpose.outcome_kind,
            problem_that_matters=need.id,
            segments=(need.segment,) if need.segment else (),
            **(_outcome_texts(texts) if i == 1 else {}),
        )
        for i, need in enumerate(needs[:MOST_OUTCOMES], start=1)
    )
    evidence = tuple(
        Evidence.model_validate({"id": f"E{i}", "for": (o.id,), **(_evidence_texts(texts) if i == 1 else {})})
        for i, o in enumerate(outcomes, start=1)
    )
    return Convening(
        copkit=1,
        id=wishes.id,
        title=texts.get("title"),
        format=wishes.format,
        mode=wishes.mode,
        people=wishes.people,
        time_zone=profile.time_zone,
        days=_days(wishes),
        strategic=Strategic(
            expressed_purpose=texts.get("expressed_purpose"),
            deeper_purpose=texts.get("deeper_purpose"),
            purpose_type=wishes.purpose,
            audience=wishes.segments or ("all",),
            needs=needs,
        ),
        outcomes=outcomes,
        evidence=evidence,
        momentum=MomentumPlan(check_in=CheckIn(start=wishes.start)),
    )


def runs_past_midnight(wishes: Wishes) -> bool:
    """Tell whether the hours asked for leave the day."""
    return wishes.start is not None and minutes_of(wishes.start) + wishes.minutes >= MIDNIGHT


def _days(wishes: Wishes) -> tuple[GatheringDay, ...]:
    end = None
    if wishes.start is not None:
        total = minutes_of(wishes.start) + wishes.minutes
        end = time(total // 60, total % 60)
    return tuple(
        GatheringDay(
            date=None if wishes.on is None else wishes.on + timedelta(days=i),
            start=wishes.start,
            end=end,
            minutes=None if end else wishes.minutes,
        )
        for i in range(wishes.days)
    )


def _needs(wishes: Wishes, profile: Profile) -> tuple[SegmentNeed, ...]:
    """Take over the audience's needs from the profile; where there are none, leave one open."""
    found = []
    for segment in profile.segments:
        if not wishes.segments or segment.id in wishes.segments:
            found += [SegmentNeed(segment=segment.id, **n.model_dump()) for n in segment.needs]
    if not found:
        found = [SegmentNeed(id="N1", segment=wishes.segments[0] if wishes.segments else None)]
    told = wishes.texts.get("outcome_problem")
    if told and found[0].urgent_problem is None:
        found[0] = found[0].model_copy(update={"urgent_problem": told})
    elif told:
        found.append(SegmentNeed(id=f"N{len(found) + 1}-told", segment=found[0].segment, urgent_problem=told))
    return tuple(found)


def _outcome_texts(texts: Mapping[str, str]) -> dict[str, object]:
    return {
        "statement": texts.get("outcome_statement"),
        "after": texts.get("outcome_after"),
        "application": Application(career=texts.get("outcome_application")),
        "call_to_action": texts.get("outcome_call_to_action"),
    }


def _evidence_texts(texts: Mapping[str, str]) -> dict[str, object]:
    return {
        "signal": texts.get("evidence_signal"),
        "useful_for_member": texts.get("evidence_useful"),
        "needs_support_if": texts.get("evidence_needs_support"),
    }


def as_model(model: Convening, convening_id: str, wishes: Wishes, *, same_community: bool) -> Convening:
    """Take an earlier convening as a model: its design and agenda stay, its dates, people and state start anew."""
    days = model.days
    cleared = tuple(
        d.model_copy(update={"date": None if wishes.on is None else wishes.on + timedelta(days=i)})
        for i, d in enumerate(days)
    )
    ours = {} if same_community else _without_segments(model)
    check_in = model.momentum.check_in.model_copy(update={"date": None, "reason": None})
    return model.model_copy(
        update={
            "id": convening_id,
            "status": "open",
            "previous": model.id if same_community else None,
            "people": wishes.people if wishes.people is not None else model.people,
            "days": cleared,
            "momentum": model.momentum.model_copy(update={"check_in": check_in}),
            "tasks": (),
            **ours,
        }
    )


def _without_segments(model: Convening) -> dict[str, object]:
    """Take a design out of its community: its segments are not known in another one."""
    needs = tuple(n.model_copy(update={"segment": None}) for n in model.strategic.needs)
    outcomes = tuple(o.model_copy(update={"segments": ()}) for o in model.outcomes)
    return {
        "strategic": model.strategic.model_copy(update={"audience": ("all",), "needs": needs}),
        "outcomes": outcomes,
    }
