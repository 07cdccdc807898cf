"""Public holidays: a country in community.yaml becomes its days."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from copkit.core.community import Profile
from copkit.problem import InputError
from copkit.reading.workspace import open_workspace


def opened(folder: Path, holidays: str, segments: str = "") -> Profile:
    text = f"copkit: 1\nname: x\nholidays: {holidays}\n{segments}"
    (folder / "community.yaml").write_text(text, encoding="utf-8")
    return open_workspace(folder).profile


def test_countries_regions_dates_and_spans_stand_side_by_side(tmp_path: Path) -> None:
    working = opened(tmp_path, "[DE-BY, ke, 2027-03-09, {from: 2027-08-02, to: 2027-08-13, title: Pause}]").working_days
    for day in ((2027, 1, 6), (2027, 12, 13), (2027, 3, 9), (2027, 8, 13)):  # Epiphany, Jamhuri Day, and the typed ones
        assert working.off(date(*day)), day
    assert working.holidays[date(2027, 8, 5)] == "Pause"
    assert not working.off(date(2027, 8, 16))
    assert not opened(tmp_path, "[DE]").working_days.off(date(2027, 1, 6))  # only some regions of the country


def test_norway_is_a_country_and_not_a_no(tmp_path: Path) -> None:
    assert opened(tmp_path, "[NO]").working_days.off(date(2027, 5, 17))


def test_the_holidays_of_a_segment_are_looked_up_too(tmp_path: Path) -> None:
    profile = opened(tmp_path, "[]", "segments: [{id: kenya, title: Kenya, holidays: [KE]}]\n")
    (absence,) = profile.working_days.segments
    assert date(2027, 6, 1) in absence.days
    assert not profile.working_days.off(date(2027, 6, 1))


@pytest.mark.parametrize(
    ("typed", "code", "near"),
    [
        ("Germany", "unknown-country-near", "DE"),
        ("Kenia", "unknown-country-near", "KE"),
        ("9 March", "bad-date", None),
        ("qqqqqq", "unknown-country", ""),
        ("DE-XY", "unknown-region", None),
        ("{title: Eid}", "unclear-holiday", None),
        ("{country: DE, from: 2027-03-09}", "unclear-holiday", None),
    ],
)
def test_what_is_no_holiday_is_told_with_its_place(tmp_path: Path, typed: str, code: str, near: str | None) -> None:
    with pytest.raises(InputError) as error:
        opened(tmp_path, f"[2027-01-02, {typed}]")
    (problem,) = error.value.problems
    assert problem.code == code
    assert problem.where is not None
    assert (problem.where.line, problem.where.column) == (3, 24)
    assert near is None or problem.facts["near"] == near


def test_without_the_library_a_country_is_told_and_dates_still_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(InputError) as error:
        opened(tmp_path, "[DE, KE]")
    assert [p.code for p in error.value.problems] == ["no-holidays-library"] * 2
    assert opened(tmp_path, "[2027-03-09]").working_days.off(date(2027, 3, 9))
