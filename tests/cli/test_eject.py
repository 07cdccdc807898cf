"""copkit eject: a template of one's own; and what becomes of it in the other commands."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from copkit import __version__
from copkit.shelf import config_folder

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")
SHEET = "templates/run-sheet/run-sheet.md.j2"
EXTENDS = '{% extends "shipped/run-sheet/run-sheet.md.j2" %}\n'


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    """A community with a planned gathering."""
    assert inside("init", "reef", "--like", "us-rse-2019", folder=tmp_path).code == 0
    return tmp_path / "reef"


def files(home: Path) -> dict[str, bytes]:
    return {
        p.relative_to(home).as_posix(): p.read_bytes()
        for p in home.rglob("*")
        if p.is_file() and p.name != ".copkit.lock"
    }


def put(home: Path, text: str, name: str = SHEET) -> None:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_ejected_changes_no_byte_until_it_is_changed(inside: Run, home: Path) -> None:
    assert inside("plan", "community-call", *TODAY, folder=home).code == 0
    before = files(home)
    for name in ("run-sheet", "plan", "agenda", "materials", "capture", "invitation", "plan/summary"):
        assert inside("eject", name, folder=home).code == 0
    again = inside("plan", "community-call", *TODAY, folder=home)
    assert (again.code, again.err) == (0, "")
    assert {k: v for k, v in files(home).items() if not k.startswith("templates/")} == before


def test_one_part_in_ones_own_words(inside: Run, home: Path) -> None:
    ran = inside("eject", "run-sheet", "--block", "doors", folder=home)
    assert (ran.code, SHEET in ran.out, "doors" in ran.out) == (0, True, True)
    text = (home / SHEET).read_text(encoding="utf-8")
    assert f"copkit {__version__}" in text
    put(home, text.replace("- Ground rules:", "- The tea is hot.\n- Ground rules:"))
    assert inside("plan", "community-call", *TODAY, folder=home).code == 0
    made = (home / "convenings/community-call/out/run-sheet.md").read_text(encoding="utf-8")
    assert "- The tea is hot.\n- Ground rules:" in made
    assert "## At a glance" in made


def test_the_list_names_every_document_and_what_is_ones_own(inside: Run, home: Path) -> None:
    inside("eject", "run-sheet", folder=home)
    ran = inside("eject", folder=home)
    assert (ran.code, ran.err) == (0, "")
    assert f"- `run-sheet`: {SHEET}" in ran.out
    data = json.loads(inside("eject", "--json", folder=home).out)["documents"]
    assert {d["name"]: d["yours"] for d in data if d["yours"]} == {"run-sheet": SHEET}
    for d in data:
        assert f"`{d['name']}`, {d['about']}: {', '.join(d['blocks'])}" in ran.out
    assert [d["name"] for d in data][:2] == ["plan", "run-sheet"]


def test_nothing_is_ever_written_over(inside: Run, home: Path) -> None:
    put(home, "mine")
    before = files(home)
    for more in ((), ("--whole",), ("--block", "doors")):
        ran = inside("eject", "run-sheet", *more, folder=home)
        assert (ran.code, f"{SHEET}: error:" in ran.err, "[template-exists]" in ran.err) == (1, True, True)
    assert files(home) == before
    shown = inside("eject", "run-sheet", "--block", "doors", "--dry-run", folder=home)
    assert shown.code == 0
    assert "## Before the doors open" in shown.out
    assert "is there already" in shown.out
    assert files(home) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_not_written_through(inside: Run, home: Path, tmp_path: Path) -> None:
    (home / "templates/run-sheet").mkdir(parents=True)
    (home / SHEET).symlink_to(tmp_path / "elsewhere.j2")
    assert inside("eject", "run-sheet", folder=home).code == 1
    assert not (tmp_path / "elsewhere.j2").exists()


def test_a_dry_run_writes_nothing(inside: Run, home: Path) -> None:
    before = files(home)
    ran = inside("eject", "materials", "--dry-run", folder=home)
    assert (ran.code, EXTENDS.replace("run-sheet", "materials").strip() in ran.out) == (0, True)
    assert not json.loads(inside("eject", "materials", "--dry-run", "--json", folder=home).out)["written"]
    assert files(home) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run-shet",), "no-document-near"),
        (("xyzzy",), "no-document"),
        (("summary",), "which-document"),
        (("run-sheet", "--block", "dors"), "no-block-near"),
        (("run-sheet", "--block", "xyzzy"), "no-block"),
        (("run-sheet", "--block", "doors", "--whole"), "whole-and-block"),
        (("_parts/plan",), "no-document-near"),
        (("convening.yaml",), "no-document"),
        (("../../etc/passwd",), "no-document"),
    ],
)
def test_a_call_that_is_not_understood(words: tuple[str, ...], code: str, inside: Run, home: Path) -> None:
    before = files(home)
    ran = inside("eject", *words, folder=home)
    assert (ran.code, f"[{code}]" in ran.err) == (2, True)
    assert files(home) == before


def test_all_unknown_blocks_are_told_at_once(inside: Run, home: Path) -> None:
    ran = inside("eject", "run-sheet", "--block", "dors", "--block", "lat", folder=home)
    assert ran.err.count("error:") == 2


def test_outside_of_a_community(inside: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    assert "[no-workspace-for-template]" in inside("eject", "materials").err
    assert inside("eject").code == 0
    assert inside("eject", "materials", "--user").code == 0
    assert (config_folder() / "templates/materials/materials.md.j2").is_file()
    listed = json.loads(inside("eject", "--json").out)["documents"]
    assert [d["name"] for d in listed if d["yours"]] == ["materials"]


def test_a_broken_community_file_does_not_stand_in_the_way(inside: Run, home: Path) -> None:
    (home / "community.yaml").write_text("name: [", encoding="utf-8")
    assert inside("eject", "materials", folder=home).code == 0


def test_check_tells_what_has_no_effect(inside: Run, home: Path) -> None:
    put(
        home,
        EXTENDS
        + "{% block dors %}x{% endblock %}\n\nTea.\n{% block late %}{% block own %}{% endblock %}{% endblock %}\n",
    )
    put(home, "mine", "templates/runsheet.md.j2")
    put(home, "{% macro tea() %}{% endmacro %}", "templates/_mine.j2")
    put(
        home,
        '{% import "_mine.j2" as m %}{{ self.extra() }}{% block extra %}{% endblock %}',
        "templates/plan/plan.md.j2",
    )
    data = json.loads(inside("check", "--json", "--select", "CPK901", *TODAY, folder=home).out)["findings"]
    found = [
        (d["file"], d["line"], d["severity"], d["facts"]["code"]) for d in data if d["file"].startswith("templates")
    ]
    assert found == [
        (SHEET, 2, "warning", "template-block-idle-near"),
        (SHEET, 4, "warning", "template-text-idle"),
        ("templates/runsheet.md.j2", None, "warning", "template-idle-near"),
    ]
    assert inside("check", "--select", "CPK901", "--format", "sarif", *TODAY, folder=home).code == 0
    assert inside("eject", folder=home).err.count("warning:") == 3


def test_check_tells_faults_of_all_templates_at_once(inside: Run, home: Path) -> None:
    put(home, EXTENDS + "\n{% if %}")
    put(home, "x" * 300_000, "templates/plan/plan.md.j2")
    put(home, "{% for", "templates/agenda/agenda.md.j2")
    data = json.loads(inside("check", "--json", "--select", "CPK900", *TODAY, folder=home).out)["findings"]
    assert {(d["file"].split("/")[1], d["line"], d["severity"], d["facts"]["code"]) for d in data} == {
        ("run-sheet", 3, "error", "template-syntax"),
        ("plan", None, "error", "too-large"),
        ("agenda", 1, "error", "template-syntax"),
    }


def test_a_fault_hides_no_other_and_leaves_no_half_of_a_pack(inside: Run, home: Path) -> None:
    """All documents are made before the first is written, so a fault in one of them leaves the files as they were."""
    assert inside("plan", "community-call", *TODAY, folder=home).code == 0
    assert inside("followup", "community-call", *TODAY, folder=home).code == 0
    put(home, "{{ nothing }}")
    put(home, "line\n{{ 'x' * 10**10 }}", "templates/materials/materials.md.j2")
    put(home, "{{ nothing }}", "templates/follow-up/closing.md.j2")
    put(home, "\n\n{{ ''.__class__ }}", "templates/follow-up/messages/group-pulse.md.j2")
    before = files(home)
    ran = inside("plan", "community-call", *TODAY, folder=home)
    assert (ran.code, ran.out) == (1, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines() if "error:" in line] == [
        "templates/materials/materials.md.j2:2:1", f"{SHEET}:1:1",
    ]  # fmt: skip
    ran = inside("followup", "community-call", *TODAY, folder=home)
    assert (ran.code, ran.out) == (1, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines() if "error:" in line] == [
        "templates/follow-up/closing.md.j2:1:1", "templates/follow-up/messages/group-pulse.md.j2:3:1",
    ]  # fmt: skip
    assert files(home) == before


def test_a_fault_in_a_shared_part_is_told_once(inside: Run, home: Path) -> None:
    put(home, "line\n{% macro front() %}{{ nothing }}{% endmacro %}", "templates/_parts/message.j2")
    ran = inside("followup", "community-call", *TODAY, folder=home)
    assert ran.code == 1
    assert ran.err.count("_parts/message.j2:2:1: error: there is no `nothing`") == 1


def test_a_shared_part_that_lacks_what_ours_asks_for(inside: Run, home: Path) -> None:
    put(home, "{% macro front() %}{% endmacro %}", "templates/_parts/message.j2")
    ran = inside("followup", "community-call", *TODAY, folder=home)
    assert ran.code == 1
    for name in ("hello", "call_when"):
        said = f"templates/_parts/message.j2: error: our documents ask this template for `{name}`, and it has none"
        assert ran.err.count(said) == 1


def test_a_fault_leaves_a_drafted_plan_to_go_on_from(inside: Run, home: Path) -> None:
    """convening.yaml is the person's from the draft on; its documents follow when the template is mended."""
    put(home, "{{ nothing }}")
    asked = ("plan", "spring", "--length", "90min", *TODAY)
    assert inside(*asked, folder=home).code == 1
    folder = home / "convenings/spring"
    drafted = (folder / "convening.yaml").read_bytes()
    assert not (folder / "out").exists()
    (home / SHEET).unlink()
    assert inside("plan", "spring", *TODAY, folder=home).code == 0
    assert (folder / "convening.yaml").read_bytes() == drafted
    assert (folder / "out/run-sheet.md").exists()
