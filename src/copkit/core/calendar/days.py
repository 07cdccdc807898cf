"""The days of a year: months, the second Tuesday, and what is kept free."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.community import holidays_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copkit.core.community import Holidays, Profile
    from copkit.core.dates import WorkingDays

WEEK = 7


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def weekday_in(month: date, weekday: int, week: int) -> date:
    """Return a weekday of a month, like the second Tuesday: Monday is 0, the first week 1."""
    first = first_of(month)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (week - 1))


def grid(weekday: int, week: int | None, low: date, high: date) -> Iterator[date]:
    """Yield the days on which something comes by habit: one weekday of each month, or of each week, within bounds."""
    if week is None:
        day = low + timedelta(days=(weekday - low.weekday()) % WEEK)
        while day <= high:
            yield day
            day += timedelta(days=WEEK)
        return
    month = first_of(low)
    while month <= high:
        day = weekday_in(month, weekday, week)
        if low <= day <= high:
            yield day
        month = months_later(month, 1)


def every_day(low: date, high: date) -> Iterator[date]:
    """Yield the days within bounds."""
    yield from (low + timedelta(days=n) for n in range((high - low).days + 1))


def free_days(profile: Profile, own: Holidays) -> WorkingDays:
    """Return the days that suit a call with everyone, without those that the organiser keeps free."""
    fair = profile.working_days.for_call(("all",))
    return replace(fair, holidays={**holidays_of(own), **fair.holidays})
