"""Replacing: what else could stand in a block's place, and what an agenda would gain or lose by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.activity import Role
from copkit.core.composing.choosing import GRID, can_run, option_of
from copkit.core.composing.demands import shares
from copkit.core.composing.frame import kept_option
from copkit.core.composing.modelling import served_by
from copkit.core.voice import size_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.activity import Mechanism
    from copkit.core.agenda import Agenda, Placed
    from copkit.core.composing.arranging import Placing
    from copkit.core.composing.choosing import Option
    from copkit.core.composing.compose import Task


@dataclass(frozen=True, slots=True)
class Replacement:
    """An activity that could stand in a block's place: for how long, and what changes with it.

    `gain` is in points of the preferences; `outcomes` are minutes for each outcome, `groups` those in small groups.
    """

    option: Option
    minutes: int
    gain: float
    found: tuple[Mechanism, ...]
    lost: tuple[Mechanism, ...]
    outcomes: tuple[tuple[str, int], ...]
    groups: int
    fit: int


def replacements(task: Task, agenda: Agenda, block: Placed) -> list[Replacement]:
    """Return what could stand in a block's place in its minutes, the best for the whole agenda first.

    Offered is what has the same part in an agenda, runs here, needs no speaker and does not stand in the agenda yet.
    Everything else stays; the worth is that by which an agenda is drafted.
    """
    if block.activity is None or block.pause:
        return []
    placed = [(_option(task, b), b.minutes) for b in agenda.blocks]
    at = next(i for i, b in enumerate(agenda.blocks) if b is block)
    now = worth_of(task, placed)
    used = {b.activity.id for b in agenda.blocks if b.activity}
    found = []
    for activity in task.activities.values():
        if activity.id in used or activity.role is not block.role or not can_run(activity, task.setting):
            continue
        option = option_of(activity, task.setting, task.kinds)
        minutes = _length(option, block.minutes)
        if minutes is None or not option.draftable or option.category is not block.category:
            continue
        other = [*placed[:at], (option, minutes), *placed[at + 1 :]]
        idle = task.setting.preferences.idle_minute * (block.minutes - minutes)
        found.append(_change(task, placed, other, at, worth_of(task, other) + idle - now))
    return sorted(found, key=lambda r: (-r.gain, r.option.id))


def _option(task: Task, block: Placed) -> Option:
    typed = block.block.model_copy(update={"minutes": block.minutes})
    return kept_option(typed, task.setting, task.activities, task.kinds)


def _length(option: Option, minutes: int) -> int | None:
    """Return how long an option would last in these minutes, None where it does not fit."""
    if option.shortest > minutes:
        return None
    return option.shortest + GRID * min(option.steps, (minutes - option.shortest) // GRID)


def _change(task: Task, old: Sequence[Placing], new: Sequence[Placing], at: int, gain: float) -> Replacement:
    needs = task.setting.needs
    before, after = ({m for o, _ in rows for m in o.does if m in needs} for rows in (old, new))
    given, had = minutes_for(task, new), minutes_for(task, old)
    (was, minutes_then), (option, minutes) = old[at], new[at]
    fits = [task.activities[o.id].fit(task.setting.stage).fit for o in (option, was) if o.id in task.activities]
    return Replacement(
        option=option,
        minutes=minutes,
        gain=gain,
        found=tuple(m for m in needs if m in after - before),
        lost=tuple(m for m in needs if m in before - after),
        outcomes=tuple((o, round(given[o] - had[o])) for o in given if round(given[o] - had[o])),
        groups=round(option.rates.groups * minutes - was.rates.groups * minutes_then),
        fit=fits[0] - fits[-1],
    )


def minutes_for(task: Task, placed: Sequence[Placing]) -> dict[str, float]:
    """Return the minutes of work for each outcome; a block that serves several is shared by their priority."""
    outcomes = task.convening.outcomes
    kinds = {k for o, _ in placed if o.role is Role.WORK for k in o.kinds}
    given = {o.id: 0.0 for o in outcomes}
    for option, minutes in placed:
        among = served_by(option, outcomes, kinds) if option.role is Role.WORK else []
        for o in among:
            given[o.id] += minutes * o.priority / sum(x.priority for x in among)
    return given


def worth_of(task: Task, placed: Sequence[Placing]) -> float:
    """Return what an agenda is worth by the preferences, without its rests, its spare time and the order."""
    p, share = task.setting.preferences, shares(task.convening)
    working = [(o, m) for o, m in placed if o.role is not Role.PAUSE]
    work = [(o, m) for o, m in working if o.role is Role.WORK]
    types = [o.type for o, _ in work]
    total = sum(m for _, m in work)
    given = minutes_for(task, placed)
    does = {m for o, _ in working for m in o.does}
    return (
        sum(_value(o, m, task) for o, m in working)
        + p.block * len(work)
        + p.same_type * (len(types) - len(set(types)))
        + p.outcome_minute * sum(max(0.0, share[o] * total - given[o]) for o in given)
        + p.unmet_mechanism * sum(need not in does for need in task.setting.needs)
        + p.rule_minute * _missing(task, working)
    )


def _value(option: Option, minutes: int, task: Task) -> float:
    """Return the worth of an option for so many minutes, also where a block names its length."""
    activity = task.activities.get(option.id)
    free = option_of(activity, task.setting, task.kinds) if activity else option
    return free.value(minutes, task.setting.preferences.beyond_typical)


def _missing(task: Task, working: Sequence[Placing]) -> float:
    """Return by how many minutes the rules about momentum, airtime and small groups are missed."""
    standards, people = task.setting.standards, task.setting.people
    total = sum(m for _, m in working)
    momentum = sum(m for o, m in working if o.category is not None)
    missing = max(0.0, standards.figure("CPK237", "share") * total - momentum)
    if size_class(people) != "small":
        return missing
    airtime = standards.figure("CPK204", "warning_below") / 60
    missing += max(0.0, total - sum(o.rates.airtime * m for o, m in working) / airtime)
    if people >= standards.figure("CPK210", "from_people"):
        groups = sum(o.rates.groups * m for o, m in working)
        missing += max(0.0, standards.figure("CPK210", "share") * total - groups)
    return missing
