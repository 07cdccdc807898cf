"""schedule.json and schedule.xml: of the published forms, the same each time, and read back as they were written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.agenda import lay_out
from copkit.core.design import Block, Convening, GatheringDay
from copkit.core.design.day import Speaker
from copkit.reading.agendas import ReadAgenda, read_agenda
from copkit.reading.library import Library
from copkit.shelf import words
from copkit.writing.files import Artefact, Fate, save
from copkit.writing.schedule import schedule_files

ROOT = Path(__file__).parents[2].parent / "shared" / "data" / "agendas"
SCHEMA = ROOT / "pretalx-democon" / "original" / "schema.json"
XSD = os.environ.get("COPKIT_SCHEDULE_XSD", "")
REAL = ["frab-camp2019/original/frab-camp2019.json", "pretalx-democon/original/pretalx-democon.json",
        "k8s-contributor-summit-2018-eu/original/README.md", "carpentries-ttt-ssi-online-2021/original/index.md",
        "srccon-2014/original/sessions.json", "srccon-2017/original/sessions.json", "srccon-2019/original/schedule.yaml"]  # fmt: skip
NASTY = "a <b> & \"c\" 'd' ]]> \x07\u202e\ufffe --> é 学 \U0001f600"
SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")


def convening(*days: GatheringDay, **more: Any) -> Convening:
    values = {"title": "Spring", "mode": "in-person", "people": 20, **more}
    return Convening(copkit=1, id="spring-clinic", days=days, **values)


def day(*blocks: Block, at: time = time(9), **more: Any) -> GatheringDay:
    values: dict[str, Any] = {"date": date(2027, 3, 12), "start": at, "minutes": 480, "agenda": blocks, **more}
    return GatheringDay(**values)


def files(plan: Convening, library: Library, zone: str | None = "Europe/Berlin") -> dict[str, Artefact]:
    agenda = lay_out(plan, 20, library.activities, library.kinds)
    return {f.name: f for f in schedule_files(plan, agenda, zone, "both")}


def dated(days: tuple[GatheringDay, ...]) -> tuple[GatheringDay, ...]:
    """Give days without a date one each, as the organiser would."""
    start = date(2027, 3, 12).toordinal()
    return tuple(
        d if d.date else d.model_copy(update={"date": date.fromordinal(start + i)}) for i, d in enumerate(days)
    )


def rows(days: tuple[GatheringDay, ...]) -> list[tuple[Any, ...]]:
    return [
        (d.date, b.at, b.minutes, b.title, b.type, b.track, b.room, b.about, tuple(s.name for s in b.speakers))
        for d in days
        for b in d.agenda or ()
    ]


def back(artefact: Artefact, folder: Path, library: Library) -> ReadAgenda:
    path = folder / artefact.name
    path.write_bytes(artefact.marked)
    return read_agenda(path, artefact.name, library.kinds)


def valid(made: dict[str, Artefact]) -> None:
    """Hold both files against the published forms, where they are at hand, and against the facts of them."""
    data = json.loads(made["schedule.json"].marked)
    if SCHEMA.is_file():
        jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)
    text = made["schedule.xml"].marked.decode()
    if XSD:
        xmlschema = pytest.importorskip("xmlschema")
        xmlschema.XMLSchema(XSD).validate(text)
    events = ET.fromstring(text).findall("day/room/event")
    for key in ("guid", "id"):
        assert len({e.get(key) for e in events}) == len(events)
    assert len({e.findtext("slug") for e in events}) == len(events)
    wanted = {"room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "persons"}
    for event in events:
        assert {c.tag for c in event} == wanted
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", event.findtext("start") or "")
        assert re.fullmatch(r"\d{2}:\d{2}", event.findtext("duration") or "")
        assert SLUG.fullmatch(event.findtext("slug") or "")
    assert len(events) == sum(len(r) for d in data["schedule"]["conference"]["days"] for r in d["rooms"].values())


@pytest.mark.skipif(not ROOT.is_dir(), reason="the collection of real agendas is not here")
@pytest.mark.parametrize("name", REAL)
def test_a_real_agenda_goes_out_and_comes_back(name: str, library: Library, tmp_path: Path) -> None:
    agenda = read_agenda(ROOT / name, name, library.kinds)
    plan = convening(*dated(agenda.days))
    laid = lay_out(plan, 20, library.activities, library.kinds)
    assert not [m for m in laid.misfits if m.serious]
    assert [(b.title, b.minutes) for b in laid.blocks] == [(r[3], r[2]) for r in rows(plan.days)]
    made = files(plan, library)
    valid(made)
    neutral = [(*r[:6], r[6] or r[5], *r[7:]) for r in rows(plan.days)]
    for artefact in made.values():
        again = back(artefact, tmp_path, library)
        assert sorted(rows(again.days), key=str) == sorted(neutral, key=str)


def test_what_a_schedule_says(library: Library) -> None:
    plan = convening(
        day(
            Block(title="Hello", minutes=30, about="Come in", note="secret", say="secret", speakers=(Speaker(name="Ada"),)),
            Block(title="A", minutes=60, track="Blue", room="Attic"), Block(title="B", minutes=60, track="Red"),
            Block(activity="break", minutes=15), Block(title="Hello", minutes=0),
        ),
    )  # fmt: skip
    made = files(plan.model_copy(update={"title": "Spring <&>"}), library)
    valid(made)
    conference = json.loads(made["schedule.json"].marked)["schedule"]["conference"]
    assert (conference["acronym"], conference["time_zone_name"]) == ("spring_clinic", "Europe/Berlin")
    rooms = conference["days"][0]["rooms"]
    assert list(rooms) == [words()["agendas"]["room"], "Attic", "Red"]
    hello = rooms[words()["agendas"]["room"]][0]
    assert hello["date"] == "2027-03-12T09:00:00+01:00"
    assert (hello["abstract"], hello["persons"][0]["name"], hello["track"]) == ("Come in", "Ada", None)
    assert "secret" not in made["schedule.json"].text + made["schedule.xml"].text
    assert rooms[words()["agendas"]["room"]][1]["type"] == "break"


def test_the_same_plan_gives_the_same_bytes_and_an_edit_is_kept(library: Library, tmp_path: Path) -> None:
    plan = convening(day(Block(title="A", minutes=30)))
    made = list(files(plan, library).values())
    assert [f.marked for f in made] == [f.marked for f in files(plan, library).values()]
    assert {s.fate for s in save(made, tmp_path)} == {Fate.WRITTEN}
    assert {s.fate for s in save(made, tmp_path)} == {Fate.UNCHANGED}
    other = list(files(convening(day(Block(title="B", minutes=30))), library).values())
    assert {s.fate for s in save(other, tmp_path)} == {Fate.WRITTEN}
    for name in ("schedule.json", "schedule.xml"):
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace("Spring", "Mine"), encoding="utf-8")
    assert {s.fate for s in save(other, tmp_path)} == {Fate.KEPT}
    assert {s.fate for s in save(made, tmp_path)} == {Fate.BESIDE}
    assert "Mine" in (tmp_path / "schedule.json").read_text(encoding="utf-8")
    assert (tmp_path / "schedule.new.json").exists()


def test_no_text_breaks_a_schedule(library: Library, tmp_path: Path) -> None:
    block = Block(title=NASTY, minutes=30, track=NASTY, room=NASTY, about=NASTY, speakers=(Speaker(name=NASTY),))
    other = Block(title=NASTY, minutes=30, track="x")
    made = files(convening(day(block, other, place=NASTY), title=NASTY), library)
    valid(made)
    for artefact in made.values():
        again = back(artefact, tmp_path, library)
        assert not again.problems
        assert (again.days[0].agenda or ())[0].title == "a <b> & \"c\" 'd' ]]> --> é 学 \U0001f600"


def test_a_day_past_midnight_and_a_change_of_the_clock(library: Library, tmp_path: Path) -> None:
    blocks = (Block(title="A", minutes=120), Block(title="B", minutes=120, at=time(3, 30)))
    plan = convening(day(*blocks, date=date(2027, 3, 27), at=time(23)))
    made = files(plan, library)
    valid(made)
    (one, two) = json.loads(made["schedule.json"].text)["schedule"]["conference"]["days"][0]["rooms"]["Main room"]
    assert (one["date"], two["date"]) == ("2027-03-27T23:00:00+01:00", "2027-03-28T03:30:00+02:00")
    again = back(made["schedule.json"], tmp_path, library)
    assert [(b.at, b.minutes) for b in again.days[0].agenda or ()] == [(time(23), 120), (time(3, 30), 120)]


TITLES = st.text(st.sampled_from([*"abcxyz <>&\"'é学=-:;,"]), min_size=1, max_size=12).map(
    lambda t: f"x {' '.join(t.split())}".strip()
)


@st.composite
def agendas(draw: st.DrawFn) -> tuple[GatheringDay, ...]:
    """Draw days in which everyone is together, or two or three tracks of equal length run side by side."""
    days = []
    for number in range(draw(st.integers(1, 3))):
        now, blocks = draw(st.integers(0, 20 * 60)), []
        start = now
        for _ in range(draw(st.integers(1, 4))):
            lanes = draw(st.sampled_from([(None,), ("A", "B"), ("A", "B", "C")]))
            minutes = draw(st.integers(1, 50))
            about = draw(st.none() | TITLES)
            for lane in lanes:
                room = draw(st.sampled_from(["R1", "R2"])) if lane is None else f"Room {lane}"
                blocks.append(
                    Block(
                        title=draw(TITLES),
                        minutes=minutes,
                        at=time(now // 60 % 24, now % 60),
                        track=lane,
                        room=room,
                        about=about,
                    )
                )
            now += minutes + draw(st.integers(0, 5))
        days.append(
            day(*blocks, date=date(2027, 3, 12 + number), at=time(start // 60, start % 60), minutes=now - start)
        )
    return tuple(days)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=agendas(), form=st.sampled_from(["schedule.json", "schedule.xml"]))
def test_what_goes_out_comes_back(days: tuple[GatheringDay, ...], form: str, library: Library, tmp_path: Path) -> None:
    made = files(convening(*days), library)
    valid(made)
    again = back(made[form], tmp_path, library)
    assert sorted(rows(again.days), key=str) == sorted(rows(days), key=str)
    assert [(d.start, d.date) for d in again.days] == [(d.start, d.date) for d in days]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("days:\n  - minutes: 60\n    agenda: [{title: A, minutes: 60}]\n", "day-without-date"),
        ("days:\n  - minutes: 60\n    date: 2027-03-12\n    agenda: [{title: A, minutes: 60}]\n", "day-without-start"),
        ("days:\n  - {minutes: 60, date: 2027-03-12, start: '09:00'}\n", "nothing-to-export"),
    ],
)
def test_a_plan_that_is_no_schedule_yet(text: str, code: str, tmp_path: Path, inside: Callable[..., Any]) -> None:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: x\n", encoding="utf-8")
    folder = tmp_path / "convenings" / "spring"
    folder.mkdir(parents=True)
    (folder / "convening.yaml").write_text("copkit: 1\nid: spring\nmode: in-person\n" + text, encoding="utf-8")
    ran = inside("export", "schedule", "spring")
    assert ran.code in {1, 2}
    assert f"[{code}]" in ran.err
    assert not (folder / "out").exists()
