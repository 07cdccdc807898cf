"""Hours: what time it is for whom, and which start is fairest to people in several time zones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.community import Segment

OFFERED = 3
HOUR, DAY = 60, 24 * 60
Usual = tuple[int, int]  # from which hour to which people are usually awake and at work: the figures of CPK705


@dataclass(frozen=True, slots=True)
class Local:
    """A day of a convening as one segment's clock shows it, and its minutes outside the usual hours."""

    segment: Segment
    zone: str
    begins: datetime
    ends: datetime
    odd_minutes: int


@dataclass(frozen=True, slots=True)
class Start:
    """A start in the convening's own zone, with the most odd minutes of any segment and those of all people."""

    start: time
    worst: int
    total: int


def local_hours(
    segments: Sequence[Segment], zone: str, day: date, start: time, minutes: int, usual: Usual
) -> list[Local]:
    """Return the hours of each segment that has a time zone, those with the oddest first."""
    begins = datetime.combine(day, start, ZoneInfo(zone))
    found = []
    for segment in segments:
        if segment.time_zone:
            # Time is added in the universal clock: a local one may jump in between.
            local = begins.astimezone(ZoneInfo(segment.time_zone))
            ends = (begins.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(local.tzinfo)
            found.append(Local(segment, segment.time_zone, local, ends, odd_minutes(local, minutes, usual)))
    return sorted(found, key=lambda x: (-x.odd_minutes, x.segment.id))


def odd_minutes(begins: datetime, minutes: int, usual: Usual) -> int:
    """Count the minutes outside the usual hours of something that begins then."""
    first = begins.hour * HOUR + begins.minute
    return sum(not usual[0] * HOUR <= (first + m) % DAY < usual[1] * HOUR for m in range(minutes))


def fairest_starts(segments: Sequence[Segment], zone: str, day: date, minutes: int, usual: Usual) -> list[Start]:
    """Return the full hours at which the segment that is worst off has the fewest odd minutes, the fairest first.

    Where that is equal, the odd minutes of all people decide; a segment of unknown size counts as one person.
    """
    found = []
    for hour in range(24):
        rows = local_hours(segments, zone, day, time(hour), minutes, usual)
        total = sum(r.odd_minutes * (r.segment.count or 1) for r in rows)
        found.append(Start(time(hour), max((r.odd_minutes for r in rows), default=0), total))
    return sorted(found, key=lambda s: (s.worst, s.total, abs(s.start.hour - sum(usual) // 2)))[:OFFERED]
