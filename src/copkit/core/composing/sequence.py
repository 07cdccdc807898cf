"""Following a format's ready sequence instead of composing anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.activity import Role, holds, total_minutes
from copkit.core.composing.choosing import option_of
from copkit.core.composing.compose import Draft, around, served
from copkit.core.design import Block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.activity import Activity
    from copkit.core.composing.choosing import Setting
    from copkit.core.design import Convening
    from copkit.core.format import Format, Sequence


def fitting_sequence(
    format_: Format, convening: Convening, setting: Setting, activities: Mapping[str, Activity]
) -> Sequence | None:
    """Return the format's sequence for these lengths, this mode and head count, if its activities can run here."""
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


def follow(sequence: Sequence, convening: Convening, setting: Setting, activities: Mapping[str, Activity]) -> Draft:
    """Make a draft of a sequence: its blocks, and which outcomes each one serves."""
    chosen = [option_of(activities[b.activity], setting) for day in sequence.days for b in day.agenda]
    work = [o for o in chosen if o.activity.role is Role.WORK]
    momentum = [o for o in chosen if o.activity.role is Role.MOMENTUM]
    serves = served(work, momentum, convening.outcomes)
    days = tuple(
        tuple(
            Block(activity=b.activity, minutes=b.minutes, about=b.about, serves=serves.get(b.activity, ()))
            for b in d.agenda
        )
        for d in sequence.days
    )
    met = {m for o in chosen for m in o.activity.does}
    return Draft(days, *around(activities, convening.outcomes), tuple(m for m in setting.needs if m not in met))
