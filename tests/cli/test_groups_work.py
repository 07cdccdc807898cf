"""copkit groups work: from a list or a ballot to groups on a page, in a table and as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
STREAMS = "\n    - {id: data, title: Cleaning our data}\n    - {id: policy, title: A city policy}\n    - {id: talks, title: Talks, lead: Ngozi Ade}"
PEOPLE = """name,organisation,role,energy,preferences
Ada Lovis,City,lead,data,data > policy
Bo Lind,City,,,data
Chidi Oka,Coop,lead,,policy > talks
Dana Weiss,Coop,,policy,policy = data
Emre Kaya,Univ,,,talks > data > policy
Fatima Zah,Univ,,,
Ngozi Ade,Univ,,,data
"""


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    inside("init", "reef", "--yes", folder=tmp_path)
    folder = tmp_path / "reef"
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    convene(folder, STREAMS)
    return folder


def convene(folder: Path, streams: str, more: str = "") -> None:
    there = folder / "convenings" / "spring"
    there.mkdir(parents=True, exist_ok=True)
    text = f'copkit: 1\nid: spring\ntitle: Spring clinic\nmode: in-person\npeople: 8\ndays:\n  - {{date: 2027-03-12, start: "09:30", end: "12:30"}}\nmomentum:\n  streams:{streams}\n{more}'
    (there / "convening.yaml").write_text(text, encoding="utf-8")


def table(home: Path) -> list[list[str]]:
    text = (home / "convenings/spring/groups/working-groups.csv").read_text(encoding="utf-8")
    return [line.split(",") for line in text.splitlines()[1:] if not line.startswith("#")]


def test_groups_are_written_once_and_kept_private(inside: Run, home: Path) -> None:
    ran = inside("groups", "work", "spring", folder=home)
    assert ran.code == 0, ran.err
    assert "100 % got their first choice" in ran.out
    assert "seed 1" in ran.out
    rows = table(home)
    assert sorted(r[0] for r in rows) == sorted(line.split(",")[0] for line in PEOPLE.splitlines()[1:])
    assert {tuple(r[:2]) for r in rows if r[2]} >= {
        ("Ada Lovis", "data"),
        ("Chidi Oka", "policy"),
        ("Ngozi Ade", "talks"),
    }
    assert (home / "convenings/spring/groups/.gitignore").read_text() == "*\n"
    again = inside("groups", "work", "spring", folder=home)
    assert "2 as before" in again.out


def test_what_a_person_moved_is_kept(inside: Run, home: Path) -> None:
    inside("groups", "work", "spring", folder=home)
    path = home / "convenings/spring/groups/working-groups.csv"
    mine = path.read_text().replace("Bo Lind,data", "Bo Lind,talks")
    path.write_text(mine)
    ran = inside("groups", "work", "spring", "--seed", "2", "--fairness", "total", "--force", folder=home)
    assert ran.code == 0
    assert path.read_text() == mine


def test_the_data_says_what_the_page_says(inside: Run, home: Path) -> None:
    ran = inside("groups", "work", "spring", "--json", "--dry-run", folder=home)
    data = json.loads(ran.out)
    assert data["proof"]["proven"]
    assert data["seed"] == 1
    assert [len(g["members"]) for g in data["groups"]] in ([2, 2, 3], [2, 3, 2], [3, 2, 2])
    assert data["shares"]["said_something"] == 5
    assert {m["name"]: m["rank"] for g in data["groups"] for m in g["members"]}["Fatima Zah"] is None
    assert not (home / "convenings/spring/groups").exists()


def test_the_rules_of_the_organiser_hold(inside: Run, home: Path) -> None:
    folder = home / "convenings/spring/groups"
    folder.mkdir()
    (folder / "rules.yaml").write_text(
        "copkit: 1\nworking_groups: {most: 3}\napart: [[Bo Lind, Ada Lovis]]\npins: [{who: Emre Kaya, group: policy}, {who: Zoe, group: data}]\n"
    )
    ran = inside("groups", "work", "spring", "--json", folder=home)
    assert "`Zoe`" in ran.err
    where = {m["name"]: g["id"] for g in json.loads(ran.out)["groups"] for m in g["members"]}
    assert where["Emre Kaya"] == "policy"
    assert where["Bo Lind"] != where["Ada Lovis"]
    (folder / "rules.yaml").write_text("copkit: 1\npins: [{who: Emre Kaya, group: polcy}]\n")
    ran = inside("groups", "work", "spring", folder=home)
    assert ran.code == 1
    assert "did you mean `policy`" in ran.err


def test_who_voted_takes_part_with_what_the_list_knows(inside: Run, home: Path) -> None:
    (home / "votes.csv").write_text("name,data,policy,talks\nAda Lovis,1,2,3\nDana Weiss,1,1,2\nNew One,1,,\n")
    data = json.loads(inside("groups", "work", "spring", "--ballot", "votes.csv", "--json", folder=home).out)
    where = {m["name"]: (g["id"], m["lead"]) for g in data["groups"] for m in g["members"]}
    assert where == {"Ada Lovis": ("data", True), "Dana Weiss": ("policy", False), "New One": ("talks", False)}
    assert [g["lead"] for g in data["groups"]] == ["Ada Lovis", "", "Ngozi Ade"]
    assert data["shares"]["not_named"] == ["New One"]


def test_a_ballot_without_streams_in_the_plan_brings_its_own(inside: Run, home: Path) -> None:
    convene(home, " []")
    (home / "votes.csv").write_text("Sea,Land\n1,2\n,1\n2,1\n1,\n")
    data = json.loads(inside("groups", "work", "spring", "--ballot", "votes.csv", "--json", folder=home).out)
    assert {g["title"]: [m["name"] for m in g["members"]] for g in data["groups"]} == {
        "Sea": ["1", "4"],
        "Land": ["2", "3"],
    }
    assert data["shares"]["first_percent"] == 100


def test_stable_groups_say_what_they_cost(inside: Run, home: Path) -> None:
    ran = inside("groups", "work", "spring", "--fairness", "stable", folder=home)
    assert "There is no person and no group who would both rather" in ran.out
    assert "The usual way" in ran.out


def test_groups_for_support_have_no_leads(inside: Run, home: Path) -> None:
    convene(home, " []", "  accountability: {groups: 2}\n")
    ran = inside("groups", "work", "spring", folder=home)
    assert "# Groups for support: Spring clinic" in ran.out
    assert "Lead" not in ran.out
    assert {r[1] for r in table(home)} == {"group-1", "group-2"}


def test_wishes_for_no_stream_are_told(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text(PEOPLE.replace("talks > data", "tlaks > data"))
    ran = inside("groups", "work", "spring", folder=home)
    assert ran.code == 0
    assert "`tlaks`" in ran.err


def test_whoever_votes_twice_has_the_last_word_and_who_did_not_vote_is_named(inside: Run, home: Path) -> None:
    votes = "name,data,policy,talks\nAda Lovis,1,2,3\nBo Lind,1,2,\nAda Lovis,3,1,2\nEmre Kaya,,1,\n"
    (home / "votes.csv").write_bytes(votes.encode("utf-16"))
    ran = inside("groups", "work", "spring", "--ballot", "votes.csv", folder=home)
    assert [r[0] for r in table(home)].count("Ada Lovis") == 1
    assert "`Ada Lovis` voted more than once" in ran.err
    assert "4 of them: Chidi Oka, Dana Weiss, Fatima Zah, Ngozi Ade" in ran.err
