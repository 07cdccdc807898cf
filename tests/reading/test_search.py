"""Searching the library: stems, misspelt words, names first; and nothing that a person types can break it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.reading.library import Library
from copkit.reading.search import search
from copkit.shelf import words

COMMON = words()["search"]["common"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fishbowl", "fishbowl"), ("FISHBOWL", "fishbowl"), ("fishbowls", "fishbowl"), ("fishbwol", "fishbowl"),
        ("troyka", "troika-consulting"), ("troika", "troika-consulting"), ("vote with dots", "dot-voting"),
        ("worldcafe", "world-cafe"), ("café tables", "world-cafe"), ("nine why", "nine-whys"), ("1-2-4", "1-2-4-all"),
        ("postcards", "postcard-exchange"),
    ],
)  # fmt: skip
def test_the_right_method_comes_first(typed: str, first: str, library: Library) -> None:
    assert search(library.activities, typed, COMMON).ids[0] == first


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("barcamp", "open-space"), ("unconference", "open-space"), ("brainstorm", "1-2-4-all"),
        ("peer help with a problem", "troika-consulting"), ("decide together", "consent-decision"),
        ("feedback at the end", "plus-delta"), ("lessons learned", "after-action-review"), ("stories", "story-circle"),
        ("introduce newcomers", "onboarding-welcome"), ("quiet writing", "co-working-session"),
        ("what do we expect from the future", "remember-the-future"),
    ],
)  # fmt: skip
def test_what_people_call_it_finds_it(typed: str, among: str, library: Library) -> None:
    assert among in search(library.activities, typed, COMMON).ids[:10]


def test_a_misspelt_word_says_what_it_was_read_as(library: Library) -> None:
    found = search(library.activities, "fishbwol", COMMON)
    assert found.read_as["fishbwol"][0] == "fishbowl"
    assert search(library.activities, "qqqqzzzz", COMMON).read_as == {"qqqqzzzz": ()}


def test_without_one_that_holds_every_word_those_with_some_are_found(library: Library) -> None:
    found = search(library.activities, "fishbowl qqqqzzzz", COMMON)
    assert set(found.ids) == {"fishbowl", "ux-fishbowl"}
    assert not found.every_word


def test_common_words_count_only_alone(library: Library) -> None:
    assert search(library.activities, "the fishbowl", COMMON) == search(library.activities, "fishbowl", COMMON)
    assert search(library.activities, "the", COMMON).ids


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_anything_may_be_typed(library: Library, typed: str) -> None:
    found = search(library.activities, typed, COMMON)
    assert set(found.ids) <= set(library.activities)
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize(
    "typed", ['"', "NEAR(", "a* OR b", "id:fishbowl", "'; DROP TABLE item; --", "-fishbowl", "^x", "{a b}"]
)
def test_signs_of_a_query_language_are_only_signs(typed: str, library: Library) -> None:
    search(library.activities, typed, COMMON)


def test_the_same_words_find_the_same_in_the_same_order(library: Library) -> None:
    first = search(library.activities, "groups share ideas", COMMON)
    assert search(library.activities, "groups share ideas", COMMON) == first
    assert len(first.ids) > 5
