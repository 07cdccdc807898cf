"""Agendas of others: every real one comes in to the minute, and no broken one ends in a bug."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.dates import clock
from copkit.problem import InputError, Severity
from copkit.reading.agendas import ReadAgenda, read_agenda
from copkit.reading.agendas.kinds import kind_of
from copkit.reading.agendas.times import read_date, read_minutes, read_span
from copkit.reading.library import Library

ROOT = Path(__file__).parents[2].parent / "shared" / "data" / "agendas"
REAL = {
    "carpentries-ttt-ssi-online-2021": "index.md", "frab-camp2019": "frab-camp2019.json",
    "k8s-contributor-summit-2018-eu": "README.md", "openseeds-ols-5": "schedule.yaml", "openseeds-ols-8": "schedule.yaml",
    "pretalx-democon": "pretalx-democon.json", "srccon-2014": "sessions.json", "srccon-2017": "sessions.json",
    "srccon-2019": "schedule.yaml", "turing-way-collab-cafe": "schedule.md",
}  # fmt: skip
HERE = pytest.mark.skipif(not ROOT.is_dir(), reason="the collection of real agendas is not here")
HEAD = "date,start,end,title\n"
few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def read(tmp_path: Path, library: Library) -> Callable[..., ReadAgenda]:
    """Read a text as an agenda."""

    def reading(text: str | bytes, name: str = "agenda.csv") -> ReadAgenda:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_agenda(path, name, library.kinds)

    return reading


def blocks(agenda: ReadAgenda) -> list[tuple[Any, ...]]:
    return [
        (d.date, f"{b.at:%H:%M}" if b.at else None, b.minutes, b.title, b.track, b.room)
        for d in agenda.days
        for b in d.agenda or ()
    ]


def codes(agenda: ReadAgenda) -> list[str]:
    return [p.code for p in agenda.problems]


# --- real agendas


def _plain(title: str) -> str:
    title = re.sub(r"<[^>]+>", "", title).replace("B R E A K", "Break")
    return " ".join(title.split())


def _expected(name: str) -> Counter[tuple[Any, ...]]:
    """Return what another person made of the same file, where it has a time or a length."""
    items = json.loads((ROOT / name / "agenda.json").read_text(encoding="utf-8"))["items"]
    found = Counter[tuple[Any, ...]]()
    for item in items:
        start = item["start"] if item["start"] and not item["start"].startswith("+") else None
        if start or item["duration_min"] is not None:
            found[start, item["duration_min"] or 30 * bool(start), _plain(item["title"])] += 1
    return found


@HERE
@pytest.mark.parametrize("name", REAL)
def test_a_real_agenda_comes_in_to_the_minute(name: str, library: Library) -> None:
    """A second reading of the same files, by another hand, has the same entries at the same minutes."""
    agenda = read_agenda(ROOT / name / "original" / REAL[name], REAL[name], library.kinds)
    found = Counter((at, minutes, _plain(title)) for _, at, minutes, title, *_ in blocks(agenda))
    more = found - _expected(name)
    assert _expected(name) - found == Counter()
    assert sum(more.values()) == {"openseeds-ols-5": 2, "openseeds-ols-8": 2}.get(name, 0), more
    assert not [p for p in agenda.problems if p.severity is Severity.ERROR]


@HERE
@pytest.mark.parametrize(("name", "count"), [("frab-camp2019", 79), ("pretalx-democon", 36)])
def test_a_schedule_keeps_every_event_and_counts_what_it_leaves_out(name: str, count: int, library: Library) -> None:
    path = ROOT / name / "original" / REAL[name]
    agenda = read_agenda(path, REAL[name], library.kinds)
    events = [
        (
            date.fromisoformat(day["date"]),
            e["start"],
            int(e["duration"][:2]) * 60 + int(e["duration"][3:]),
            e["title"].strip(),
            room,
        )
        for day in json.loads(path.read_text(encoding="utf-8"))["schedule"]["conference"]["days"]
        for room, rows in day["rooms"].items()
        for e in rows
    ]
    found = [(d, at, m, t, room) for d, at, m, t, _, room in blocks(agenda)]
    assert Counter(found) == Counter((d, a, m, " ".join(t.split()), r) for d, a, m, t, r in events)
    assert agenda.left["guid"] == agenda.left["url"] == len(events) == count


@HERE
def test_the_three_tracks_of_a_table_have_their_rooms(library: Library) -> None:
    agenda = read_agenda(ROOT / "k8s-contributor-summit-2018-eu/original/README.md", "README.md", library.kinds)
    rows = {(b.title, b.track, b.room) for b in agenda.days[0].agenda or ()}
    assert ("Part 1", "Track One", "C1-M1") in rows
    assert ("SIG Updates", None, None) in rows
    assert agenda.days[0].date == date(2018, 5, 1)
    assert agenda.told.timeless == ["New Contributor Workshop", "Current Contributor Workshop", "Docs Sprint"]


# --- times as people write them


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9:30-10:45am", "09:30", "10:45"), ("11am-noon", "11:00", "12:00"), ("11am-1:30pm", "11:00", "13:30"),
        ("12:30-1:30pm", "12:30", "13:30"), ("11-1:30pm", "11:00", "13:30"), ("9–10 pm", "21:00", "22:00"),
        ("9:00 to 10:15", "09:00", "10:15"), ("0930", "09:30", None), ("14h30", "14:30", None), ("18.00 Uhr", "18:00", None),
        ("12 midnight", "00:00", None), ("12am", "00:00", None), ("12 noon - 1 p.m.", "12:00", "13:00"), ("9", "09:00", None),
        ("10:00 UTC", "10:00", None), ("09:00:00", "09:00", None), ("11am-1", "11:00", "13:00"), ("22:00-00:30", "22:00", "00:30"),
    ],
)  # fmt: skip
def test_a_span_is_read(text: str, start: str, end: str | None) -> None:
    found = read_span(text)
    assert found is not None
    assert (clock(found.start), clock(found.end) if found.end is not None else None) == (start, end)


@pytest.mark.parametrize("text", ["25:99", "9:75", "13pm", "9-10-11", "24:30", "9:30am tomorrow", "1" * 200])
def test_a_time_that_cannot_be(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_span(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("75 minutes", 75), ("1 hour", 60), ("2.5 hours", 150), ("60 min", 60), ("1:30", 90), ("01:30:00", 90), ("90", 90),
        ("1h30", 90), ("1 hour 15 mins", 75), ("1 h and 5 min", 65), ("PT1H30M", 90), ("20'", 20), ("1,5 h", 90), ("Start", None),
    ],
)  # fmt: skip
def test_a_length_is_read(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["0", "-5 min", "1500", "two 2 hours", "1:2:3:4"])
def test_a_length_that_cannot_be(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_minutes(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-12", (2027, 3, 12)), ("Tuesday 16 March 2021", (2021, 3, 16)), ("May 1, 2018", (2018, 5, 1)),
        ("16.3.2021", (2021, 3, 16)), ("3/16/2021", (2021, 3, 16)), ("16/03/2021", (2021, 3, 16)), ("1st Sept 2024", None),
        ("1 Sep 2024", (2024, 9, 1)), ("03/04/2027", None), ("2027-02-30", None), ("Thursday", None), ("0001-01-01", None),
    ],
)  # fmt: skip
def test_a_date_is_read_where_it_means_one_day(text: str, day: tuple[int, int, int] | None) -> None:
    assert read_date(text) == (date(*day) if day else None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("B R E A K", "break"), ("☕️ Break", "break"), ("Lunch (Provided)", "lunch"), ("Welcome to SRCCON", "opening"),
        ("SRCCON Closing", "closing"), ("Panel: data", "panel"), ("Opening Ceremony", "opening"), ("Q&A", "questions"),
        ("Opening up data", None), ("How to break silos", None), ("Solar panel", None), ("Third party", None), ("Social media", None),
    ],
)  # fmt: skip
def test_a_type_is_guessed_only_where_the_title_makes_it_plain(title: str, kind: str | None, library: Library) -> None:
    assert kind_of("", title, library.kinds)[0] == kind


# --- forms


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_in_any_encoding(delimiter: str, encoding: str, read: Callable[..., ReadAgenda]) -> None:
    rows = [
        ["Wer", "Room", "Session title", "Start time", "Duration (min)"],
        ["Zoë", "Café", '"Über, alles; "', "9:00", "45"],
    ]
    rows[1][2] = '"Über, alles; \t oder"'
    text = "\r\n".join(delimiter.join(row) for row in rows)
    agenda = read(text.encode(encoding), "a.txt")
    assert blocks(agenda) == [(None, "09:00", 45, "Über, alles; oder", None, "Café")]
    assert agenda.left == {"Wer": 1}


def test_a_formula_stays_text(read: Callable[..., ReadAgenda]) -> None:
    agenda = read("start,minutes,title\n09:00,30,=cmd|' /C calc'!A0\n")
    assert blocks(agenda)[0][3] == "=cmd|' /C calc'!A0"


def test_parallel_items_get_tracks_and_the_others_do_not(read: Callable[..., ReadAgenda]) -> None:
    agenda = read(
        "start,end,title,room\n09:00,09:30,Hello,Hall\n09:30,10:30,A,Hall\n09:30,10:00,B,Attic\n10:30,11:00,End,Hall\n"
    )
    assert [(b[3], b[4], b[5]) for b in blocks(agenda)] == [
        ("Hello", None, "Hall"), ("A", "Hall", "Hall"), ("B", "Attic", "Attic"), ("End", None, "Hall"),
    ]  # fmt: skip


def test_a_day_may_pass_midnight(read: Callable[..., ReadAgenda]) -> None:
    agenda = read(
        "date,time,title\n2027-03-12,20:00-22:30,Dinner\n2027-03-12,22:30-01:00,Dance\n2027-03-12,01:00-02:00,Walk\n"
    )
    (day,) = agenda.days
    assert (day.start, day.minutes) == (time(20), 360)
    assert [b[1:3] for b in blocks(agenda)] == [("20:00", 150), ("22:30", 150), ("01:00", 60)]


def test_an_end_that_is_not_given_is_the_next_start(read: Callable[..., ReadAgenda]) -> None:
    agenda = read("start,title\n09:00,A\n09:45,B\n")
    assert [b[2] for b in blocks(agenda)] == [45, 30]
    assert (agenda.told.ends, agenda.told.assumed, codes(agenda)) == (["A"], ["B"], ["end-assumed"])


def test_nested_lists_keep_their_day_and_the_titles_of_their_parts(read: Callable[..., ReadAgenda]) -> None:
    text = """
title: Spring
days:
  - date: 2027-03-12
    sponsor: somebody
    sessions:
      - {start: 9am, duration: 1 hour, title: Talks, talks: [{title: One, speaker: Ada, slides: x}, {title: Two, speaker: Bo}]}
"""
    agenda = read(text, "a.yaml")
    (block,) = agenda.days[0].agenda or ()
    assert (agenda.title, agenda.days[0].date) == ("Spring", date(2027, 3, 12))
    assert (block.note, [s.name for s in block.speakers]) == ("One; Two", ["Ada", "Bo"])
    assert agenda.left == {"sponsor": 1, "talks.slides": 1}


def test_schedule_xml(read: Callable[..., ReadAgenda]) -> None:
    text = """<?xml version="1.0"?><schedule><conference><title>Camp</title></conference><day index="1" date="2027-03-12">
<room name="Hall"><event guid="x" id="1"><start>23:30</start><duration>01:00</duration><title>A &amp; B</title>
<date>2027-03-12T23:30:00+01:00</date><persons><person id="1">Ada, Countess</person></persons><links><link href="x">x</link></links></event>
<event id="2"><date>2027-03-13T00:30:00+01:00</date><duration>00:15</duration><title>C</title></event></room></day></schedule>"""
    agenda = read(text, "s.xml")
    assert blocks(agenda) == [
        (date(2027, 3, 12), "23:30", 60, "A & B", None, "Hall"), (date(2027, 3, 12), "00:30", 15, "C", None, "Hall"),
    ]  # fmt: skip
    assert [s.name for s in (agenda.days[0].agenda or ())[0].speakers] == ["Ada, Countess"]
    assert agenda.left == {"guid": 1, "id": 2, "links": 1}


# --- mistakes: each is named with its place, and what is good is kept


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (HEAD + "2027-03-12,25:99,10:00,A\n2027-03-12,09:00,10:00,B\n", "impossible-time", (2, 12)),
        (HEAD + "2027-03-12,09:00,10:75,A\n2027-03-12,09:00,10:00,B\n", "impossible-time", (2, 18)),
        (HEAD + "2027-03-12,14:00,13:00,A\n2027-03-12,09:00,10:00,B\n", "item-ends-early", (2, 1)),
        (HEAD + "2027-03-12,09:00,09:00,A\n2027-03-12,09:00,10:00,B\n", "item-ends-early", (2, 1)),
        (HEAD + "2027-03-12,09:00,10:00,\n2027-03-12,09:00,10:00,B\n", "item-without-title", (2, 1)),
        (HEAD + "2027-03-12,2027-03-14T09:00,10:00,A\n2027-03-12,09:00,10:00,B\n", "item-outside-day", (2, 12)),
        ("start,length,title\n09:00,long 5 years,A\n09:00,30,B\n", "impossible-length", (2, 7)),
        ("start,length,title\n09:00,0,A\n09:00,30,B\n", "impossible-length", (2, 7)),
        ("start,length,title\n09:00,1440,A\n09:30,24 h,B\n", "item-beyond-day", (3, 1)),
    ],
)
def test_an_entry_that_cannot_be_kept(
    text: str, code: str, place: tuple[int, int], read: Callable[..., ReadAgenda]
) -> None:
    agenda = read(text)
    found = [p for p in agenda.problems if p.severity is Severity.ERROR]
    assert [p.code for p in found] == [code]
    assert found[0].where is not None
    assert (found[0].where.line, found[0].where.column) == place
    assert found[0].source_line
    assert len(blocks(agenda)) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("start,end,title,room\n09:00,10:00,A,X\n09:30,10:30,B,X\n", "same-lane"),
        ("start,title\n09:00,A\nAll evening,B\n", "item-without-time"),
        ("minutes,title\nStart,A\n30,B\n", "item-without-length"),
        ("start,title\n09:00,A\n", "end-assumed"),
        ("start,end,minutes,title\n09:00,10:00,45,A\n", "two-item-lengths"),
        ("date,start,end,title\n03/04/2027,09:00,10:00,A\n", "two-ways-to-read"),
        ("start,minutes,title\n09:00,30,A,B,C\n", "too-many-cells"),
    ],
)
def test_an_entry_that_is_kept_with_a_word(text: str, code: str, read: Callable[..., ReadAgenda]) -> None:
    agenda = read(text)
    assert code in codes(agenda)
    assert all(p.severity is Severity.WARNING for p in agenda.problems)


EVENT = '{"schedule":{"conference":{"title":"x","days":[%s]}}}'
BROKEN = [
    ("empty", "", "a.csv", "empty-agenda"), ("white", "\n \n", "a.csv", "empty-agenda"),
    ("prose", "Dear all, we meet on Friday.", "a.txt", "unknown-agenda"),
    ("spreadsheet", b"PK\x03\x04\x14\0", "a.xlsx", "packed-file"), ("page", b"%PDF-1.7", "a.pdf", "packed-file"),
    ("bytes", bytes(range(256)) * 3, "a.csv", "no-text-file"), ("no titles", "start,end\n09:00,10:00\n", "a.csv", "no-title-column"),
    ("other columns", "a,b\n1,2\n", "a.csv", "no-title-column"), ("only a head", HEAD, "a.csv", "nothing-to-read"),
    ("open quote", 'start,title\n09:00,"A\n', "a.csv", "open-quote"), ("stops", '{"schedule": {"conference": {', "a.json", "bad-json"),
    ("trailing comma", "[1,]", "a.json", "bad-json"), ("two values", "{} {}", "a.json", "bad-json"), ("word", "[nope]", "a.json", "bad-json"),
    ("twice", '{"a": 1, "a": 2}', "a.json", "duplicate-key"), ("deep", "[" * 5000, "a.json", "too-deep"),
    ("deep yaml", "[" * 5000, "a.yaml", "too-deep"), ("no conference", '{"schedule": {"conference": 3}}', "a.json", "odd-part"),
    ("no days", '{"schedule": {"conference": {"title": "x"}}}', "a.json", "odd-part"), ("odd day", EVENT % "3", "a.json", "odd-part"),
    ("odd rooms", EVENT % '{"date":"2027-03-12","rooms":[]}', "a.json", "odd-part"),
    ("odd events", EVENT % '{"date":"2027-03-12","rooms":{"A":{}}}', "a.json", "odd-part"),
    ("odd event", EVENT % '{"date":"2027-03-12","rooms":{"A":[7]}}', "a.json", "odd-part"),
    ("no title", EVENT % '{"date":"2027-03-12","rooms":{"A":[{"start":"09:00"}]}}', "a.json", "item-without-title"),
    ("no events", EVENT % '{"date":"2027-03-12","rooms":{}}', "a.json", "nothing-to-read"), ("a list of nothing", "[]", "a.json", "nothing-to-read"),
    ("doctype", '<!DOCTYPE schedule [<!ENTITY a "b">]><schedule>&a;</schedule>', "a.xml", "xml-doctype"),
    ("outside entity", '<!DOCTYPE schedule SYSTEM "file:///etc/passwd"><schedule/>', "a.xml", "xml-doctype"),
    ("unclosed", "<schedule><day>", "a.xml", "bad-xml"), ("bare sign", "<schedule>a & b</schedule>", "a.xml", "bad-xml"),
    ("deep xml", "<schedule>" + "<a>" * 200, "a.xml", "too-deep"), ("empty xml", "<schedule/>", "a.xml", "nothing-to-read"),
    ("other xml", "<rss><channel/></rss>", "a.xml", "unknown-agenda"), ("alias bomb", "a: &a [x]\nb: [*a, *a]\n", "a.yaml", "alias"),
    ("tag", "- !!python/object/apply:os.system [ls]\n", "a.yaml", "tag"), ("yaml", "- title: A: B\n", "a.yaml", "stray-colon"),
    ("table of other things", "| a | b |\n|---|---|\n| c | d |\n", "a.md", "nothing-to-read"),
    ("too many", "start,title\n" + "09:00,A\n" * 3001, "a.csv", "too-many-items"),
    ("impossible only", "| time | title |\n|---|---|\n| 25:99 | A |\n", "a.md", "impossible-time"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "code"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_file_of_which_nothing_can_be_used(
    text: str | bytes, name: str, code: str, read: Callable[..., ReadAgenda]
) -> None:
    with pytest.raises(InputError) as caught:
        read(text, name)
    assert caught.value.problems[0].code == code
    where = caught.value.problems[0].where
    assert where is not None
    assert where.file == name


def test_a_file_that_is_too_large(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"start,title\n" + b"09:00,A\n" * 2_600_000)
    with pytest.raises(InputError) as caught:
        read_agenda(path, "a.csv", library.kinds)
    assert caught.value.problems[0].code == "too-large"


@pytest.mark.parametrize(
    "start", ["", "start,title\n", "| time | title |\n|---|---|\n", "[{", "<schedule>", "- title: ", "<table>"]
)
@few
@given(rest=st.text(st.sampled_from([*"|,;\t\n\"'<>[]{}:-/&#09aptm. é\u202e\x00\x07"]), max_size=60))
def test_no_text_ends_in_a_bug(start: str, rest: str, tmp_path: Path, library: Library) -> None:
    path = tmp_path / "a.txt"
    path.write_text(start + rest, encoding="utf-8")
    with suppress(InputError):
        read_agenda(path, "a.txt", library.kinds)


@pytest.mark.parametrize("text", ["<!--" * 70_000, "<a " * 90_000, "<td>x" * 50_000, "|" * 200_000, "[" * 200_000, "<" * 200_000],
                         ids=["comments", "tags", "cells", "bars", "brackets", "signs"])  # fmt: skip
def test_no_text_takes_minutes(text: str, read: Callable[..., ReadAgenda]) -> None:
    begun = monotonic()
    for start in ("<table><tr><td>9:00", "| time | title |\n|---|---|\n| 9:00 | "):
        with suppress(InputError):
            read(start + text)
    assert monotonic() - begun < 20
