"""Where people sit before the search begins: by chance, by a construction, or by an earlier plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.grouping.rule import people_in, set_of
from copkit.core.grouping.searching import Prices, grace

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from random import Random

    from copkit.core.grouping.mixing import Mixing
    from copkit.core.grouping.searching import Rules
    from copkit.core.grouping.seating import Round, Schedule

ROUNDS_OF_TRIES, WARM, FALL = 60, 0.7, 0.93


def placed(mixing: Mixing, chance: Random) -> Schedule:
    """Seat everybody by chance, apart from those who stay where they are."""
    rounds = list(mixing.kept)
    for r in range(len(rounds), len(mixing.here)):
        tables: list[list[int]] = [[] for _ in range(mixing.tables)]
        for person, at in mixing.pins[r].items():
            tables[at].append(person)
        sizes = _sizes_around(mixing.sizes(mixing.here[r]), tables)
        rest = [p for p in people_in(mixing.here[r]) if p not in mixing.pins[r]]
        chance.shuffle(rest)
        for table, size in zip(tables, sizes, strict=True):
            while len(table) < size:
                table.append(rest.pop())
        rounds.append(_round(tables))
    return tuple(rounds)


def _sizes_around(sizes: list[int], tables: Sequence[Sequence[int]]) -> list[int]:
    """Give the larger sizes to the tables at which the most people are pinned."""
    fullest = sorted(range(len(tables)), key=lambda t: (-len(tables[t]), t))
    found = [0] * len(tables)
    for t, size in zip(fullest, sizes, strict=True):
        found[t] = size
    return found


def _round(tables: Sequence[Sequence[int]]) -> Round:
    return tuple(tuple(sorted(table)) for table in tables)


def arranged(
    schedule: Schedule, people: int, settled: Mapping[int, int], rules: Rules, chance: Random
) -> Schedule | None:
    """Put people into the places of a schedule so that every rule is kept; None where that is not found.

    Some places are settled. Who meets whom changes, and nobody meets anybody more often.
    """
    rest = [p for p in range(people) if p not in settled.values()]
    chance.shuffle(rest)
    others = iter(rest)
    order = [settled[place] if place in settled else next(others) for place in range(people)]
    rounds = [[[order[seat] for seat in table] for table in tables] for tables in schedule]
    prices = Prices(rounds, people, rules)
    cost = sum(map(sum, prices.at))
    seats = [{p: t for t, table in enumerate(tables) for p in table} for tables in rounds]
    take = WARM
    for _ in range(ROUNDS_OF_TRIES if len(rest) > 1 else 0):
        for _ in range(people * len(rounds)):
            if not cost:
                break
            a, b = rest[int(chance.random() * len(rest))], rest[int(chance.random() * len(rest))]
            moves = [(r, at[a], at[b]) for r, at in enumerate(seats) if at[a] != at[b]]
            change = sum(sum(prices.changes(r, a, b, here, there)) for r, here, there in moves)
            if change <= grace(chance, take):
                for r, here, there in moves:
                    prices.exchange(r, a, b, here, there)
                    seats[r][a], seats[r][b] = there, here
                cost += change
        take *= FALL
    return None if cost else tuple(_round([list(people_in(group)) for group in groups]) for groups in prices.sets)


def refilled(mixing: Mixing) -> Schedule:
    """Take an earlier plan for the people who are here now: who came late gets the places that became free."""
    rounds = list(mixing.kept)
    for r in range(len(rounds), len(mixing.here)):
        here = mixing.here[r]
        tables = [[p for p in table if here >> p & 1] for table in mixing.planned[r]]
        seated = set_of(p for table in tables for p in table)
        for person, table in mixing.pins[r].items():
            if not tables[table].count(person):
                tables = [[p for p in t if p != person] for t in tables]
                tables[table].append(person)
                seated |= 1 << person
        for person in people_in(here & ~seated):
            min(tables, key=len).append(person)
        _level(tables, mixing.pins[r])
        rounds.append(_round(tables))
    return tuple(rounds)


def _level(tables: list[list[int]], pinned: Container[int]) -> None:
    """Move the fewest people so that no table has two people more than another."""
    while True:
        full, empty = max(tables, key=len), min(tables, key=len)
        free = [p for p in full if p not in pinned]
        if len(full) <= len(empty) + 1 or not free:
            return
        full.remove(free[-1])
        empty.append(free[-1])
