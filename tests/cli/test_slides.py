"""copkit export slides, and pictures where a person looks at them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    assert inside("init", "tour", "--like", "us-rse-2019", folder=tmp_path).code == 0
    return tmp_path / "tour"


def test_slides_are_written_kept_and_told(inside: Run, home: Path) -> None:
    ran = inside("export", "slides", "community-call", folder=home)
    assert (ran.code, ran.out.count("written")) == (0, 2)
    assert "Everyone will see" in ran.out
    out = home / "convenings" / "community-call" / "out"
    first = (out / "slides.html").read_bytes()
    assert inside("export", "slides", "community-call", folder=home).out.count("as before") == 2
    assert (out / "slides.html").read_bytes() == first
    (out / "slides.md").write_text("mine\n", encoding="utf-8")
    data = json.loads(inside("export", "slides", "community-call", "--json", folder=home).out)
    assert [Path(f["path"]).name for f in data["files"]] == ["slides.html", "slides.new.md"]
    assert (out / "slides.md").read_text(encoding="utf-8") == "mine\n"
    assert inside("export", "slides", "community-call", "--force", folder=home).code == 0
    assert (out / "slides.md").read_text(encoding="utf-8").startswith("---\nmarp: true\n")


def test_a_dry_run_writes_nothing(inside: Run, home: Path) -> None:
    out = home / "convenings" / "community-call" / "out"
    for option in ("--dry-run", "--diff"):
        ran = inside("export", "slides", "community-call", option, folder=home)
        assert ran.code == 0
        assert not out.exists() or not (out / "slides.html").exists()
    assert "+marp: true" in ran.out


def test_without_an_agenda_there_are_no_slides(inside: Run, tmp_path: Path) -> None:
    inside("init", "reef", "--yes", folder=tmp_path)
    folder = tmp_path / "reef" / "convenings" / "empty"
    folder.mkdir(parents=True)
    (folder / "convening.yaml").write_text(
        "copkit: 1\nid: empty\nmode: virtual\ndays: [{minutes: 60}]\n", encoding="utf-8"
    )
    ran = inside("export", "slides", "empty", folder=tmp_path / "reef")
    assert (ran.code, "[nothing-to-export]" in ran.err) == (2, True)


def test_a_diagnosis_shows_the_radar_and_json_says_about_where(inside: Run, home: Path) -> None:
    page = inside("diagnose", *TODAY, folder=home).out
    data = json.loads(inside("diagnose", "--json", *TODAY, folder=home).out)
    assert ("```picture stage" in page) == (data["stage"] not in {"insufficient", "dormant"})
    for d in data["dimensions"]:
        assert (d["low"] is None) == (d["expected"] is None)
        if d["low"] is not None:
            assert d["low"] <= d["expected"] <= d["high"]


def test_airtime_is_drawn_where_somebody_asks_for_voices(inside: Run, home: Path) -> None:
    page = inside("agenda", "voice", "community-call", folder=home).out
    assert "```picture airtime\neveryone\n" in page
    assert "min an hour" in page


def test_a_picture_in_a_terminal_has_no_box_and_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    from copkit.cli.terminal import show

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show("# A\n\n```picture year\n  news    1  ○\n```\n\n```yaml\na: 1\n```\n")
    lines = screen.getvalue().split("\n")
    assert "  news    1  ○" in [line.rstrip() for line in lines]
    assert "picture year" not in screen.getvalue()
    assert any("\x1b[" in line for line in lines if "a" in line and "1" in line)
