"""Schedules with rows: person i·g + a is number a of row i, and every table has one person of every row.

Two people of one row never meet. In each round every row is moved around the g tables by a permutation of its own; row
0 is never moved, so person t of it is the host of table t. `Moves` says for each round and row who sits at each table.
Nobody meets twice where, for any two rows, the pairs at all the tables of all rounds differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import gcd, isqrt

from copkit.core.grouping.constructing.fields import add, field, shifted
from copkit.core.grouping.constructing.starter import Starter, unfold
from copkit.core.grouping.seating import Schedule

Moves = list[list[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to make rounds with rows: how many there are at most, and how to make some of them."""

    most: int
    make: Callable[[int], Moves]


def ways(tables: int, seats: int, starters: Sequence[Starter]) -> Iterator[Way]:
    """Return the known ways for so many tables and rows, the simplest first."""
    yield Way(min((tables // gcd(tables, u) for u in range(1, seats)), default=tables), partial(_circle, tables, seats))
    if seats <= tables and field(tables):
        yield Way(tables, partial(_field, tables, seats))
    if seats <= tables and field(tables + 1):
        yield Way(min(tables, tables + 2 - seats), partial(_logarithms, tables, seats))
    for starter in starters:
        if starter.tables == tables and (starter.rows or starter.kind == "shifting"):
            if seats <= starter.seats:
                yield Way(starter.rounds, partial(_stored, starter, seats))
            if seats <= starter.rounds:
                yield Way(starter.seats, partial(_turned_over, starter, seats))
    for part in range(2, isqrt(tables) + 1):
        if tables % part == 0:
            one, other = (longest(t, seats, starters) for t in (part, tables // part))
            if min(one.most, other.most) > 1:
                yield Way(one.most * other.most, partial(_multiplied, one, other))


def longest(tables: int, seats: int, starters: Sequence[Starter]) -> Way:
    """Return the way with the most rounds."""
    return max(ways(tables, seats, starters), key=lambda way: way.most)


def in_rounds(moves: Moves) -> Schedule:
    """Return who sits at each table in each round."""
    return tuple(
        tuple(tuple(i * len(row) + row[t] for i, row in enumerate(rows)) for t in range(len(rows[0]))) for rows in moves
    )


def by_shifts(group: Sequence[int], shifts: Sequence[Sequence[int]]) -> Moves:
    """Move each row by an element of a group; `shifts` has a line for each round and a number for each row."""
    known = {by: shifted(group, by) for by in {by for line in shifts for by in line}}
    return [[known[by] for by in line] for line in shifts]


def _circle(tables: int, seats: int, rounds: int) -> Moves:
    """Move row i by i places more in every round; u rows and v rounds apart a pair meets again where g divides u·v."""
    return by_shifts((tables,), [[i * r % tables for i in range(seats)] for r in range(rounds)])


def _field(tables: int, seats: int, rounds: int) -> Moves:
    """Do the same in a finite field, where no product is 0 unless a factor is: g rounds for up to g rows."""
    f = field(tables)
    assert f is not None
    return by_shifts(f.group, [[f.times(i, r) for i in range(seats)] for r in range(rounds)])


def _logarithms(tables: int, seats: int, rounds: int) -> Moves:
    """Move row i in round r by the logarithm of x_i + y_r in the field of g + 1 elements, where no sum is 0.

    Of two rows, the quotient (x + y)/(x' + y) is never the same for two y; row 0 stays, as if its x were infinite.
    """
    f = field(tables + 1)
    assert f is not None
    sums = ([add(f.group, x, y) for x in range(seats - 1)] for y in range(tables + 1))
    lines = [[0, *(f.logs[total] for total in line)] for line in sums if all(line)]
    return by_shifts((tables,), lines[:rounds])


def _multiplied(one: Way, other: Way, rounds: int) -> Moves:
    """Combine two ways: each table of the first stands for a hall of as many tables as the second has (MacNeish)."""
    first = one.make(min(one.most, rounds))
    second = other.make(-(-rounds // len(first)))
    both = [
        [tuple(a * len(inner) + b for a in outer for b in inner) for outer, inner in zip(halls, tables, strict=True)]
        for tables in second
        for halls in first
    ]
    return both[:rounds]


def _stored(starter: Starter, seats: int, rounds: int) -> Moves:
    """Return the first rows and rounds of a starter."""
    if starter.kind == "shifting":
        return by_shifts(starter.group, [line[:seats] for line in starter.shifts[:rounds]])
    size = starter.tables
    ordered = ((sorted(sorted(table) for table in tables)) for tables in unfold(starter)[:rounds])
    rows = ([[p - i * size for p in row] for i, row in enumerate(zip(*tables, strict=True))] for tables in ordered)
    return [[tuple(row) for row in line[:seats]] for line in rows]


def _turned_over(starter: Starter, seats: int, rounds: int) -> Moves:
    """Let rows and rounds change places, which leaves what is asked of them as it was."""
    moves = _stored(starter, rounds, seats)
    tables = range(starter.tables)
    names = [{row[t]: t for t in tables} for row in moves[0]]  # so that nobody moves in the first round
    where = [[{names[i][row[t]]: t for t in tables} for i, row in enumerate(line)] for line in moves]
    return [[tuple(line[i][a] for a in tables) for line in where] for i in range(rounds)]
