"""Dates, times, lengths and rhythms as people type them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from copkit.core.dates import (
    SATURDAY,
    Beat,
    WorkingDays,
    beats,
    clock,
    parse_date,
    parse_length,
    parse_time,
    rhythm_days,
)
from copkit.core.design import Convening


@pytest.mark.parametrize(("typed", "found"), [("9:30", time(9, 30)), ("09.05", time(9, 5)), ("23:59", time(23, 59))])
def test_times(typed: str, found: time) -> None:
    assert parse_time(typed) == found


@pytest.mark.parametrize("typed", ["9am", "24:00", "12:60", "9", "", "9:3", "570"])
def test_no_times(typed: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("2027-02-30", "no-such-day"), ("12.3.2027", "bad-date"), ("soon", "bad-date"), ("2027-3-1", "bad-date")],
)
def test_no_dates(typed: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse_date(typed)
    assert error.value.type == code


@pytest.mark.parametrize(
    ("typed", "found"),
    [("90min", (1, 90)), ("90 min", (1, 90)), ("2h30", (1, 150)), ("2h", (1, 120)), ("half-day", (1, 210)), ("day", (1, 420)), ("2-days", (2, 420)), ("3 days", (3, 420)), ("soon", None), ("", None), ("-5min", None)],
)  # fmt: skip
def test_lengths(typed: str, found: tuple[int, int] | None) -> None:
    assert parse_length(typed) == found


@pytest.mark.parametrize(
    ("typed", "days"),
    [("weekly", 7), ("Monthly", 30), ("every 6 weeks", 42), ("every week", 7), ("every 1 day", 1), ("every 0 weeks", None), ("now and then", None), ("monthly call; quarterly half-day; yearly gathering", 30), ("weekly message; quarterly half-day;", 91), ("weekly message", None), ("monthly; sometimes", None), ("every day", 1)],
)  # fmt: skip
def test_rhythms(typed: str, days: int | None) -> None:
    assert rhythm_days(typed) == days


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("monthly", (Beat(30, 1),)),
        ("Every 6 weeks  calls", (Beat(42, 0, "call"),)),
        ("every 2 days", (Beat(2),)),
        ("yearly day", (Beat(365, 12, "day"),)),
        ("monthly; half-yearly gathering", (Beat(30, 1), Beat(182, 6, "gathering"))),
        ("every 3 months series", (Beat(90, 3, "series"),)),
        ("monthly call; weekly call", None),
        ("monthly; weekly", None),
        ("; monthly", None),
        ("call", None),
        ("", None),
    ],
)
def test_several_rhythms(typed: str, found: tuple[Beat, ...] | None) -> None:
    assert beats(typed) == found


@given(st.integers(0, 3 * 24 * 60))
def test_the_clock_stays_a_clock(minutes: int) -> None:
    assert parse_time(clock(minutes))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_check_in_is_a_working_day_within_its_bounds(end: date) -> None:
    convening = Convening.model_validate(
        {"copkit": 1, "id": "x", "mode": "virtual", "days": [{"date": end.isoformat(), "minutes": 60}]}
    )
    check_in = convening.check_in_date(WorkingDays())
    assert check_in is not None
    assert 28 <= (check_in - end).days <= 35
    assert check_in.weekday() < SATURDAY
    plain = end + timedelta(days=30)
    assert check_in == plain or plain.weekday() >= SATURDAY


def test_a_working_day_stays() -> None:
    day = date(2026, 11, 20)
    assert WorkingDays().nearest(day, day, day) == day


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sets(st.integers(0, 6), max_size=6), st.sets(st.integers(-9, 9))
)
def test_the_nearest_working_day_is_the_nearest(day: date, weekend: set[int], off: set[int]) -> None:
    working = WorkingDays(frozenset(weekend), {day + timedelta(days=n): "" for n in off})
    earliest, latest = day - timedelta(days=4), day + timedelta(days=5)
    free = [
        d
        for d in (earliest + timedelta(days=n) for n in range(10))
        if d.weekday() not in weekend and d not in working.holidays
    ]
    found = working.nearest(day, earliest, latest)
    if found is None:
        assert not free
    else:
        assert found in free
        assert abs(found - day) == min(abs(d - day) for d in free)


def test_several_days_follow_one_another_where_only_the_first_is_known() -> None:
    days = [{"date": "2027-03-12", "minutes": 60}, {"minutes": 60}]
    assert Convening.model_validate({"copkit": 1, "id": "x", "mode": "virtual", "days": days}).last_day == date(
        2027, 3, 13
    )
