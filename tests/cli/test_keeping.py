"""Snapshots of the questionnaire, as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
LEVELS = {"PUR1": 1, "CVS1": 1, "CNX1": 1, "LED1": 0}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    answer(tmp_path)
    return tmp_path


def answer(folder: Path, as_of: str = "", **levels: object) -> None:
    answers = "".join(f"    {i}: {level}\n" for i, level in {**LEVELS, **levels}.items())
    text = f"copkit: 1\nname: Reef\ndiagnosis:\n  answered_by: manager\n  as_of: {as_of}\n  answers:\n{answers}"
    (folder / "community.yaml").write_text(text, encoding="utf-8")


def kept(folder: Path) -> list[str]:
    return sorted(p.stem for p in (folder / "diagnoses").glob("*"))


def test_what_is_new_is_kept_and_what_is_not_is_not(home: Path, inside: Run) -> None:
    assert "Kept in diagnoses/2026-01-10.yaml" in inside("diagnose", "--today", "2026-01-10").out
    first = (home / "diagnoses/2026-01-10.yaml").read_bytes()
    assert "Kept" not in inside("diagnose", "--today", "2026-03-10").out
    assert kept(home) == ["2026-01-10"]
    answer(home, CVS1=2)
    inside("diagnose", "--today", "2026-05-10")
    assert kept(home) == ["2026-01-10", "2026-05-10"]
    assert (home / "diagnoses/2026-01-10.yaml").read_bytes() == first


def test_the_day_is_that_of_the_answers(home: Path, inside: Run) -> None:
    answer(home, "2026-01-05")
    inside("diagnose", "--today", "2026-01-10")
    answer(home, "2026-01-05", CVS1=2)
    ran = inside("diagnose", "--today", "2026-06-10")
    assert kept(home) == ["2026-01-05"]
    assert "holds the new answers of its day" in ran.out
    assert "CVS1: 2" in (home / "diagnoses/2026-01-05.yaml").read_text(encoding="utf-8")


def test_nothing_is_kept_of_nothing_or_of_paper(home: Path, inside: Run) -> None:
    answer(home, **dict.fromkeys(LEVELS, "unknown"))
    assert inside("diagnose", "--today", "2026-01-10").code == 0
    inside("diagnose", "--answers", "222 221 222 222 211 221 221 221")
    assert not (home / "diagnoses").exists()


def test_a_file_that_cannot_be_read_is_never_written_over(home: Path, inside: Run) -> None:
    inside("diagnose", "--today", "2026-01-10")
    path = home / "diagnoses/2026-01-10.yaml"
    path.write_text("my notes: [", encoding="utf-8")
    answer(home, CVS1=3)
    ran = inside("diagnose", "--today", "2026-01-10")
    assert (ran.code, "diagnoses/2026-01-10.yaml:1:" in ran.err) == (1, True)
    assert "where the community stands" in ran.out
    assert path.read_text(encoding="utf-8") == "my notes: ["
    ran = inside("diagnose", "--today", "2026-01-11")
    assert (ran.code, "warning:" in ran.err) == (0, True)
    assert kept(home) == ["2026-01-10", "2026-01-11"]


def test_a_comment_of_a_persons_own_stays_while_the_answers_do(home: Path, inside: Run) -> None:
    inside("diagnose", "--today", "2026-01-10")
    path = home / "diagnoses/2026-01-10.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# asked in the core group\n", encoding="utf-8")
    inside("diagnose", "--today", "2026-01-10")
    assert path.read_text(encoding="utf-8").endswith("# asked in the core group\n")


def test_a_folder_that_cannot_be_written_does_not_stop_a_diagnosis(home: Path, inside: Run) -> None:
    (home / "diagnoses").write_text("a file", encoding="utf-8")
    ran = inside("diagnose", "--today", "2026-01-10")
    assert ran.code == 0
    assert "where the community stands" in ran.out
    assert "[cannot-write]" in ran.err


def test_the_history_says_what_moved_and_what_moved_too_quickly(home: Path, inside: Run) -> None:
    assert "There is one snapshot" in inside("diagnose", "--history", "--today", "2026-01-10").out
    answer(home, CVS1=3, LED2=1)
    ran = inside("diagnose", "--history", "--today", "2026-03-10")
    assert ran.code == 0
    for said in (
        "**CVS1** Who starts the conversations? 1 → 3 (up 2)",
        "**LED2** Who organises gatherings? unknown → 1 (answered for the first time)",
        "**CVS1 1 → 3 in 59 days** (no. 1 to no. 2)",
        "| Conversation | `▃▇` | 1.52 | 2.70 |",
        "the authors' judgement",
    ):
        assert said in ran.out, ran.out
    data = json.loads(inside("diagnose", "--history", "--json", "--today", "2026-03-10").out)
    assert [s["date"] for s in data["snapshots"]] == ["2026-01-10", "2026-03-10"]
    assert data["steps"][0]["changes"] == [
        {"item": "CVS1", "before": 1, "after": 3},
        {"item": "LED2", "before": None, "after": 1},
    ]
    assert [(h["kind"], h["before"], h["after"], h["days"]) for h in data["too_quick"]] == [("leap", 1, 2, 59)]
    assert data["snapshot"] == {"file": "diagnoses/2026-03-10.yaml", "fate": "same"}


def test_another_version_of_the_questions_is_said_not_to_compare(home: Path, inside: Run) -> None:
    inside("diagnose", "--today", "2026-01-10")
    path = home / "diagnoses/2026-01-10.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2026.1", "2025.1").replace("CVS1", "OLD1"), encoding="utf-8"
    )
    out = inside("diagnose", "--history", "--today", "2026-03-10").out
    assert "The questions are of another version, so the answers do not compare." in out
    assert "| Conversation | `·▃` | – | 1.52 |" in out


def test_a_history_without_answers_says_what_is_needed(home: Path, inside: Run) -> None:
    answer(home, **dict.fromkeys(LEVELS, "unknown"))
    assert "Nothing is kept yet." in inside("diagnose", "--history").out
    assert "[paper-without-history]" in inside("diagnose", "--history", "--answers", "1").err


def test_a_page_of_the_history_is_written_where_asked(home: Path, inside: Run) -> None:
    inside("diagnose", "--history", "--out", "pages", "--today", "2026-01-10")
    assert (home / "pages/history.md").is_file()
