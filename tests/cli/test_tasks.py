"""copkit tasks: what is due for whom, in four forms, and ticks that stay."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Ran

from copkit.cli import options
from copkit.core.dates import WorkingDays
from copkit.core.design import Convening
from copkit.core.followup import Tick, Ticks, dated_tasks, standings
from copkit.reading.library import Library
from copkit.reading.workspace import open_workspace
from copkit.writing.tasks import Listing, todo_txt

Run = Callable[..., Ran]
COMMUNITY = """copkit: 1
name: Reef
time_zone: Europe/Berlin
segments:
  - {id: kenya, title: Members in Kenya, count: 12, time_zone: Africa/Nairobi}
  - {id: pacific, title: Members in Auckland, count: 5, time_zone: Pacific/Auckland}
"""
PLAN = """copkit: 1
id: {id}
title: {title}
mode: virtual
status: {status}
people: 24
days: [{{date: {day}, start: "18:00", minutes: 180}}]
team: {{manager: Ada, core_group: [Kim, Lee], host: Ada}}
tasks:
  - {{task: Bring a cake, owner: "Kim, Lee", due: 2027-03-11}}
"""


def put(home: Path, name: str, text: str) -> Path:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def plan(home: Path, name: str, day: str = "2027-03-12", status: str = "open") -> Path:
    text = PLAN.format(id=name, title=name.capitalize(), day=day, status=status)
    return put(home, f"convenings/{name}/convening.yaml", text).parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path, "w/community.yaml", COMMUNITY)
    plan(tmp_path / "w", "spring")
    return tmp_path / "w"


@pytest.fixture
def tasks(inside: Run, home: Path) -> Run:
    def run(*words: str, today: str = "2027-01-20") -> Ran:
        return inside("tasks", *words, "--today", today, folder=home)

    return run


def section(page: str, heading: str) -> list[str]:
    """Return the ids of the tasks below a heading."""
    found = re.search(rf"^## {heading}.*?\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return re.findall(r"\| `(\S+)` \|$", found[1], re.MULTILINE) if found else []


def states(run: Run, *words: str, today: str = "2027-01-20") -> dict[str, str]:
    data = json.loads(run(*words, "--json", today=today).out)
    return {t["id"]: t["state"] for g in data["gatherings"] for t in g["tasks"]}


# --- the list


def test_the_list_says_what_is_overdue_due_and_next(tasks: Run) -> None:
    ran = tasks()
    assert (ran.code, ran.err) == (0, "")
    assert {"purpose-and-people", "fix-dates"} <= set(section(ran.out, "Overdue"))
    assert section(ran.out, "Due now, up to Wed 27 Jan") == ["invitation"]
    assert section(ran.out, "Next")[0] == "registration"
    assert "## Done" not in ran.out
    assert "| Tue 26 Jan | Send the invitation" in ran.out
    assert ran.out.endswith("`copkit tasks done purpose-and-people`\n")
    assert tasks("list", "spring").out == tasks("spring").out == ran.out


def test_json_holds_all_that_the_page_says(tasks: Run) -> None:
    data = json.loads(tasks("--json").out)
    (gathering,) = data["gatherings"]
    by_id = {t["id"]: t for t in gathering["tasks"]}
    for row in re.findall(r"^\| (\w{3} \d.*?) \| (.*?) \| (.*?) \| `(\S+)` \|$", tasks().out, re.MULTILINE):
        task = by_id[row[3]]
        assert (task["when"].removesuffix(" 2027"), task["task"], task["owner"]) == row[:3]
    assert {"who", "tasks", "minutes_estimated", "busiest_week_from", "tasks_in_that_week"} <= data["load"][0].keys()
    assert all(t["due"] and t["owner"] for t in gathering["tasks"])


def test_closed_gatherings_are_left_out_until_they_are_asked_for(tasks: Run, home: Path) -> None:
    plan(home, "autumn", "2026-09-11", "closed")
    plan(home, "winter", "2027-01-29")
    assert [g["id"] for g in json.loads(tasks("--json").out)["gatherings"]] == ["spring", "winter"]
    assert len(json.loads(tasks("--all", "--json").out)["gatherings"]) == 3
    assert len(json.loads(tasks("autumn", "--json").out)["gatherings"]) == 1
    page = tasks().out
    assert "(Spring)" in page
    assert "(Winter)" in page
    assert "(Autumn)" not in page
    rows = re.findall(r"^\| \w{3} (\d+ \w{3})( \d{4})? \|", page[: page.index("## Due now")], re.MULTILINE)
    days = [datetime.strptime(day + (year or " 2027"), "%d %b %Y") for day, year in rows]  # noqa: DTZ007
    assert any(year for _, year in rows)
    assert page.endswith("`copkit tasks done purpose-and-people winter`\n")
    assert days == sorted(days)


def test_without_any_gathering_the_page_says_how_to_begin(tasks: Run, home: Path) -> None:
    (home / "convenings/spring/convening.yaml").unlink()
    assert "Nothing is to do." in tasks().out
    assert tasks("--format", "todo.txt").out == ""
    assert json.loads(tasks("--json").out) == {"gatherings": [], "load": []}


def test_one_gathering_with_faults_does_not_hide_the_others(tasks: Run, home: Path) -> None:
    put(home, "convenings/broken/convening.yaml", "copkit: 1\nid: broken\nmode: sometimes\n")
    ran = tasks()
    assert ran.code == 1
    assert "broken/convening.yaml" in ran.err.replace("\\", "/")
    assert section(ran.out, "Due now") == ["invitation"]


def test_the_hours_of_the_check_in_call_on_other_clocks(tasks: Run) -> None:
    page = tasks().out
    said = "The check-in call is on Monday 12 April 2027 at 18:00 (Europe/Berlin)."
    assert said in page
    assert "19:00 for Members in Kenya (Africa/Nairobi)" in page
    assert "04:00 on Tue 13 Apr 2027 for Members in Auckland (Pacific/Auckland)" in page
    assert said not in tasks(today="2027-04-13").out


def test_who_carries_more_than_half_is_told_kindly(tasks: Run, home: Path) -> None:
    assert "More than half" not in tasks().out
    text = PLAN.replace("[Kim, Lee], host: Ada", "[Ada], host: Ada, note_maker: Ada, facilitator: Ada")
    put(home, "convenings/spring/convening.yaml", text.format(id="spring", title="S", day="2027-03-12", status="open"))
    page = tasks().out
    assert "More than half of this time is with Ada." in page
    assert "our estimates" in page


def test_today_is_the_day_where_the_community_is(inside: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Clock:
            return cls.fromisoformat("2027-01-26T23:30:00+00:00").astimezone(tz)  # type: ignore[return-value]

    monkeypatch.setattr(options, "datetime", Clock)
    assert json.loads(inside("tasks", "--json", folder=home).out)["gatherings"][0]["today"] == "2027-01-27"
    text = (home / "convenings/spring/convening.yaml").read_text(encoding="utf-8")
    put(home, "convenings/spring/convening.yaml", f"{text}time_zone: America/Lima\n")
    assert json.loads(inside("tasks", "--json", folder=home).out)["gatherings"][0]["today"] == "2027-01-26"


# --- other forms


def test_a_checklist_that_other_tools_understand(tasks: Run) -> None:
    tasks("done", "invitation")
    rows = [r for r in tasks("--format", "md").out.splitlines() if r.startswith("- ")]
    assert all(re.match(r"- \[[ x]\] \d{4}-\d{2}-\d{2}: .+ \(.+; `[a-z0-9-]+`\)", r) for r in rows)
    assert len(rows) == len(states(tasks))
    assert [r for r in rows if r.startswith("- [x]")] == [r for r in rows if "`invitation`" in r]


TODO = re.compile(
    r"(?:(?P<done>x) (?P<on>\d{4}-\d{2}-\d{2}) |\((?P<priority>[A-Z])\) )(?P<made>\d{4}-\d{2}-\d{2}) (?P<rest>.+)"
)


def parsed(line: str) -> dict[str, Any]:
    """Read a line as todo.txt is described: marks anywhere, the rest is text."""
    found = TODO.fullmatch(line)
    assert found, line
    words = found["rest"].split(" ")
    keys = [w for w in words if re.fullmatch(r"[A-Za-z][\w-]*:(?!//)\S+", w)]
    marks = [w for w in words if re.match(r"[+@]\S", w)]
    text = [w for w in words if w not in marks + keys]
    return {**found.groupdict(), "keys": [w.split(":", 1) for w in keys], "marks": marks, "text": text}


@given(
    text=st.lists(
        st.sampled_from([*"abx é学:+@()-/ \n\t\u2028\u202e", "due:", "2027-01-01", "http://x", "(A) ", "x "]),
        max_size=12,
    ).map("".join),
    ticked=st.booleans(),
    early=st.integers(-3, 3),
)
def test_todo_txt_can_be_read_back_whatever_people_typed(library: Library, text: str, ticked: bool, early: int) -> None:
    if not text.strip():
        return
    today = date(2027, 1, 20)
    one = Convening.model_validate(
        {"copkit": 1, "id": "spring", "mode": "virtual", "people": 9, "days": [{"date": "2027-03-12", "minutes": 60}],
         "tasks": [{"id": "mine", "task": text, "owner": "Ada Lovelace, Kim", "due": "2027-01-22"}]}
    )  # fmt: skip
    on = date(2027, 1, 20 + early)
    ticks = Ticks(copkit=1, done=(Tick(task="mine", on=on),) if ticked else ())
    found = standings(dated_tasks(one, library.timeline, 2, 9, WorkingDays()), ticks, today)
    lines = todo_txt([Listing(one, today, found, None, None, ())]).split("\n")
    assert len(lines) == len(found) + 1
    by_id = {dict(row["keys"])["id"]: row for row in (parsed(line) for line in lines[:-1])}
    mine = by_id["mine"]
    assert mine["keys"] == [["due", "2027-01-22"], ["id", "mine"]]
    assert mine["marks"] == ["+spring", "@Ada-Lovelace", "@Kim"]
    assert (mine["on"], mine["priority"]) == ((on.isoformat(), None) if ticked else (None, "B"))
    assert mine["made"] == (min(on, today) if ticked else today).isoformat()
    letters = "".join("".join(c for c in text if c.isprintable()).split())
    assert "".join(mine["text"]) == letters
    assert by_id["invitation"]["text"][:3] == ["Send", "the", "invitation"]


# --- ticks


def test_a_tick_comes_goes_and_stays_when_the_date_changes(tasks: Run, home: Path) -> None:
    ran = tasks("done", "invitation", today="2027-01-26")
    assert (ran.code, ran.out.startswith("Done: Send the invitation")) == (0, True)
    assert "\nNext, Mon 11 Jan 2027: " in ran.out
    path = home / "convenings/spring/tasks.yaml"
    assert "  - {task: invitation, on: 2027-01-26}\n" in path.read_text(encoding="utf-8")
    plan(home, "spring", "2027-05-14")
    page = tasks(today="2027-02-01").out
    assert section(page, "Done") == ["invitation"]
    assert "| Tue 26 Jan |" in page
    assert tasks("undo", "invitation").out.startswith("Open again: ")
    assert states(tasks)["invitation"] == "next"


def test_doing_it_twice_is_no_fault_and_changes_nothing(tasks: Run, home: Path) -> None:
    tasks("done", "invitation", today="2027-01-26")
    path = home / "convenings/spring/tasks.yaml"
    before = path.read_bytes()
    again = tasks("done", "invitation", today="2027-01-28")
    assert (again.code, "Done already, on Tue 26 Jan 2027" in again.out) == (0, True)
    assert path.read_bytes() == before
    assert json.loads(tasks("done", "invitation", "--json").out)["changed"] is False
    tasks("undo", "invitation")
    assert "Open, as before" in tasks("undo", "invitation").out


def test_a_task_of_ones_own_is_ticked_by_its_first_words(tasks: Run) -> None:
    assert tasks("done", "bring-a-cake").code == 0
    assert states(tasks)["bring-a-cake"] == "done"


def test_all_done_says_so(tasks: Run) -> None:
    for name in states(tasks):
        ran = tasks("done", name)
    assert "All tasks of this gathering are done." in ran.out
    page = tasks().out
    assert "carries what" not in page
    assert len(section(page, "Done")) == 5
    assert "more were done before" in page


@pytest.mark.parametrize(
    ("words", "code"),
    [(("done", "invitaton"), "unknown-reference"), (("undo", "xyzzy"), "unknown-reference-far"), (("done", "invitation", "sprung"), "no-convening-near")],
)  # fmt: skip
def test_what_is_misspelt_is_told_with_what_was_meant(
    tasks: Run, words: tuple[str, ...], code: str, home: Path
) -> None:
    ran = tasks(*words)
    assert ran.code != 0
    assert f"[{code}]" in ran.err
    assert not (home / "convenings/spring/tasks.yaml").exists()


def test_a_task_of_several_gatherings_needs_the_id(tasks: Run, home: Path) -> None:
    plan(home, "winter", "2027-01-29")
    ran = tasks("done", "invitation")
    assert (ran.code, "[task-in-several]" in ran.err) == (2, True)
    assert "`copkit tasks done invitation spring`" in ran.err
    assert tasks("done", "invitation", "winter").code == 0
    assert "[task-in-several]" in tasks("done", "invitation").err  # also when it is done in one of them


def test_a_tick_of_a_task_that_is_gone_is_kept_and_told(tasks: Run, home: Path) -> None:
    text = "copkit: 1\ndone:\n  - {task: bring-a-kake, on: 2027-01-02}\n"
    path = put(home, "convenings/spring/tasks.yaml", text)
    ran = tasks()
    assert (ran.code, "warning: there is no task `bring-a-kake`; did you mean `bring-a-cake`?" in ran.err) == (0, True)
    tasks("done", "summary")
    assert path.read_text(encoding="utf-8").startswith(text)


def test_a_form_that_copkit_does_not_change_is_left_as_it_is(tasks: Run, home: Path) -> None:
    text = "{copkit: 1, done: }\n"
    path = put(home, "convenings/spring/tasks.yaml", text)
    ran = tasks("done", "invitation", today="2027-01-26")
    assert (ran.code, "[cannot-tick]" in ran.err) == (1, True)
    assert "`- {task: invitation, on: 2027-01-26}`" in ran.err
    assert path.read_text(encoding="utf-8") == text


def test_two_who_tick_at_the_same_time_lose_no_tick(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from copkit.cli.doing import tick

    monkeypatch.chdir(home)
    names = ["invitation", "registration", "codesign", "summary", "absentees", "synthesis", "pre-question", "run-sheet"]
    gate = threading.Barrier(len(names))

    def work(name: str) -> None:
        workspace = open_workspace(home)
        gate.wait()
        tick(workspace, name, "spring", "2027-01-26", done=True)

    threads = [threading.Thread(target=work, args=(n,)) for n in names]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    text = (home / "convenings/spring/tasks.yaml").read_text(encoding="utf-8")
    assert sorted(re.findall(r"task: (\S+),", text)) == sorted(names)
