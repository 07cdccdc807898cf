"""Working groups: nobody left out, rules kept or named, and nothing better than what is found, tried one by one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.grouping.accepting import accepted
from copkit.core.grouping.checking import broken
from copkit.core.grouping.modelling import Task
from copkit.core.grouping.proving import prove
from copkit.core.grouping.ranking import Group, choices, drawn, unknown_streams
from copkit.core.grouping.rule import Between, Rule, people_in, set_of
from copkit.core.grouping.ruling import known
from copkit.core.grouping.wishes import GroupWishes, Pin, Streams
from copkit.core.grouping.working import assign, sized, task_of
from copkit.core.people import Person

WISHES = GroupWishes(copkit=1)
PLAIN = GroupWishes(copkit=1, balance=())
TITLES = (("data", "Data"), ("policy", "Policy"), ("outreach", "Outreach"))


def groups_of(people, wishes=WISHES, titles=TITLES, leads=()):
    named = dict(leads)
    return sized([(i, t, named.get(i, "")) for i, t in titles], len(people), wishes)


def made(people, wishes=PLAIN, fairness="worst-first", seed=1, titles=TITLES, leads=()):
    return assign(known(people, wishes), groups_of(people, wishes, titles, leads), wishes, fairness, seed)


def names(people, found, group):
    return {people[i].name for i in people_in(found.members[group])}


def likes(name, *words, **more):
    return Person(name, preferences=tuple((w,) for w in words), **more)


@st.composite
def tasks(draw):
    n, count = draw(st.integers(3, 6)), draw(st.integers(2, 3))
    ranks = tuple(tuple(draw(st.permutations(range(count)))) for _ in range(n))
    everyone = set_of(range(n))
    some = st.integers(1, everyone)
    rules = []
    for _ in range(count):
        least = draw(st.integers(0, 3))
        own = [Rule("size", ((Between(everyone, least, draw(st.integers(least, n))),),), hard=True)]
        own += [
            Rule(about, alternatives, hard=draw(st.booleans()), weight=draw(st.integers(1, 4)))
            for about, alternatives in draw(
                st.lists(
                    st.one_of(
                        some.map(lambda who: ("apart", ((Between(who, most=1),),))),
                        some.map(lambda who: ("lead", ((Between(who, least=1),),))),
                        some.map(lambda who: ("newcomer", ((Between(who, most=0),), (Between(who, least=2),)))),
                        some.map(
                            lambda who: (
                                "language",
                                ((Between(who, most=0),), (Between(everyone & ~who, most=1), Between(who, 1, 2))),
                            )
                        ),
                    ),
                    max_size=3,
                )
            )
        ]
        rules.append(tuple(own))
    pinned = {0: draw(st.integers(0, count - 1))} if draw(st.booleans()) else {}
    people = [Person(f"P{i}") for i in range(n)]
    chance = drawn(people, [Group(f"g{g}", "", 0, n) for g in range(count)], draw(st.integers(0, 99)))
    pulls = [[draw(st.sampled_from((0, 8))) for _ in range(count)] for _ in range(n)]
    return Task(ranks, pulls, chance, pinned, tuple(rules))


def one_by_one(task, *, worst_first):
    """Try all groups, and return the best ones with their worth: what has to hold first."""
    best = None
    for where in product(range(len(task.rules)), repeat=len(task.ranks)):
        if all(where[i] == g for i, g in task.pinned.items()):
            groups = tuple(set_of(i for i, g in enumerate(where) if g == h) for h in range(len(task.rules)))
            worst = max((task.ranks[i][g] for i, g in enumerate(where) if i not in task.pinned), default=0)
            chance = sum(task.drawn[i][g] - task.pulls[i][g] for i, g in enumerate(where))
            worth = (task.bent(groups), worst if worst_first else 0, task.total(groups), chance)
            best = min(best or (worth, groups), (worth, groups))
    return best


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tasks(), st.booleans())
def test_nothing_is_better_than_what_is_found(task, worst_first):
    (bent, worst, total, _), best = one_by_one(task, worst_first=worst_first)
    groups, proof = prove(task, worst_first=worst_first)
    assert (task.bent(groups), task.total(groups)) == (bent, total) == (proof.bent, proof.total)
    assert proof.proven
    assert proof.bound == total
    assert not worst_first or proof.worst == worst
    assert groups == best


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["data", "Policy", "outreach"]), unique=True), min_size=3, max_size=14),
    st.sampled_from(["worst-first", "total", "stable"]),
    st.integers(0, 9),
    st.booleans(),
)
def test_everybody_is_somewhere_once_in_groups_of_the_size(lists, fairness, seed, backwards):
    people = [likes(f"P{i}", *words) for i, words in enumerate(lists)]
    found = made(people, fairness=fairness, seed=seed)
    assert sorted(i for m in found.members for i in people_in(m)) == list(range(len(people)))
    sizes = [m.bit_count() for m in found.members]
    assert max(sizes) - min(sizes) <= 1 or fairness == "stable"
    again = made(people[::-1] if backwards else people, fairness=fairness, seed=seed)
    order = people[::-1] if backwards else people
    assert [names(people, found, g) for g in range(3)] == [names(order, again, g) for g in range(3)]


def test_another_seed_is_another_draw():
    people = [Person(f"P{i}") for i in range(12)]
    assert len({made(people, seed=seed).members for seed in range(5)}) > 1


def test_places_and_ties():
    groups = groups_of(range(3))
    assert choices(Person("A", preferences=(("data", "Policy"), ("outreach",))), groups).ranks == (0, 0, 2)
    assert choices(Person("A", preferences=(("policy",),)), groups).ranks == (2, 0, 2)
    assert choices(Person("A", preferences=(("Policy ",), ("policy", "data"))), groups).ranks == (1, 0, 2)
    assert choices(Person("A"), groups).ranks == (0, 0, 0)
    assert unknown_streams([likes("A", "Data", "Datum")], groups) == ("Datum",)


def test_nobody_is_worse_off_than_need_be():
    people = [
        likes("A", "data", "policy", "outreach"),
        likes("B", "data", "policy", "outreach"),
        likes("C", "policy", "data", "outreach"),
    ]
    people += [likes("D", "outreach", "policy", "data")]
    wishes = GroupWishes(copkit=1, balance=(), working_groups=Streams(least=1, most=2))
    found = made(people, wishes)
    assert found.shares.worst == 0
    assert found.shares.first == 100
    assert found.shares.told == 4
    assert found.proof
    assert found.proof.proven


def test_what_nobody_ranked_is_told_apart():
    people = [likes(f"P{i}", "data") for i in range(6)]
    found = made(people)
    assert len(found.shares.unnamed) == 4
    assert (found.shares.by_rank, found.shares.worst) == ((2,), 0)


def test_pins_and_settled_leads_are_kept():
    people = [likes(f"P{i}", "data", "policy") for i in range(9)]
    wishes = GroupWishes(copkit=1, balance=(), pins=(Pin(who="p3", group="outreach"),))
    found = made(people, wishes, leads=[("policy", "P5")])
    assert found.group_of(3) == 2
    assert found.group_of(5) == 1
    assert found.leads[1] == 5


def test_a_lead_from_outside_needs_no_other():
    people = [likes(f"P{i}", "data", roles=("lead",) if i == 0 else ()) for i in range(3)]
    found = made(people, leads=[("data", "Somebody"), ("policy", "Else")])
    assert found.leads[:2] == (None, None)
    assert found.asks == ()
    assert found.leads[2] == 0


def test_a_group_without_a_lead_is_named_with_whom_to_ask():
    people = [
        likes(
            f"P{i}", *(w for w in ("data", "policy", "outreach") if (i + len(w)) % 3), roles=("lead",) if i < 2 else ()
        )
        for i in range(9)
    ]
    found = made(people)
    missing = [f for f in found.findings if f.rule.about == "lead"]
    assert len(missing) == 1
    assert missing[0].off == 1
    g = found.leads.index(None)
    assert missing[0].where == found.groups[g].id == found.groups[found.asks[0].group].id
    assert set(found.asks[0].people) <= set(people_in(found.members[g]))
    assert found.proof
    assert found.proof.bent == 2
    assert found.proof.proven


def test_leads_are_not_all_of_one_kind_where_that_costs_nobody():
    people = [Person(f"P{i}", roles=("lead",), organisation="A" if i % 2 else "B") for i in range(12)]
    found = made(people, WISHES, titles=(*TITLES, ("more", "More")))
    assert sorted(people[i].organisation for i in found.leads if i is not None) == ["A", "A", "B", "B"]


def test_each_stream_has_somebody_with_energy():
    people = [
        likes(f"P{i}", "data", "policy", "outreach", energy=("data",) if i < 2 else ("policy",) if i < 3 else ())
        for i in range(6)
    ]
    found = made(people)
    assert set(people_in(found.members[0])) & {0, 1}
    assert found.group_of(2) == 1


def test_among_equals_energy_decides():
    people = [likes(f"P{i}", "data", "policy", "outreach", energy=("data",) if i > 3 else ()) for i in range(6)]
    for seed in range(5):
        assert set(people_in(made(people, seed=seed).members[0])) == {4, 5}


def test_mix_bends_before_somebody_falls_to_the_last_place():
    people = [
        likes(
            f"P{i}",
            *(
                ("data", "policy", "outreach")
                if i < 3
                else ("policy", "outreach", "data")
                if i < 6
                else ("outreach", "data", "policy")
            ),
            organisation="ABC"[i // 3],
        )
        for i in range(9)
    ]
    alone, mixed = made(people), made(people, WISHES)
    assert alone.shares.first == 100
    assert alone.mix_costs == 0
    assert mixed.shares.worst <= 1
    assert mixed.mix_costs is not None


def test_apart_and_together():
    people = [
        likes(
            f"P{i}", "data", apart=("P1",) if i == 0 else (), together=("P2",) if i == 3 else ("P3",) if i == 2 else ()
        )
        for i in range(6)
    ]
    found = made(people)
    assert found.group_of(0) != found.group_of(1)
    assert found.group_of(2) == found.group_of(3)
    assert found.findings == ()


def test_the_same_rules_judge_what_a_person_changed():
    people = [likes(f"P{i}", "data", apart=("P1",) if i == 0 else ()) for i in range(6)]
    wishes, groups = PLAIN, groups_of(range(6))
    rules = task_of(known(people, wishes), groups, wishes, 1).rules
    found = broken(
        (g.title, members, rules[n])
        for n, (g, members) in enumerate(zip(groups, (0b000111, 0b001000, 0b110000), strict=True))
    )
    assert [(f.rule.about, f.where, f.off, f.people) for f in found if f.rule.about == "apart"] == [
        ("apart", "Data", 1, (0, 1))
    ]
    assert {(f.where, f.off) for f in found if f.rule.about == "size"} == {("Data", 1), ("Policy", 1)}


def test_acceptance_leaves_nobody_who_would_be_welcome_elsewhere():
    people = [
        likes(
            f"P{i}",
            *(("data", "policy", "outreach") if i % 2 else ("policy", "data", "outreach")),
            roles=("lead",) if i < 3 else (),
        )
        for i in range(9)
    ]
    task = task_of(known(people, PLAIN), groups_of(people), PLAIN, 3)
    able = 0b111
    groups = accepted(task, [3, 3, 3], able)

    def wanted(g, i):
        return (not able >> i & 1, -task.pulls[i][g], task.drawn[i][g])

    for own, members in enumerate(groups):
        for i in people_in(members):
            for g, others in enumerate(groups):
                if task.ranks[i][g] < task.ranks[i][own]:
                    assert all(wanted(g, j) < wanted(g, i) for j in people_in(others))


def test_sizes_as_wished():
    def sizes(least=None, most=None, n=18, count=4):
        wishes = GroupWishes(copkit=1, working_groups=Streams(least=least, most=most))
        return {(g.least, g.most) for g in sized([(f"g{i}", "", "") for i in range(count)], n, wishes)}

    assert sizes() == {(4, 5)}
    assert sizes(least=3) == {(3, 9)}
    assert sizes(most=6) == {(1, 6)}
    assert sizes(3, 6) == {(3, 6)}
    assert sizes(most=4) == {(3, 5)}
    assert sizes(least=5) == {(4, 6)}
    assert sizes(6, 7) == {(4, 7)}


@pytest.mark.parametrize("fairness", ["worst-first", "total", "stable"])
def test_where_more_are_pinned_than_fit_the_size_bends_and_is_named(fairness):
    pins = tuple(Pin(who=f"P{i}", group="data") for i in range(4))
    wishes = GroupWishes(copkit=1, balance=(), working_groups=Streams(most=3), pins=pins)
    found = made([likes(f"P{i}", "data") for i in range(9)], wishes, fairness)
    assert found.members[0] == 0b1111
    assert [(f.where, f.off) for f in found.findings if f.rule.about == "size" and f.where == "data"] == [("data", 1)]


def test_groups_for_accountability_share_interests():
    people = [Person(f"P{i}", interests=("film",) if i < 3 else ("song",) if i < 6 else ()) for i in range(9)]
    groups = sized([(f"group-{i}", f"Group {i}", "") for i in range(3)], 9, PLAIN)
    found = assign(known(people, PLAIN), groups, PLAIN, "worst-first", 1, streams=False)
    assert found.findings == ()
    assert found.asks == ()
    assert found.leads == (None, None, None)
    assert found.proof
    assert found.proof.proven
