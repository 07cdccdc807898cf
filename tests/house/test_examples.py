"""The examples: whole workspaces whose committed documents copkit makes again, byte for byte.

Set COPKIT_ACCEPT=1 to write the documents anew; then read every line of the change.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copkit.cli.app import app
from copkit.core.activity import MomentumCategory
from copkit.core.agenda import builders, lay_out
from copkit.core.composing import assumed_people
from copkit.core.voice import figures
from copkit.reading.workspace import open_workspace, read_convening
from copkit.shelf import Shelf

EXAMPLES = Shelf().examples
NAMES = ("cen-central-asia", "creator-day", "enspiral", "turbodudes-early", "us-rse-2019")
TODAY = ("--today", "2026-11-01")
FACTS = Path(__file__).parents[3] / "shared" / "data" / "cases" / "facts.yaml"


def made(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.md") if p.is_file()}


def test_all_five_are_there() -> None:
    assert tuple(EXAMPLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_made_again_byte_for_byte(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / name
    shutil.copytree(EXAMPLES[name], copy, ignore=shutil.ignore_patterns("out"))
    monkeypatch.chdir(copy)
    for words in (
        ("diagnose", "--out", "out"),
        *(c for i in sorted(p.name for p in (copy / "convenings").iterdir()) for c in (("plan", i), ("followup", i))),
    ):
        ran = CliRunner().invoke(app, [*words, *TODAY])
        assert ran.exit_code == 0, ran.output
        assert "warning:" not in ran.output
    found = made(copy)
    if os.environ.get("COPKIT_ACCEPT"):
        for old in EXAMPLES[name].rglob("out"):
            shutil.rmtree(old, ignore_errors=True)
        for path, content in found.items():
            target = EXAMPLES[name] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    assert found == made(EXAMPLES[name])
    for path in (p for p in copy.rglob("*.yaml") if p.parent.name != "diagnoses"):
        assert path.read_bytes() == (EXAMPLES[name] / path.relative_to(copy)).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_invents_no_date_and_states_no_stage(name: str) -> None:
    workspace = open_workspace(EXAMPLES[name])
    for convening_id in workspace.convening_ids:
        convening, _ = read_convening(workspace, convening_id)
        assert all(day.date is None for day in convening.days)
        assert (convening.momentum.check_in.date is not None) == (name == "creator-day")
    notes = [a for a in workspace.profile.diagnosis.answers.values() if a.answer != "unknown"]
    assert notes


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_everyone_a_voice_and_carries_momentum(name: str) -> None:
    workspace = open_workspace(EXAMPLES[name])
    for convening_id in workspace.convening_ids:
        convening, _ = read_convening(workspace, convening_id)
        people = assumed_people(convening, workspace.profile)
        agenda = lay_out(convening, people, workspace.library.activities, workspace.library.kinds)
        assert agenda.misfits == () or {m.code for m in agenda.misfits} == {"gap"}
        assert figures(agenda).coverage == 1
        assert all(builders(agenda)[c] for c in MomentumCategory)
        assert {o.id for o in convening.outcomes} <= {s for b in agenda.blocks for s in b.block.serves}
        assert {o.id for o in convening.outcomes} <= {s for e in convening.evidence for s in e.supports}


def test_creator_day_is_as_its_source_says() -> None:
    workspace = open_workspace(EXAMPLES["creator-day"])
    (convening_id,) = workspace.convening_ids
    convening, _ = read_convening(workspace, convening_id)
    assert convening.momentum.accountability is not None
    assert convening.momentum.accountability.groups == 15
    assert convening.momentum.accountability.publish_date is None
    assert str(convening.momentum.check_in.date) == "2023-05-10"
    assert len(convening.days) == 2
    assert len(list((EXAMPLES["creator-day"]).glob("convenings/*/out/follow-up/groups/*-charter.md"))) == 15


@pytest.mark.skipif(not FACTS.exists(), reason=f"the fact sheets are not here: {FACTS.name}")
def test_there_is_one_example_for_each_fact_sheet() -> None:
    from ruamel.yaml import YAML

    assert {case["id"] for case in YAML(typ="safe", pure=True).load(FACTS.read_text(encoding="utf-8"))} < set(EXAMPLES)
