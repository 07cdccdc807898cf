"""Schedules that need no rows: stored ones, and small ones spread over more tables, with rounds inside each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from copkit.core.grouping.constructing.rows import Way, in_rounds, longest, ways
from copkit.core.grouping.constructing.starter import Starter, unfold
from copkit.core.grouping.seating import Round, Schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to make rounds, with rows or without: how many there are at most, and how to make all or the first."""

    most: int
    make: Callable[[int], Schedule]


def plans(tables: int, seats: int, starters: Sequence[Starter]) -> Iterator[Plan]:
    """Return the known plans that have no rows for so many tables and seats."""
    if seats == 2:  # noqa: PLR2004  # pairs
        yield Plan(2 * tables - 1, partial(_pairs, tables))
    for starter in starters:
        if (starter.tables, starter.seats, starter.kind) == (tables, seats, "turning"):
            yield Plan(starter.rounds, partial(_unfolded, starter))
    for part in range(2, tables + 1):
        if tables % part == 0 and (halls := longest(part, seats, starters)).most > 1:
            outer = _longest(tables // part, seats, starters)
            inner = _longest(part // seats, seats, starters) if part % seats == 0 else None
            most = outer.most * halls.most + (inner.most if inner else 0)
            yield Plan(most, partial(_spread, outer, halls, inner))


def _longest(tables: int, seats: int, starters: Sequence[Starter]) -> Plan:
    if tables == 1:
        return Plan(1, lambda _: ((tuple(range(seats)),),))
    rows = (Plan(way.most, partial(_made, way)) for way in ways(tables, seats, starters))
    return max((*rows, *plans(tables, seats, starters)), key=lambda plan: plan.most)


def _pairs(tables: int, rounds: int) -> Schedule:
    """Let everybody meet everybody, in pairs: one stays, the others go round in a circle."""
    circle = 2 * tables - 1
    return tuple(
        ((r, circle), *(((r + k) % circle, (r - k) % circle) for k in range(1, tables))) for r in range(rounds)
    )


def _unfolded(starter: Starter, rounds: int) -> Schedule:
    return unfold(starter)[:rounds]


def _made(way: Way, rounds: int) -> Schedule:
    return in_rounds(way.make(rounds))


def _spread(outer: Plan, halls: Way, inner: Plan | None, rounds: int) -> Schedule:
    """Put a group in each person's place; then seat the people of every group among themselves.

    Each table of the outer plan becomes as many tables as a group has people, one person of each of its groups at each:
    a schedule with rows. Nobody has met anyone of their own group then, so that rounds inside the groups can follow.
    """
    first = outer.make(min(outer.most, rounds))
    second = in_rounds(halls.make(min(halls.most, -(-rounds // len(first)))))
    size, groups = len(second[0]), sum(map(len, first[0]))
    found: list[Round] = [
        tuple(tuple(table[p // size] * size + p % size for p in people) for table in tables for people in within)
        for within in second
        for tables in first
    ]
    if inner and len(found) < rounds:
        found += [
            tuple(tuple(group * size + p for p in table) for group in range(groups) for table in tables)
            for tables in inner.make(min(inner.most, rounds - len(found)))
        ]
    return tuple(found[:rounds])
