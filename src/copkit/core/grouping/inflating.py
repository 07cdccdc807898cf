"""Rounds for tables so large that people must meet again: small sets stay together, and no two sets meet twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.grouping.constructing import construct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.grouping.constructing import Starter
    from copkit.core.grouping.seating import Schedule


def inflate(tables: int, people: int, rounds: int, starters: Sequence[Starter]) -> Schedule | None:
    """Return rounds in which the most pairs meet that can, or None where no such rounds are known at once.

    A table of more people than there are tables must hold, again and again, some who sat together before. The fewest
    do where each table is made of as many sets as there are tables, as equal as can be, and two sets meet once.
    """
    places = tables * tables
    if people <= places:
        return None
    sets = construct([tables] * tables, rounds, starters)
    if sets is None:
        return None
    size, more = divmod(people, places)
    ends = [0]
    for place in range(places):
        ends.append(ends[-1] + size + (place < more))
    schedule = tuple(
        tuple(tuple(p for place in table for p in range(ends[place], ends[place + 1])) for table in seated)
        for seated in sets
    )
    sizes = [len(table) for seated in schedule for table in seated]
    return schedule if max(sizes) - min(sizes) <= 1 else None
