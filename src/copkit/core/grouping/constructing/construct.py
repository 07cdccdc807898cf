"""Rounds in which nobody meets the same person twice, where a construction for them is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copkit.core.grouping.constructing.rows import by_shifts, in_rounds, ways
from copkit.core.grouping.constructing.searching import search
from copkit.core.grouping.constructing.spreading import plans
from copkit.core.grouping.constructing.starter import Starter
from copkit.core.grouping.seating import Round, Schedule


def construct(sizes: Sequence[int], rounds: int, starters: Sequence[Starter]) -> Schedule | None:
    """Return rounds in which no two people sit together twice, or None where none is known at once.

    `sizes` are the tables of every round, the largest first, differing by at most one; so are those of the answer.
    Where a schedule with rows is known it is preferred. In it person i·g + a, of g tables, is number a of row i; each
    table has one person of each row, a smaller table none of the last one. Where all tables are equal, person t of row
    0 is at table t in every round: a host who never moves. Where they are not, the hosts can stay as well, but then
    not always the same tables are the smaller ones. Other schedules have no hosts.

    Raises:
        ValueError: if the sizes are not as described.
    """
    if not sizes or list(sizes) != sorted(sizes, reverse=True) or not 0 < sizes[-1] >= sizes[0] - 1:
        raise ValueError(sizes)
    tables, seats = len(sizes), sizes[0]
    people = sum(sizes)
    for way in ways(tables, seats, starters):
        if way.most >= rounds:
            return _without(in_rounds(way.make(rounds)), range(people, tables * seats))
    for plan in plans(tables, seats, starters):
        if plan.most >= rounds:
            schedule = plan.make(rounds)
            spare = _strangers(schedule, tables * seats - people)
            if spare is not None:
                return _without(schedule, spare)
    shifts = search(tables, seats, rounds)
    return _without(in_rounds(by_shifts((tables,), shifts)), range(people, tables * seats)) if shifts else None


def _without(schedule: Schedule, absent: Iterable[int]) -> Schedule:
    """Take people away, close the gaps in the numbers, and put the larger tables first."""
    gone = frozenset(absent)
    if not gone:
        return schedule
    left = [p for table in schedule[0] for p in table if p not in gone]
    number = {p: k for k, p in enumerate(sorted(left))}
    return tuple(_largest_first([tuple(number[p] for p in t if p in number) for t in tables]) for tables in schedule)


def _largest_first(tables: list[tuple[int, ...]]) -> Round:
    return tuple(sorted(tables, key=len, reverse=True))


def _strangers(schedule: Schedule, wanted: int) -> list[int] | None:
    """Find so many people who never meet one another, or None where a short look finds none."""
    people = sum(map(len, schedule[0]))
    met = [1 << p for p in range(people)]
    for tables in schedule:
        for table in tables:
            bits = sum(1 << p for p in table)
            for p in table:
                met[p] |= bits
    for start in reversed(range(people)):
        found: list[int] = []
        free, now = (1 << people) - 1, start
        while len(found) < wanted:
            found.append(now)
            free &= ~met[now]
            if not free:
                break
            now = free.bit_length() - 1
        if len(found) == wanted:
            return found
    return None
