"""At what time a call begins, where members live in several time zones: those whose hours it suits take turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from copkit.core.hours import fairest_starts, local_hours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.core.calendar.entry import Entry
    from copkit.core.calendar.kinds import CalendarBook
    from copkit.core.community import Profile, Segment
    from copkit.core.hours import Usual

HOURS = 24


def with_starts(entries: Sequence[Entry], book: CalendarBook, profile: Profile, usual: Usual) -> list[Entry]:
    """Give each proposed call a start in the community's time zone, where the segments live in several ones.

    Where a start suits everybody, it is the same each time. Else the segments take turns in order of the profile. A
    large event gets none: people may meet in one place.
    """
    segments = [s for s in profile.segments if s.time_zone]
    zone = profile.time_zone or (segments[0].time_zone if segments else None)
    if zone is None or len({s.time_zone for s in segments}) < 2:  # noqa: PLR2004 - one zone needs no turns
        return list(entries)
    found, turn = [], 0
    for entry in entries:
        if entry.live and not entry.large and entry.status == "proposed":
            minutes = book.kinds[entry.kind].minutes
            start, suits = _start(segments, zone, entry.date, minutes, usual, segments[turn % len(segments)])
            found.append(replace(entry, start=start, turn=suits))
        else:
            found.append(entry)
        turn += entry.live and not entry.large and entry.status != "planned"
    return found


def _start(
    segments: Sequence[Segment], zone: str, day: date, minutes: int, usual: Usual, turn: Segment
) -> tuple[time, str | None]:
    """Return a start, and whose hours it suits: None where it suits everybody."""
    best = fairest_starts(segments, zone, day, minutes, usual)[0]
    if best.worst == 0:
        return best.start, None

    def burden(hour: int) -> tuple[int, int, int, int, int]:
        rows = local_hours(segments, zone, day, time(hour), minutes, usual)
        own = next(r.odd_minutes for r in rows if r.segment.id == turn.id)
        total = sum(r.odd_minutes * (r.segment.count or 1) for r in rows)
        return own, max(r.odd_minutes for r in rows), total, max(_away(r.begins.hour, usual) for r in rows), hour

    return time(min(range(HOURS), key=burden)), turn.title


def _away(hour: int, usual: Usual) -> int:
    """Return how many hours an hour lies from the middle of the day, the shorter way round the clock."""
    away = abs(hour - sum(usual) // 2)
    return min(away, HOURS - away)
