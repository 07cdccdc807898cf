"""copkit check and copkit explain, as a person uses them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

Run = Callable[..., Any]
PLAN = "convenings/panel/convening.yaml"
PANEL = (Path(__file__).parents[1] / "core" / "rules" / "plans" / "panel-default.yaml").read_text(encoding="utf-8")
SARIF = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json"


@pytest.fixture
def copkit(inside: Run) -> Run:
    """Run copkit in this process: these tests make many short runs."""
    return inside


@pytest.fixture
def home(copkit: Run, tmp_path: Path) -> Path:
    """Return a new community's folder."""
    assert copkit("init", "c", "--yes").code == 0
    return tmp_path / "c"


@pytest.fixture
def plan(home: Path) -> Path:
    """A workspace with one plan, in which a panel leaves most of the room out."""
    path = home / PLAN
    path.parent.mkdir(parents=True)
    path.write_text(PANEL.replace("id: panel-default", "id: panel"), encoding="utf-8")
    return path


def codes(out: str) -> list[str]:
    return re.findall(r"\[(CPK\d+)\]$", out, re.MULTILINE)


def test_a_finding_has_its_place_its_line_and_a_hint(copkit: Run, plan: Path, home: Path) -> None:
    ran = copkit("check", "panel", "--select", "CPK201", folder=home)
    assert ran.code == 1
    first = ran.out.split("\n")
    line = plan.read_text(encoding="utf-8").split("\n").index("      - {title: Panel, type: panel, minutes: 60}") + 1
    assert (
        first[0]
        == f"{PLAN}:{line}:9: error: `Panel` gives 21 of 24 people no voice for 60 minutes, and none soon after [CPK201]"
    )
    assert "{title: Panel, type: panel, minutes: 60}" in first[1]
    assert first[3].startswith("  hint: ")
    assert "Found: 2 errors." in ran.out
    assert ran.err == ""


def test_select_ignore_and_their_beginnings(copkit: Run, plan: Path, home: Path) -> None:
    every = codes(copkit("check", "panel", "--select", "CPK20", folder=home).out)
    assert {c[:5] for c in every} == {"CPK20"}
    some = codes(copkit("check", "panel", "--select", "cpk20,CPK212", "--ignore", "CPK201", folder=home).out)
    assert "CPK201" not in some
    assert "CPK212" in some
    default, everything = (
        codes(copkit("check", "panel", *words, folder=home).out) for words in ((), ("--select", "ALL"))
    )
    assert set(default) < set(everything)


def test_a_rule_that_does_not_exist(copkit: Run, plan: Path, home: Path) -> None:
    ran = copkit("check", "--select", "CPK291", folder=home)
    assert ran.code == 2
    assert "there is no rule `CPK291`; did you mean `CPK" in ran.err
    assert "did you mean `panel`?" in copkit("check", "panle", folder=home).err


def test_a_comment_lets_a_place_be(copkit: Run, plan: Path, home: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("panel, minutes: 60}", "panel, minutes: 60}  # cpk: ignore[CPK201] the sponsor asks for it"),
        encoding="utf-8",
    )
    ran = copkit("check", "panel", "--select", "CPK201", folder=home)
    assert len(codes(ran.out)) == 1, "the other talk is still named"
    above = text.replace(
        "      - {title: Panel", "      # cpk: ignore[CPK201] the sponsor asks for it\n      - {title: Panel"
    )
    plan.write_text(above, encoding="utf-8")
    assert (
        copkit("check", "panel", "--select", "CPK201", folder=home).out
        == ran.out.replace(":18:", ":19:").replace(" 18 |", " 19 |")
        or len(codes(ran.out)) == 1
    )


def test_a_comment_that_hides_nothing_is_told_and_mended(copkit: Run, plan: Path, home: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("opening, minutes: 10}", "opening, minutes: 10}  # cpk: ignore[CPK201] no"), encoding="utf-8"
    )
    assert codes(copkit("check", "panel", "--select", "CPK904,CPK201", folder=home).out)[0] == "CPK904"
    assert codes(copkit("check", "panel", "--select", "CPK904", folder=home).out) == [], (
        "a rule that was not run is not judged"
    )
    shown = copkit("check", "panel", "--select", "CPK904,CPK201", "--fix", "--diff", folder=home).out
    assert "-      - {title: Welcome, type: opening, minutes: 10}  # cpk: ignore[CPK201] no" in shown
    assert plan.read_text(encoding="utf-8") != text
    copkit("check", "panel", "--select", "CPK904,CPK201", "--fix", folder=home)
    assert plan.read_text(encoding="utf-8") == text


def test_safe_edits_keep_comments_and_layout(copkit: Run, plan: Path, home: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    closing = "      - {activity: closing-next-step,   minutes: 5}   # Ana closes\n"
    text = (
        text.replace("minutes: 120\n", "minutes: 160\n") + "      - {activity: send-the-email, minutes: 12}\n" + closing
    )
    plan.write_text(text, encoding="utf-8")
    ran = copkit("check", "panel", "--fix", folder=home)
    assert f"{PLAN}: 3 safe edits" in ran.out
    now = plan.read_text(encoding="utf-8")
    assert "      - {activity: plus-delta, minutes: 5}\n" + closing in now
    assert "send-the-email, minutes: 15}" in now
    assert now.endswith("registration:\n  asks: [access, language, diet]\n")
    assert [line for line in text.split("\n") if line and line not in now] == [
        "      - {activity: send-the-email, minutes: 12}"
    ]
    again = copkit("check", "panel", "--fix", folder=home)
    assert "safe edits" not in again.out
    assert not {"CPK604", "CPK222", "CPK701"} & set(codes(again.out))


def test_nothing_is_edited_where_the_day_has_no_room(copkit: Run, plan: Path, home: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    copkit("check", "panel", "--select", "CPK604,CPK2", "--fix", folder=home)
    assert plan.read_text(encoding="utf-8") == text


def test_a_baseline_leaves_an_old_plan_be(copkit: Run, plan: Path, home: Path) -> None:
    assert copkit("check", "--write-baseline", "old.json", folder=home).code == 0
    ran = copkit("check", "--baseline", "old.json", folder=home)
    assert (ran.code, ran.out) == (0, "Nothing to complain about.\n")
    text = plan.read_text(encoding="utf-8")
    plan.write_text("# a line more\n" + text.replace("minutes: 20}", "minutes: 21}", 1), encoding="utf-8")
    new = set(codes(copkit("check", "--baseline", "old.json", folder=home).out))
    assert new
    assert "CPK300" not in new, "what only moved is still known"
    assert "Members exchange" not in (home / "old.json").read_text(encoding="utf-8")
    (home / "old.json").write_text("[]", encoding="utf-8")
    assert "not-a-baseline" in copkit("check", "--baseline", "old.json", folder=home).err


def test_strict_counts_warnings(copkit: Run, plan: Path, home: Path) -> None:
    assert copkit("check", "panel", "--select", "CPK202", folder=home).code == 0
    assert copkit("check", "panel", "--select", "CPK202", "--strict", folder=home).code == 1


def test_the_workspace_changes_severity_and_figures(copkit: Run, plan: Path, home: Path) -> None:
    (home / "check.yaml").write_text(
        "copkit: 1\nignore: [CPK203]\nseverity: {CPK202: error}\nlimits: {CPK201: {least_minutes: 30}}\n",
        encoding="utf-8",
    )
    out = copkit("check", "panel", folder=home).out
    assert "CPK203" not in codes(out)
    assert codes(out).count("CPK201") == 1
    assert re.search(r"error: people listen .*\[CPK202\]", out)
    (home / "check.yaml").write_text("copkit: 1\nselect: [CPK212]\n", encoding="utf-8")
    assert codes(copkit("check", folder=home).out) == ["CPK212"]


def test_every_fault_in_the_settings_at_once(copkit: Run, plan: Path, home: Path) -> None:
    text = "copkit: 1\nignore: [CPK2091]\nseverity: {CPK999: error}\nlimits: {CPK201: {with_in: 3}}\n"
    (home / "check.yaml").write_text(text, encoding="utf-8")
    ran = copkit("check", folder=home)
    assert ran.code == 1
    assert ran.err.count("check.yaml:") == 3
    assert "did you mean `within`?" in ran.err


def test_a_broken_plan_does_not_sink_the_others(copkit: Run, plan: Path, home: Path) -> None:
    broken = home / "convenings" / "broken" / "convening.yaml"
    broken.parent.mkdir()
    broken.write_text(
        "copkit: 1\nid: broken\nmode: in-persn\ndays: [{minutes: 60, agenda: [{activity: fishbwl, minutes: 5}]}]\n",
        encoding="utf-8",
    )
    ran = copkit("check", folder=home)
    assert {"CPK900", "CPK201"} <= set(codes(ran.out))
    broken.write_text(broken.read_text(encoding="utf-8").replace("in-persn", "in-person"), encoding="utf-8")
    assert re.search(
        r"error: there is no activity `fishbwl`; did you mean `fishbowl`\? \[CPK901\]", copkit("check", folder=home).out
    )
    twice = plan.read_text(encoding="utf-8") + "outcomes: [{id: O1}, {id: O1}]\n"
    plan.write_text(twice, encoding="utf-8")
    assert "CPK902" in codes(copkit("check", "panel", folder=home).out)


@pytest.mark.parametrize(
    ("line", "said"),
    [("team: {host: ana@example.org}", "an e-mail address"), ("link: call me on +43 660 1234567", "a telephone number"),
     ("occasion: Ben comes in a wheelchair", "does `wheelchair`")],
)  # fmt: skip
def test_private_data_in_a_plan_is_told_and_not_shown_again(
    line: str, said: str, copkit: Run, plan: Path, home: Path
) -> None:
    plan.write_text(plan.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    out = copkit("check", "panel", "--select", "CPK903", folder=home).out
    assert codes(out) == ["CPK903"]
    assert said in out
    assert "ana@" not in out
    assert "1234567" not in out


@pytest.mark.parametrize(
    "line",
    [
        "occasion: 2027-03-12 to 2027-03-14",
        "link: https://call.example/12345678901",
        "access: [{need: wheelchair ramp}]",
        "occasion: see us @ home",
    ],
)
def test_what_only_looks_like_private_data(line: str, copkit: Run, plan: Path, home: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert codes(copkit("check", "panel", "--select", "CPK903", folder=home).out) == []


def test_a_promise_is_not_shown(copkit: Run, plan: Path, home: Path) -> None:
    copkit("plan", "panel", folder=home)
    sheet = home / "convenings" / "panel" / "out" / "capture.md"
    target = home / "convenings" / "panel" / "capture.md"
    text = sheet.read_text(encoding="utf-8")
    row = next(line for line in text.split("\n") if re.match(r"\|\s*\|\s*\|\s*\|\s*\|\s*\|\s*\|\s*\|\s*$", line))
    target.write_text(text.replace(row, "| Ana | call the two schools | | | | | |", 1), encoding="utf-8")
    ran = copkit("check", "panel", "--select", "CPK234", folder=home)
    if codes(ran.out):
        assert "schools" not in ran.out
        assert "capture.md:" in ran.out


def test_json_holds_the_numbers(copkit: Run, plan: Path, home: Path) -> None:
    rows = json.loads(copkit("check", "panel", "--select", "CPK201", "--json", folder=home).out)["findings"]
    assert rows[0]["facts"] == {"title": "Panel", "left": "21", "people": "24", "minutes": "60"}
    assert rows[0]["line"]
    assert rows[0]["why"]


def test_sarif_is_what_the_standard_says(copkit: Run, plan: Path, home: Path) -> None:
    log = json.loads(copkit("check", "--select", "ALL", "--format", "sarif", folder=home).out)
    jsonschema.Draft7Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(log)
    results = log["runs"][0]["results"]
    assert len(results) > 30
    rules = [r["id"] for r in log["runs"][0]["tool"]["driver"]["rules"]]
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in results)


def test_junit_and_github(copkit: Run, plan: Path, home: Path) -> None:
    text = plan.read_text(encoding="utf-8").replace("title: Panel", 'title: "Panel <b>, 100% & \\"more\\": ok"')
    plan.write_text(text, encoding="utf-8")
    suite = ET.fromstring(copkit("check", "--format", "junit", folder=home).out)[0]
    assert int(suite.get("failures", "0")) == len(suite.findall("testcase/failure")) > 5
    lines = copkit("check", "--select", "CPK201", "--format", "github", folder=home).out.splitlines()
    assert lines[0].startswith(f"::error file={PLAN},line=")
    assert "100%25 &" in lines[0]


def test_the_rules_look_at_plan_too(copkit: Run, plan: Path, home: Path) -> None:
    ran = copkit("plan", "panel", folder=home)
    assert re.search(r"Found: \d+ errors, \d+ warnings\. All of it stands in plan\.md", ran.out)
    page = (plan.parent / "out" / "plan.md").read_text(encoding="utf-8")
    found = set(codes(copkit("check", "panel", folder=home).out))
    assert set(re.findall(r"\((CPK\d+)\)$", page, re.MULTILINE)) == found
    assert "“Panel” gives 21 of 24 people no voice" in page


def test_explain(copkit: Run, home: Path) -> None:
    page = copkit("explain", "cpk201", folder=home).out
    assert page.startswith("# CPK201: ")
    assert "- {title: Panel, type: panel, minutes: 60}\n" in page
    table = copkit("explain", folder=home).out
    assert table.count("| CPK") == 126
    assert json.loads(copkit("explain", "CPK212", "--json", folder=home).out)["limits"]["in_person"] == 75
    assert "did you mean `CPK" in copkit("explain", "CPK291", folder=home).err
