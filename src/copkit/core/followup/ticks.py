"""What is done: the ticks of a convening's tasks, and where each task stands today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from copkit.core.dates import Day
from copkit.core.typed import Id, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copkit.core.followup.tasks import DatedTask

DUE_DAYS = 7
Nearness = Literal["overdue", "due", "next", "done"]


class Tick(Typed):
    """A task that is done, and since when."""

    task: Id
    on: Day


class Ticks(Typed):
    """What is done in a convening: the file tasks.yaml."""

    copkit: Literal[1]
    done: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands: overdue, due within a week, later, or done and on which day."""

    task: DatedTask
    state: Nearness
    done_on: date | None = None


def standings(tasks: Iterable[DatedTask], ticks: Ticks, today: date) -> tuple[Standing, ...]:
    """Return where each task stands today, in order of time; one without a date comes later."""
    done = {t.task: t.on for t in ticks.done}
    return tuple(
        Standing(t, "done" if t.id in done else _state(t.due, today), done.get(t.id))
        for t in sorted(tasks, key=lambda t: t.order)
    )


def _state(due: date | None, today: date) -> Nearness:
    if due is None or due > today + timedelta(days=DUE_DAYS):
        return "next"
    return "overdue" if due < today else "due"
