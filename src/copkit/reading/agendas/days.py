"""From items to days: in order, each with its items, and an end for every item."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from copkit.core.dates import DAY_MINUTES, clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.reading.agendas.interface import Item, Sheet

HALF_DAY = DAY_MINUTES // 2
DAWN, EARLY, EVENING = 6 * 60, 8 * 60, 18 * 60
ASSUMED = 30


@dataclass(slots=True)
class Told:
    """What was worked out and not read, so that it can be said."""

    ends: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    afternoons: int = 0
    nights: int = 0
    timeless: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ReadDay:
    """A day with its items, in the order of the file until they are sorted."""

    label: str
    date: date | None
    items: list[Item]

    @property
    def timed(self) -> bool:
        """Tell whether any item has a start."""
        return any(i.start is not None for i in self.items)


def days_of(sheet: Sheet, items: Sequence[Item], told: Told) -> list[ReadDay]:
    """Group items by their day, and give each its start and its minutes."""
    half = _half_clock(items)
    days: dict[object, ReadDay] = {}
    for item in items:
        key = item.date or item.day
        days.setdefault(key, ReadDay(item.day, item.date, [])).items.append(item)
    for day in days.values():
        day.items = _run_forward(day.items, told, half=half)
        day.items = _with_ends(sheet, day.items)
        day.items = _with_minutes(sheet, day, told)
        day.items = _within_a_day(sheet, day.items)
    return _in_order([d for d in days.values() if d.items])


def _half_clock(items: Sequence[Item]) -> bool:
    """Tell whether the file writes 1:00 for 13:00: no hour says which half of the day it is in."""
    timed = [i for i in items if i.start is not None]
    return bool(timed) and all(i.bare for i in timed)


def _run_forward(items: Sequence[Item], told: Told, *, half: bool) -> list[Item]:
    """Move what goes back in time to the afternoon, or after midnight."""
    found: list[Item] = []
    before = 0
    for item in items:
        start, end = item.start, item.end
        if start is not None:
            if half and start < before and start < EARLY:
                start += HALF_DAY
                told.afternoons += 1
            elif start < DAWN and before >= EVENING:
                start += DAY_MINUTES
                told.nights += 1
            before = max(before, start) if not half else start
            if end is not None and end < start and start != item.start:
                end += HALF_DAY if half and end + HALF_DAY >= start else DAY_MINUTES
            elif end is not None and half and end <= start and end + HALF_DAY > start:
                end += HALF_DAY
        found.append(replace(item, start=start, end=end))
    return found


def _with_ends(sheet: Sheet, items: Sequence[Item]) -> list[Item]:
    """Turn ends into minutes; an end before its start is of the next day, or a fault."""
    found = []
    for item in items:
        minutes = item.minutes
        if item.start is not None and item.end is not None:
            minutes = item.end - item.start
            if minutes <= 0 and item.start >= EVENING and item.end <= HALF_DAY:
                minutes += DAY_MINUTES
            if minutes <= 0:
                start, end = clock(item.start), clock(item.end)
                sheet.fault("item-ends-early", item.place, title=item.title, start=start, end=end)
                continue
        found.append(replace(item, minutes=minutes))
    return found


def _with_minutes(sheet: Sheet, day: ReadDay, told: Told) -> list[Item]:
    """Give an item without an end the next start in its room, or of something for everyone."""
    lasting = any(i.minutes for i in day.items)
    found: list[Item] = []
    for item in day.items:
        minutes = item.minutes
        if item.start is None and minutes is None:
            if day.timed or not lasting:
                sheet.warn("item-without-time", item.place, title=item.title)
                told.timeless.append(item.title)
                continue
            sheet.warn("item-without-length", item.place, title=item.title)
            minutes = 0
        elif minutes is None:
            assert item.start is not None
            upto = _next_start(item, day.items)
            minutes = ASSUMED if upto is None else upto - item.start
            if upto is None:
                sheet.warn("end-assumed", item.place, title=item.title, minutes=str(ASSUMED))
                told.assumed.append(item.title)
            else:
                told.ends.append(item.title)
        found.append(replace(item, minutes=minutes))
    return found


def _next_start(item: Item, others: Sequence[Item]) -> int | None:
    for_all = item.everyone or not (item.room or item.track)
    later = [
        o.start
        for o in others
        if o.start is not None
        and item.start is not None
        and o.start > item.start
        and (for_all or o.everyone or not (o.room or o.track) or (o.room or o.track) == (item.room or item.track))
    ]
    return min(later, default=None)


def _within_a_day(sheet: Sheet, items: Sequence[Item]) -> list[Item]:
    """Leave out, as a fault, what ends more than a day after the first start."""
    first = min((i.start for i in items if i.start is not None), default=0)
    found, length = [], 0
    for item in items:
        length += item.minutes or 0
        ends = (item.start or first) + (item.minutes or 0) - first if item.start is not None else length
        if ends > DAY_MINUTES:
            sheet.fault("item-beyond-day", item.place, title=item.title)
            length -= item.minutes or 0
        else:
            found.append(item)
    return found


def _in_order(days: Sequence[ReadDay]) -> list[ReadDay]:
    """Sort days by date; one without a date stays behind the one before it in the file."""
    keyed, last = [], None
    for number, day in enumerate(days):
        last = day.date or last
        keyed.append(((last is not None, last.toordinal() if last else 0, day.date is None, number), day))
    return [day for _, day in sorted(keyed, key=lambda row: row[0])]
