"""Following a format's ready sequence instead of composing anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from copkit.core.activity import Role, holds, total_minutes
from copkit.core.composing.apart import around
from copkit.core.composing.choosing import option_of
from copkit.core.composing.compose import Draft, served
from copkit.core.design import Block

if TYPE_CHECKING:
    from copkit.core.composing.compose import Task
    from copkit.core.format import Format, Sequence


def made_for(format_: Format) -> frozenset[str]:
    """Return the activities that a format works with: those in at least half of its ready sequences."""
    counts = Counter(a for s in format_.sequences for a in {b.activity for day in s.days for b in day.agenda})
    return frozenset(a for a, n in counts.items() if 2 * n >= len(format_.sequences))


def fitting_sequence(format_: Format, task: Task) -> Sequence | None:
    """Return the format's sequence for these lengths, this mode and head count, if its activities can run here."""
    convening, setting, activities = task.convening, task.setting, task.activities
    lengths = tuple(day.length for day in convening.days)

    def runs(sequence: Sequence) -> bool:
        return all(
            b.activity in activities
            and setting.mode in activities[b.activity].modes
            and holds(activities[b.activity], setting.people)
            and total_minutes(activities[b.activity], setting.people, "min") <= b.minutes
            for day in sequence.days
            for b in day.agenda
        )

    made_for = [s for s in format_.sequences if s.serves(lengths, setting.mode, setting.people)]
    return next((s for s in made_for if runs(s)), None)


def follow(sequence: Sequence, task: Task) -> Draft:
    """Make a draft of a sequence: its blocks, and which outcomes each one serves."""
    convening, setting, activities = task.convening, task.setting, task.activities
    chosen = [option_of(activities[b.activity], setting, task.kinds) for day in sequence.days for b in day.agenda]
    work = [o for o in chosen if o.role is Role.WORK]
    momentum = [o for o in chosen if o.role is Role.MOMENTUM]
    serves = served(work, momentum, convening.outcomes)
    days = tuple(
        tuple(
            Block(activity=b.activity, minutes=b.minutes, about=b.about, serves=serves.get(b.activity, ()))
            for b in d.agenda
        )
        for d in sequence.days
    )
    met = {m for o in chosen for m in o.does}
    return Draft(days, *around(task), tuple(m for m in setting.needs if m not in met))
