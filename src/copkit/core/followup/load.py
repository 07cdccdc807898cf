"""The load: how the tasks are shared, for each person, and the week in which it is heaviest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copkit.core.followup.tasks import DatedTask

MOST = 0.5  # of the estimated time; beyond it, a person is asked to share


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries, or a role without names: tasks, estimated minutes, and the busiest week from a Monday.

    The minutes of a task that several people share are divided evenly.
    """

    who: str
    named: bool
    tasks: int
    minutes: float
    share: float
    week: date | None
    in_week: int

    @property
    def too_much(self) -> bool:
        """Tell whether one person carries more than half of all."""
        return self.named and self.share > MOST


def loads(tasks: Iterable[DatedTask]) -> tuple[Load, ...]:
    """Return what each person carries, the heaviest first."""
    parts = [
        (who, bool(t.people), t, t.minutes / (len(t.people) or 1)) for t in tasks for who in t.people or (t.owner,)
    ]
    total = sum(minutes for *_, minutes in parts)
    found = []
    for who, named in dict.fromkeys((w, n) for w, n, *_ in parts):
        mine = [(t, minutes) for w, n, t, minutes in parts if (w, n) == (who, named)]
        weeks = Counter(t.due - timedelta(days=t.due.weekday()) for t, _ in mine if t.due)
        week = min(weeks, key=lambda w: (-weeks[w], w), default=None)
        minutes = sum(m for _, m in mine)
        found.append(
            Load(who, named, len(mine), minutes, minutes / total if total else 0, week, weeks[week] if week else 0)
        )
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.who, one.named)))
