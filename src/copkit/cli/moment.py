"""A moment of a gathering as somebody types it in the room: which day, what time, how late."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from copkit.cli.gathering import Gathering
    from copkit.core.agenda import DayPlan
    from copkit.core.design import GatheringDay

ELAPSED = re.compile(r"\+(\d{1,2})[:.]([0-5]\d)")
LATE = re.compile(r"[+]?(-?\d{1,4})(?:m|min)?")


def day_asked(gathering: Gathering, typed: str | None) -> DayPlan:
    """Return the day that is meant; the only one where there is only one."""
    days = gathering.agenda.days
    if typed is None and len(days) > 1:
        raise stop("which-day", n=str(len(days)))
    if typed is not None and not (typed.isdecimal() and 1 <= int(typed) <= len(days)):
        raise stop("no-such-convening-day", found=typed, n=str(len(days)))
    plan = days[int(typed or 1) - 1]
    if not plan.blocks:
        raise stop("nothing-to-retime", day=str(plan.number), id=gathering.convening.id)
    return plan


def moment_of(plan: DayPlan, typed: str) -> int:
    """Return the minutes after the day's start of a time of day, or of `+1:05`."""
    found = ELAPSED.fullmatch(typed.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else _since_start(plan.day, typed)
    if not 0 <= minutes < max(plan.day.length, plan.blocks[-1].end):
        raise stop("outside-day", found=typed, start=plan.begins, end=plan.ends, day=str(plan.number))
    return minutes


def _since_start(day: GatheringDay, typed: str) -> int:
    from pydantic_core import PydanticCustomError

    from copkit.core.agenda import elapsed
    from copkit.core.dates import parse_time

    try:
        clock = parse_time(typed)
    except PydanticCustomError:
        raise stop("bad-moment", found=typed) from None
    if day.start is None:
        raise stop("time-without-start", found=typed)
    return elapsed(clock, day)


def lateness(plan: DayPlan, typed: str, now: int) -> int:
    """Return the minutes behind the plan, negative when ahead."""
    found = LATE.fullmatch(typed.strip().replace("−", "-"))
    if found is None:
        raise stop("bad-late", found=typed)
    late = int(found[1])
    if late > plan.day.length or now - late >= max(b.end for b in plan.blocks):
        raise stop("late-beyond-day", found=typed, day=str(plan.number))
    return late
