"""The minutes of an activity for a room: all of them, and shared out over its steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from copkit.core.activity.step import step_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.activity.activity import Activity
    from copkit.core.activity.kinds import Level


def total_minutes(activity: Activity, people: int, level: Level) -> int:
    """Return the minutes that an activity takes for a head count, at one of its three levels."""
    return sum(step_minutes(step, people, level) for step in activity.steps)


def share_out(activity: Activity, people: int, minutes: int) -> list[int]:
    """Share a block's minutes over the activity's steps, within each step's range where possible.

    Between the typical and the outer totals the minutes move in proportion; what is left over by rounding goes to the
    longest steps first. Outside the range the nearest level is stretched in proportion.
    The parts always sum to `minutes`.
    """
    low, mid, high = ([step_minutes(s, people, level) for s in activity.steps] for level in ("min", "typical", "max"))
    if minutes <= sum(mid):
        return _between(low, mid, minutes)
    return _between(mid, high, minutes)


def _between(low: Sequence[int], high: Sequence[int], target: int) -> list[int]:
    span = sum(high) - sum(low)
    if sum(low) <= target <= sum(high) and span:
        share = (target - sum(low)) / span
        exact = [a + (b - a) * share for a, b in zip(low, high, strict=True)]
    else:
        level = low if target < sum(low) else high
        total = sum(level) or 1
        exact = [a * target / total for a in level]
    parts = [math.floor(x + 1e-9) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), -exact[i], i))
    for i in order[: target - sum(parts)]:
        parts[i] += 1
    return parts
