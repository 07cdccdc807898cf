"""Which table is which: a host stays at one table while the others walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from copkit.core.grouping.seating import Round, Schedule


def steady(schedule: Schedule, hosts: Collection[int], pins: Sequence[Collection[int]], kept: int) -> Schedule:
    """Name the tables of each round so that hosts stay where they sat before; rounds with pins keep their names."""
    rounds: list[Round] = []
    home: dict[int, int] = {}
    for r, tables in enumerate(schedule):
        named = tables if r < kept or pins[r] else _named(tables, home)
        rounds.append(named)
        for t, table in enumerate(named):
            for person in table:
                if person in hosts:
                    home.setdefault(person, t)
    return tuple(rounds)


def _named(tables: Round, home: dict[int, int]) -> Round:
    wanted = [next((home[p] for p in table if p in home), None) for table in tables]
    places: list[tuple[int, ...] | None] = [None] * len(tables)
    rest = []
    for table, at in zip(tables, wanted, strict=True):
        if at is not None and places[at] is None:
            places[at] = table
        else:
            rest.append(table)
    free = iter(rest)
    return tuple(next(free) if table is None else table for table in places)
