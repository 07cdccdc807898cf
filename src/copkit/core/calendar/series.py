"""One rhythm: which days it needs, beside those that stand already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.calendar.days import WEEK, every_day, grid, weekday_in

if TYPE_CHECKING:
    from copkit.core.dates import Beat

SOONEST, CLOSE = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Habit:
    """When something usually comes, and on which days it may come at all; two lie at least `apart` days apart."""

    beat: Beat
    weekday: int
    week: int
    begin: date
    earliest: date
    first: date
    end: date
    factor: float
    allowed: Callable[[date], bool]
    apart: int = 0
    hosts: Sequence[date] = ()

    @property
    def days(self) -> int:
        """Return the days from one date to the next; what comes more often than weekly gets one date a week."""
        return max(WEEK, self.beat.days)

    @property
    def longest(self) -> int:
        """Return the most days between two dates before that counts as a gap."""
        return int(self.factor * self.days)

    def usual(self, low: date, high: date) -> Iterable[Iterable[date]]:
        """Return the days within bounds, in groups: those of the habit first, then the same weekday, then any."""
        if self.hosts:
            yield [h for h in self.hosts if low <= h <= high]
        if self.beat.months:
            yield grid(self.weekday, self.week, low, high)
        if self.beat.months or self.beat.days % WEEK == 0 or self.beat.days < WEEK:
            yield grid(self.weekday, None, low, high)
        yield every_day(low, high)

    def nearest(self, target: date, low: date, high: date) -> date | None:
        """Return the best allowed day within bounds, the nearest to a target; the earlier one where two are as near."""
        for days in self.usual(low, high):
            found = [d for d in days if self.allowed(d)]
            if found:
                return min(found, key=lambda d: (abs((d - target).days), d))
        return None


def proposed_days(habit: Habit, standing: Sequence[date]) -> list[date]:
    """Return the days to propose, so that together with what stands no gap is longer than need be.

    What stands takes the place of a proposal in its period. Where no day is allowed for a whole period, the next one
    is taken, and a gap stays.
    """
    found: list[date] = []
    last = max((d for d in standing if d < habit.earliest), default=None)
    ahead = sorted(d for d in standing if d >= habit.earliest)
    target = _target(habit, last)
    while target < habit.end + timedelta(days=habit.days):
        coming = next((d for d in ahead if last is None or d > last), None)
        if coming is not None and coming <= _latest(habit, last, target):
            last = coming
        else:
            chosen = _between(habit, last, target, coming)
            if chosen is None:
                target += timedelta(days=habit.days)
                continue
            if chosen >= habit.end:
                break
            found.append(chosen)
            last = chosen
        target = _target(habit, last)
    return found


def _target(habit: Habit, last: date | None) -> date:
    """Return the day that would be right: the first one, or a period after the last."""
    if last is None:
        day = weekday_in(habit.first, habit.weekday, habit.week) if habit.beat.months else habit.first
        return max(habit.earliest, day)
    return max(habit.earliest, last + timedelta(days=habit.days))


def _latest(habit: Habit, last: date | None, target: date) -> date:
    """Return the last day that still keeps the rhythm."""
    late = target + timedelta(days=habit.longest - habit.days)
    if last is not None:
        return late
    return max(late, min(target + timedelta(days=habit.days), habit.begin + timedelta(days=habit.longest)))


def _between(habit: Habit, last: date | None, target: date, coming: date | None) -> date | None:
    """Return the best day near a target, neither too soon after the last date nor too close before the coming one."""
    if last is None:
        low = target - timedelta(days=WEEK)
    else:
        low = last + timedelta(days=max(habit.apart, int(SOONEST * habit.days)))
    low, high = max(habit.earliest, low), _latest(habit, last, target)
    if coming is not None:
        high = min(high, coming - timedelta(days=int(CLOSE * habit.days)))
    return habit.nearest(target, low, high) if low <= high else None
