"""The days of a year: months, the second Tuesday, and what is kept free."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.dates import WorkingDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copkit.core.community import Holiday, Profile

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


def free_days(profile: Profile, own: Iterable[Holiday], share: float) -> WorkingDays:
    """Return the working days: without the community's weekend and holidays, those of larger segments, and one's own.

    A segment of unknown size counts as a larger one.
    """
    known = sum(s.count or 0 for s in profile.segments)
    people = max(profile.members or 0, known)
    kept = [*own]
    for segment in profile.segments:
        if segment.count is None or segment.count >= share * people:
            kept += segment.holidays
    days = {d: h.title or "" for h in kept for d in every_day(h.first, h.last or h.first)}
    base = profile.working_days
    return WorkingDays(base.weekend, {**days, **base.holidays})
