"""Who comes of those who said yes, and rows of attendance put together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.design import Convening
from copkit.core.turnout import KINDS, Gathered, expected, kind_of, merge, spread
from copkit.reading.attendance import read_attendance
from copkit.reading.library import Library
from copkit.shelf import Shelf

TURNOUTS = Library(Shelf()).turnouts
REAL = Path(__file__).parents[3] / "shared" / "data" / "attendance" / "swc-workshops-2015" / "attendance.csv"
COUNT = st.none() | st.integers(0, 400)
ROWS = st.lists(
    st.builds(
        Gathered, convening=st.sampled_from(["a", "B", "b", "c"]), date=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
        kind=st.none() | st.sampled_from(KINDS), registered=COUNT, days=st.lists(COUNT, max_size=3).map(tuple),
    ),
    max_size=8,
)  # fmt: skip


def came(*pairs: tuple[int, int], kind: str = "in-person") -> list[Gathered]:
    return [Gathered(f"g{n}", None, kind, said, (there,)) for n, (said, there) in enumerate(pairs)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [("recurring-call", 60, 80), ("virtual", 50, 65), ("in-person", 50, 70), ("residential", 90, 100)],
)
def test_without_a_history_the_librarys_judgement_holds(kind: str, low: int, high: int) -> None:
    found = expected(100, kind, [], TURNOUTS)  # type: ignore[arg-type]
    assert (found.people.low, found.people.high, found.events, found.second_day) == (low, high, 0, None)


def test_own_gatherings_of_the_kind_take_its_place_from_three_on() -> None:
    rows = came((10, 2), (20, 4), (30, 6))
    assert expected(100, "in-person", rows[:2], TURNOUTS).events == 0
    assert expected(100, "in-person", rows[:2], TURNOUTS).known == 2
    found = expected(100, "in-person", rows, TURNOUTS)
    assert (found.events, found.people.low, found.people.high) == (3, 10, 30)  # 20 %, at least 0.6 / 3 wide
    assert expected(100, "virtual", rows, TURNOUTS).events == 0
    unknown = [replace(rows[0], registered=None), replace(rows[1], days=()), replace(rows[2], registered=0)]
    assert expected(100, "in-person", [*rows[:2], *unknown], TURNOUTS).events == 0


def test_the_range_is_the_middle_of_the_shares() -> None:
    ratios = [n / 20 for n in range(21)]
    assert spread(ratios, TURNOUTS) == pytest.approx((0.1, 0.9))
    tenths = quantiles(ratios, n=10, method="inclusive")
    assert spread(ratios, TURNOUTS) == pytest.approx((tenths[0], tenths[-1]))


def test_a_range_of_few_is_wide_and_never_above_what_was_seen() -> None:
    assert spread([1.0] * 3, TURNOUTS) == pytest.approx((0.8, 1.0))
    assert spread([1.0] * 12, TURNOUTS) == pytest.approx((0.9, 1.0))
    assert spread([0.0] * 3, TURNOUTS) == pytest.approx((0.0, 0.2))
    assert spread([1.2] * 6, TURNOUTS) == pytest.approx((1.1, 1.2))


def test_the_second_day_is_counted_from_those_who_said_yes() -> None:
    rows = [Gathered(f"g{n}", None, "in-person", 20, (10, 8)) for n in range(6)]
    found = expected(100, "in-person", rows, TURNOUTS)
    assert found.stay == 0.8
    assert found.second_day is not None
    assert (found.second_day.low, found.second_day.high) == (35, 45)
    rows[0] = replace(rows[0], days=(10, None))
    assert expected(100, "in-person", [*rows[:3], *came((20, 10))], TURNOUTS).second_day is None


@given(st.integers(0, 5000), st.sampled_from(KINDS), ROWS)
def test_what_is_expected_is_a_range_within_bounds(registered: int, kind: str, rows: list[Gathered]) -> None:
    found = expected(registered, kind, rows, TURNOUTS)  # type: ignore[arg-type]
    for people in (found.people, *([found.second_day] if found.second_day else [])):
        assert 0 <= people.low <= people.high <= -(-registered * 3 // 2)
        assert people.shares[1] - people.shares[0] >= 0.1 - 1e-9
    assert (found.events == 0) == (found.known < TURNOUTS.enough)
    assert expected(registered, kind, rows[::-1], TURNOUTS).people == found.people  # type: ignore[arg-type]


@given(st.integers(0, 2000), st.integers(0, 2000), st.sampled_from(KINDS), ROWS)
def test_more_who_say_yes_never_means_fewer_who_come(one: int, more: int, kind: str, rows: list[Gathered]) -> None:
    few, many = (expected(n, kind, rows, TURNOUTS).people for n in (one, one + more))  # type: ignore[arg-type]
    assert few.low <= many.low
    assert few.high <= many.high


@given(ROWS, ROWS)
def test_nothing_is_doubled_and_nothing_of_ones_own_is_lost(own: list[Gathered], new: list[Gathered]) -> None:
    own = list(merge([], own).added)
    found = merge(own, new)
    now = {**dict(enumerate(own)), **dict(found.filled)}
    for before, after in zip(own, now.values(), strict=True):
        assert (before.registered, before.kind, before.date) in {
            (r, k, d) for r in (None, after.registered) for k in (None, after.kind) for d in (None, after.date)
        }
        assert before.convening == after.convening
        assert all(b in {None, a} for b, a in zip(before.days, after.days, strict=False))
    again = merge([*now.values(), *found.added], new)
    assert (again.added, again.filled) == ((), ())
    assert again.same + len(again.differs) == len(new)


def test_gaps_are_filled_and_what_differs_stays() -> None:
    own = [Gathered("Clinic", None, None, 24, ()), Gathered("walk", None, "virtual", 5, (5,))]
    new = [
        Gathered("clinic", date(2027, 3, 12), "in-person", None, (17, 15)),
        Gathered("walk", None, None, 6, (5,)),
        Gathered("x", None, None, 1),
    ]
    found = merge(own, new)
    assert found.filled == ((0, Gathered("Clinic", date(2027, 3, 12), "in-person", 24, (17, 15))),)
    assert found.differs == ((1, 1),)
    assert found.added == (new[2],)


@pytest.mark.parametrize(
    ("mode", "days", "rhythm", "kind"),
    [
        ("virtual", [{"minutes": 60}], "monthly", "recurring-call"),
        ("virtual", [{"minutes": 60}], "yearly", "virtual"),
        ("virtual", [{"minutes": 60}], None, "virtual"),
        ("virtual", [{"minutes": 240}], "monthly", "virtual"),
        ("virtual", [{"minutes": 60}] * 2, "monthly", "virtual"),
        ("in-person", [{"minutes": 60}], "monthly", "in-person"),
        ("hybrid", [{"minutes": 60}] * 2, None, "in-person"),
        ("in-person", [{"minutes": 60}] * 3, None, "residential"),
        ("in-person", [{"minutes": 60, "kind": "evening-before"}, {"minutes": 60}], None, "residential"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_mode_rhythm_and_days(
    mode: str, days: list[dict[str, object]], rhythm: str | None, kind: str
) -> None:
    convening = Convening.model_validate({"copkit": 1, "id": "x", "mode": mode, "days": days})
    assert kind_of(convening, rhythm, TURNOUTS) == kind


@pytest.mark.skipif(not REAL.exists(), reason=f"the real attendance is not here: {REAL}")
def test_golden_numbers_of_a_few_hundred_real_workshops() -> None:
    """298 rows: 2 doubled, 2 with other numbers under a name that stands already, 2 with all numbers in one cell."""
    read = read_attendance(REAL, REAL.name)
    assert len(read.rows) == 292
    assert [(p.code, p.where.line) for p in read.problems if p.where] == [
        ("attendance-twice", 53), ("several-counts", 123), ("attendance-twice", 125), ("several-counts", 250),
    ]  # fmt: skip
    assert {k: len(v) for k, v in read.notes.items()} == {
        "half": 62, "grew": 13, "doubled": 2, "more-than-registered": 2, "no-date": 1, "further-days": 1,
    }  # fmt: skip
    assert len(read.rows) + len(read.unread) + 2 == REAL.read_text(encoding="utf-8").count("\n") - 1
    rows = [replace(r, kind="in-person") for r in read.rows]
    found = expected(100, "in-person", rows, TURNOUTS)
    assert (found.events, found.people.low, found.people.high) == (230, 58, 100)
    assert found.second_day is not None
    assert (found.second_day.low, found.second_day.high, round(found.stay or 0, 2)) == (47, 97, 0.95)
    tenths = quantiles(
        [r.days[0] / r.registered for r in rows if r.registered and r.days and r.days[0] is not None],
        n=10,
        method="inclusive",
    )
    assert found.people.shares == pytest.approx((tenths[0], tenths[-1]))
