"""Time zones in calendars: every change of the clock in a span, one by one, as the computer's own table has it.

No rule is guessed from them: a country may change its clocks by the moon, and icalendar's own writer misses such days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Observance:
    """From a moment on, as the clock showed it before: how far it is from UTC before and after, and its name."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def observances(zone: str, first: datetime, last: datetime) -> list[Observance]:
    """Return what the clock shows from the year of one moment to the year of another, in order of time."""
    clock = ZoneInfo(zone)
    now, end = datetime(first.year, 1, 1, tzinfo=UTC) - DAY, datetime(last.year + 1, 1, 1, tzinfo=UTC) + DAY
    there = now.astimezone(clock)
    found = [_observance(there, _offset(there))]
    while now < end:
        later = (now + DAY).astimezone(clock)
        if _state(later) != _state(there):
            change = _first_second(now, now + DAY, clock)
            found.append(_observance(change.astimezone(clock), _offset((change - SECOND).astimezone(clock))))
        now, there = now + DAY, later
    return found


def vtimezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """Return a time zone as calendars hold it, for everything between two moments."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    made = Timezone()
    made.add("TZID", zone)
    for o in observances(zone, first, last):
        part = TimezoneDaylight() if o.summer else TimezoneStandard()
        part.add("DTSTART", o.onset)
        part.add("TZOFFSETFROM", o.before)
        part.add("TZOFFSETTO", o.after)
        part.add("TZNAME", o.name)
        made.add_component(part)
    return made


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _state(moment: datetime) -> tuple[object, ...]:
    return moment.utcoffset(), moment.tzname(), moment.dst()


def _observance(moment: datetime, before: timedelta) -> Observance:
    onset = moment.astimezone(UTC).replace(tzinfo=None) + before
    summer = (moment.dst() or timedelta()) > timedelta()
    return Observance(onset, before, _offset(moment), moment.tzname() or "", summer)


def _first_second(low: datetime, high: datetime, clock: ZoneInfo) -> datetime:
    """Return the first second at which the clock shows what it shows at the later of two moments."""
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (
            (low, middle) if _state(middle.astimezone(clock)) != _state(low.astimezone(clock)) else (middle, high)
        )
    return high
