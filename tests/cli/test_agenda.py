"""copkit agenda retime and risk as somebody runs them, some of them with forty people waiting."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copkit.shelf import Shelf

Run = Callable[..., Any]
PLAN = """\
copkit: 1
id: clinic
mode: in-person
people: 40
outcomes: [{id: O1, statement: Each member has tried something}]
days:
  - start: "09:00"
    end: "13:26"
    agenda:
      - {activity: pair-hello, minutes: 10}
      - title: "Stories, told"   # they like it
        type: plenary
        minutes: 50
        serves: ["O1"]
      - activity: buffer
        # ours
        minutes: 10
      - title: Voices
        type: plenary
        minutes: 20
        cut: 3
      - title: Trying out
        type: fours
        minutes: 30
        serves: ["O1"]
      - {activity: lunch, minutes: 60, at: "11:00"}
      - activity: world-cafe     # as long as it takes
      - {activity: closing-next-step, minutes: 5}
""".replace("        people: 3\n", "")
NO_START = """\
copkit: 1
id: call
mode: virtual
people: 12
days:
  - minutes: 60
    agenda:
      - {title: One, type: plenary, minutes: 30}
      - {title: Two, type: plenary, minutes: 30}
  - minutes: 60
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace with a clinic that has a fixed lunch, and a call of two days without a start."""
    folder = tmp_path / "home"
    for name, text in (("clinic", PLAN), ("call", NO_START)):
        (folder / "convenings" / name).mkdir(parents=True)
        (folder / "convenings" / name / "convening.yaml").write_text(text, encoding="utf-8")
    (folder / "community.yaml").write_text("copkit: 1\nname: Test community\n", encoding="utf-8")
    return folder


def retime(inside: Run, home: Path, *words: str) -> Any:
    return inside("agenda", "retime", *words, folder=home)


def code(ran: Any) -> str:
    assert ran.err.count("error:") == 1
    return str(ran.err.split("[", 1)[1].split("]", 1)[0])


def test_the_new_times_come_first(inside: Run, home: Path) -> None:
    ran = retime(inside, home, "clinic", "--at", "09:32", "--late", "12")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "# New times at 09:32, 12 minutes behind"
    assert lines[2] == "| now | block | min | was |"
    assert "| **09:10–10:12** | Stories, told (running) | 62 | 09:10–10:00 |" in lines
    assert "| **left out** | Spare time | – (was 10) | 10:00–10:10 |" in lines
    assert "| **10:12–10:30** | Voices | 18 (was 20) | 10:10–10:30 |" in lines
    assert "| **11:00–12:00** | Lunch (fixed) | 60 | the same |" in lines
    assert "Lunch starts at 11:00. The day ends at 13:26 at the latest." in ran.out
    assert "Nothing was written." in ran.out


def test_what_an_outcome_loses_is_said(inside: Run, home: Path) -> None:
    ran = retime(inside, home, "clinic", "--at", "09:45", "--late", "24")
    assert "- O1, Each member has tried something: 8 of 80 minutes (10%)" in ran.out
    assert "Nobody has said how short “Voices”, “Trying out” can be" in ran.out


def test_json_holds_everything(inside: Run, home: Path) -> None:
    data = json.loads(retime(inside, home, "clinic", "--at", "09:32", "--late", "12", "--json").out)
    assert (data["holds"], data["now"], data["late"], data["written"]) == (True, 32, 12, None)
    assert [b["state"] for b in data["blocks"]][:5] == ["done", "running", "dropped", "shortened", "kept"]
    assert data["blocks"][3] | {"id": "voices", "from": "10:12", "to": "10:30", "lost": 2} == data["blocks"][3]


def test_writing_changes_numbers_and_nothing_else(inside: Run, home: Path) -> None:
    path = home / "convenings" / "clinic" / "convening.yaml"
    ran = retime(inside, home, "clinic", "--at", "09:32", "--late", "12", "--write")
    assert ran.code == 0
    assert "The new minutes are in convenings/clinic/convening.yaml." in ran.out
    assert path.read_text(encoding="utf-8") == PLAN.replace("minutes: 50", "minutes: 62").replace(
        "minutes: 20", "minutes: 18"
    ).replace(
        "      - activity: buffer\n        # ours\n        minutes: 10\n",
        "      # - activity: buffer\n      #   # ours\n      #   minutes: 10\n",
    )
    again = retime(inside, home, "clinic", "--at", "09:32", "--late", "0")
    assert "You are on time. Nothing changes." in again.out
    assert "| **10:30–11:00** | Trying out | 30 | the same |" in again.out


def test_minutes_that_nobody_typed_are_added(inside: Run, home: Path) -> None:
    path = home / "convenings" / "clinic" / "convening.yaml"
    data = json.loads(retime(inside, home, "clinic", "--at", "11:30", "--late", "5", "--write", "--json").out)
    cafe = next(b for b in data["blocks"] if b["id"] == "world-cafe")
    assert (cafe["state"], cafe["minutes"]) == ("shortened", 76)
    assert f"as long as it takes\n        minutes: {cafe['minutes']}\n" in path.read_text(encoding="utf-8")


def test_minutes_are_added_within_braces_too(inside: Run, home: Path) -> None:
    path = home / "convenings" / "call" / "convening.yaml"
    text = NO_START.replace("  - minutes: 60\n", "  - minutes: 400\n", 1)
    text = text.replace("{title: One, type: plenary, minutes: 30}", "{activity: world-cafe, room: Big}")
    path.write_text(text, encoding="utf-8")
    ran = retime(inside, home, "call", "--at", "+0:20", "--late", "10", "--day", "1", "--write", "--json")
    minutes = json.loads(ran.out)["blocks"][0]["minutes"]
    assert path.read_text(encoding="utf-8") == text.replace("world-cafe,", f"world-cafe, minutes: {minutes},")


def test_without_room_the_choices_are_offered(inside: Run, home: Path) -> None:
    ran = retime(inside, home, "clinic", "--at", "10:50", "--late", "9")
    assert ran.code == 0
    assert ran.out.startswith("# 9 minutes too few before Lunch at 11:00\n")
    assert "1. **Lunch moves from 11:00 to 11:09**. " in ran.out
    written = retime(inside, home, "clinic", "--at", "10:50", "--late", "9", "--write")
    assert (written.code, code(written)) == (2, "no-room-to-write")
    assert (home / "convenings" / "clinic" / "convening.yaml").read_text(encoding="utf-8") == PLAN


def test_being_ahead_leaves_a_buffer(inside: Run, home: Path) -> None:
    ran = retime(inside, home, "clinic", "--at", "09:32", "--late", "-5")
    assert ran.out.startswith("# New times at 09:32, 5 minutes ahead\n")
    assert "From 10:55 there are 5 minutes before Lunch." in ran.out


def test_a_day_without_a_start_counts_from_it(inside: Run, home: Path) -> None:
    ran = retime(inside, home, "call", "--at", "+0:20", "--late", "5", "--day", "1")
    assert "| **+0:35–+1:00** | Two | 25 (was 30) | +0:30–+1:00 |" in ran.out
    assert ran.out.startswith("# New times at +0:20 on day 1, 5 minutes behind\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("clinic", "--at", "noon", "--late", "5"), "bad-moment"),
        (("clinic", "--at", "25:00", "--late", "5"), "bad-moment"),
        (("clinic", "--at", "10:00", "--late", "soon"), "bad-late"),
        (("clinic", "--at", "08:00", "--late", "5"), "outside-day"),
        (("clinic", "--at", "+9:00", "--late", "5"), "outside-day"),
        (("clinic", "--at", "10:00", "--late", "-500"), "late-beyond-day"),
        (("clinic", "--at", "10:00", "--late", "500"), "late-beyond-day"),
        (("clinic", "--at", "10:00", "--late", "5", "--day", "2"), "no-such-convening-day"),
        (("clinic", "--at", "10:00", "--late", "5", "--day", "one"), "no-such-convening-day"),
        (("call", "--at", "+0:10", "--late", "5"), "which-day"),
        (("call", "--at", "10:10", "--late", "5", "--day", "1"), "time-without-start"),
        (("call", "--at", "+0:10", "--late", "5", "--day", "2"), "nothing-to-retime"),
        (("clinc", "--at", "10:10", "--late", "5"), "no-convening-near"),
    ],
)
def test_a_mistake_gives_one_clear_problem(words: tuple[str, ...], expected: str, inside: Run, home: Path) -> None:
    ran = retime(inside, home, *words)
    assert ran.code in {1, 2}
    assert ran.out == ""
    assert code(ran) == expected


def test_times_that_cannot_be_written_are_refused(inside: Run, home: Path) -> None:
    path = home / "convenings" / "call" / "convening.yaml"
    before = path.read_bytes()
    ran = retime(inside, home, "call", "--at", "+0:02", "--late", "8", "--day", "1", "--write")
    assert code(ran) == "cannot-write-times"
    assert path.read_bytes() == before


def test_the_risk_is_called_an_estimate(inside: Run, home: Path) -> None:
    ran = inside("agenda", "risk", "clinic", folder=home)
    assert ran.code == 0
    assert "An estimate of what happens if nobody intervenes." in ran.out
    assert "| Lunch, 11:00 | " in ran.out
    assert "**Where five minutes help most:** right before " in ran.out
    assert "Nobody has described “Stories, told”, “Voices”, “Trying out”" in ran.out
    data = json.loads(inside("agenda", "risk", "clinic", "--json", folder=home).out)
    (day,) = data["days"]
    assert [p["id"] for p in day["points"]] == ["lunch", None]
    assert all(0 <= p["on_time"] <= p["within_5"] <= p["within_10"] <= 1 for p in day["points"])


def test_the_history_is_read_from_eight_blocks_on(inside: Run, home: Path) -> None:
    path = home / "history.csv"
    path.write_text("planned,actual\n" + "20,20\n" * 7, encoding="utf-8")
    assert "history.csv holds 7 blocks" in inside("agenda", "risk", "clinic", folder=home).out
    path.write_text("planned,actual\n" + "20,20\n" * 8 + "20,soon\n", encoding="utf-8")
    ran = inside("agenda", "risk", "clinic", folder=home)
    assert "as the 8 in history.csv did" in ran.out
    assert "| Lunch, 11:00 | 100% |" in ran.out
    assert "history.csv:10:1: warning:" in ran.err
    path.write_text("plan,actual\n20,20\n", encoding="utf-8")
    ran = inside("agenda", "risk", "clinic", folder=home)
    assert (ran.code, code(ran)) == (1, "history-columns")


def test_no_agenda_no_risk(inside: Run, home: Path) -> None:
    path = home / "convenings" / "call" / "convening.yaml"
    path.write_text("copkit: 1\nid: call\nmode: virtual\ndays:\n  - minutes: 60\n", encoding="utf-8")
    assert code(inside("agenda", "risk", "call", folder=home)) == "nothing-to-retime"


@pytest.mark.parametrize("name", sorted(Shelf().examples))
def test_the_examples_can_be_retimed_at_any_moment(name: str, inside: Run, tmp_path: Path) -> None:
    shutil.copytree(Shelf().examples[name], tmp_path / "w", ignore=shutil.ignore_patterns("out"))
    (convening,) = (p.name for p in (tmp_path / "w" / "convenings").iterdir())
    for at in ("+0:05", "+0:40", "+1:15"):
        for late in ("-4", "4", "25"):
            ran = inside("agenda", "retime", convening, "--at", at, "--late", late, "--day", "1", folder=tmp_path / "w")
            assert ran.code == 0 or "late-beyond-day" in ran.err or "outside-day" in ran.err, ran.err
    assert inside("agenda", "risk", convening, folder=tmp_path / "w").code == 0
