"""copkit calendar: the page, its JSON, and the dates that are written into calendar.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")
PROFILE = """copkit: 1
name: Reef keepers
rhythm: monthly call; yearly gathering
manager: {hours_per_week: 3}
holidays: [{from: 2026-12-21, to: 2027-01-03, title: New year}]
"""
OWN = """# our year
copkit: 1
leave_out: [alignment]  # done last week
fixed:
  # agreed with the harbour
  - date: 2027-05-08
    kind: gathering
    title: "Reef day: all of us"

  - {date: 2027-02-18, kind: call}   # a Thursday
  # end of the list
free:
  - 2027-03-09
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def run(inside: Run, home: Path, *words: str) -> Ran:
    ran = inside("calendar", *words, *TODAY, folder=home)
    assert (ran.code, ran.err) == (0, "")
    return ran


def data(inside: Run, home: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(inside, home, *words, "--json").out)
    return found


def put(home: Path, text: str = OWN) -> Path:
    path = home / "calendar.yaml"
    path.write_bytes(text.encode())
    return path


def days(found: dict[str, Any], kind: str) -> list[str]:
    return [e["date"] for e in found["entries"] if e["kind"] == kind]


def test_the_page_says_what_the_file_says_and_writes_nothing_else(inside: Run, home: Path) -> None:
    out = run(inside, home).out
    page = (home / "out" / "calendar.md").read_text(encoding="utf-8")
    assert out.startswith(page.split("\n<!-- made by copkit")[0].rstrip())
    assert sorted(p.name for p in home.iterdir() if not p.name.startswith(".")) == ["community.yaml", "out"]
    assert out == run(inside, home).out.replace("1 as before", "out/calendar.md: written")


def test_json_has_what_the_page_has(inside: Run, home: Path) -> None:
    put(home)
    out, found = run(inside, home).out, data(inside, home)
    for entry in found["entries"]:
        assert re.search(
            rf"^- \w{{3}} {date.fromisoformat(entry['date']).day}\b.*{re.escape(entry['title'])}", out, re.MULTILINE
        )
        assert entry["about"] in out
    assert len(re.findall(r"^- (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+", out, re.MULTILINE)) == len(found["entries"])
    for month in found["months"]:
        assert month["too_much"] == (round(month["hours"]) > round(month["available"]))
    assert out.count(", too little") == sum(m["too_much"] for m in found["months"]) > 0
    assert found["between"] in out
    assert "The hours are yours" in out


def test_dates_of_a_person_stand_and_the_rest_goes_around_them(inside: Run, home: Path) -> None:
    put(home)
    found = data(inside, home)
    assert days(found, "gathering") == ["2027-05-08"]
    calls = days(found, "call")
    assert "2027-02-18" in calls
    assert [c for c in calls if c.startswith("2027-02")] == ["2027-02-18"]
    assert "2027-03-09" not in calls
    assert not any("2026-12-21" <= e["date"] <= "2027-01-03" for e in found["entries"])
    assert [e["title"] for e in found["off"]] == ["Reef day: all of us"]
    assert "Reef day: all of us on Sat 8 May 2027" in run(inside, home).out.replace("**", "")
    assert days(found, "alignment") == []


def test_another_start_and_other_months(inside: Run, home: Path) -> None:
    put(home, "copkit: 1\nfrom: 2027-02-01\n")
    found = data(inside, home, "--months", "3")
    assert (found["begin"], found["end"]) == ("2027-02-01", "2027-04-30")
    assert data(inside, home, "--from", "2027-06-01", "--months", "1")["begin"] == "2027-06-01"


def test_written_dates_go_below_those_that_are_there_and_nothing_else_changes(inside: Run, home: Path) -> None:
    path = put(home)
    before = data(inside, home)
    run(inside, home, "--write")
    after = path.read_text(encoding="utf-8")
    head, tail = OWN.split("  # end of the list\n")
    assert after.startswith(head + "  - {date: ")
    assert after.endswith("  # end of the list\n" + tail)
    again = data(inside, home)
    assert [(e["date"], e["kind"]) for e in again["entries"]] == [(e["date"], e["kind"]) for e in before["entries"]]
    assert {e["status"] for e in again["entries"] if not e["follows"]} == {"fixed"}
    run(inside, home, "--write")
    assert path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    "text",
    [
        "copkit: 1\n",
        "copkit: 1\nfixed:\nfree: []\n",
        "copkit: 1\nfixed: []   # none yet\nevery: {}\n",
        "copkit: 1\nfixed:\n- {date: 2027-02-18, kind: call}\nfree: []\n",
        "copkit: 1\r\nfixed:\r\n  - {date: 2027-02-18, kind: call}\r\nfree: []\r\n",
        "copkit: 1\nfixed:\n    - date: 2027-02-18\n      title: >\n        Two\n        lines\n      kind: call\nfree: []",
        "copkit: 1\nfixed:\n  - {date: 2027-02-18,\n     kind: call}\n",
    ],
)
def test_written_dates_keep_every_line_that_was_there(text: str, inside: Run, home: Path) -> None:
    path = put(home, text)
    run(inside, home, "--write")
    after = path.read_bytes().decode()
    kept = [line for line in after.splitlines() if not re.fullmatch(r" *- \{date: [-0-9]+, kind: [a-z-]+\}", line)]
    mine = [line for line in text.splitlines() if not re.fullmatch(r" *- \{date: [-0-9]+, kind: [a-z-]+\}", line)]
    assert kept == [line.replace("fixed: []", "fixed:") for line in mine] or kept == [*mine, "fixed:"]
    assert ("\r\n" in text) == ("\r\n" in after) == (after.count("\n") == after.count("\r\n"))
    assert data(inside, home)["gaps"] == []


def test_a_new_calendar_yaml_explains_itself_and_fits_its_schema(inside: Run, home: Path) -> None:
    from ruamel.yaml import YAML

    run(inside, home, "--write")
    text = (home / "calendar.yaml").read_text(encoding="utf-8")
    schema = json.loads(inside("schema", "calendar", folder=home).out)
    typed = YAML(typ="safe", pure=True).load(text)
    plain = json.loads(json.dumps(typed, default=str))
    jsonschema.validate(plain, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plain, "leave_out": ["parties"]}, schema)
    for key in ("from:", "weekday:", "free:", "leave_out:", "every:", "fixed:"):
        assert re.search(rf"# .*\n{key}", text), key


def test_nothing_is_written_when_dry(inside: Run, home: Path) -> None:
    path = put(home)
    dry = run(inside, home, "--write", "--dry-run").out
    assert "calendar.yaml: would be written" in dry
    diff = run(inside, home, "--write", "--diff").out
    assert "+  - {date: " in diff
    assert "+# Reef keepers: a year of gatherings" in diff
    assert path.read_text(encoding="utf-8") == OWN
    assert not (home / "out").exists()


def test_a_page_that_a_person_changed_is_kept(inside: Run, home: Path) -> None:
    run(inside, home)
    page = home / "out" / "calendar.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Tue 8", "Wed 9"), encoding="utf-8")
    put(home)
    assert "stands beside it" in run(inside, home).out
    assert "Wed 9" in page.read_text(encoding="utf-8")


def test_a_start_that_was_proposed_is_written_too(inside: Run, home: Path) -> None:
    zones = "time_zone: Europe/Berlin\nsegments:\n  - {id: w, title: West, time_zone: America/Lima}\n  - {id: e, title: East, time_zone: Asia/Tokyo}\n  - {id: m, title: Mid, time_zone: Europe/Berlin}\n"
    (home / "community.yaml").write_text(PROFILE + zones, encoding="utf-8")
    page = run(inside, home).out
    run(inside, home, "--write")
    assert "Times are in Europe/Berlin. No start suits all, so the groups take turns." in page
    assert re.search(r'kind: call, start: "\d\d:\d\d"}', (home / "calendar.yaml").read_text(encoding="utf-8"))
    assert all(e["start"] for e in data(inside, home)["entries"] if e["kind"] == "call")


def test_a_gap_that_free_days_make_is_told_as_such(inside: Run, home: Path) -> None:
    put(home, "copkit: 1\nfree: [{from: 2027-07-01, to: 2027-09-05}]\n")
    assert "Most days in between are kept free" in run(inside, home).out
    put(
        home,
        "copkit: 1\nfixed: [{date: 2027-01-05, kind: guest}, {date: 2027-08-05, kind: guest}]\nleave_out: [guest]\n",
    )
    assert "kept free, so" not in run(inside, home).out


def test_a_year_in_which_everything_fits_says_so(inside: Run, home: Path) -> None:
    put(home, "copkit: 1\nleave_out: [gathering, alignment]\n")
    (home / "community.yaml").write_text(PROFILE.replace("per_week: 3", "per_week: 9"), encoding="utf-8")
    assert "Nothing: every rhythm is kept, and the work fits into your hours." in run(inside, home).out
