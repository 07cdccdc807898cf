"""What follows from a date: preparation before it, results and check-in after it; and a word in silent months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.calendar.days import first_of, months_later, weekday_in
from copkit.core.calendar.entry import Entry
from copkit.core.calendar.standing import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from copkit.core.calendar.frame import Frame
    from copkit.core.calendar.kinds import Around
    from copkit.core.design import Convening

CHECK_IN, SYNTHESIS = "check-in", "synthesis"
SLACK = 7
LATER = 60
HALF_MONTH = 15


def following(frame: Frame, events: Sequence[Entry], convenings: Mapping[str, Convening]) -> list[Entry]:
    """Return what belongs to the dates of a year, in order of their dates.

    A plan says itself when its check-in is. Else one that a person fixed near its day takes its place, and one
    preparation serves several dates that lie together.
    """
    found: list[Entry] = []
    for event in sorted(events, key=lambda e: (e.date, e.title)):
        own = _own_days(frame, convenings.get(event.convening or ""))
        for kind, day in own.items():
            if not any(e.kind == kind and abs((e.date - day).days) <= SLACK for e in events):
                entry = replace(entry_of(frame.book, kind, day), of=(event.title,), follows=True, status="planned")
                found.append(entry)
        for row in frame.book.kinds[event.kind].around:
            fixed = any(_near(row, event.date, e, SLACK) for e in events)
            shared = next((i for i, e in enumerate(found) if _near(row, event.date, e, 0)), None)
            coming = None if fixed or row.kind in own else _day(frame, event.date, row)
            if shared is not None and coming is not None:
                names = dict.fromkeys([*found[shared].of, event.title])
                found[shared] = replace(found[shared], of=tuple(names))
            elif coming is not None:
                found.append(replace(entry_of(frame.book, row.kind, coming), of=(event.title,), follows=True))
    return found


def _near(row: Around, day: date, entry: Entry, slack: int) -> bool:
    return entry.kind == row.kind and row.earliest - slack <= (entry.date - day).days <= row.latest + slack


def _own_days(frame: Frame, convening: Convening | None) -> dict[str, date]:
    """Return the check-in of a plan, and the day of its results where the plan names one."""
    if convening is None:
        return {}
    own = {CHECK_IN: convening.check_in_date(frame.working), SYNTHESIS: convening.synthesis.due}
    return {kind: day for kind, day in own.items() if day is not None}


def _day(frame: Frame, event: date, row: Around) -> date | None:
    """Return the nearest working day within bounds; what comes afterwards may be later, else None is returned."""
    earliest, latest = event + timedelta(days=row.earliest), event + timedelta(days=row.latest)
    if row.days < 0:
        earliest = max(earliest, frame.begin, frame.today)
    elif frame.working.nearest(event + timedelta(days=row.days), earliest, latest) is None:
        latest += timedelta(days=LATER)
    if earliest > latest:
        return None
    target = min(max(event + timedelta(days=row.days), earliest), latest)
    return frame.working.nearest(target, earliest, latest)


def months_of(frame: Frame) -> Iterator[tuple[date, date, date]]:
    """Yield each month with its first and last day within the year."""
    month = first_of(frame.begin)
    while month < frame.end:
        after = months_later(month, 1)
        yield month, max(month, frame.begin), min(after, frame.end) - timedelta(days=1)
        month = after


def is_silent(entries: Iterable[Entry], low: date, high: date) -> bool:
    """Tell whether nobody meets and nothing is sent within bounds that hold at least half a month."""
    if (high - low).days + 1 < HALF_MONTH:
        return False
    return not any(low <= e.date <= high and (e.live or e.strand == "communication") for e in entries)


def in_between(frame: Frame, entries: Sequence[Entry]) -> list[Entry]:
    """Return a message for each silent month that has a working day left."""
    name = frame.book.in_between
    found = []
    for month, low, high in months_of(frame):
        if is_silent(entries, low, high):
            first = max(low, frame.today)
            wanted = weekday_in(month, frame.weekday, frame.book.kinds[name].week)
            day = frame.working.nearest(min(max(wanted, first), high), first, high) if first <= high else None
            if day is not None:
                found.append(entry_of(frame.book, name, day))
    return found
