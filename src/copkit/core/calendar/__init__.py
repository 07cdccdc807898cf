"""A year of gatherings: from the rhythm, around what stands, with its load, its gaps and its clashes (§E6)."""

from copkit.core.calendar.days import months_later
from copkit.core.calendar.entry import Clash, Entry, Gap, Month, YearPlan
from copkit.core.calendar.kinds import CalendarBook, FixedDate, OwnCalendar
from copkit.core.calendar.year import Known, plan_year

__all__ = [
    "CalendarBook",
    "Clash",
    "Entry",
    "FixedDate",
    "Gap",
    "Known",
    "Month",
    "OwnCalendar",
    "YearPlan",
    "months_later",
    "plan_year",
]
