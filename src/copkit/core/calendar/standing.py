"""What stands already: the dates that a person fixed, and the gatherings that are planned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from copkit.core.calendar.entry import Entry
from copkit.core.community import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copkit.core.calendar.kinds import CalendarBook, FixedDate, OwnCalendar
    from copkit.core.dates import WorkingDays
    from copkit.core.design import Convening

CALL, HALF_DAY, GATHERING = "call", "half-day", "gathering"
HABIT_FROM = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A date with every kind whose rhythm it keeps."""

    entry: Entry
    counts: frozenset[str]


def entry_of(book: CalendarBook, kind_id: str, day: date) -> Entry:
    """Return a proposed date of a kind."""
    kind = book.kinds[kind_id]
    return Entry(
        date=day,
        kind=kind_id,
        title=kind.title,
        strand=kind.strand,
        owner=kind.owner,
        hours=kind.hours,
        weeks=kind.weeks,
        status="proposed",
        large=kind.large,
        live=kind.minutes > 0,
    )


def counted(book: CalendarBook, *kinds: str) -> frozenset[str]:
    """Return the kinds whose rhythm these kinds keep."""
    return frozenset(k for kind in kinds for k in (kind, *book.kinds[kind].counts_as))


def standing_of(book: CalendarBook, own: OwnCalendar, convenings: Iterable[Convening]) -> list[Standing]:
    """Return what stands, in order of time; a planned gathering on a fixed date is that date."""
    fixed = list(own.fixed)
    found: list[Standing] = []
    for convening in convenings:
        if convening.first_day is None:
            continue
        same = next((f for f in fixed if f.date == convening.first_day and _main(book, f.kind)), None)
        if same is not None:
            fixed.remove(same)
        found += _planned(book, convening, convening.first_day, same)
    for one in fixed:
        entry = replace(_as_fixed(entry_of(book, one.kind, one.date), one), status="fixed")
        found.append(Standing(entry, counted(book, one.kind)))
    return sorted(found, key=lambda s: (s.entry.date, s.entry.kind, s.entry.title))


def _main(book: CalendarBook, kind_id: str) -> bool:
    kind = book.kinds[kind_id]
    return not kind.hosts and (kind.minutes > 0 or kind_id in book.formats.values())


def _as_fixed(entry: Entry, fixed: FixedDate) -> Entry:
    hours = entry.hours if fixed.hours is None else fixed.hours
    return replace(entry, title=fixed.title or entry.title, start=fixed.start, hours=hours)


def _planned(book: CalendarBook, convening: Convening, day: date, same: FixedDate | None) -> list[Standing]:
    size = _size(book, convening)
    other = book.formats.get(convening.format or "")
    riding = other is not None and bool(book.kinds[other].hosts)
    kind = same.kind if same else other if other and not riding else size
    entry = entry_of(book, kind, day)
    entry = _as_fixed(entry, same) if same else entry
    entry = replace(
        entry,
        status="planned",
        title=convening.title or (same and same.title) or convening.id,
        convening=convening.id,
        start=convening.days[0].start or entry.start,
        live=True,
        large=size != CALL,
    )
    found = [Standing(entry, counted(book, kind, size))]
    if other and riding:
        found.append(Standing(replace(entry_of(book, other, day), status="planned"), counted(book, other)))
    return found


def _size(book: CalendarBook, convening: Convening) -> str:
    longest = max(d.length for d in convening.days)
    if len(convening.days) > 1 or longest >= book.gathering_minutes:
        return GATHERING
    return HALF_DAY if longest >= book.half_day_minutes else CALL


def usual_weekday(book: CalendarBook, own: OwnCalendar, standing: Sequence[Standing], working: WorkingDays) -> int:
    """Return the weekday for new dates: as a person said, else that of most planned calls, else ours.

    It is never one of the weekend: then the next working weekday is taken.
    """
    seen = Counter(s.entry.date.weekday() for s in standing if s.entry.convening and not s.entry.large)
    most = seen.most_common(1)
    wanted = WEEKDAYS.index(own.weekday or book.weekday)
    if own.weekday is None and most and most[0][1] >= HABIT_FROM:
        wanted = most[0][0]
    return next((d % 7 for d in range(wanted, wanted + 7) if d % 7 not in working.weekend), wanted)
