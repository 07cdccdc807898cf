"""Rounds of tables: bounds, brute force beside the search, rules, pins, history, caps, and changes of attendance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.grouping.bounds import bounds
from copkit.core.grouping.constructing import construct
from copkit.core.grouping.inflating import inflate
from copkit.core.grouping.mixing import Mix, Mixing, mix, weigh
from copkit.core.grouping.placing import placed
from copkit.core.grouping.rule import Between, Rule, people_in, set_of
from copkit.core.grouping.ruling import known, rules_of
from copkit.core.grouping.searching import Search, seeded
from copkit.core.grouping.seating import Round, Schedule, seating_of
from copkit.core.grouping.wishes import GroupWishes
from copkit.core.people import Person
from copkit.reading.starters import read_starters
from copkit.shelf import Shelf

STARTERS = read_starters(Shelf())
PLAIN = GroupWishes(copkit=1)
SEARCHED: Schedule = (
    ((1, 6, 10, 12, 13), (0, 2, 3, 4, 11), (5, 7, 8, 9)),
    ((1, 2, 3, 5, 7), (0, 4, 6, 8, 12), (9, 10, 11, 13)),
    ((3, 6, 7, 9, 10), (0, 1, 2, 8, 13), (4, 5, 11, 12)),
    ((0, 1, 3, 9, 12), (2, 7, 8, 10, 11), (4, 5, 6, 13)),
)
BENCH = Path(__file__).parents[3] / "shared" / "data" / "bench"


def crowd(count: int, **fields: tuple[int, ...]) -> list[Person]:
    """Make people, some of them with roles."""
    return [Person(f"P{n}", roles=tuple(role for role, who in fields.items() if n in who)) for n in range(count)]


def task(people: list[Person], tables: int, rounds: int, wishes: GroupWishes = PLAIN, **more: object) -> Mixing:
    everybody = set_of(range(len(people)))
    values = {"here": (everybody,) * rounds, "pins": ({},) * rounds, "seed": 1, **more}
    return Mixing(known(people, wishes), wishes, tables, **values)  # type: ignore[arg-type]


def pairs(schedule: Schedule) -> Counter[tuple[int, int]]:
    return Counter(pair for tables in schedule for table in tables for pair in combinations(sorted(table), 2))


def every_round(people: list[int], sizes: list[int]) -> Iterator[Round]:
    """Yield every way to seat people, each once."""
    if not sizes:
        yield ()
        return
    first = people[0]
    for size in {*sizes}:
        rest = list(sizes)
        rest.remove(size)
        for others in combinations(people[1:], size - 1):
            table = (first, *others)
            for tables in every_round([p for p in people if p not in table], rest):
                yield (table, *tables)


def test_nobody_meets_twice_where_a_construction_is_known() -> None:
    found = mix(task(crowd(32), 8, 10), STARTERS)
    assert (found.repeats, found.met, found.best) == (0, 480, True)
    assert max(pairs(found.schedule).values()) == 1


@pytest.mark.parametrize(
    ("tables", "size", "rounds", "most"),
    [(4, 8, 4, 400), (4, 8, 5, 496), (5, 6, 4, 285), (3, 10, 3, 333), (5, 8, 5, 640)],
)
def test_large_tables_reach_the_bound_at_once(tables: int, size: int, rounds: int, most: int) -> None:
    found = mix(task(crowd(tables * size), tables, rounds), STARTERS)
    assert (found.met, found.bounds.met) == (most, most)
    assert len(pairs(found.schedule)) == most


def test_a_cap_costs_what_the_bound_says() -> None:
    limits = bounds([[8] * 4] * 4, 32)
    assert [limits.met_within(m) for m in (2, 3, 4)] == [352, 384, 400]
    found = mix(task(crowd(18), 3, 3, most=2), STARTERS)
    assert max(pairs(found.schedule).values()) <= 2
    free = mix(task(crowd(18), 3, 3), STARTERS)
    assert free.most == 3
    assert found.met <= free.met


@pytest.mark.parametrize(
    ("people", "tables", "rounds"),
    [(4, 2, 2), (5, 2, 2), (6, 2, 2), (6, 2, 3), (6, 3, 3), (7, 2, 2), (8, 2, 2), (7, 3, 2)],
)
def test_the_search_finds_what_trying_everything_finds(people: int, tables: int, rounds: int) -> None:
    sizes = [people // tables + (t < people % tables) for t in range(tables)]
    ways = list(every_round(list(range(people)), sizes))
    best = max(
        len(pairs((ways[0], *rest)))  # the first round can be any, by naming people anew
        for rest in product(ways, repeat=rounds - 1)
    )
    found = mix(task(crowd(people), tables, rounds), STARTERS)
    assert found.met == best
    assert best <= found.bounds.met


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 4), min_size=1, max_size=3), st.integers(2, 3), st.randoms(use_true_random=False))
def test_no_seating_beats_the_bounds(sizes: list[int], rounds: int, chance: object) -> None:
    people = list(range(sum(sizes)))
    schedule = []
    for _ in range(rounds):
        chance.shuffle(people)  # type: ignore[attr-defined]
        left = list(people)
        schedule.append(tuple(tuple(left.pop() for _ in range(size)) for size in sizes))
    limits = bounds([sizes] * rounds, len(people))
    met = pairs(tuple(schedule))
    assert len(met) <= limits.met
    assert sum(n * (n - 1) // 2 for n in met.values()) >= limits.shared
    assert len(met) <= limits.met_within(max(met.values()))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_cost_kept_up_to_date_is_the_cost(data: st.DataObject) -> None:
    count, tables, rounds = data.draw(st.integers(6, 12)), data.draw(st.integers(2, 3)), data.draw(st.integers(1, 4))
    people = [
        Person(
            f"P{n}",
            organisation=data.draw(st.sampled_from(["a", "b", ""])),
            tenure=data.draw(st.sampled_from(["new", "years", None])),
            languages=data.draw(st.sampled_from([(), ("en",), ("en", "fr"), ("fr",)])),
            remote=data.draw(st.sampled_from([True, False, None])),
            roles=data.draw(st.sampled_from([(), ("host",), ("device-holder",)])),
            apart=data.draw(st.sampled_from([(), ("P0",), ("P1",)])),
            together=data.draw(st.sampled_from([(), ("P2",), ("P3",)])),
        )
        for n in range(count)
    ]
    one = task(people, tables, rounds, met=frozenset({(0, 1)}))
    start = placed(one, seeded(data.draw(st.integers(0, 99))))
    rules = one.rules(start)
    costs = data.draw(st.sampled_from([[0, 1, 1, 1, 1, 1], [0, 1, 60, 60, 60, 60]]))
    search = Search(start, count, costs, rules, [()] * rounds, {(0, 1): 1}, data.draw(st.sampled_from([(), start])))
    search.anneal(3000, 0.5, 0.1, seeded(2), -1)
    new = Search(search.schedule, count, costs, rules, [()] * rounds, {(0, 1): 1}, start if search.scale > 1 else ())
    assert search.cost == new.cost
    assert search.places == new.places
    assert search.prices.at == new.prices.at
    seated = [sorted(p for table in tables for p in table) for tables in search.schedule]
    assert seated == [list(range(count))] * rounds


def test_who_must_not_meet_does_not_and_who_belongs_together_does() -> None:
    wishes = GroupWishes(copkit=1, apart=[["P0", "P1"], ["P2", "P3"]], together=[["P4", "P5"]])
    found = mix(task(crowd(20), 5, 4, wishes), STARTERS)
    met = pairs(found.schedule)
    assert met[(0, 1)] == met[(2, 3)] == 0
    assert met[(4, 5)] == 4
    assert found.bounds.repeats == found.repeats == 3


def test_company_goes_through_friends() -> None:
    people = [Person("P0", together=("P1",)), Person("P1", together=("P0", "P2")), Person("P2", together=("P1",))]
    found = known([*people, Person("P3", together=("P0",))], PLAIN)
    assert found.together == ((0b111, True), (0b1001, False))


def test_each_table_has_a_host_who_stays_there() -> None:
    found = mix(task(crowd(20, host=(3, 7, 11, 15, 19)), 5, 4), STARTERS)
    seats = seating_of(crowd(20), found.schedule)
    for host in (3, 7, 11, 15, 19):
        assert len({*seats.tables[host]}) == 1
    assert {seats.tables[h][0] for h in (3, 7, 11, 15, 19)} == {1, 2, 3, 4, 5}
    assert found.repeats == 0


def test_somebody_who_is_pinned_stays() -> None:
    pins = ({4: 2},) * 4
    found = mix(task(crowd(20), 5, 4, pins=pins), STARTERS)
    assert all(4 in tables[2] for tables in found.schedule)
    assert found.repeats == 0
    some = mix(task(crowd(20), 5, 3, pins=({}, {4: 2, 5: 2}, {})), STARTERS)
    assert {4, 5} <= {*some.schedule[1][2]}


def test_everybody_may_be_pinned() -> None:
    pins = ({p: p % 3 for p in range(9)},) * 2
    found = mix(task(crowd(9), 3, 2, pins=pins), STARTERS)
    assert all(tables == ((0, 3, 6), (1, 4, 7), (2, 5, 8)) for tables in found.schedule)


def test_company_too_large_for_a_table_does_not_lower_the_bound() -> None:
    wishes = GroupWishes(copkit=1, together=[[f"P{n}" for n in range(6)]])
    found = mix(task(crowd(16), 4, 3, wishes), STARTERS)
    assert (found.met, found.bounds.met) == (72, 72)


def test_no_newcomer_is_alone_and_everybody_shares_a_language() -> None:
    people = [
        Person(f"P{n}", tenure="new" if n < 4 else "years", languages=("en",) if n % 2 else ("en", "fr"))
        for n in range(15)
    ] + [Person("P15", languages=("fr",), tenure="years")]
    one = task(people, 4, 3)
    found = mix(one, STARTERS)
    for tables in found.schedule:
        for table in tables:
            assert sum(p < 4 for p in table) != 1
            assert 15 not in table or all(p == 15 or p % 2 == 0 for p in table)


def test_those_in_the_call_sit_together_or_with_a_device() -> None:
    people = [Person(f"P{n}", remote=n < 5, roles=("device-holder",) if n == 9 else ()) for n in range(16)]
    found = mix(task(people, 4, 2), STARTERS)
    for tables in found.schedule:
        for table in tables:
            call = [p for p in table if p < 5]
            assert not call or len(call) == len(table) or 9 in table


def test_organisations_are_as_even_as_can_be() -> None:
    people = [Person(f"P{n}", organisation="north" if n < 8 else "south") for n in range(16)]
    found = mix(task(people, 4, 4), STARTERS)
    for tables in found.schedule:
        assert all(sum(p < 8 for p in table) == 2 for table in tables)
    assert found.repeats == 0


def test_the_price_of_rules_that_may_bend_is_told() -> None:
    people = [Person(f"P{n}", organisation="abcd"[n % 4], tenure="new" if n % 3 == 0 else "years") for n in range(16)]
    found = mix(task(people, 4, 4), STARTERS)
    assert found.repeats > 0
    assert found.unbent == 96
    assert found.bent == ("balance", "newcomer")


def test_earlier_gatherings_count() -> None:
    first = mix(task(crowd(16), 4, 2), STARTERS)
    before = frozenset(pairs(first.schedule))
    second = mix(task(crowd(16), 4, 2, met=before, seed=5), STARTERS)
    assert not before & {*pairs(second.schedule)}
    assert (second.repeats, second.bounds.repeats, second.best) == (0, 0, True)


def changed(count: int, tables: int, rounds: int, kept: int, left: set[int], late: int) -> tuple[Mix, Mix]:
    """Plan, then let people leave and come after some rounds."""
    plan = mix(task(crowd(count), tables, rounds), STARTERS)
    now = set_of(p for p in range(count + late) if p not in left)
    here = (*(set_of(range(count)),) * kept, *(now,) * (rounds - kept))
    one = task(
        crowd(count + late), tables, rounds, here=here, kept=plan.schedule[:kept], planned=plan.schedule
    )  # fmt: skip
    return plan, mix(one, STARTERS)


def test_three_leave_and_two_come_after_two_rounds() -> None:
    plan, found = changed(24, 6, 5, 2, {0, 7, 14}, 2)
    assert found.schedule[:2] == plan.schedule[:2]
    assert found.repeats <= 1
    assert found.moved <= 3
    for tables in found.schedule[2:]:
        assert sorted(p for t in tables for p in t) == [p for p in range(26) if p not in {0, 7, 14}]
        assert max(map(len, tables)) - min(map(len, tables)) <= 1


@pytest.mark.parametrize(("count", "tables", "rounds"), [(24, 6, 5), (32, 8, 6), (40, 8, 5), (60, 12, 6)])
def test_a_tenth_leaves_and_a_twentieth_comes(count: int, tables: int, rounds: int) -> None:
    left = {*range(0, count, 10)}
    _, found = changed(count, tables, rounds, rounds // 2, left, count // 20)
    assert found.repeats <= 1
    assert found.moved <= len(left)


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 19), max_size=6), st.integers(0, 3), st.integers(1, 3))
def test_a_change_keeps_what_was_and_seats_everybody(left: set[int], late: int, kept: int) -> None:
    plan, found = changed(20, 5, 4, kept, left, late)
    assert found.schedule[:kept] == plan.schedule[:kept]
    for tables in found.schedule[kept:]:
        assert sorted(p for t in tables for p in t) == [p for p in range(20 + late) if p not in left]
        assert max(map(len, tables)) - min(map(len, tables)) <= 1
    if not left and not late:
        assert found.moved == 0
        assert found.schedule == plan.schedule


def test_the_same_seed_gives_the_same_and_another_one_another() -> None:
    people = [Person(f"P{n}", organisation="abc"[n % 3]) for n in range(18)]
    once, again, other = (mix(task(people, 4, 4, seed=seed), STARTERS).schedule for seed in (3, 3, 4))
    assert once == again != other


def test_a_seating_is_the_same_on_every_machine() -> None:
    """Hold one searched seating: a change of it would break what people printed."""
    people = [Person(f"P{n}", organisation="abcde"[n % 5]) for n in range(14)]
    found = mix(task(people, 3, 4, most=2), STARTERS).schedule
    assert found == SEARCHED


def test_rules_cost_what_they_say() -> None:
    rule = Rule("remote", ((Between(0b11, most=0),), (Between(0b1100, least=1), Between(0b11, most=1))))
    assert [rule.off(g) for g in (0, 0b01, 0b11, 0b0101, 0b0111)] == [0, 1, 2, 0, 1]
    for group in range(16):
        each = [sum(c.off(group) for c in counts) for counts in rule.alternatives]
        assert rule.off(group) == min(each)
        assert (rule.off(group) == 0) == any(
            all(c.least <= (group & c.who).bit_count() <= (99 if c.most is None else c.most) for c in counts)
            for counts in rule.alternatives
        )


def test_what_is_not_known_is_not_held_against_anybody() -> None:
    people = [Person("P0"), Person("P1", languages=("en",)), Person("P2"), Person("P3", languages=("fr",))]
    rules = rules_of(known(people, PLAIN), PLAIN, 0b1111, 2, 2)
    language = next(r for r in rules if r.about == "language")
    assert language.off(0b0011) == language.off(0b1001) == 0
    assert language.off(0b1010) == 1
    assert not [r for r in rules if r.about in {"newcomer", "remote", "balance", "host"}]


def test_sets_of_people_come_back() -> None:
    assert list(people_in(set_of([5, 0, 63, 64]))) == [0, 5, 63, 64]


@pytest.mark.parametrize(("tables", "people", "rounds"), [(4, 33, 3), (3, 11, 3), (5, 26, 4), (2, 9, 2), (4, 39, 4)])
def test_sets_that_stay_together_leave_tables_even(tables: int, people: int, rounds: int) -> None:
    found = inflate(tables, people, rounds, STARTERS)
    assert found is not None
    for seated in found:
        sizes = [len(t) for t in seated]
        assert sum(sizes) == people
        assert max(sizes) - min(sizes) <= 1
    limits = bounds([[len(t) for t in found[0]]] * rounds, people)
    assert len(pairs(found)) == limits.met


@pytest.mark.skipif(not BENCH.exists(), reason="the shared instances are not on this machine")
def test_bounds_are_those_of_the_public_instances() -> None:
    for row in json.loads((BENCH / "mixing.json").read_text()):
        found = bounds([row["sizes"]] * row["rounds"], row["n"])
        assert (found.met, found.repeats, found.shared) == (row["U_met"], row["LB_repeats"], row["LB_sumC2"])
        if row["LB_repeats"] == 0:
            schedule = construct(row["sizes"], row["rounds"], STARTERS)
            assert schedule is not None
            assert len(pairs(schedule)) == row["U_met"]


def test_a_hand_made_seating_is_weighed() -> None:
    schedule: Schedule = (((0, 1, 2), (3, 4, 5)), ((0, 1, 3), (2, 4, 5)))
    found = weigh(task(crowd(6), 2, 2), schedule)
    assert (found.met, found.repeats, found.most) == (10, 2, 2)
    assert found.bounds.met == 10
    orders = permutations(range(6))
    assert all(len(pairs((schedule[0], (tuple(o[:3]), tuple(o[3:]))))) <= found.bounds.met for o in orders)
