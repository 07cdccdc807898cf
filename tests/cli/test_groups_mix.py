"""copkit groups mix and check: from people to rounds, changed on the day, and judged with names."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
NAMES = (
    "Ada Lovis", "Bo Lind", "Chidi Oka", "Dana Weiss", "Emre Kaya", "Fatima Zah", "Goran Ilic", "Hana Mori",
    "Ines Prado", "Jo Park", "Kim Tran", "Lea Roux", "Mona Said", "Ngozi Ade", "Olga Sun", "Per Nyman",
)  # fmt: skip


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    inside("init", "reef", "--yes", folder=tmp_path)
    folder = tmp_path / "reef"
    rows = [f"{name},{'City' if n % 2 else 'Coop'},{n}@x.org,a lift" for n, name in enumerate(NAMES)]
    (folder / "people.csv").write_text("name,organisation,email,access\n" + "\n".join(rows) + "\n", encoding="utf-8")
    convene(folder, "spring", "2027-03-12")
    return folder


def convene(folder: Path, name: str, day: str, people: int = 16) -> None:
    there = folder / "convenings" / name
    there.mkdir(parents=True, exist_ok=True)
    text = f'copkit: 1\nid: {name}\ntitle: The {name} clinic\nmode: in-person\npeople: {people}\ndays:\n  - {{date: {day}, start: "09:30", end: "12:30"}}\n'
    (there / "convening.yaml").write_text(text, encoding="utf-8")


def rules(folder: Path, text: str) -> None:
    there = folder / "convenings" / "spring" / "groups"
    there.mkdir(exist_ok=True)
    (there / "rules.yaml").write_text(f"copkit: 1\n{text}\n", encoding="utf-8")


def table(folder: Path, name: str = "spring") -> dict[str, list[str]]:
    with (folder / "convenings" / name / "groups" / "rounds.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = (row for row in csv.reader(file) if not row[0].startswith("#"))
    return {row[0]: row[1:] for row in rows}


def meetings(rows: dict[str, list[str]]) -> set[frozenset[str]]:
    return {
        frozenset(pair)
        for r in range(len(next(iter(rows.values()))))
        for pair in combinations(rows, 2)
        if rows[pair[0]][r] and rows[pair[0]][r] == rows[pair[1]][r]
    }


def test_people_are_seated_and_nobody_meets_twice(inside: Run, home: Path) -> None:
    ran = inside("groups", "mix", "spring", "--size", "4", "--rounds", "3", folder=home)
    assert (ran.code, ran.err) == (0, "")
    assert "0 repeats, which is the best possible" in ran.out
    assert "Made with seed 1" in ran.out
    rows = table(home)
    assert sorted(rows) == sorted(NAMES)
    assert len(meetings(rows)) == 3 * 4 * 6
    assert (home / "convenings/spring/groups/.gitignore").read_text() == "*\n"
    page = (home / "convenings/spring/groups/rounds.md").read_text(encoding="utf-8")
    assert all(name in page for name in NAMES)
    assert "@x.org" not in page
    assert "a lift" not in page
    data = json.loads((home / "convenings/spring/groups/rounds.json").read_text(encoding="utf-8").split("\n#")[0])
    assert {p["name"]: p["tables"] for p in data["people"]} == {n: [int(t) for t in row] for n, row in rows.items()}
    again = inside("groups", "mix", "spring", "--size", "4", "--rounds", "3", folder=home)
    assert "3 as before" in again.out


def test_json_holds_what_the_page_says(inside: Run, home: Path) -> None:
    ran = inside("groups", "mix", "spring", "--rounds", "6", "--json", "--dry-run", "--seed", "7", folder=home)
    data = json.loads(ran.out)
    assert data["seed"] == 7
    assert data["met"]["pairs"] + data["met"]["repeats"] == 6 * 4 * 6
    assert data["met"]["pairs"] <= data["met"]["at_most"] == 120
    assert data["rounds"][0][0]["table"] == 1
    assert not (home / "convenings/spring/groups").exists()


def test_without_a_list_numbers_are_seated(inside: Run, home: Path) -> None:
    (home / "people.csv").unlink()
    ran = inside("groups", "mix", "spring", folder=home)
    assert "I seat 16 numbers" in ran.out
    assert list(table(home)) == [str(n) for n in range(1, 17)]


def test_three_leave_and_two_come_after_two_rounds(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", "--rounds", "4", folder=home)
    before = table(home)
    left = ("Bo Lind", "Kim Tran", "Olga Sun")
    words = [w for name in left for w in ("--left", name)]
    ran = inside(
        "groups", "mix", "spring", "--keep-rounds", "2", *words, "--joined", "Noor Aziz", "--joined", "Sami Haddad",
        folder=home,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "Not there any more: Bo Lind, Kim Tran, Olga Sun" in ran.out
    assert "New: Noor Aziz, Sami Haddad" in ran.out
    now = table(home)
    assert {n: row[:2] for n, row in now.items() if n in before} == {n: row[:2] for n, row in before.items()}
    assert all(now[name][2:] == ["", ""] for name in left)
    assert all(now[name][:2] == ["", ""] and all(now[name][2:]) for name in ("Noor Aziz", "Sami Haddad"))
    stay = [n for n in before if n not in left]
    assert sum(now[n][r] != before[n][r] for n in stay for r in (2, 3)) <= 2


def test_a_table_that_a_person_changed_is_kept(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", folder=home)
    path = home / "convenings/spring/groups/rounds.csv"
    changed = path.read_text(encoding="utf-8").replace("Ada Lovis,", "Ada L,")
    path.write_text(changed, encoding="utf-8")
    inside("groups", "mix", "spring", "--seed", "2", "--force", folder=home)
    assert path.read_text(encoding="utf-8") == changed
    assert (path.parent / "rounds.new.csv").exists()


def test_rules_and_pins_are_kept_and_judged(inside: Run, home: Path) -> None:
    rules(home, "apart: [[Ada Lovis, Bo Lind]]\npins: [{who: Kim Tran, table: 3}]\naway: [{who: Jo Park, rounds: [2]}]")
    assert inside("groups", "mix", "spring", folder=home).code == 0
    rows = table(home)
    assert {*rows["Kim Tran"]} == {"3"}
    assert rows["Jo Park"][1] == ""
    assert frozenset(("Ada Lovis", "Bo Lind")) not in meetings(rows)
    path = home / "convenings/spring/groups/rounds.csv"
    judged = inside("groups", "check", str(path), folder=home)
    assert judged.code == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    there = next(n for n, line in enumerate(lines) if line.startswith("Ada"))
    lines[there] = "Ada Lovis," + ",".join(rows["Bo Lind"])
    kim = next(n for n, line in enumerate(lines) if line.startswith("Kim"))
    lines[kim] = "Kim Tran,1,3,3"
    path.write_text("\n".join(lines), encoding="utf-8")
    judged = inside("groups", "check", str(path), folder=home)
    assert judged.code == 1
    assert "Ada Lovis, Bo Lind are together and should be apart" in judged.err
    assert f"rounds.csv:{kim + 1}:1: error: `Kim Tran` is to stay at table 3 in round 1, and sits at 1" in judged.err


def test_a_table_made_by_hand_is_judged(inside: Run, home: Path) -> None:
    rules(home, "tables: {most_meetings: 1}")
    own = home / "own.csv"
    rows = [f"{name};{n % 4 + 1};T{n // 4 + 1}" for n, name in enumerate(NAMES)]
    own.write_text("Name;Runde 1;Runde 2\n" + "\n".join(rows), encoding="utf-8")
    ran = inside("groups", "check", "own.csv", folder=home)
    assert "0 repeats, which is the best possible" in ran.out
    assert ran.code == 0
    own.write_text("Name;Runde 1;Runde 2\n" + "\n".join([*rows[:-1], "Somebody Else;4;4"]), encoding="utf-8")
    ran = inside("groups", "check", "own.csv", folder=home)
    assert "nobody in the list of people is called `Somebody Else`" in ran.err
    assert "not in this table: Per Nyman" in ran.err
    own.write_text("Name;Runde 1;Runde 2\n" + "\n".join([*rows[:-1], "Per Nyman;3;3"]), encoding="utf-8")
    ran = inside("groups", "check", "own.csv", folder=home)
    assert ran.code == 1
    assert "meet 2 times, and 1 is the most that you allow" in ran.err


def test_working_groups_made_by_hand_are_judged(inside: Run, home: Path) -> None:
    rules(home, "apart: [[Ada Lovis, Bo Lind]]")
    rows = [f"{name},{'data' if n < 8 else 'talks'}" for n, name in enumerate(NAMES)]
    (home / "own.csv").write_text("name,group\n" + "\n".join(rows), encoding="utf-8")
    ran = inside("groups", "check", "own.csv", "--json", folder=home)
    data = json.loads(ran.out)
    assert ran.code == 1
    assert [b["about"] for b in data["broken"] if b["must"]] == ["apart"]
    assert {p["severity"] for p in data["problems"]} == {"error"}


def test_earlier_gatherings_count(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", "--rounds", "2", folder=home)
    convene(home, "summer", "2027-06-12")
    ran = inside("groups", "mix", "summer", "--rounds", "2", "--size", "2", "--seed", "4", folder=home)
    assert "Meetings at earlier gatherings count: spring" in ran.out
    assert "0 repeats, which is the best possible" in ran.out
    assert not meetings(table(home)) & meetings(table(home, "summer"))
    known = json.loads(inside("groups", "mix", "summer", "--rounds", "3", "--json", "--force", folder=home).out)["met"]
    both = meetings(table(home)) & meetings(table(home, "summer"))
    own = 3 * 4 * 6 - len(meetings(table(home, "summer")))
    assert known["repeats"] == len(both) + own
    first = json.loads(inside("groups", "mix", "spring", "--rounds", "2", "--json", "--dry-run", folder=home).out)
    assert first["earlier"] == []


def test_a_call_is_seated_from_its_own_list(inside: Run, home: Path) -> None:
    rows = [f"{name},{n}@x.org,40,No" for n, name in enumerate(NAMES[:9])]
    text = "Name (Original Name),User Email,Duration (Minutes),Guest\n" + "\n".join([*rows, "Zoe New,,30,Yes"])
    (home / "call.csv").write_text(text, encoding="utf-8")
    data = json.loads(inside("groups", "mix", "spring", "--people", "call.csv", "--json", folder=home).out)
    assert sorted(table(home)) == sorted([*NAMES[:9], "Zoe New"])
    assert (data["list"]["kind"], data["list"]["people"]) == ("zoom", 10)


def test_forgetting_somebody_reaches_the_rounds(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", folder=home)
    ran = inside("forget", "Kim Tran", "--yes", folder=home)
    assert ran.code == 0, ran.err
    for path in (home / "convenings/spring/groups").iterdir():
        assert "Kim Tran" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--keep-rounds", "1"), "nothing-to-keep"),
        (("--left", "Nobody"), "nobody-left"),
        (("--people", "none.csv"), "no-such-file"),
        (("--seed", "x"), "bad-seed"),
    ],
)
def test_what_cannot_be_is_said(inside: Run, home: Path, words: tuple[str, ...], code: str) -> None:
    ran = inside("groups", "mix", "spring", *words, folder=home)
    assert ran.code in (1, 2)
    assert f"[{code}]" in ran.err


def test_rounds_that_are_all_over_are_not_changed(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", folder=home)
    ran = inside("groups", "mix", "spring", "--keep-rounds", "3", folder=home)
    assert "[no-rounds-left]" in ran.err


def test_who_left_stays_away_and_who_came_stays(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", "--rounds", "4", folder=home)
    inside("groups", "mix", "spring", "--keep-rounds", "1", "--left", "Kim Tran", "--joined", "Noor Aziz", folder=home)
    ran = inside("groups", "mix", "spring", "--keep-rounds", "2", "--left", "Bo Lind", folder=home)
    rows = table(home)
    assert "Not there any more: Bo Lind, Kim Tran" in ran.out
    assert rows["Kim Tran"][1:] == ["", "", ""]
    assert rows["Bo Lind"][2:] == ["", ""]
    assert all(rows["Noor Aziz"][1:])
    assert "[rounds-in-use]" in inside("groups", "mix", "spring", folder=home).err
    assert table(home) == rows


def test_the_page_follows_the_table_that_a_person_changed(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", folder=home)
    path = home / "convenings/spring/groups/rounds.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    there = next(n for n, line in enumerate(lines) if line.startswith("Kim"))
    lines[there] = "Kim Tran,2,2,4"
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = inside("groups", "check", str(path), "--write", folder=home)
    page = path.with_suffix(".md").read_text(encoding="utf-8")
    assert "| Kim Tran | 2 | 2 | 4 |" in page
    assert "This is the table as somebody changed it" in page
    assert "rounds.md: written" in ran.out
    assert path.read_text(encoding="utf-8") == "\n".join(lines)


def test_the_page_for_the_room_says_nothing_of_what_people_asked(inside: Run, home: Path) -> None:
    rows = [f"{name},{'Odd Works' if n % 2 else 'Coop'},{'new' if n < 5 else 'years'}" for n, name in enumerate(NAMES)]
    (home / "people.csv").write_text("name,organisation,tenure\n" + "\n".join(rows), encoding="utf-8")
    pairs = ", ".join(f"[Ada Lovis, {name}]" for name in NAMES[1:])
    rules(home, f"apart: [{pairs}]")
    ran = inside("groups", "mix", "spring", folder=home)
    assert "should be apart" in ran.out
    for name in ("rounds.md", "rounds.csv", "rounds.json"):
        text = (home / "convenings/spring/groups" / name).read_text(encoding="utf-8")
        assert not [w for w in ("apart", "newcomer in", "Odd Works") if w in text], name


def test_a_gap_in_the_tables_is_told(inside: Run, home: Path) -> None:
    (home / "own.csv").write_text("name,round 1\n" + "\n".join(f"{n},{9 if n == 'Ada Lovis' else 1}" for n in NAMES))
    assert inside("groups", "check", "own.csv", folder=home).code in (0, 1)
    inside("groups", "mix", "spring", folder=home)
    path = home / "convenings/spring/groups/rounds.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Kim Tran,", "Kim Tran,12,").replace(",,", ","))
    ran = inside("groups", "mix", "spring", "--keep-rounds", "1", folder=home)
    assert "[table-gap]" in ran.err


def test_wishes_that_cannot_be_are_told(inside: Run, home: Path) -> None:
    rules(
        home,
        "together: [[Ada Lovis, Bo Lind], [Jo Park, Kim Tran, Lea Roux, Mona Said, Ngozi Ade]]\napart: [[Ada Lovis, Bo Lind]]",
    )
    ran = inside("groups", "mix", "spring", folder=home)
    assert "so they are kept apart: Ada Lovis, Bo Lind [company-and-apart]" in ran.err
    assert "[company-too-large]" in ran.err
    assert frozenset(("Ada Lovis", "Bo Lind")) not in meetings(table(home))
    rules(home, "pins: [{who: Ada Lovis, table: 3}, {who: Ada Lovis, table: 4}]")
    assert "[pinned-to-two]" in inside("groups", "mix", "spring", folder=home).err
    rules(home, "away: [{who: Ada Lovis, rounds: [9]}]")
    assert "[away-too-late]" in inside("groups", "mix", "spring", folder=home).err


def test_a_table_as_a_spreadsheet_saves_it_is_read(inside: Run, home: Path) -> None:
    inside("groups", "mix", "spring", folder=home)
    path = home / "convenings/spring/groups/rounds.csv"
    text = path.read_text(encoding="utf-8").replace("Ada Lovis", "Adé Lovis").replace(",", ";")
    path.write_bytes(text.encode("cp1252"))
    ran = inside("groups", "check", str(path), folder=home)
    assert "`Adé Lovis`" in ran.err
    convene(home, "summer", "2027-06-12")
    path.write_text("name,round 1\n,1\n", encoding="utf-8")
    assert "[history-not-read]" in inside("groups", "mix", "summer", folder=home).err


def test_nobody_sits_alone(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text("name\n" + "\n".join(NAMES[:5]), encoding="utf-8")
    inside("groups", "mix", "spring", "--size", "2", folder=home)
    rows = table(home)
    assert {row[0] for row in rows.values()} == {"1", "2"}


def test_forgetting_somebody_leaves_rules_that_can_be_read(inside: Run, home: Path) -> None:
    rules(home, "apart: [[Kim Tran, Bo Lind]]\npins: [{who: Kim Tran, table: 2}]")
    inside("groups", "mix", "spring", folder=home)
    inside("forget", "Kim Tran", "--yes", folder=home)
    assert "Kim Tran" not in (home / "convenings/spring/groups/rules.yaml").read_text(encoding="utf-8")
    assert inside("groups", "mix", "spring", folder=home).code == 0


def test_forgetting_reaches_a_name_with_marks(inside: Run, home: Path) -> None:
    with (home / "people.csv").open("a", encoding="utf-8") as file:
        file.write("Pi|pe Man,City,,\n")
    inside("groups", "mix", "spring", folder=home)
    inside("forget", "Pi|pe Man", "--yes", folder=home)
    assert "pe Man" not in (home / "convenings/spring/groups/rounds.md").read_text(encoding="utf-8")


def test_real_wishes_of_26_people_take_seconds(inside: Run, home: Path) -> None:
    """Hold that a list with languages, people in the call and newcomers ends; how fast is for the bench."""
    rows = [
        f"P{n},{'abcdefghi'[n % 9]},{'new' if n % 4 == 0 else 'years'},{('en;fr', 'en', 'en;es', 'fr')[n % 4]},"
        f"{'yes' if n in (1, 9, 17) else ''},{'device-holder' if n == 5 else ''}"
        for n in range(26)
    ]
    (home / "people.csv").write_text("name,organisation,tenure,languages,remote,role\n" + "\n".join(rows))
    data = json.loads(inside("groups", "mix", "spring", "--json", folder=home).out)
    assert not [b for b in data["broken"] if b["about"] == "remote"]
