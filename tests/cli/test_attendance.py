"""copkit import attendance as a person runs it, and what copkit plan makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXPORT = "Slug;Registered;Day1;Day2;Organiser\n2026-01-10-a;20;14;12;Ann\n2026-02-10-b;20;15;12;Ann\n2026-03-10-c;30;24;;Bo\n2026-03-11-d;12-9-9\n"
DAY = "    agenda: [{title: Talk, minutes: 60}]\n"
PLAN = "copkit: 1\nid: spring\nmode: in-person\ndays:\n  - minutes: 60\n" + DAY


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Reef\nrhythm: monthly\n", encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8-sig")
    (tmp_path / "convenings/spring").mkdir(parents=True)
    (tmp_path / "convenings/spring/convening.yaml").write_text(PLAN + "registered: 50\n", encoding="utf-8")
    return tmp_path


def table(home: Path) -> str:
    return (home / "attendance.csv").read_text(encoding="utf-8")


def test_an_export_becomes_the_communitys_own_history(home: Path, inside: Run) -> None:
    ran = inside("import", "attendance", "export.csv", "--kind", "in-person")
    assert ran.code == 1  # one row is not understood
    assert "export.csv:5:14: error: `12-9-9` holds several numbers in one cell" in ran.err
    assert "- line 5: 2026-03-11-d;12-9-9" in ran.out
    assert "Columns that are not read: Organiser (3)." in ran.out
    assert table(home) == (
        "convening,date,kind,registered,day_1,day_2\n2026-01-10-a,2026-01-10,in-person,20,14,12\n"
        "2026-02-10-b,2026-02-10,in-person,20,15,12\n2026-03-10-c,2026-03-10,in-person,30,24,\n"
    )
    ran = inside("plan", "spring", "--json")
    show = json.loads(ran.out)["expected_show"]
    assert (show["events"], show["own"], show["registered"], show["kind"]) == (3, True, 50, "in-person")
    assert (show["people"]["low"], show["people"]["high"]) == (32, 43)
    assert (
        "Expect 32 to 43 of the 50 who said yes. This is an estimate: the middle 80% of your 3 gatherings in person."
        in inside("plan", "spring").out
    )
    assert "Expect 32 to 43 of the 50" in (home / "convenings/spring/out/plan.md").read_text(encoding="utf-8")


def test_the_same_again_changes_nothing_and_own_rows_stay(home: Path, inside: Run) -> None:
    own = "Event,RSVP,came,note\n2026-01-10-A,,,rain\nwalk,9,9,dogs\n2026-02-10-b,21,15,\nlost,many,,\n"
    (home / "attendance.csv").write_text(own, encoding="utf-8")
    ran = inside("import", "attendance", "export.csv")
    assert "[attendance-differs]" in ran.err
    assert "`2026-02-10-b` has other numbers in line 4 of attendance.csv; yours are kept" in ran.err
    assert "attendance.csv:5:6: warning: `many`" in ran.err
    expected = (
        "Event,RSVP,came,note,date,day_2\n2026-01-10-A,20,14,rain,2026-01-10,12\nwalk,9,9,dogs\n2026-02-10-b,21,15,\nlost,many,,\n"
        "2026-03-10-c,30,24,,2026-03-10,\n"
    )
    assert table(home) != own
    assert table(home).splitlines()[2:5] == expected.splitlines()[2:5]
    first = table(home)
    ran = inside("import", "attendance", "export.csv")
    assert "stays as it is" in ran.out
    assert table(home) == first


def test_a_kind_fills_the_gaps_of_a_first_import(home: Path, inside: Run) -> None:
    assert "Rows without a kind: 3." in inside("import", "attendance", "export.csv").out
    assert json.loads(inside("plan", "spring", "--json").out)["expected_show"]["own"] is False
    ran = inside("import", "attendance", "export.csv", "--kind", "in-person")
    assert "0 added, 3 filled in" in ran.out
    assert json.loads(inside("plan", "spring", "--json").out)["expected_show"]["own"] is True
    assert "[unknown-kind]" in inside("import", "attendance", "export.csv", "--kind", "party").err


def test_a_rehearsal_writes_nothing_and_json_says_all(home: Path, inside: Run) -> None:
    ran = inside("import", "attendance", "export.csv", "--dry-run", "--json")
    data = json.loads(ran.out)
    assert not (home / "attendance.csv").exists()
    assert (data["written"], data["added"], data["not_understood"]) == (
        False,
        3,
        [{"line": 5, "text": "2026-03-11-d;12-9-9"}],
    )
    assert data["notes"] == {}
    assert [p["code"] for p in data["problems"]] == ["several-counts"]
    assert "Nothing was written" in inside("import", "attendance", "export.csv", "--dry-run").out


def test_a_judgement_stands_in_until_there_are_three(home: Path, inside: Run) -> None:
    assert (
        "Expect 25 to 35 of the 50 who said yes. This is an estimate: the authors' judgement"
        in inside("plan", "spring").out
    )
    (home / "attendance.csv").write_text(
        "convening,kind,registered,day_1\na,in-person,10,9\nspring,in-person,50,50\n", encoding="utf-8"
    )
    assert "they count instead; it holds 1." in inside("plan", "spring").out
    (home / "convenings/spring/convening.yaml").write_text(PLAN + "people: 40\n", encoding="utf-8")
    assert "Expect 20 to 28 people if 40 say yes." in inside("plan", "spring").out
    (home / "convenings/spring/convening.yaml").write_text(PLAN, encoding="utf-8")
    assert "Expect" not in inside("plan", "spring").out


def test_a_broken_table_does_not_stop_a_plan(home: Path, inside: Run) -> None:
    (home / "attendance.csv").write_text("who,what\nx,y\n", encoding="utf-8")
    ran = inside("plan", "spring")
    assert (ran.code, "attendance.csv:1:1: warning:" in ran.err) == (0, True)
