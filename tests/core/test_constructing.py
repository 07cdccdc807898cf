"""Rounds in which nobody meets the same person twice."""

from itertools import combinations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.grouping.constructing import construct
from copkit.core.grouping.constructing.rows import by_shifts, in_rounds, ways
from copkit.core.grouping.constructing.starter import unfold
from copkit.reading.starters import read_starters
from copkit.shelf import Shelf

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

# Where we come less far than that; local search takes over. Nothing is missing up to 12 tables.
SHORT = {
    (13, 5): 13,
    (14, 3): 13,
    (14, 5): 10,
    (15, 8): 9,
    (17, 4): 17,
    (17, 5): 17,
    (18, 4): 16,
    (18, 5): 15,
    (18, 6): 15,
}

# Where we come further: tables, seats, rounds.
BETTER = [
    (10, 5, 10),
    (10, 6, 8),
    (10, 7, 8),
    (10, 8, 8),
    (12, 7, 8),
    (12, 8, 8),
    (14, 7, 9),
    (14, 8, 9),
    (15, 6, 11),
    (15, 7, 10),
    (18, 7, 13),
    (18, 8, 12),
]


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
    assert faults([((0, 1), (2, 3)), ((0, 1), (2, 3))], [2, 2]) == [
        "(0, 1) again in round 1",
        "(2, 3) again in round 1",
    ]
    assert faults([((0, 1, 2), (3,))], [2, 2]) == ["sizes in round 0"]
    assert faults([((0, 1), (2, 2))], [2, 2]) == ["people in round 0"]


@pytest.mark.parametrize("starter", STARTERS, ids=lambda s: f"{s.tables}x{s.seats}x{s.rounds}")
def test_every_starter_is_what_it_says(starter):
    if starter.kind == "turning":
        assert sum(starter.circles) == starter.tables * starter.seats
        schedule = unfold(starter)
    else:
        assert prod(starter.group) == starter.tables
        schedule = in_rounds(by_shifts(starter.group, starter.shifts))
    assert len(schedule) == starter.rounds
    assert faults(schedule, [starter.seats] * starter.tables) == []


@pytest.mark.parametrize(
    ("tables", "seats", "rounds"),
    [(g, p, r) for g, row in KNOWN.items() for p, r in enumerate(row, 3) if (g, p) not in SHORT] + BETTER,
    ids=str,
)
def test_the_best_known_number_of_rounds_is_reached(tables, seats, rounds):
    sizes = [seats] * tables
    schedule = construct(sizes, rounds, STARTERS)
    assert schedule is not None
    assert len(schedule) == rounds
    assert faults(schedule, sizes) == []


@pytest.mark.parametrize(("tables", "seats"), SHORT)
def test_where_the_literature_has_more_we_say_how_far_we_come(tables, seats):
    assert tables > 12
    assert construct([seats] * tables, SHORT[tables, seats], STARTERS) is not None
    assert SHORT[tables, seats] < KNOWN[tables][seats - 3]


@given(st.integers(2, 60), st.integers(1, 12), st.integers(1, 12), st.integers(0, 59))
@settings(max_examples=150, deadline=None)
def test_whatever_is_given_holds(tables, seats, rounds, smaller):
    sizes = [seats + (k < tables - smaller % tables) for k in range(tables)]
    schedule = construct(sizes, rounds, STARTERS)
    assert schedule is None or (len(schedule), faults(schedule, sizes)) == (rounds, [])


@given(st.integers(8, 200), st.integers(3, 8), st.integers(2, 8))
@settings(max_examples=60, deadline=None)
def test_the_same_is_given_again(people, seats, rounds):
    sizes = sizes_of(people, -(-people // seats))
    if sizes[-1]:
        assert construct(sizes, rounds, STARTERS) == construct(sizes, rounds, STARTERS)


@pytest.mark.parametrize(
    ("tables", "seats"),
    [
        (5, 4),
        (8, 8),
        (9, 5),
        (10, 3),
        (10, 7),
        (10, 9),
        (12, 5),
        (12, 7),
        (14, 3),
        (15, 6),
        (20, 5),
        (24, 4),
        (22, 8),
        (30, 8),
    ],
)
def test_rows_hold_and_hosts_stay(tables, seats):
    """Every known way that has rows keeps them, whatever it is made of."""
    for way in ways(tables, seats, STARTERS):
        for number in {1, 2, way.most // 2, way.most}:
            schedule = in_rounds(way.make(number))
            assert faults(schedule, [seats] * tables) == []
            assert len(schedule) == number
            for tables_now in schedule:
                assert all([p // tables for p in table] == list(range(seats)) for table in tables_now)
                assert [table[0] for table in tables_now] == list(range(tables))


def test_rows_come_before_more_mixing():
    """Where hosts can stay they do; KTS(15) has none, and gives two rounds more."""
    for rounds in range(1, 6):
        schedule = construct([3] * 5, rounds, STARTERS)
        assert all([table[0] for table in tables] == list(range(5)) for tables in schedule)
    assert len(construct([3] * 5, 7, STARTERS)) == 7


@pytest.mark.parametrize(
    ("people", "tables", "rounds"), [(23, 5, 5), (37, 8, 5), (47, 8, 6), (58, 12, 12), (795, 100, 4)]
)
def test_smaller_tables_miss_one_of_the_last_row(people, tables, rounds):
    sizes = sizes_of(people, tables)
    schedule = construct(sizes, rounds, STARTERS)
    assert faults(schedule, sizes) == []
    for tables_now in schedule:
        assert all([p // tables for p in table] == list(range(len(table))) for table in tables_now)


def test_a_round_within_rows_is_thinned_with_care():
    """Nine tables of three have nine rounds across rows and four within: two of the last row then meet."""
    for people in range(18, 28):
        for rounds in range(1, 14):
            sizes = sizes_of(people, 9)
            schedule = construct(sizes, rounds, STARTERS)
            assert schedule is None or faults(schedule, sizes) == []
    assert construct(sizes_of(26, 9), 13, STARTERS) is not None


def most_rounds(tables, seats):
    """Search everything: the most rounds without repeats for a few people."""
    people = range(tables * seats)

    def partitions(left):
        if not left:
            yield ()
            return
        for others in combinations(left[1:], seats - 1):
            table = (left[0], *others)
            for rest in partitions([p for p in left if p not in table]):
                yield (frozenset(combinations(table, 2)), *rest)

    rounds = [frozenset().union(*tables) for tables in partitions(list(people))]

    def best(candidates, so_far):
        # The first round may be any; the others are taken in order, each free of the pairs before.
        longest = so_far
        for k, pairs in enumerate(candidates):
            longest = max(longest, best([c for c in candidates[k + 1 :] if not c & pairs], so_far + 1))
        return longest

    first = rounds[0]
    return best([c for c in rounds if not c & first], 1)


@pytest.mark.parametrize(("tables", "seats"), [(1, 2), (1, 3), (2, 2), (2, 3), (2, 4), (3, 2), (3, 3), (4, 2)])
def test_the_smallest_are_as_an_exhaustive_search_says(tables, seats):
    most = most_rounds(tables, seats)
    assert construct([seats] * tables, most + 1, STARTERS) is None
    assert construct([seats] * tables, most, STARTERS) is not None


@pytest.mark.parametrize("sizes", [[], [0], [1, 0], [4, 5], [5, 3], [2, 1, 0]])
def test_other_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match=r"\["):
        construct(sizes, 2, STARTERS)
