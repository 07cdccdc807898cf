"""copkit board: one page, in the forms that are asked for, and the same in the terminal and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    return tmp_path


def test_it_writes_a_page_for_the_browser_and_one_for_the_wall(inside: Run, home: Path) -> None:
    ran = inside("board", *TODAY, folder=home)
    assert ran.code == 0, ran.err
    assert {p.name for p in (home / "out").iterdir()} == {"board.html", "board.pdf"}
    for title in ("1 Stage", "2 Fitting opportunities", "6 Boundary-spanning"):
        assert f"## {title}" in ran.out
    assert "never measured" in ran.out
    assert "2 as before" in inside("board", *TODAY, folder=home).out


def test_json_says_everything_that_a_person_sees(inside: Run, home: Path) -> None:
    ran = inside("board", "--format", "svg", "--json", *TODAY, folder=home)
    data = json.loads(ran.out)
    assert [f["number"] for f in data["fields"]] == [1, 2, 3, 4, 5, 6]
    said = inside("board", "--format", "svg", *TODAY, folder=home).out
    for field in data["fields"]:
        assert field["about"] in said
        for question in field["questions"]:
            assert question in said
    assert data["files"] == [{"path": "out/board.svg", "fate": "written"}]


@pytest.mark.parametrize(("forms", "code"), [((), 0), (("--format", "html"), 0), (("--format", "html,pdf"), 1)])
def test_without_the_extra_the_browser_page_still_comes(
    forms: tuple[str, ...], code: int, inside: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = inside("board", *forms, *TODAY, folder=home)
    assert ran.code == code
    assert (home / "out" / "board.html").exists()
    assert ("pip install 'copkit[pdf]'" in ran.err) is (forms != ("--format", "html"))


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_trial_writes_nothing(option: str, inside: Run, home: Path) -> None:
    ran = inside("board", option, *TODAY, folder=home)
    assert (ran.code, "board.html" in ran.out) == (0, True)
    assert not (home / "out").exists()


def test_a_plan_with_faults_is_named_and_passed_over(inside: Run, home: Path) -> None:
    (home / "convenings" / "x").mkdir(parents=True)
    (home / "convenings" / "x" / "convening.yaml").write_text("copkit: 1\n", encoding="utf-8")
    ran = inside("board", *TODAY, folder=home)
    assert ran.code == 1
    assert "x/convening.yaml" in ran.err
    assert (home / "out" / "board.pdf").exists()


@pytest.mark.parametrize("words", [("--format", "png"), ("--paper", "b5"), ("--today", "soon")])
def test_what_is_not_understood_is_said(words: tuple[str, ...], inside: Run, home: Path) -> None:
    assert inside("board", *words, folder=home).code == 2
