"""Rounds in which nobody meets the same person twice."""

from itertools import combinations, permutations
from math import prod

import pytest
from copkit.core.grouping.constructing import construct
from copkit.core.grouping.constructing.rows import in_rounds, ways
from copkit.core.grouping.constructing.spreading import plans
from copkit.reading.starters import read_starters
from copkit.shelf import Shelf
from hypothesis import given, settings
from hypothesis import strategies as st

STARTERS = read_starters(Shelf())

# The best numbers of rounds that the literature knows, for so many tables, from 3 seats on (performance.md).
KNOWN = {
    3: [4],
    4: [4, 5],
    5: [7, 5, 6],
    6: [8, 7, 6, 3],
    7: [10, 9, 7, 7, 8],
    8: [11, 10, 8, 8, 8, 9],
    9: [13, 11, 9, 9, 9, 9, 10],
    10: [14, 13, 9, 7, 7, 5, 5, 4],
    11: [16, 14, 11, 11, 11, 11, 11, 11, 12],
    12: [17, 15, 12, 13, 7, 6],
    13: [19, 17, 16, 13, 13, 13],
    14: [20, 18, 14, 9, 9, 8],
    15: [22, 19, 16, 10, 5, 17],
    16: [23, 21, 16, 16, 16, 17],
    17: [25, 22, 21, 17, 17, 17],
    18: [26, 23, 18, 19, 10, 6],
}


def faults(schedule, sizes):
    """Name what is wrong with a schedule: a round of the wrong sizes or people, a pair that meets again."""
    found, met = [], set()
    for number, tables in enumerate(schedule):
        if [len(table) for table in tables] != list(sizes):
            found.append(f"sizes in round {number}")
        if sorted(p for table in tables for p in table) != list(range(sum(sizes))):
            found.append(f"people in round {number}")
        for table in tables:
            for pair in combinations(sorted(table), 2):
                if pair in met:
                    found.append(f"{pair} again in round {number}")
                met.add(pair)
    return found


def sizes_of(people, tables):
    """Spread people over tables, the larger ones first."""
    return [people // tables + (k < people % tables) for k in range(tables)]


def test_a_fault_is_found():
    assert faults([((0, 1), (2, 3)), ((0, 1), (2, 3))], [2, 2]) == ["(0, 1) again in round 1", "(2, 3) again in round 1"]
    assert faults([((0, 1, 2), (3,))], [2, 2]) == ["sizes in round 0"]
    assert faults([((0, 1), (2, 2))], [2, 2]) == ["people in round 0"]


@pytest.mark.parametrize("starter", STARTERS, ids=lambda s: f"{s.tables}x{s.seats}x{s.rounds}")
def test_every_starter_is_what_it_says(starter):
    if starter.kind == "turning":
        plan = next(p for p in plans(starter.tables, starter.seats, [starter]))
        schedule = plan.make(starter.rounds)
        assert sum(starter.circles) == starter.tables * starter.seats
    else:
        schedule = in_rounds(list(ways(starter.tables, starter.seats, [starter]))[-1].make(starter.rounds))
        assert prod(starter.group) == starter.tables
    assert len(schedule) == starter.rounds
    assert faults(schedule, [starter.seats] * starter.tables) == []
