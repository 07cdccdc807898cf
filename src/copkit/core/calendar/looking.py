"""Looking at a year: strands and hours in each month, gaps in a rhythm, and large events that stand too close."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, get_args

from copkit.core.activity import Strand
from copkit.core.calendar.days import WEEK, every_day, first_of
from copkit.core.calendar.entry import Clash, Gap, Month
from copkit.core.calendar.following import is_silent, months_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.calendar.entry import Entry
    from copkit.core.calendar.frame import Frame
    from copkit.core.calendar.proposing import Rhythms
    from copkit.core.calendar.standing import Standing

STRANDS: tuple[Strand, ...] = get_args(Strand)


def hours_by_month(entries: Iterable[Entry], begin: date) -> dict[date, float]:
    """Share the hours of each date over the weeks before it, none of them before the year begins."""
    found: dict[date, float] = defaultdict(float)
    for entry in entries:
        first = max(begin, entry.date - timedelta(days=WEEK * entry.weeks))
        days = (entry.date - first).days + 1
        for n in range(days):
            found[first_of(first + timedelta(days=n))] += entry.hours / days
    return dict(found)


def months_with(frame: Frame, entries: Sequence[Entry], hours_per_week: float | None) -> tuple[Month, ...]:
    """Return the months with the dates of each strand, the manager's hours, and those that the manager has."""
    hours = hours_by_month(entries, frame.begin)
    found = []
    for month, low, high in months_of(frame):
        here = [e for e in entries if low <= e.date <= high]
        days = (high - low).days + 1
        found.append(
            Month(
                key=month,
                strands={s: sum(e.strand == s for e in here) for s in STRANDS},
                other=sum(e.strand is None for e in here),
                hours=hours.get(month, 0.0),
                available=None if hours_per_week is None else hours_per_week * days / WEEK,
                silent=is_silent(here, low, high),
            )
        )
    return tuple(found)


def gaps_of(frame: Frame, rhythms: Rhythms, dated: Mapping[str, Sequence[date]]) -> tuple[Gap, ...]:
    """Return where a rhythm is not kept: more than its own days, times the factor of the rule book."""
    found = []
    for name, (beat, _) in rhythms.items():
        days = max(WEEK, beat.days)
        inside = [d for d in dated[name] if frame.begin <= d < frame.end]
        before = max((d for d in dated[name] if d < frame.begin), default=None)
        recent = before is not None and (frame.begin - before).days <= days
        row: list[date] = [before if recent and before else frame.begin, *inside, frame.end]
        for i, (one, other) in enumerate(pairwise(row)):
            if (other - one).days > frame.factor * days:
                after = one if i or recent else None
                free = sum(frame.working.off(d) for d in every_day(one, other))
                before_ = other if i < len(row) - 2 else None
                found.append(Gap(name, (other - one).days, free, days, after, before_))
    return tuple(found)


def clashes_of(frame: Frame, standing: Iterable[Standing]) -> tuple[Clash, ...]:
    """Return the pairs of large events of which one is in the year and that stand too close."""
    large = sorted((s.entry for s in standing if s.entry.large), key=lambda e: (e.date, e.title))
    return tuple(
        Clash(a, b, (b.date - a.date).days)
        for a, b in combinations(large, 2)
        if (b.date - a.date).days < frame.book.spacing_days and b.date >= frame.begin and a.date < frame.end
    )
