"""copkit import and export as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TABLE = "date;start;end;title;room;url\n2027-03-12;09:00;09:30;Welcome;Hall;x\n2027-03-12;09:30;10:30;Maps;Hall;y\n2027-03-12;09:30;10:00;Apps;Attic;\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace with an agenda beside its plans."""
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Reef\ntime_zone: Europe/Berlin\n", encoding="utf-8")
    (tmp_path / "Spring Fest.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_an_agenda_becomes_a_plan_and_a_schedule(home: Path, inside: Run) -> None:
    ran = inside("import", "agenda", "Spring Fest.csv", "--people", "30")
    assert ran.code == 0, ran.err
    assert "Left out of the entries: url (2)." in ran.out
    assert "The type was guessed from the title: 1." in ran.out
    text = (home / "convenings/spring-fest/convening.yaml").read_text(encoding="utf-8")
    assert 'imported by copkit from "Spring Fest.csv"' in text
    assert inside("plan", "spring-fest").code == 0
    assert inside("export", "schedule", "spring-fest").code == 0
    assert {p.name for p in (home / "convenings/spring-fest/out").glob("schedule.*")} == {
        "schedule.json",
        "schedule.xml",
    }
    ran = inside("import", "agenda", "convenings/spring-fest/out/schedule.json", "--as", "again", "--json")
    data = json.loads(ran.out)
    assert (data["blocks"], data["left_out"]["guid"], data["problems"]) == (3, 3, [])


def test_an_existing_plan_is_never_written_over(home: Path, inside: Run) -> None:
    inside("import", "agenda", "Spring Fest.csv")
    path = home / "convenings/spring-fest/convening.yaml"
    path.write_text("mine", encoding="utf-8")
    ran = inside("import", "agenda", "Spring Fest.csv")
    assert (ran.code, "[convening-exists]" in ran.err) == (2, True)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_rehearsal_writes_nothing(home: Path, inside: Run) -> None:
    ran = inside("import", "agenda", "Spring Fest.csv", "--dry-run")
    assert ran.code == 0
    assert "Nothing was written" in ran.out
    assert not (home / "convenings").exists()


def test_what_is_good_is_written_and_what_is_not_is_an_error(home: Path, inside: Run) -> None:
    (home / "a.csv").write_text(TABLE + "2027-03-12;25:99;10:00;Odd;;\n", encoding="utf-8")
    ran = inside("import", "agenda", "a.csv", "--mode", "virtual")
    assert ran.code == 1
    assert "a.csv:5:12: error: `25:99` is not a time of day" in ran.err
    assert "Left out, because of a fault: 1." in ran.out
    assert (home / "convenings/a/convening.yaml").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--as", "Spring"], "bad-id"), (["--mode", "virtul"], "unknown-choice"), (["--people", "2"], "bad-head-count"),
        (["--people", "²"], "bad-head-count"), (["--as", "../x"], "bad-id"),
    ],
)  # fmt: skip
def test_options_that_cannot_be(more: list[str], code: str, home: Path, inside: Run) -> None:
    ran = inside("import", "agenda", "Spring Fest.csv", *more)
    assert (ran.code, f"[{code}]" in ran.err) == (2, True), ran.err
    assert not (home / "convenings").exists()


def test_a_title_in_another_script_has_an_id_all_the_same(home: Path, inside: Run) -> None:
    (home / "学习.md").write_text("# 学习\n\n| time | title |\n|---|---|\n| 9:00-10:00 | 开始 |\n", encoding="utf-8")
    assert inside("import", "agenda", "学习.md").code == 0
    assert "开始" in (home / "convenings/agenda/convening.yaml").read_text(encoding="utf-8")


def test_a_file_that_is_not_there(home: Path, inside: Run) -> None:
    assert "[no-such-agenda]" in inside("import", "agenda", "nowhere.csv").err
    assert "[no-agenda-in-folder]" in inside("import", "agenda", ".").err


def test_only_one_form(home: Path, inside: Run) -> None:
    inside("import", "agenda", "Spring Fest.csv", "--as", "a")
    assert inside("export", "schedule", "a", "--format", "xml", "--dry-run").code == 0
    assert not (home / "convenings/a/out").exists()
    assert inside("export", "schedule", "a", "--format", "xml").code == 0
    assert not (home / "convenings/a/out/schedule.json").exists()
