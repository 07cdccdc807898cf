"""copkit export print: what is made, what is left out and why, where it goes, and who must not see it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
TODAY = ("--today", "2026-11-21")
PLAN = """copkit: 1
id: spring
title: Spring clinic
mode: in-person
people: 6
days:
  - date: 2027-03-12
    start: "09:30"
    minutes: 60
    agenda:
      - {activity: opening-why, minutes: 5}
      - {activity: postcard-exchange, minutes: 15}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text(
        "name,email,segment,pronouns\nAda Example,ada@example.org,new,she/her\nKim,,,\n", encoding="utf-8"
    )
    folder = tmp_path / "convenings" / "spring"
    folder.mkdir(parents=True)
    (folder / "convening.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def out(home: Path) -> Path:
    return home / "convenings" / "spring" / "out" / "print"


def test_it_writes_what_is_needed_and_says_what_it_left_out(inside: Run, home: Path) -> None:
    ran = inside("export", "print", "spring", *TODAY, folder=home)
    assert ran.code == 0, ran.err
    assert {p.name for p in out(home).iterdir()} == {".gitignore", "cards.pdf", "badges.pdf", "doors.pdf"}
    assert (out(home) / ".gitignore").read_text(encoding="utf-8") == "*\n"
    for said in (
        "9 cards for Postcard exchange, 3 of them to spare",
        "2 badges with names and 7 to write on",
        "- seats: nobody is seated at tables yet. Run `copkit groups mix spring` first.",
        "- wall:",
        "- canvases:",
        "- signs: no groups, and no work in groups of three or more, are planned.\n",
        "100 %",
    ):
        assert said in ran.out, said
    again = inside("export", "print", "spring", *TODAY, folder=home)
    assert "3 as before" in again.out


def test_json_says_everything_that_a_person_sees(inside: Run, home: Path) -> None:
    data = json.loads(inside("export", "print", "spring", "--json", *TODAY, folder=home).out)
    assert [s["what"] for s in data["sheets"]] == ["cards", "badges", "doors"]
    assert [s["pages"] for s in data["sheets"]] == [4, 2, 4]
    assert [x["what"] for x in data["left_out"]] == ["seats", "signs", "canvases", "wall"]
    assert all(x["why"] for x in data["left_out"])
    assert [x["if_named"] for x in data["left_out"]] == [False, False, True, True]
    assert [x["run"] for x in data["left_out"]] == ["copkit groups mix spring", "", "", ""]
    assert [f["fate"] for f in data["files"]] == ["written"] * 3


def test_what_is_named_is_made_and_nothing_else(inside: Run, home: Path) -> None:
    ran = inside("export", "print", "spring", "wall", "canvases", "--small", "--paper", "letter", *TODAY, folder=home)
    assert ran.code == 0
    assert "Left out" not in ran.out
    pages = pypdf.PdfReader(io.BytesIO((out(home) / "canvases.pdf").read_bytes())).pages
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == (792, 612)


def test_a_page_of_svg_each_and_none_of_before_stays(inside: Run, home: Path) -> None:
    inside("export", "print", "spring", "badges", "--format", "svg,pdf", *TODAY, folder=home)
    assert {p.name for p in out(home).glob("*.svg")} == {"badges-1.svg", "badges-2.svg"}
    text = (out(home) / "badges-1.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    own = out(home) / "badges-7.svg"
    own.write_text("mine", encoding="utf-8")
    (home / "convenings/spring/convening.yaml").write_text(PLAN.replace("people: 6", "people: 4"), encoding="utf-8")
    inside("export", "print", "spring", "badges", "--format", "svg", *TODAY, folder=home)
    assert {p.name for p in out(home).glob("*.svg")} == {"badges-1.svg", "badges-7.svg"}


def test_a_sheet_that_a_person_changed_is_kept(inside: Run, home: Path) -> None:
    inside("export", "print", "spring", "wall", *TODAY, folder=home)
    path = out(home) / "wall.pdf"
    path.write_bytes(path.read_bytes() + b"mine")
    (home / "convenings/spring/convening.yaml").write_text(PLAN.replace("Spring clinic", "Other"), encoding="utf-8")
    inside("export", "print", "spring", "wall", *TODAY, folder=home)
    assert path.read_bytes().endswith(b"mine")
    assert (out(home) / "wall.new.pdf").exists()
    inside("export", "print", "spring", "wall", "--force", *TODAY, folder=home)
    assert not path.read_bytes().endswith(b"mine")


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_trial_writes_nothing(option: str, inside: Run, home: Path) -> None:
    ran = inside("export", "print", "spring", option, *TODAY, folder=home)
    assert ran.code == 0
    assert "cards.pdf" in ran.out
    assert not out(home).exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cats",), "unknown-sheet"),
        (("wall", "--format", "png"), "not-a-form"),
        (("doors", "--link", "javascript:x"), "bad-link"),
        (("wall", "--format", ""), "not-a-form"),
    ],
)
def test_what_is_not_understood_is_said(words: tuple[str, ...], code: str, inside: Run, home: Path) -> None:
    ran = inside("export", "print", "spring", *words, *TODAY, folder=home)
    assert ran.code == 2
    assert f"[{code}]" in ran.err


def test_without_the_extra_one_line_installs_it(inside: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = inside("export", "print", "spring", "wall", *TODAY, folder=home)
    assert ran.code == 2
    assert "pip install 'copkit[pdf]'" in ran.err


def test_the_link_that_is_typed_comes_on_the_door(inside: Run, home: Path) -> None:
    ran = inside("export", "print", "spring", "doors", "--link", "https://example.org/x", *TODAY, folder=home)
    assert "leads to https://example.org/x" in ran.out


def test_forgetting_somebody_takes_the_badges_along(inside: Run, home: Path) -> None:
    inside("export", "print", "spring", "badges", "cards", "--format", "svg,pdf", *TODAY, folder=home)
    before = inside("forget", "Ada Example", folder=home)
    assert "badges.pdf" in before.out.split("cannot reach")[0]
    assert (out(home) / "badges.pdf").exists()
    done = inside("forget", "Ada Example", "--yes", folder=home)
    assert "copkit export print" in done.out
    assert not list(out(home).glob("badges*"))
    assert (out(home) / "cards.pdf").exists()
    inside("export", "print", "spring", "badges", *TODAY, folder=home)
    missed = inside("forget", "Nobody Known", "--yes", folder=home)
    assert "badges.pdf: this is no text" in missed.out
    assert (out(home) / "badges.pdf").exists()


def groups(home: Path, name: str, text: str) -> Path:
    path = home / "convenings" / "spring" / "groups" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(home: Path, name: str) -> str:
    reader = pypdf.PdfReader(io.BytesIO((out(home) / name).read_bytes()))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def test_who_was_seated_gets_a_card_and_each_table_and_group_a_sign(inside: Run, home: Path) -> None:
    groups(home, "rounds.csv", "name,round 1,round 2\nKim,1,2\nAda Example,2,-\nLee,Table 3,1\n")
    groups(home, "working-groups.csv", "name,group,lead\nKim,data-cleaning,yes\nLee,R Users,\n")
    ran = inside("export", "print", "spring", *TODAY, folder=home)
    assert ran.code == 0, ran.err
    assert "eight to a sheet: 3." in ran.out
    assert "AdaExampleRound1Table2Round2–" in read(home, "seats.pdf")
    said = read(home, "signs.pdf")
    assert [s for s in ("Datacleaning", "RUsers", "Table1", "Table3", "Table4") if s in said] == [
        "Datacleaning", "RUsers", "Table1", "Table3",
    ]  # fmt: skip
    assert not [n for n in ("Kim", "Ada", "Lee") if n in said]


def test_tables_that_were_made_by_copkit_are_printed(inside: Run, home: Path) -> None:
    people = "".join(f"Person {n}\n" for n in range(9))
    (home / "people.csv").write_text(f"name\n{people}", encoding="utf-8")
    assert inside("groups", "mix", "spring", "--size", "3", folder=home).code == 0
    assert inside("export", "print", "spring", "seats", "signs", *TODAY, folder=home).code == 0
    found = read(home, "seats.pdf")
    assert all(found.count(f"Round{r}Table") == 9 for r in (1, 2, 3))
    assert [t for t in range(1, 9) if f"Table{t}" in read(home, "signs.pdf")] == [1, 2, 3]


def test_tables_with_faults_are_told_and_the_other_sheets_are_made(inside: Run, home: Path) -> None:
    groups(home, "rounds.csv", "name,round 1\nKim,nine\nLee,0\n")
    groups(home, "working-groups.csv", "name,grp\nKim,a\n")
    ran = inside("export", "print", "spring", *TODAY, folder=home)
    assert ran.code == 1
    assert "convenings/spring/groups/rounds.csv:2:1: error: `nine`" in ran.err
    assert "rounds.csv:3:1" in ran.err
    assert "working-groups.csv:1:1" in ran.err
    assert "- seats: the rounds in groups/rounds.csv cannot be read; mend that file first.\n" in ran.out
    assert {p.name for p in out(home).glob("*.pdf")} == {"cards.pdf", "badges.pdf", "doors.pdf"}


def test_an_empty_table_of_rounds_seats_nobody(inside: Run, home: Path) -> None:
    groups(home, "rounds.csv", "name,round 1\n")
    ran = inside("export", "print", "spring", "seats", *TODAY, folder=home)
    assert (ran.code, out(home).exists()) == (0, False)
    assert "copkit groups mix spring" in ran.out


def test_forgetting_somebody_takes_the_cards_with_tables_along(inside: Run, home: Path) -> None:
    rounds = groups(home, "rounds.csv", "name,round 1\nKim,1\nAda Example,2\n")
    inside("export", "print", "spring", "seats", "--format", "svg,pdf", *TODAY, folder=home)
    assert {p.name for p in out(home).glob("seats*")} == {"seats.pdf", "seats-1.svg"}
    assert (out(home) / ".gitignore").read_text(encoding="utf-8") == "*\n"
    inside("forget", "Ada Example", "--yes", folder=home)
    assert not list(out(home).glob("seats*"))
    assert rounds.read_text(encoding="utf-8") == "name,round 1\nKim,1\n"


def test_a_new_community_keeps_the_sheets_out_of_git(inside: Run, tmp_path: Path) -> None:
    inside("init", "reef", "--yes", folder=tmp_path)
    assert "convenings/*/out/print/" in (tmp_path / "reef" / ".gitignore").read_text(encoding="utf-8")
