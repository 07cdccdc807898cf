"""Cohorts: by what people said, what changed, what is there for them, and who could meet whom."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.core.grouping.cohorts import KINDS, cohorts_of, once
from copkit.core.grouping.introducing import Meeting, first_meetings, rungs, spelt_alike
from copkit.core.grouping.relevance import for_nobody, relevant
from copkit.core.grouping.remembering import KEPT, Memory, compare, remember
from copkit.core.people import Person

PROFILE = Profile.model_validate({"copkit": 1, "name": "Reef", "segments": [
    {"id": "newcomers", "title": "New people", "tenure": "new", "needs": [{"id": "N1", "burning_need": "A buddy"}]},
    {"id": "night-staff", "title": "Night staff", "needs": [{"id": "N2", "urgent_problem": "Nobody to ask"}]},
    {"id": "board", "title": "Board"},
]})  # fmt: skip
TODAY, LATER = date(2026, 11, 20), date(2027, 1, 8)
names = st.sampled_from(["Ada", "ada", "Bo", "Chidi Oka", "Dana | Weiss", "Emre"])
words = st.sampled_from(["", "Reefs", "reefs", "Policy", "A; B"])
people = st.lists(
    st.builds(
        Person, name=names, email=st.sampled_from(["", "a@x.org", "A@x.org"]), segment=words, programme=words,
        tenure=st.sampled_from([None, "new", "months", "years"]),
        interests=st.lists(st.sampled_from(["Reefs", "reefs", "Data"]), max_size=2).map(tuple),
        roles=st.lists(st.sampled_from(["host", "Treasurer", "lead"]), max_size=2).map(tuple),
    ),
    max_size=8,
)  # fmt: skip


def cohorts(*people: Person, kinds=KINDS):
    return cohorts_of(people, PROFILE, kinds)


def titles(found):
    return {(c.kind, c.title): sorted(found.people[n].name for n in c.people) for c in found.all}


def convening(name: str, **more: object) -> Convening:
    days = more.pop("days", [{"date": "2027-03-12", "start": "09:30", "end": "12:30"}])
    return Convening.model_validate({"copkit": 1, "id": name, "mode": "virtual", "days": days, **more})


def one(people, kind, convenings=(), profile=PROFILE):
    found = cohorts_of(people, profile)
    cohort = next(c for c in found.all if c.kind == kind)
    return relevant(cohort, found, profile, convenings, TODAY)


def test_somebody_is_in_several_and_spellings_are_one() -> None:
    found = cohorts(
        Person("Ada", interests=("reefs", "Data"), programme="Winter; Summer", tenure="new", roles=("host", "Treasurer")),
        Person("Bo", interests=("Reefs",), segment="night staff"),
        Person("Cy", interests=("Reefs",), segment="night-staff"),
        Person("Di", segment="Harbour"),
    )  # fmt: skip
    assert titles(found) == {
        ("interest", "Reefs"): ["Ada", "Bo", "Cy"], ("interest", "Data"): ["Ada"], ("programme", "Summer"): ["Ada"],
        ("programme", "Winter"): ["Ada"], ("role", "Treasurer"): ["Ada"], ("tenure", "new"): ["Ada"],
        ("segment", "Night staff"): ["Bo", "Cy"], ("segment", "Harbour"): ["Di"],
    }  # fmt: skip
    assert found.empty == ("New people", "Board")
    assert dict(found.unsaid) == {"interest": 1, "programme": 3, "role": 3, "tenure": 3, "segment": 1}
    assert found.several == (0,)


def test_nobody_is_guessed_into_a_cohort() -> None:
    found = cohorts(Person("Ada", segment="newcomers"), Person("Bo", organisation="Reef City", roles=("lead",)))
    assert set(titles(found)) == {("segment", "New people")}
    assert found.unknown == (1,)


def test_kinds_can_be_chosen_and_who_said_nothing_of_them_is_unknown() -> None:
    found = cohorts(Person("Ada", interests=("Reefs",)), Person("Bo", tenure="new"), kinds=("interest",))
    assert (set(titles(found)), found.unknown, found.empty) == ({("interest", "Reefs")}, (1,), ())


def test_two_rows_of_one_person_are_one_and_two_addresses_are_two_people() -> None:
    rows = [
        Person("Ada", "a@x.org", interests=("Reefs",), programme="Winter"),
        Person("ada ", "A@x.org", interests=("Data",), programme="Summer", tenure="years"),
        Person("Ada", "other@x.org", interests=("Data",)),
    ]
    assert [(p.email, p.interests, p.programme, p.tenure) for p in once(rows)] == [
        ("a@x.org", ("Reefs", "Data"), "Winter; Summer", "years"), ("other@x.org", ("Data",), "", None),
    ]  # fmt: skip


def test_only_much_the_same_people_are_told() -> None:
    same = [Person(f"P{n}", interests=("Reefs", "Data"), tenure="years" if n < 3 else None) for n in range(4)]
    found = cohorts(*same, *(Person(f"Q{n}", tenure="years") for n in range(30)))
    assert [(o.one.key, o.other.key, o.shared) for o in found.overlaps] == [("data", "reefs", 4)]


@given(people)
def test_everybody_who_said_something_is_in_a_cohort_and_nobody_else(rows) -> None:
    found = cohorts(*rows)
    inside = {n for c in found.all for n in c.people}
    said = {
        n for n, p in enumerate(found.people)
        if p.interests or p.programme or p.tenure or p.segment or set(p.roles) - {"host", "lead"}
    }  # fmt: skip
    assert inside == said
    assert set(found.unknown) == set(range(len(found.people))) - said
    assert all(len(set(c.people)) == len(c.people) > 0 for c in found.all)
    assert len({(c.kind, c.key) for c in found.all}) == len(found.all)


@given(people, people)
def test_changes_add_up(before, now) -> None:
    memory = remember(cohorts(*before), Memory(), TODAY)
    then, found = cohorts(*before), cohorts(*now)
    since = compare(found, memory, LATER)
    was = {(c.kind, c.key): len(c.people) for c in then.all}
    for cohort, change in zip(found.all, since.changes, strict=True):
        assert was.pop((cohort.kind, cohort.key), 0) + len(change.came) - len(change.left) == len(cohort.people)
    assert sorted(len(g.left) for g in since.gone) == sorted(was.values())


@given(people, people)
def test_twice_on_a_day_is_once(before, now) -> None:
    memory = remember(cohorts(*before), Memory(), TODAY)
    once_more = remember(cohorts(*now), memory, LATER)
    assert remember(cohorts(*now), once_more, LATER) == once_more
    assert compare(cohorts(*now), once_more, LATER) == compare(cohorts(*now), memory, LATER)


def test_only_so_many_days_are_kept_and_names_of_two() -> None:
    memory = Memory()
    for n in range(KEPT + 3):
        found = cohorts(*(Person(f"P{i}", interests=("Reefs",)) for i in range(n + 1)))
        memory = remember(found, memory, date(2026, 1, n + 1))
    assert [v.cohorts[0].size for v in memory.versions] == list(range(4, KEPT + 4))
    assert [bool(v.people) for v in memory.versions] == [False] * (KEPT - 2) + [True, True]
    since = compare(cohorts(Person("P0", interests=("reefs",))), memory, date(2026, 3, 1))
    assert (since.day, len(since.changes[0].left), len(since.changes[0].sizes)) == (date(2026, 1, KEPT + 3), 14, KEPT)


def test_a_day_without_a_change_leaves_no_version() -> None:
    found = cohorts(Person("Ada", interests=("Reefs",)))
    memory = remember(found, Memory(), TODAY)
    assert remember(found, memory, LATER) == memory
    assert compare(found, Memory(), TODAY).day is None


def test_needs_and_outcomes_of_a_segment_are_those_of_its_tenure() -> None:
    spring = convening(
        "spring", strategic={"audience": ["newcomers", "night-staff"]},
        outcomes=[
            {"id": "O1", "statement": "Has a buddy", "problem_that_matters": "N1"},
            {"id": "O2", "statement": "For the night", "segments": ["night-staff"]},
            {"id": "O3", "statement": "For all who come"},
        ],
        momentum={"streams": [{"id": "s", "title": "Pairs", "serves": "O1"}, {"id": "t", "title": "Else"}]},
        messages=[{"to": ["newcomers"], "title": "Welcome"}, {"to": ["all"]},
                  {"to": ["newcomers"], "date": "2026-11-01", "title": "Old"}],
    )  # fmt: skip
    for person, kind in ((Person("Ada", tenure="new"), "tenure"), (Person("Ada", segment="newcomers"), "segment")):
        there = one([person], kind, [spring])
        assert [(n.text, n.by) for n in there.needs] == [("A buddy", ("spring",))]
        assert [(c.meant, c.invited, c.outcomes) for c in there.coming] == [
            (True, 1, ("Has a buddy", "For all who come"))
        ]
        assert ([s.title for s in there.streams], [m.title for m in there.messages]) == (["Pairs"], ["Welcome"])
    night = one([Person("Bo", segment="night-staff")], "segment", [spring])
    assert [(n.text, n.by) for n in night.needs] == [("Nobody to ask", ())]


def test_a_convening_that_is_over_or_closed_is_not_to_come_but_its_streams_run() -> None:
    streams = {"streams": [{"id": "data", "title": "Cleaning reef surveys", "lead": "Bo"}]}
    past = convening(
        "past",
        days=[{"date": "2026-10-01", "start": "09:30", "end": "12:30"}],
        strategic={"audience": ["all"]},
        momentum=streams,
    )
    closed = convening("closed", status="closed", strategic={"audience": ["all"]}, momentum=streams)
    there = one([Person("Ada", interests=("Reef survey",))], "interest", [past, closed])
    assert there.coming == ()
    assert [(s.convening, s.lead) for s in there.streams] == [("past", "Bo")]
    assert for_nobody([past, closed, convening("open")], TODAY) == ("open",)


def test_a_convening_is_for_everyone_for_some_or_not_for_a_cohort() -> None:
    some = [Person("Ada", interests=("Reefs",), segment="night-staff"), Person("Bo", interests=("Reefs",))]
    rows = [convening("a", strategic={"audience": ["all"]}), convening("b", strategic={"audience": ["night-staff"]}),
            convening("c", strategic={"audience": ["board"]})]  # fmt: skip
    there = one(some, "interest", rows)
    assert [(c.id, c.everyone, c.invited) for c in there.coming] == [("a", True, 2), ("b", False, 1)]
    assert (there.own, there.part, there.nothing) == (False, True, False)
    assert one(some, "interest", rows[2:]).nothing


def test_words_fit_whole_and_short_ones_by_their_capitals() -> None:
    def fits(interest: str, title: str) -> bool:
        rows = [convening("a", title=title, strategic={"audience": ["board"]})]
        return one([Person("Ada", interests=(interest,))], "interest", rows).own

    assert fits("Reef surveys", "A survey of the reefs")
    assert not fits("Reef surveys", "A reef")
    assert fits("IT", "Our IT evening")
    assert not fits("IT", "Make it work")
    assert not fits("A", "A policy")


def test_whoever_is_alone_has_somebody_near_whom_they_may_meet() -> None:
    found = cohorts(
        Person("Ada", interests=("Buoys", "Reefs"), programme="Winter"),
        Person("Bo", interests=("Reefs",), languages=("en",)),
        Person("Cy", interests=("Reefs",), programme="Winter", apart=("ada",)),
        Person("Di", interests=("Reefs",), programme="Winter"),
        Person("Em", tenure="new"),
    )
    buoys = next(c for c in found.all if c.key == "buoys")
    near = Meeting(found).nearest(buoys)
    assert [(found.people[n.person].name, [c.title for c in n.shares]) for n in near] == [
        ("Di", ["Reefs", "Winter"]), ("Bo", ["Reefs"]),
    ]  # fmt: skip


def test_people_without_a_common_language_are_not_put_together() -> None:
    found = cohorts(
        Person("Ada", interests=("Reefs",), languages=("fr",), tenure="new"),
        Person("Bo", interests=("Reefs",), languages=("en",), tenure="years"),
    )
    assert first_meetings(Meeting(found), [0]) == {0: None}


def test_newcomers_meet_the_nearest_and_nobody_is_asked_by_all() -> None:
    new = [Person(f"N{n}", interests=("Reefs",), tenure="new") for n in range(4)]
    old = [Person("O1", interests=("Reefs",), tenure="years"), Person("O2", interests=("Reefs",), tenure="months")]
    found = cohorts(*new, *old, Person("X", interests=("Reefs",)))
    chosen = first_meetings(Meeting(found), [0, 1, 2, 3])
    assert sorted(near.person for near in chosen.values() if near) == [4, 4, 5, 5]


def test_an_introduction_needs_a_yes_of_both_and_is_made_once() -> None:
    found = cohorts(
        Person("Ada", interests=("Reefs", "Data"), named=True, organisation="City"),
        Person("Bo", interests=("Reefs", "Data"), named=True, organisation="City"),
        Person("Cy", interests=("Reefs",), named=True, organisation="Coop"),
        Person("Di", interests=("Reefs", "Data")),
    )
    meeting = Meeting(found)
    data, reefs = found.all[1], found.all[0]
    assert meeting.introduction(reefs) == (0, 2)
    assert meeting.introduction(data) == (0, 1)
    assert meeting.introduction(data) is None


def test_each_stands_on_their_highest_step_and_a_no_is_a_no() -> None:
    found = cohorts(
        Person("Ada", roles=("facilitator", "lead"), spotlight=True), Person("Bo", roles=("facilitator",)),
        Person("Cy", spotlight=True), Person("Di"), Person("Em", spotlight=False),
    )  # fmt: skip
    steps = rungs(found, range(5))
    assert (steps.lead, steps.facilitate, steps.spotlight, steps.open) == ((0,), (1,), (2,), (3,))


def test_what_may_be_two_spellings_is_told() -> None:
    found = cohorts(
        *(Person(f"P{n}", interests=(i,)) for n, i in enumerate(["Reef surveys", "Reef surveys", "reef survey", "Sea"]))
    )
    assert {c.key: [a.key for a in alike] for c, alike in spelt_alike(found).items()} == {
        "reef survey": ["reef surveys"], "sea": [],
    }  # fmt: skip
