"""copkit groups cohort: who cares about the same, what changed since the last time, and what is there for them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
COMMUNITY = """copkit: 1
name: Reef Watchers
segments:
  - {id: newcomers, title: New volunteers, tenure: new, needs: [{id: N1, burning_need: "A buddy before the first dive"}]}
  - {id: night-staff, title: Night staff}
"""
PEOPLE = """name,email,segment,named,tenure,interests,role,access,pronouns
Ada Lovis,ada@x.org,,yes,years,Reef surveys; Policy,lead,wheelchair,she/her
Bo Lind,bo@x.org,,yes,months,reef surveys,Translation team,,
Chidi Oka,chidi@x.org,newcomers,,new,Reef surveys,,,
Dana Weiss,dana@x.org,harbour,,,,,,
Emre Kaya,emre@x.org,,,,,,,
"""
CONVENING = """copkit: 1
id: spring
title: Spring clinic
mode: in-person
people: 8
days:
  - {date: 2027-03-12, start: "09:30", end: "12:30"}
strategic: {audience: [night-staff]}
momentum:
  streams:
    - {id: data, title: Cleaning the reef survey}
"""
DAY, LATER = ("--today", "2026-11-20"), ("--today", "2027-01-08")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    folder = tmp_path / "convenings/spring"
    folder.mkdir(parents=True)
    (folder / "convening.yaml").write_text(CONVENING, encoding="utf-8")
    return tmp_path


def data(inside: Run, *more: str) -> dict:
    return json.loads(inside("groups", "cohort", "--json", *more).out)


def titled(found: dict) -> dict:
    return {c["title"]: c for c in found["cohorts"]}


def test_the_page_has_counts_and_no_names_and_the_files_are_private(inside: Run, home: Path) -> None:
    ran = inside("groups", "cohort", *DAY)
    assert ran.code == 0, ran.err
    assert "**5 people, 8 cohorts.** 4 are in at least one; nothing is known yet of 1." in ran.out
    assert "- **Reef surveys**, 3 people: stream “Cleaning the reef survey”" in ran.out
    assert "Nothing is planned for 7 cohorts:** Policy, Translation team, new here, here for months" in ran.out
    assert "**No coming gathering answers this need** of New volunteers" in ran.out
    assert "in “harbour”, which is no segment" in ran.out
    assert "Nobody in people.csv is in: Night staff." in ran.out
    assert not any(name in ran.out for name in ("Ada", "Lind", "Chidi", "Dana", "Emre"))
    assert sorted(p.name for p in (home / "private").iterdir()) == [
        ".gitignore",
        "cohorts.csv",
        "cohorts.md",
        "cohorts.yaml",
    ]
    assert (home / "private/.gitignore").read_text() == "*\n"
    page = (home / "private/cohorts.md").read_text(encoding="utf-8")
    everything = ran.out + page + inside("groups", "cohort", "--json", *DAY).out
    assert not any(secret in everything for secret in ("@x.org", "wheelchair", "she/her"))
    assert "Chidi Oka with Ada Lovis: both are in Reef surveys" in page
    assert "May I introduce Ada Lovis and Bo Lind to each other?" in page
    assert "**Already lead:** Ada Lovis." in page


def test_a_second_run_on_the_day_changes_nothing(inside: Run, home: Path) -> None:
    inside("groups", "cohort", *DAY)
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    assert "- 3 as before" in inside("groups", "cohort", *DAY).out
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_who_came_and_who_left_is_told(inside: Run, home: Path) -> None:
    inside("groups", "cohort", *DAY)
    changed = PEOPLE.replace(
        "Chidi Oka,chidi@x.org,newcomers,,new,Reef surveys", "Chidi Oka,chidi@x.org,,,months,Policy"
    )
    (home / "people.csv").write_text(changed, encoding="utf-8")
    for _ in range(2):  # the same on the same day
        ran = inside("groups", "cohort", *LATER)
        assert "Since Fri 20 Nov 2026, 2 came and 3 left, counted in each cohort." in ran.out
        assert "Nobody is left in: new here, New volunteers." in ran.out
        assert "- **Reef surveys**, 2 people (1 left)" in ran.out
        found = data(inside, *LATER)
        assert (titled(found)["Reef surveys"]["left"], titled(found)["Policy"]["came"]) == (
            ["Chidi Oka"],
            ["Chidi Oka"],
        )
        assert titled(found)["Reef surveys"]["sizes"] == [{"date": "2026-11-20", "size": 3}]
    assert "Since Fri 8 Jan 2027, nobody came into a cohort" in inside("groups", "cohort", "--today", "2027-01-09").out


def test_one_kind_is_compared_with_its_own_and_all_are_kept(inside: Run, home: Path) -> None:
    inside("groups", "cohort", "--by", "interest", *DAY)
    found = data(inside, "--by", "tenure", "--by", "role", *LATER)
    assert {c["kind"] for c in found["cohorts"]} == {"tenure", "role"}
    assert (found["since"], found["gone"]) == ("2026-11-20", [])
    assert not any(c["came"] for c in found["cohorts"])
    assert found["unknown"] == ["Dana Weiss", "Emre Kaya"]
    assert found["first_meetings"][0]["meets"]["shares"] == ["Reef surveys"]


def test_another_list_is_compared_with_nothing_and_not_kept(inside: Run, home: Path) -> None:
    (home / "team.csv").write_text("name,interests\nNgozi Ade,Policy\n", encoding="utf-8")
    ran = inside("groups", "cohort", "--people", "team.csv", *DAY)
    assert "another list than people.csv" in ran.out
    assert not (home / "private/cohorts.yaml").exists()
    assert inside("groups", "cohort", "--people", "none.csv", *DAY).code == 1


def test_a_dry_run_writes_nothing(inside: Run, home: Path) -> None:
    ran = inside("groups", "cohort", "--dry-run", *DAY)
    assert "private/cohorts.yaml: would be written" in ran.out
    assert not (home / "private").exists()


def test_the_table_has_each_person_once_with_an_address_where_they_are_in_a_column(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text(f"{PEOPLE}Fay Sol,fay@x.org,,,,Buoys,,,\n", encoding="utf-8")
    inside("groups", "cohort", *DAY)
    text = (home / "private/cohorts.csv").read_text(encoding="utf-8")
    head, *rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    assert head == ["name", "email", "interest: Reef surveys", "nothing known yet"]
    assert rows == [
        ["Ada Lovis", "ada@x.org", "yes", ""], ["Bo Lind", "bo@x.org", "yes", ""], ["Chidi Oka", "chidi@x.org", "yes", ""],
        ["Dana Weiss", "", "", ""], ["Emre Kaya", "emre@x.org", "", "yes"], ["Fay Sol", "", "", ""],
    ]  # fmt: skip


def test_the_page_of_a_person_is_kept(inside: Run, home: Path) -> None:
    inside("groups", "cohort", *DAY)
    page = home / "private/cohorts.md"
    page.write_text("Mine\n", encoding="utf-8")
    inside("groups", "cohort", *LATER)
    assert page.read_text(encoding="utf-8") == "Mine\n"
    inside("groups", "cohort", "--force", *LATER)
    assert page.read_text(encoding="utf-8").startswith("# Cohorts")


def test_whoever_is_forgotten_is_not_kept_and_not_told_as_gone(inside: Run, home: Path) -> None:
    inside("groups", "cohort", *DAY)
    (home / "people.csv").write_text(PEOPLE.replace("Policy", "Data"), encoding="utf-8")
    inside("groups", "cohort", *LATER)
    assert "Chidi Oka | " in (home / "private/cohorts.yaml").read_text(encoding="utf-8")
    assert inside("forget", "chidi oka", "--yes").code == 0
    for path in (p for p in home.rglob("*") if p.is_file()):
        assert "chidi" not in path.read_text(encoding="utf-8").casefold(), path
    kept = (home / "private/cohorts.yaml").read_text(encoding="utf-8")
    assert ("…" in kept, "Ada Lovis | " in kept) == (False, True)
    found = data(inside, "--today", "2027-02-01")
    assert found["since"] == "2027-01-08"
    assert [name for c in (*found["cohorts"], *found["gone"]) for name in c["left"]] == []


def test_a_plan_with_faults_does_not_sink_the_others(inside: Run, home: Path) -> None:
    other = home / "convenings/autumn"
    other.mkdir()
    (other / "convening.yaml").write_text("copkit: 1\nid: autumn\n", encoding="utf-8")
    ran = inside("groups", "cohort", *DAY)
    assert (ran.code, "**Reef surveys**" in ran.out, "autumn" in ran.err) == (1, True, True)


def test_many_people_are_written_and_what_does_not_fit_is_not_kept(
    inside: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copkit.reading.source.MAX_BYTES", 600)
    ran = inside("groups", "cohort", *DAY)
    assert "[cohorts-too-many]" in ran.err
    assert (home / "private/cohorts.md").exists()
    assert not (home / "private/cohorts.yaml").exists()


def test_what_people_typed_stays_content_and_where_nothing_stands_out_nothing_is_said(inside: Run, home: Path) -> None:
    (home / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    (home / "convenings/spring/convening.yaml").write_text(
        CONVENING.replace("[night-staff]", "[all]"), encoding="utf-8"
    )
    (home / "people.csv").write_text("name,interests\nAda,*Sea* <b>\nBo *,*sea* <b>\n", encoding="utf-8")
    ran = inside("groups", "cohort", *DAY)
    assert "- **\\*Sea\\* &lt;b&gt;**, 2 people: only what is for everybody" in ran.out
    assert "What to look at" not in ran.out
    assert "Ada, Bo \\*" in (home / "private/cohorts.md").read_text(encoding="utf-8")
    assert "Bo *,," in (home / "private/cohorts.csv").read_text(encoding="utf-8")
