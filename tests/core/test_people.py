"""Who of a list is who in people.csv: decided where that is certain, and shown where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.people import Matched, Person, gaps, match, same_name


def found(known: str, brought: str, others: tuple[tuple[str, ...], ...] = ()) -> tuple[object, ...]:
    """Match people written as `name:address`, with commas between them."""

    def people(text: str) -> list[Person]:
        return [Person(n, e) for n, _, e in (p.partition(":") for p in text.split(",") if p)]

    matched = match(people(known), people(brought), others)
    return matched.same, matched.new, [(u.why, u.brought, u.known) for u in matched.doubtful]


def test_an_address_decides_before_a_name() -> None:
    assert found("Ada Lovelace:a@x.org,Bo:b@x.org", "Countess:A@X.org,bo:") == (((0, 0), (1, 1)), (), [])


def test_two_lists_of_nobody() -> None:
    assert found("", "") == ((), (), [])
    assert found("", "Ada:") == ((), (0,), [])


def test_one_name_with_two_addresses_is_neither_the_same_nor_new() -> None:
    assert found("Ada:a@x.org", "Ada:b@x.org") == ((), (), [("other-email", 0, (0,))])
    assert found("Ada:a@x.org,Ada:b@x.org", "Ada:") == ((), (), [("several", 0, (0, 1))])
    assert found("Ada:a@x.org,Ada:b@x.org", "Ada:b@x.org") == (((1, 0),), (), [])
    assert found("Ada:", "Ada:a@x.org,Ada:b@x.org") == ((), (), [("several", 0, (0,)), ("several", 1, (0,))])


def test_an_address_that_several_give_makes_nobody_somebody_else() -> None:
    assert found("Ada:a@x.org", "Ada:a@x.org,Bo:a@x.org,Cy:a@x.org") == (
        ((0, 0),), (1, 2), [("one-email", 1, (0,)), ("one-email", 2, (0,))],
    )  # fmt: skip
    assert found("Ada:a@x.org", "Bo:a@x.org,Cy:a@x.org")[:2] == ((), (0, 1))
    assert found("Ada:a@x.org,Bo:", "Bo:a@x.org") == ((), (), [("several", 0, (0, 1))])


def test_a_name_before_a_change_decides_last() -> None:
    assert found("Ada L:", "Ada:", (("Ada L",),)) == (((0, 0),), (), [])
    assert found("Ada L:,Ada:", "Ada:", (("Ada L",),)) == (((1, 0),), (), [])
    assert found("Ada L:a@x.org", "Zoe:b@x.org", (("Ada L",),)) == ((), (), [("other-email", 0, (0,))])
    assert found("Bo:,Cy:", "Zoe:", (("Bo", "Cy"),)) == ((), (), [("several", 0, (0, 1))])


def test_near_names_are_new_and_only_shown() -> None:
    assert found("Anne Smith:", "Ann Smith:") == ((), (0,), [("near", 0, (0,))])
    assert found("Ada:,Ada King:", "Ada Lovelace:") == ((), (0,), [("near", 0, (0,))])
    assert found("Ann:", "Bob:") == ((), (0,), [])


def test_long_lists_are_not_compared_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copkit.core.people.matching.MOST_COMPARED", 1)
    matched = match([Person("Anne Smith"), Person("Bo")], [Person("Ann Smith")])
    assert (matched.new, matched.doubtful, matched.compared) == ((0,), (), False)


def test_names_are_compared_as_they_are_read() -> None:
    assert same_name("Zoë  Å") == same_name("zoe\u0308 a\u030a")
    assert found("ZOË:", "zoe\u0308:")[0] == ((0, 0),)


def test_gaps_are_what_the_own_row_says_nothing_of() -> None:
    own, brought = (
        Person("Ada", email="a@x.org"),
        Person("Countess", "c@x.org", place="Rome", tenure="new", languages=("en",), remote=False),
    )
    assert gaps(own, {"name", "email", "tenure"}, brought) == {"place": "Rome", "languages": ("en",), "remote": False}


PEOPLE = st.lists(
    st.builds(
        Person,
        st.sampled_from(["Ada", "ada", "Bo", "Ada L", "Cy"]),
        st.sampled_from(["", "a@x.org", "b@x.org", "A@x.org"]),
    ),
    max_size=6,
)


@given(PEOPLE, PEOPLE, st.lists(st.lists(st.sampled_from(["Ada", "Bo", "Cy"]), max_size=2), max_size=6))
def test_everybody_is_the_same_or_new_or_undecided_and_nobody_is_taken_twice(
    known: list[Person], brought: list[Person], others: list[list[str]]
) -> None:
    matched: Matched = match(known, brought, others[: len(brought)])
    undecided = [u.brought for u in matched.doubtful if u.why in {"several", "other-email"}]
    assert sorted([*(b for _, b in matched.same), *matched.new, *undecided]) == list(range(len(brought)))
    assert len({k for k, _ in matched.same}) == len(matched.same)
    for k, b in matched.same:
        one, other = known[k], brought[b]
        names = {same_name(n) for n in (other.name, *(others[b] if b < len(others) else ()))}
        assert same_name(one.name) in names or one.email.casefold() == other.email.casefold() != ""
