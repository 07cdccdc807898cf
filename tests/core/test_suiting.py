"""Whether an activity suits: filters, reasons, alternatives."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import (
    Case,
    Mode,
    MomentumCategory,
    Purpose,
    Quadrant,
    Role,
    Wanted,
    Weight,
    alternatives,
    holds,
    minutes_span,
    reasons,
    suits,
    total_minutes,
    verdict,
)  # fmt: skip
from copkit.core.activity.suiting import Reason
from copkit.reading.library import Library

wanted = st.builds(
    Wanted,
    minutes=st.none() | st.tuples(st.integers(0, 60), st.integers(60, 300)),
    people=st.none() | st.integers(1, 300),
    stage=st.none() | st.integers(1, 3),
    mode=st.none() | st.sampled_from(Mode),
    purpose=st.none() | st.sampled_from(get_args(Purpose)),
    momentum=st.none() | st.sampled_from(MomentumCategory),
    quadrant=st.none() | st.sampled_from(Quadrant),
)


@settings(max_examples=200, deadline=None)
@given(wanted=wanted)
def test_each_filter_keeps_what_it_says_and_drops_the_rest(library: Library, wanted: Wanted) -> None:
    """Against a definition of each option of its own, one at a time."""
    for a in library.activities.values():
        heads = wanted.people or a.people.typical
        own = [
            wanted.minutes is None
            or (
                total_minutes(a, heads, "min") <= wanted.minutes[1]
                and total_minutes(a, heads, "max") >= wanted.minutes[0]
            ),
            wanted.people is None
            or (a.people.min <= wanted.people and (a.people.max is None or wanted.people <= a.people.max)),
            wanted.stage is None or a.fit(wanted.stage).fit in {2, 3},
            wanted.mode is None or wanted.mode in a.modes,
            wanted.purpose is None or wanted.purpose in a.purposes,
            wanted.momentum is None or (a.momentum is not None and a.momentum.category is wanted.momentum),
            wanted.quadrant is None or a.quadrant is wanted.quadrant,
        ]
        assert suits(a, wanted) == all(own)


def test_every_filter_finds_something(library: Library) -> None:
    found = library.activities.values()
    for w in [
        *(Wanted(stage=s) for s in (1, 2, 3)), *(Wanted(mode=m) for m in Mode), *(Wanted(purpose=p) for p in get_args(Purpose)),
        *(Wanted(momentum=c) for c in MomentumCategory), *(Wanted(quadrant=q) for q in Quadrant), Wanted(minutes=(20, 40)), Wanted(people=60),
    ]:  # fmt: skip
        assert 0 < len([a for a in found if suits(a, w)]) < len(found), w


def say(found: list[Reason]) -> dict[str, Weight]:
    return {r.code: r.weight for r in found}


def test_why_it_suits(library: Library) -> None:
    a = library.activities["troika-consulting"]
    case = Case(
        2, Mode.IN_PERSON, 24, 75, "peer-support", ("voice-challenges", "decide"), ("skill",), ("break",), frozenset()
    )
    found = say(reasons(a, case))
    assert found["stage"] is Weight.FOR
    assert {"mode-yes", "people-yes", "minutes-yes", "purpose-yes", "need", "outcome", "voice-turns"} <= set(found)
    assert verdict(reasons(a, case)) == "well"


@pytest.mark.parametrize(
    ("name", "case", "code", "said"),
    [
        ("human-spectrogram", Case(mode=Mode.HYBRID), "mode-no", "not"),
        ("fishbowl", Case(people=5), "people-few", "not"),
        ("lean-coffee", Case(people=40), "people-many", "not"),
        ("open-space", Case(longest=75), "minutes-no", "badly"),
        ("open-space", Case(stage=1), "stage", "not"),
        ("plenary-talk", Case(), "voice-listen", "badly"),
        ("troika-consulting", Case(purpose="influence"), "purpose-no", "badly"),
        ("group-channel", Case(placed=("break",)), "momentum-missing", "well"),
        ("group-channel", Case(placed=("break",), categories=frozenset(MomentumCategory)), "momentum-has", "well"),
        ("fishbowl", Case(placed=("fishbowl",)), "already", "well"),
        ("pair-hello", Case(), "evidence", "well"),
    ],
)  # fmt: skip
def test_each_reason(name: str, case: Case, code: str, said: str, library: Library) -> None:
    found = reasons(library.activities[name], case)
    assert code in say(found)
    if said != "well":
        assert verdict(found) in {said, "fair"} or verdict(found) == said
    else:
        assert verdict(found) == "well"


def test_what_stops_comes_first(library: Library) -> None:
    weights = [
        r.weight for r in reasons(library.activities["lean-coffee"], Case(1, Mode.VIRTUAL, 400, 60, "influence"))
    ]
    order = [Weight.STOPS, Weight.AGAINST, Weight.REMARK, Weight.FOR]
    assert weights == sorted(weights, key=order.index)


def test_alternatives_hold_the_place(library: Library) -> None:
    """Of the same role, running here, the ones that the activity names first, and never itself."""
    for a in library.activities.values():
        asked = Wanted(people=24, mode=Mode.IN_PERSON)
        found = alternatives(a, library.activities.values(), asked)
        assert a not in found
        assert all(o.role is a.role and holds(o, 24) and Mode.IN_PERSON in o.modes for o in found)
        named = [o.id for o in found if o.id in a.instead]
        assert [o.id for o in found[: len(named)]] == named or set(named) == {o.id for o in found[: len(named)]}


def test_every_working_method_has_another_in_its_place(library: Library) -> None:
    for a in library.activities.values():
        if a.role in {Role.WORK, Role.MOMENTUM}:
            assert alternatives(a, library.activities.values(), Wanted()), a.id


def test_a_span_for_a_head_count(library: Library) -> None:
    a = library.activities["one-minute-pledge"]
    assert minutes_span(a, None) == (a.minutes.min, a.minutes.max)
    assert minutes_span(a, 30) > minutes_span(a, 10)
