"""Starters: what is stored of a schedule that no formula gives, and how the whole is unfolded from it."""

from __future__ import annotations

from math import lcm
from typing import Literal

from copkit.core.grouping.seating import Round, Schedule, Table
from copkit.core.typed import Text, Typed, Whole


class Base(Typed):
    """Give one round of a turning starter.

    Its tables, turned by the step again and again, are the round; turned by one up to the step, it is that many rounds.
    """

    step: Whole
    tables: tuple[Table, ...]


class Starter(Typed):
    """Store a schedule without repeats in short.

    `turning`: the people stand in circles, one after the other, of the sizes in `circles`; a turn moves everybody one
    place on. `shifting`: the schedule has rows; `shifts` has a line for each round and a number for each row, the
    element of the product of cyclic groups `group` by which the row is moved from table to table.
    """

    tables: Whole
    seats: Whole
    rounds: Whole
    kind: Literal["turning", "shifting"]
    rows: bool = False
    circles: tuple[Whole, ...] = ()
    base: tuple[Base, ...] = ()
    group: tuple[Whole, ...] = ()
    shifts: tuple[tuple[Whole, ...], ...] = ()
    note: Text


class Starters(Typed):
    """Hold the stored starters."""

    starters: tuple[Starter, ...]


def unfold(starter: Starter) -> Schedule:
    """Return all rounds of a turning starter."""
    turn = _turn(starter.circles)
    whole = lcm(*starter.circles)
    rounds: list[Round] = []
    for base in starter.base:
        first = base.tables
        tables = dict.fromkeys(t for k in range(0, whole, base.step) for t in _turned(turn, first, k))
        rounds += [_turned(turn, tuple(tables), k) for k in range(base.step)]
    return tuple(rounds)


def _turn(circles: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return for each person where their circle begins and how large it is."""
    return [(sum(circles[:k]), size) for k, size in enumerate(circles) for _ in range(size)]


def _turned(turn: list[tuple[int, int]], tables: tuple[Table, ...], by: int) -> Round:
    moved = [start + (person - start + by) % size for person, (start, size) in enumerate(turn)]
    return tuple(tuple(sorted(moved[p] for p in table)) for table in tables)
