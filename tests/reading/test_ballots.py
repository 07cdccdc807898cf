"""Tables of wishes as forms export them, and the organiser's rules for groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.design import Stream
from copkit.core.people import Person
from copkit.problem import InputError
from copkit.reading.ballots import parse_ballots
from copkit.reading.groups import parse_wishes, stray_groups, stray_names

STREAMS = (
    Stream(id="data", title="Cleaning data"),
    Stream(id="policy", title="Policy"),
    Stream(id="talks", title="Talks"),
)


def wishes(text, streams=()):
    found = parse_ballots(text, "b.csv", streams)
    return {p.name: p.preferences for p in found.people}, [(p.code, p.where.line) for p in found.problems]


def test_a_column_for_each_stream_without_names():
    got, problems = wishes("a,b,c\n2,1,3\n,1,\n1,3,3\n,,\n1,1,2\n")
    assert got == {"1": (("b",), ("a",), ("c",)), "2": (("b",),), "3": (("a",),), "4": (), "5": (("a", "b"), ("c",))}
    assert problems == []


def test_columns_are_known_by_id_or_title_and_names_are_kept():
    got, problems = wishes("When,Name,POLICY,cleaning data\nx,Ada,2,1\nx,,1,2\nx,Bo,second,1\n", STREAMS)
    assert got == {"Ada": (("data",), ("policy",)), "Bo": (("data",),)}
    assert problems == [("person-without-name", 3), ("not-a-place", 4)]


def test_choices_in_columns_and_a_list_in_one_cell():
    got, _ = wishes("Name,1st choice,2nd choice\nAda,Policy,Talks\nBo,Talks,\n", STREAMS)
    assert got == {"Ada": (("Policy",), ("Talks",)), "Bo": (("Talks",),)}
    got, _ = wishes("name;preferences\nAda;data > policy = talks\n")
    assert got == {"Ada": (("data",), ("policy", "talks"))}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("when,where\nx,y\n", "ballot-without-streams"),
        ("Initials,Policy,Talks\nAL,1,2\n", "ballot-without-names"),
        ("", "empty-file"),
        ("name,email\nAda,a@b.org\n", "ballot-without-streams"),
    ],
)
def test_a_table_that_says_nothing_of_streams(text, code):
    with pytest.raises(InputError) as error:
        parse_ballots(text, "b.csv", STREAMS)
    assert [p.code for p in error.value.problems] == [code]


@given(st.lists(st.lists(st.sampled_from(["", "1", "2", "3", "4"]), min_size=4, max_size=4), min_size=1, max_size=6))
def test_every_ballot_is_somebody_and_names_each_stream_once(rows):
    text = "a,b,c,d\n" + "".join(",".join(row) + "\n" for row in rows if any(row)) + "1,2,3,4\n"
    for person in parse_ballots(text, "b.csv").people:
        named = [s for tier in person.preferences for s in tier]
        assert len(named) == len(set(named))
        assert set(named) <= set("abcd")


def codes(text):
    with pytest.raises(InputError) as error:
        parse_wishes(text, "rules.yaml")
    return {p.code for p in error.value.problems}


def test_rules_that_contradict_themselves():
    assert codes("copkit: 1\nworking_groups: {least: 7, most: 5}\n") == {"least-above-most"}
    assert codes("copkit: 1\npins: [{who: Ada, group: data}, {who: ada, group: talks}]\n") == {"pinned-twice"}
    assert codes("copkit: 1\npins: [{who: Ada}]\n") == {"unclear-pin"}


def test_names_and_groups_that_nobody_has():
    rules, source = parse_wishes(
        "copkit: 1\napart: [[Ada, Boo]]\npins: [{who: Zed, group: dato}, {who: Ada, table: 2}]\n", "rules.yaml"
    )
    found = stray_names(source, rules, [Person("ada"), Person("Bo")])
    assert [(p.code, p.facts["found"], p.facts["near"]) for p in found] == [
        ("nobody-of-that-name", "Zed", ""),
        ("nobody-of-that-name-near", "Boo", "Bo"),
    ]
    assert [p.facts["near"] for p in stray_groups(source, rules, ["data"])] == ["data"]
    assert stray_groups(None, rules, []) == stray_names(None, rules, []) == []
