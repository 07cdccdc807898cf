"""copkit agenda voice, why, swap and hours; copkit plan --variants; keep and priority in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")
PLAN = ("--purpose", "peer-support", "--length", "half-day", "--people", "24", "--start", "09:30", *TODAY)


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    assert inside("init", "reef", "--yes", folder=tmp_path).code == 0
    return tmp_path / "reef"


def file_of(home: Path, name: str = "spring") -> Path:
    return home / "convenings" / name / "convening.yaml"


def test_a_draft_says_whether_it_is_proven(inside: Run, home: Path) -> None:
    data = json.loads(inside("plan", "spring", *PLAN, "--json", folder=home).out)
    assert data["proof"]["proven"]
    assert data["proof"]["choices"] > 50
    assert inside("plan", "autumn", *PLAN, folder=home).out.count("is proven") == 1


def test_variants_are_shown_and_one_is_drafted(inside: Run, home: Path) -> None:
    shown = inside("plan", "spring", *PLAN, "--variants", "3", folder=home)
    assert shown.code == 0
    assert shown.out.count("## Variant") == 3
    assert "agenda: []" in file_of(home).read_text(encoding="utf-8")
    rows = json.loads(inside("plan", "spring", "--variants", "3", "--json", *TODAY, folder=home).out)["variants"]
    assert inside("plan", "spring", "--variant", "2", *TODAY, folder=home).code == 0
    text = file_of(home).read_text(encoding="utf-8")
    assert [w["id"] for w in rows[1]["work"]] == [
        a for a in re.findall(r"activity: (\S+)", text) if a in {w["id"] for w in rows[1]["work"]}
    ]
    again = inside("plan", "spring", "--variants", "2", *TODAY, folder=home)
    assert "has an agenda already" in again.out
    assert file_of(home).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("typed", ["0", "x", "10", "-1"])
def test_a_number_of_variants_that_is_none(typed: str, inside: Run, home: Path) -> None:
    ran = inside("plan", "spring", *PLAN, f"--variants={typed}", folder=home)
    assert (ran.code, "[bad-count]" in ran.err) == (2, True)
    assert not file_of(home).exists()


def test_why_a_block_stands_there_and_what_was_second(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, folder=home)
    page = inside("agenda", "why", "spring", "wise-crowds", *TODAY, folder=home).out
    assert "# Why Wise crowds" in page
    assert "**Second:**" in page
    for block in ("opening-why", "break", "buffer", "group-channel", "closing-next-step"):
        said = inside("agenda", "why", "spring", block, *TODAY, folder=home)
        assert (said.code, "\n- " in said.out) == (0, True), block
    data = json.loads(inside("agenda", "why", "spring", "wise-crowds", "--json", *TODAY, folder=home).out)
    assert data["second"][0]["gain"] <= 0


def test_a_block_is_exchanged_and_nothing_else(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, folder=home)
    before = file_of(home).read_text(encoding="utf-8")
    offered = json.loads(inside("agenda", "swap", "spring", "wise-crowds", "--json", *TODAY, folder=home).out)
    first = offered["replacements"][0]
    assert f"`{first['id']}`" in inside("agenda", "swap", "spring", "wise-crowds", *TODAY, folder=home).out
    assert inside("agenda", "swap", "spring", "wise-crowds", "--with", first["id"], *TODAY, folder=home).code == 0
    after = file_of(home).read_text(encoding="utf-8")
    changed = [
        (a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b and "activity" in a
    ]
    assert changed == [("      - activity: wise-crowds", f"      - activity: {first['id']}")]
    assert inside("plan", "spring", *TODAY, folder=home).code == 0


def test_what_cannot_be_exchanged_is_said(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, folder=home)
    for words, code in (
        (("nonsense",), "no-such-block"),
        (("break",), "not-replaceable"),
        (("wise-crowds", "--with", "plenary-talk"), "not-offered"),
    ):
        ran = inside("agenda", "swap", "spring", *words, *TODAY, folder=home)
        assert (ran.code, f"[{code}]" in ran.err) == (2, True), words


def test_voice_for_each_kind_of_participant(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, "--mode", "hybrid", folder=home)
    file = file_of(home)
    text = file.read_text(encoding="utf-8")
    name = re.findall(r"activity: (\S+)\n        minutes: (?:[2-9]\d)", text)[0]
    text = text.replace(f"activity: {name}\n", f"activity: {name}\n        remote: listen\n", 1)
    file.write_text(text + "\nlanguages:\n  not_first: 40\n", encoding="utf-8")
    data = json.loads(inside("agenda", "voice", "spring", "--json", folder=home).out)
    by_kind = {a["kind"]: a for a in data["attendees"]}
    assert set(by_kind) == {"all", "room", "call", "second-language"}
    assert by_kind["call"]["guaranteed_airtime"] < by_kind["room"]["guaranteed_airtime"]
    assert by_kind["second-language"]["guaranteed_as_felt"] == pytest.approx(
        by_kind["all"]["guaranteed_airtime"] / 1.25
    )
    page = inside("agenda", "voice", "spring", folder=home).out
    assert "in the call" in page
    assert "Those in the call are sure of" in page


def test_hours_for_each_segment(inside: Run, home: Path) -> None:
    profile = home / "community.yaml"
    text = profile.read_text(encoding="utf-8")
    assert inside("agenda", "hours", "spring", folder=home).code != 0
    text = re.sub(r"(?m)^time_zone:.*\n", "", text)
    text = re.sub(r"(?ms)^segments:.*?(?=^\S|\Z)", "", text)
    text += "time_zone: Europe/Berlin\nsegments:\n  - {id: west, title: West, count: 10, time_zone: America/New_York}\n  - {id: east, title: East, count: 12, time_zone: Asia/Tokyo}\n"
    profile.write_text(text, encoding="utf-8")
    inside("plan", "spring", *PLAN, "--mode", "virtual", "--on", "2027-03-26", folder=home)
    ran = inside("agenda", "hours", "spring", *TODAY, folder=home)
    assert ran.code == 0, ran.err
    assert "| West | America/New_York | 04:30 | 08:00 | 210 |" in ran.out  # summer time there, not yet in Berlin
    assert "| East | Asia/Tokyo | 17:30 | 21:00 | 60 |" in ran.out
    data = json.loads(inside("agenda", "hours", "spring", "--json", *TODAY, folder=home).out)
    assert data["fairest"][0]["worst"] <= min(s["worst"] for s in data["fairest"])


def test_hours_without_zones_say_what_is_needed(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, folder=home)
    ran = inside("agenda", "hours", "spring", folder=home)
    assert (ran.code, "[no-zones]" in ran.err) == (2, True)


def test_what_must_be_in_it_stands_in_the_file_as_typed(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, "--variants", "1", folder=home)
    file = file_of(home)
    keep = '    keep:\n      - {title: "The mayor: hello", type: presentation, minutes: 15, at: "11:00", owner: Ada}\n    agenda: []'
    file.write_text(file.read_text(encoding="utf-8").replace("    agenda: []", keep), encoding="utf-8")
    ran = inside("plan", "spring", *TODAY, folder=home)
    assert (ran.code, ran.err) == (0, "")
    assert "| 11:00 | 15 | The mayor: hello |" in ran.out
    assert 'at: "11:00"' in file.read_text(encoding="utf-8").split("agenda:", 1)[1]
    assert "Ada" in file.read_text(encoding="utf-8").split("agenda:", 1)[1]


def test_wishes_that_cannot_hold_together_are_named_with_what_to_type(inside: Run, home: Path) -> None:
    ran = inside("plan", "spring", "--length", "30min", "--mode", "virtual", *TODAY, folder=home)
    assert ran.code == 2
    assert "`--length 40min`" in ran.err
    assert not file_of(home).exists()
    inside("plan", "spring", *PLAN, "--variants", "1", folder=home)
    file = file_of(home)
    keep = '    keep:\n      - {title: A, minutes: 60, at: "10:00"}\n      - {title: B, minutes: 60, at: "10:30"}\n    agenda: []'
    file.write_text(file.read_text(encoding="utf-8").replace("    agenda: []", keep), encoding="utf-8")
    ran = inside("plan", "spring", *TODAY, folder=home)
    assert "`A` on day 1 + `B` on day 1" in ran.err
    assert "leave out `B`; or leave out `A`" in ran.err


def test_variants_write_nothing_when_dry(inside: Run, home: Path) -> None:
    ran = inside("plan", "spring", *PLAN, "--variants", "2", "--dry-run", folder=home)
    assert (ran.code, ran.out.count("## Variant")) == (0, 2)
    assert not file_of(home).exists()


def test_preferences_of_your_own_change_the_draft(inside: Run, home: Path) -> None:
    ours = Path(__file__).parents[2] / "src/copkit/library/preferences.yaml"
    own = home / "preferences.yaml"
    before = json.loads(inside("plan", "spring", *PLAN, "--dry-run", "--json", folder=home).out)["proof"]["worth"]
    own.write_text(ours.read_text(encoding="utf-8").replace("block: -4 ", "block: -40 "), encoding="utf-8")
    after = json.loads(inside("plan", "spring", *PLAN, "--dry-run", "--json", folder=home).out)["proof"]["worth"]
    assert after < before - 50
    own.write_text("copkit: 1\nblock: many\nblok: 3\n", encoding="utf-8")
    ran = inside("plan", "spring", *PLAN, folder=home)
    assert ran.code == 1
    assert "preferences.yaml:1:1: error: `stage_fit` is missing" in ran.err
    assert "did you mean `block`" in ran.err


def test_minutes_before_the_activity_in_braces(inside: Run, home: Path) -> None:
    inside("plan", "spring", *PLAN, folder=home)
    file = file_of(home)
    text = file.read_text(encoding="utf-8")
    block = re.search(r"      - activity: wise-crowds\n(?:        .*\n)+", text)
    assert block
    file.write_text(text.replace(block[0], "      - {minutes: 60, activity: wise-crowds}\n"), encoding="utf-8")
    offered = json.loads(inside("agenda", "swap", "spring", "wise-crowds", "--json", *TODAY, folder=home).out)
    first = offered["replacements"][0]
    assert inside("agenda", "swap", "spring", "wise-crowds", "--with", first["id"], *TODAY, folder=home).code == 0
    after = file.read_text(encoding="utf-8")
    assert f"activity: {first['id']}" in after
    assert "wise-crowds" not in after


def test_where_nothing_can_be_drafted_it_is_said(inside: Run, home: Path) -> None:
    ran = inside("plan", "spring", "--length", "5min", "--mode", "virtual", *TODAY, folder=home)
    assert (ran.code, ran.err.count("error")) == (2, 1)
