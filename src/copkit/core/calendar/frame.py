"""The frame of a year: its first and last day, its free days, and how far a rhythm may stretch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copkit.core.calendar.kinds import CalendarBook
    from copkit.core.dates import WorkingDays


@dataclass(frozen=True, slots=True)
class Frame:
    """What every proposal keeps to; the year ends on the day before `end`.

    `met` names the kinds whose rhythm the community's last gathering keeps.
    """

    book: CalendarBook
    begin: date
    end: date
    today: date
    working: WorkingDays
    weekday: int
    factor: float
    align_first: bool
    last_gathering: date | None
    met: frozenset[str]
