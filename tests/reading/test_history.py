"""The history of a community's timekeeping."""

from __future__ import annotations

from pathlib import Path

import pytest

from copkit.reading.history import parse_history, read_history


def test_an_absent_file_holds_nothing(tmp_path: Path) -> None:
    assert read_history(tmp_path / "history.csv", "history.csv") == ((), [])


@pytest.mark.parametrize("text", ["planned,actual\n20,25\n40,40\n", "what;Actual;Planned\nx;25;20\ny;40,0;40\n"])
def test_ratios_of_actual_to_planned(text: str) -> None:
    assert parse_history(text, "history.csv") == ((1.25, 1.0), [])


@pytest.mark.parametrize("row", ["twenty,25", "20", "0,5", "20,-3", "20,nan", "inf,3", ","])
def test_a_row_with_faults_is_passed_over_and_pointed_at(row: str) -> None:
    ratios, problems = parse_history(f"planned,actual\n20,25\n{row}\n40,40\n", "history.csv")
    assert ratios == (1.25, 1.0)
    expected = [] if row == "," else [("history-row", 3)]
    assert [(p.code, p.where.line) for p in problems if p.where] == expected


def test_missing_columns_are_named() -> None:
    ratios, problems = parse_history("plan,actual\n20,25\n", "history.csv")
    assert ratios == ()
    assert [(p.code, p.facts) for p in problems] == [("history-columns", {"missing": "`planned`"})]
