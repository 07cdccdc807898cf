"""Whether an activity suits a community and a gathering, why, and what could stand in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from copkit.core.activity.kinds import Mode, MomentumCategory, Purpose, Quadrant, Role, Talk
from copkit.core.activity.minutes import total_minutes
from copkit.core.activity.step import step_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from copkit.core.activity.activity import Activity
    from copkit.core.activity.kinds import Mechanism, OutcomeKind

GOOD_FIT = 2
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; None means that it does not matter."""

    minutes: Span | None = None
    people: int | None = None
    stage: int | None = None
    mode: Mode | None = None
    purpose: Purpose | None = None
    momentum: MomentumCategory | None = None
    quadrant: Quadrant | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The gathering that an activity is judged for; None means that it is not known."""

    stage: int | None = None
    mode: Mode | None = None
    people: int | None = None
    longest: int | None = None
    purpose: Purpose | None = None
    needs: tuple[Mechanism, ...] = ()
    kinds: tuple[OutcomeKind, ...] = ()
    placed: tuple[str, ...] = ()
    categories: frozenset[MomentumCategory] = frozenset()


class Weight(StrEnum):
    """What a reason says: for it, only a remark, against it, or that it cannot be done."""

    FOR = "for"
    REMARK = "remark"
    AGAINST = "against"
    STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a code with facts."""

    code: str
    weight: Weight
    facts: Mapping[str, str] = field(default_factory=dict)


Verdict = Literal["well", "fair", "badly", "not"]


def minutes_span(activity: Activity, people: int | None) -> Span:
    """Return the fewest and the most minutes for a head count; without one, for the typical head count."""
    heads = people or activity.people.typical
    return total_minutes(activity, heads, "min"), total_minutes(activity, heads, "max")


def holds(activity: Activity, people: int) -> bool:
    """Tell whether an activity works with a head count."""
    return activity.people.min <= people <= (activity.people.max or people)


def suits(activity: Activity, wanted: Wanted) -> bool:
    """Tell whether an activity is what somebody looks for; a stage asks for a good fit, minutes for an overlap."""
    low, high = minutes_span(activity, wanted.people)
    least, most = wanted.minutes or (low, high)
    momentum = activity.momentum.category if activity.momentum else None
    return (
        low <= most
        and high >= least
        and (wanted.people is None or holds(activity, wanted.people))
        and (wanted.stage is None or activity.fit(wanted.stage).fit >= GOOD_FIT)
        and (wanted.mode is None or wanted.mode in activity.modes)
        and (wanted.purpose is None or wanted.purpose in activity.purposes)
        and (wanted.momentum is None or wanted.momentum is momentum)
        and (wanted.quadrant is None or wanted.quadrant is activity.quadrant)
    )


def reasons(activity: Activity, case: Case) -> list[Reason]:
    """Return what speaks for and against an activity in a case, what stops it first."""
    found = [
        *_room(activity, case),
        *_stage(activity, case),
        *_purpose(activity, case),
        *_voice(activity, case),
        *_agenda(activity, case),
    ]
    return sorted(found, key=lambda r: list(Weight)[::-1].index(r.weight))


def verdict(found: Iterable[Reason]) -> Verdict:
    """Sum reasons up: one that stops it decides; else those against are weighed with those for it."""
    weights = [r.weight for r in found]
    if Weight.STOPS in weights:
        return "not"
    against, good = weights.count(Weight.AGAINST), weights.count(Weight.FOR)
    if not against:
        return "well"
    return "fair" if good > against else "badly"


def alternatives(activity: Activity, others: Iterable[Activity], wanted: Wanted) -> list[Activity]:
    """Return activities that could stand in its place, the most alike first: of the same role, and as wanted.

    Those that its author names come before all others.
    """

    def likeness(other: Activity) -> tuple[float, str]:
        shared = len(set(activity.does) & set(other.does)) + len(set(activity.purposes) & set(other.purposes))
        union = len({*activity.does, *other.does}) + len({*activity.purposes, *other.purposes})
        distance = abs(activity.minutes.typical - other.minutes.typical) / max(activity.minutes.typical, 1)
        named = other.id in activity.instead
        same = _category(activity) is _category(other)
        return (-(10.0 * named + 2.0 * same + 3.0 * shared / max(union, 1) - min(distance, 2.0)), other.id)

    found = [o for o in others if o.id != activity.id and o.role is activity.role and suits(o, wanted)]
    return sorted(found, key=likeness)


def _category(activity: Activity) -> MomentumCategory | None:
    return activity.momentum.category if activity.momentum else None


def _room(activity: Activity, case: Case) -> Iterable[Reason]:
    people, low, high = case.people, *minutes_span(activity, case.people)
    if case.mode is not None:
        good = case.mode in activity.modes
        yield Reason("mode-yes" if good else "mode-no", Weight.FOR if good else Weight.STOPS, {"mode": case.mode.value})
    if people is not None:
        facts = {"people": str(people), "least": str(activity.people.min), "most": str(activity.people.max or "")}
        if people < activity.people.min:
            yield Reason("people-few", Weight.STOPS, facts)
        elif not holds(activity, people):
            yield Reason("people-many", Weight.STOPS, facts)
        else:
            yield Reason("people-yes", Weight.FOR, facts)
    facts = {"low": str(low), "high": str(high), "people": str(people or activity.people.typical)}
    if case.longest is not None and activity.role is not Role.ASYNC:
        facts["longest"] = str(case.longest)
        good = low <= case.longest
        yield Reason("minutes-yes" if good else "minutes-no", Weight.FOR if good else Weight.AGAINST, facts)


def _stage(activity: Activity, case: Case) -> Iterable[Reason]:
    if case.stage is not None:
        fit = activity.fit(case.stage)
        weight = Weight.STOPS if fit.fit == 0 else Weight.FOR if fit.fit >= GOOD_FIT else Weight.AGAINST
        yield Reason("stage", weight, {"stage": str(case.stage), "fit": str(fit.fit), "why": fit.why})


def _purpose(activity: Activity, case: Case) -> Iterable[Reason]:
    if activity.role is not Role.WORK or case.purpose is None:
        return
    good = case.purpose in activity.purposes
    yield Reason(
        "purpose-yes" if good else "purpose-no", Weight.FOR if good else Weight.AGAINST, {"purpose": case.purpose}
    )
    for need in case.needs:
        if need in activity.does:
            yield Reason("need", Weight.FOR, {"mechanism": need})
    for kind in case.kinds:
        if kind in activity.outcomes:
            yield Reason("outcome", Weight.FOR, {"kind": kind})


def _voice(activity: Activity, case: Case) -> Iterable[Reason]:
    people = case.people or activity.people.typical
    if activity.role in {Role.PAUSE, Role.ASYNC}:
        return
    turns = [s for s in activity.steps if s.talk is Talk.TURNS]
    seconds = sum(60 * step_minutes(s, people, "typical") / min(people, s.group_size or people) for s in turns)
    if activity.intent == "disseminate":
        yield Reason("voice-listen", Weight.AGAINST)
    elif turns:
        yield Reason("voice-turns", Weight.FOR, {"seconds": f"{seconds:.0f}"})
    elif any(s.talk is Talk.WRITE for s in activity.steps):
        yield Reason("voice-write", Weight.FOR)
    else:
        yield Reason("voice-open", Weight.REMARK)
    if activity.evidence == "C":
        yield Reason("evidence", Weight.REMARK)


def _agenda(activity: Activity, case: Case) -> Iterable[Reason]:
    if activity.id in case.placed:
        yield Reason("already", Weight.REMARK)
    category = _category(activity)
    if category is None or not case.placed:
        return
    facts = {"category": category.value}
    if category in case.categories:
        yield Reason("momentum-has", Weight.REMARK, facts)
    else:
        yield Reason("momentum-missing", Weight.FOR, facts)
