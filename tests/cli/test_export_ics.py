"""copkit export ics: calendars that follow a plan through every change, and name nobody unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from icalendar import Calendar
from tests.conftest import Ran

from copkit.core.publishing import KEPT_DAYS
from copkit.reading.source import parse_yaml
from copkit.writing.ics import unfolded

Run = Callable[..., Ran]
FIRST = ("--today", "2026-11-21")
LATER = ("--today", "2026-12-01")
COMMUNITY = """\
copkit: 1
name: Reef keepers
time_zone: Europe/Berlin
segments:
  - {id: divers, title: Divers}
  - {id: owners, title: Boat owners}
"""
PLAN = """\
copkit: 1
id: spring
title: "Spring, clinic; with tea"
mode: hybrid
people: 24
link: https://meet.example.org/spring
strategic: {expressed_purpose: Help one another with real problems.}
outcomes: [{id: O1, statement: Members get help from two peers.}]
days:
  - date: 2027-03-12
    start: "09:30"
    end: "11:00"
    place: Room 4
    agenda:
      - {id: welcome, title: Welcome, type: opening, minutes: 10}
      - {activity: troika-consulting, minutes: 35, serves: [O1], owner: Ada Example}
      - {title: Boats, type: presentation, minutes: 30, track: A, room: Deck}
      - {title: Nets, type: presentation, minutes: 30, track: B}
      - {id: close, title: Closing, type: closing, minutes: 10}
momentum:
  check_in: {link: https://meet.example.org/call, host: Bo Example}
team: {host: Cleo Example, facilitator: Dina Example}
"""
REGISTER = """\
copkit: 1
groups:
  - {id: g1, title: Nets, lead: Eve Example, next_meeting: "2027-03-26 15:00, at Eve's"}
  - {id: g2, title: Maps, next_meeting: soon, publish_date: 2027-04-30, shared_output: false}
"""
PEOPLE = """\
name,email,segment,named
Ada Example,ada@example.org,divers,yes
Bo Example,bo@example.org,owners,
Cleo Example,cleo@example.org,,
Dina Example,,divers,
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "convenings" / "spring"
    folder.mkdir(parents=True)
    (tmp_path / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    (folder / "convening.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def of(home: Path) -> Path:
    return home / "convenings" / "spring"


def change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def events(home: Path, name: str = "out/calendar.ics") -> dict[str, Any]:
    """Return the events of a file by their titles."""
    raw = (of(home) / name).read_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    found = Calendar.from_ical(raw).walk("VEVENT")
    assert len({str(e["UID"]) for e in found}) == len(found)
    return {str(e["SUMMARY"]): e for e in found}


def everything(home: Path) -> dict[str, bytes]:
    return {p.relative_to(home).as_posix(): p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file() and p.suffix != ".lock"}  # fmt: skip


def at(event: Any) -> tuple[str, str]:
    return tuple(f"{event[k].dt:%d %H:%M}" for k in ("DTSTART", "DTEND"))  # type: ignore[return-value]


def test_the_hosts_get_everything_and_participants_the_days_and_the_call(inside: Run, home: Path) -> None:
    ran = inside("export", "ics", "spring", *FIRST)
    assert (ran.code, ran.err) == (0, "")
    hosts, guests = events(home), events(home, "out/invitation.ics")
    title = "Spring, clinic; with tea"
    assert set(guests) == {title, f"Check-in call: {title}"}
    assert at(hosts[title]) == ("12 09:30", "12 11:00")
    assert at(hosts["Troika consulting"]) == ("12 09:40", "12 10:15")
    assert at(hosts["Boats"]) == at(hosts["Nets"]) == ("12 10:15", "12 10:45")
    assert (str(hosts["Boats"]["LOCATION"]), str(hosts["Nets"]["LOCATION"])) == ("Deck", "B")
    assert str(hosts["Troika consulting"]["DESCRIPTION"]) == (
        "Leads: Ada Example\nServes O1: Members get help from two peers."
    )
    assert hosts["Boats"]["RELATED-TO"] == hosts[title]["UID"]
    assert str(hosts[title]["LOCATION"]) == "Room 4; https://meet.example.org/spring"
    call = guests[f"Check-in call: {title}"]
    assert (str(call["URL"]), at(call)) == ("https://meet.example.org/call", ("12 09:30", "12 10:30"))
    due = [e for t, e in hosts.items() if t.startswith("Due: ")]
    assert len(due) > 10
    assert {str(e["TRANSP"]) for e in due} == {"TRANSPARENT"}
    assert all(type(e["DTSTART"].dt) is date for e in due)
    for name, event in guests.items():
        assert event.to_ical() == hosts[name].to_ical()


def test_participants_see_no_names_and_no_addresses(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text(PEOPLE, encoding="utf-8")
    inside("export", "ics", "spring", *FIRST)
    text = unfolded((of(home) / "out" / "invitation.ics").read_text(encoding="utf-8"))
    assert "Example" not in text
    assert "@" not in text
    assert "@" not in (of(home) / "out" / "calendar.ics").read_text(encoding="utf-8")
    published = (of(home) / "published.yaml").read_text(encoding="utf-8")
    for word in ("Example", "troika", "welcome", "Nets", "Spring", "@"):
        assert word not in published


def test_nothing_changes_where_nothing_changed(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    before = everything(home)
    ran = inside("export", "ics", "spring", *LATER)
    assert everything(home) == before
    assert "No event has changed since last time." in ran.out
    assert "3 as before" in ran.out


def test_only_what_changed_gets_the_next_number(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    first = events(home)
    change(of(home) / "convening.yaml", ("{id: close, title: Closing,", "{id: close, title: The end,"))
    ran = inside("export", "ics", "spring", *LATER)
    assert "0 new, 1 changed, 0 cancelled" in ran.out
    then = events(home)
    assert then["The end"]["UID"] == first["Closing"]["UID"]
    assert (then["The end"]["SEQUENCE"], then["The end"]["DTSTAMP"].dt) == (1, datetime(2026, 12, 1, tzinfo=UTC))
    for title in set(first) & set(then):
        assert then[title].to_ical() == first[title].to_ical()


def test_a_block_keeps_its_id_wherever_it_moves(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    first = events(home)
    welcome = "      - {id: welcome, title: Welcome, type: opening, minutes: 10}\n"
    close = "      - {id: close, title: Closing, type: closing, minutes: 10}\n"
    change(of(home) / "convening.yaml", (welcome, ""), (close, close + welcome), ("2027-03-12", "2027-03-19"))
    inside("export", "ics", "spring", *LATER)
    then = events(home)
    assert {t: e["UID"] for t, e in then.items()} == {t: e["UID"] for t, e in first.items()}
    assert (at(then["Welcome"]), then["Welcome"]["SEQUENCE"]) == (("19 10:45", "19 10:55"), 1)


def test_what_is_gone_or_has_another_id_is_cancelled_until_a_while_after(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    uid = events(home)["Closing"]["UID"]
    change(of(home) / "convening.yaml", ("id: close,", "id: the-end,"))
    ran = inside("export", "ics", "spring", *LATER)
    assert "1 new, 0 changed, 1 cancelled" in ran.out
    gone = events(home)["Cancelled: a part of Spring, clinic; with tea"]
    assert (gone["UID"], gone["SEQUENCE"], str(gone["STATUS"])) == (uid, 1, "CANCELLED")
    assert gone["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 12, 9, 45, tzinfo=UTC)
    assert events(home)["Closing"]["UID"] != uid
    for day, told in ((11, True), (12, False)):
        assert KEPT_DAYS == 30
        inside("export", "ics", "spring", "--today", f"2027-04-{day}")
        assert any(e["UID"] == uid for e in events(home).values()) is told
    change(of(home) / "convening.yaml", ("id: the-end,", "id: close,"))
    inside("export", "ics", "spring", "--today", "2027-05-01")
    assert (events(home)["Closing"]["UID"], events(home)["Closing"]["SEQUENCE"]) == (uid, 2)


def test_a_task_that_is_done_leaves_the_calendar_and_comes_back(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    before = {str(e["UID"]): e for e in events(home).values()}
    inside("tasks", "done", "invitation", "spring", *LATER)
    inside("export", "ics", "spring", *LATER)
    (gone,) = [e for e in events(home).values() if str(e["STATUS"]) == "CANCELLED"]
    assert before[str(gone["UID"])]["DTSTART"].dt == gone["DTSTART"].dt
    inside("tasks", "undo", "invitation", "spring", *LATER)
    inside("export", "ics", "spring", *LATER)
    assert {str(e["STATUS"]) for e in events(home).values()} == {"CONFIRMED"}


def test_dates_of_groups_stand_in_the_hosts_calendar_and_what_is_no_date_is_told(inside: Run, home: Path) -> None:
    (of(home) / "private").mkdir()
    (of(home) / "private" / "register.yaml").write_text(REGISTER, encoding="utf-8")
    ran = inside("export", "ics", "spring", *FIRST)
    assert ran.code == 0
    assert re.search(r"register.yaml:4:\d+: warning: `soon` holds no date, so it is not in the calendar", ran.err)
    hosts = events(home)
    assert at(hosts["Group meets: Nets"]) == ("26 15:00", "26 16:00")
    assert "60 minutes are assumed" in str(hosts["Group meets: Nets"]["DESCRIPTION"])
    assert hosts["Publish: Maps"]["DTSTART"].dt == date(2027, 4, 30)
    assert "Group meets: Maps" not in hosts
    assert "Eve" not in (of(home) / "out" / "calendar.ics").read_text(encoding="utf-8")


def test_addresses_only_where_they_are_asked_for_and_only_in_a_private_file(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text(PEOPLE, encoding="utf-8")
    inside("export", "ics", "spring", *FIRST)
    before = (of(home) / "out" / "invitation.ics").read_bytes()
    ran = inside("export", "ics", "spring", "--attendees", *LATER)
    assert "sees every address in it" in ran.out
    assert (of(home) / "out" / "invitation.ics").read_bytes() == before
    assert (of(home) / "private" / ".gitignore").read_text(encoding="utf-8") == "*\n"

    def named() -> list[tuple[str, str | None]]:
        day = events(home, "private/invitation.ics")["Spring, clinic; with tea"]
        assert (str(day["ORGANIZER"]), day["ORGANIZER"].params["CN"]) == ("mailto:cleo@example.org", "Reef keepers")
        assert day["SEQUENCE"] == 0
        found = day["ATTENDEE"]
        return [(str(a), a.params.get("CN")) for a in (found if isinstance(found, list) else [found])]

    ada, bo, cleo = ("mailto:ada@example.org", "Ada Example"), ("mailto:bo@example.org", None), ("mailto:cleo@example.org", None)  # fmt: skip
    assert named() == [ada, bo, cleo]
    change(of(home) / "convening.yaml", ("strategic: {", "strategic: {audience: [divers], "))
    inside("export", "ics", "spring", "--attendees", *LATER)
    assert named() == [ada, cleo]
    change(of(home) / "convening.yaml", ("Help one another", "Help each other"))
    assert "private/invitation.ics stays as it was" in inside("export", "ics", "spring", *LATER).out


def test_attendees_without_any_address(inside: Run, home: Path) -> None:
    ran = inside("export", "ics", "spring", "--attendees", *FIRST)
    assert (ran.code, "[no-people-to-name]" in ran.err) == (0, True)
    assert not (of(home) / "private").exists()


def test_whoever_is_forgotten_is_in_no_calendar(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text(PEOPLE, encoding="utf-8")
    inside("export", "ics", "spring", "--attendees", *FIRST)
    shown = json.loads(inside("forget", "Bo Example", "--yes", "--json").out)
    assert shown["removed"] == ["convenings/spring/private/invitation.ics"]
    inside("forget", "Ada Example", "--yes")
    assert {p.name for p in (of(home) / "out").iterdir()} == {"invitation.ics"}
    assert inside("export", "ics", "spring", *FIRST).code == 0
    for name, raw in everything(home).items():
        assert "Ada Example" not in unfolded(raw.decode()), name


def test_alarms(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", "--alarms", *FIRST)
    assert len(events(home)["Spring, clinic; with tea"].walk("VALARM")) == 2
    assert not events(home)["Troika consulting"].walk("VALARM")
    assert not any(e.walk("VALARM") for e in events(home, "out/invitation.ics").values())


def test_a_dry_run_and_a_diff_write_nothing(inside: Run, home: Path) -> None:
    before = everything(home)
    dry = inside("export", "ics", "spring", "--dry-run", *FIRST)
    diff = inside("export", "ics", "spring", "--diff", *FIRST)
    assert everything(home) == before
    assert "would be written" in dry.out
    assert "+BEGIN:VEVENT" in diff.out
    assert "+  - {uid: " in diff.out
    data = json.loads(inside("export", "ics", "spring", "--json", *FIRST).out)
    assert (data["events"]["block"], data["events"]["day"], data["shared"], data["new"]) == (5, 1, 2, sum(data["events"].values()))  # fmt: skip


def test_a_calendar_that_a_person_changed_stays(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    path = of(home) / "out" / "calendar.ics"
    path.write_bytes(path.read_bytes().replace(b"Welcome", b"Hello"))
    change(of(home) / "convening.yaml", ("title: Closing", "title: The end"))
    assert "stands beside it" in inside("export", "ics", "spring", *LATER).out
    assert b"Hello" in path.read_bytes()
    assert "The end" in events(home, "out/calendar.new.ics")
    inside("export", "ics", "spring", "--force", *LATER)
    assert "The end" in events(home)


def test_where_it_is_lost_what_calendars_saw_it_is_said(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    (of(home) / "published.yaml").unlink()
    before = everything(home)
    ran = inside("export", "ics", "spring", "--force", *LATER)
    assert (ran.code, "[published-lost]" in ran.err) == (1, True)
    assert everything(home) == before
    for name in ("calendar.ics", "invitation.ics"):
        (of(home) / "out" / name).unlink()
    assert inside("export", "ics", "spring", *LATER).code == 0


def test_ids_differ_between_communities_and_stay_when_one_is_renamed(inside: Run, home: Path) -> None:
    def uids() -> set[str]:
        return {str(e["UID"]) for e in events(home).values()}

    def rename(old: str, new: str) -> None:
        change(home / "community.yaml", (f"name: {old}", f"name: {new}"))

    inside("export", "ics", "spring", *FIRST)
    first = uids()
    rename("Reef keepers", "Reef friends")
    inside("export", "ics", "spring", *FIRST)
    assert uids() == first
    for path in (of(home) / "published.yaml", *(of(home) / "out").iterdir()):
        path.unlink()
    inside("export", "ics", "spring", *FIRST)
    assert not uids() & first


def test_what_is_published_fits_its_schema(inside: Run, home: Path) -> None:
    inside("export", "ics", "spring", *FIRST)
    schema = json.loads(inside("schema", "published").out)
    data = parse_yaml((of(home) / "published.yaml").read_text(encoding="utf-8"), "published.yaml").data
    jsonschema.Draft202012Validator(schema).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "events": [{**data["events"][0], "who": "Ada"}]}, schema)


def plan_of(home: Path, day: str) -> None:
    (of(home) / "convening.yaml").write_text(f"copkit: 1\nid: spring\nmode: in-person\ndays:\n{day}", encoding="utf-8")


def spans(home: Path) -> Iterator[tuple[str, str]]:
    for event in events(home).values():
        if "RELATED-TO" in event:
            yield at({k: type(event[k])(event[k].dt.astimezone(UTC)) for k in ("DTSTART", "DTEND")})


@pytest.mark.parametrize(
    ("day", "wanted"),
    [  # in UTC: an hour is missing at 01:00 on 28 March 2027, and comes twice at 00:00 and 01:00 on 31 October
        ("27, start: '23:00', minutes: 420, agenda: [{title: A, minutes: 240}, {title: B, minutes: 60}]",
         [("27 22:00", "28 02:00"), ("28 02:00", "28 03:00")]),
        ("27, start: '23:00', minutes: 420, agenda: [{title: A, minutes: 120}, {title: B, minutes: 60, at: '03:30'}, {title: C, minutes: 60}]",
         [("27 22:00", "28 00:00"), ("28 01:30", "28 02:30"), ("28 02:30", "28 03:30")]),
        ("28, start: '02:30', minutes: 60, agenda: [{title: A, minutes: 60}]", [("28 01:30", "28 02:30")]),
    ],
)  # fmt: skip
def test_nights_and_clocks_that_change(day: str, wanted: list[tuple[str, str]], inside: Run, home: Path) -> None:
    plan_of(home, f"  - {{date: 2027-03-{day}}}\n")
    assert inside("export", "ics", "spring", *FIRST).code in {0, 1}
    assert sorted(spans(home)) == sorted(wanted)


def test_minutes_pass_evenly_through_the_hour_that_comes_twice(inside: Run, home: Path) -> None:
    blocks = ", ".join(f"{{id: b{n}, title: B{n}, minutes: 60}}" for n in range(5))
    plan_of(home, f"  - {{date: 2027-10-30, start: '23:00', minutes: 300, agenda: [{blocks}]}}\n")
    assert inside("export", "ics", "spring", *FIRST).code == 0
    assert sorted(spans(home)) == [
        ("30 21:00", "30 22:00"), ("30 22:00", "30 23:00"), ("30 23:00", "31 00:00"), ("31 00:00", "31 01:00"), ("31 01:00", "31 02:00"),
    ]  # fmt: skip


def test_several_days_and_an_evening_before(inside: Run, home: Path) -> None:
    days = [
        "  - {date: 2027-03-12, start: '09:00', end: '17:00'}\n",
        "  - {date: 2027-03-13, start: '09:00', minutes: 120}\n",
    ]
    plan_of(home, "".join(days))
    inside("export", "ics", "spring", *FIRST)
    first = events(home, "out/invitation.ics")
    assert set(first) == {"spring, day 1", "spring, day 2", "Check-in call: spring"}
    plan_of(home, "  - {date: 2027-03-11, start: '19:00', minutes: 120, kind: evening-before}\n" + "".join(days))
    inside("export", "ics", "spring", *FIRST)
    then = events(home, "out/invitation.ics")
    assert at(then["spring, the evening before"]) == ("11 19:00", "11 21:00")
    assert then["spring, day 1"].to_ical() == first["spring, day 1"].to_ical()


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        ("  - {minutes: 60}\n  - {minutes: 60}\n", ["day-without-date", "day-without-start"] * 2),
        ("  - {minutes: 60, date: 2027-03-12}\n", ["day-without-start"]),
    ],
)
def test_a_plan_without_its_days(days: str, codes: list[str], inside: Run, home: Path) -> None:
    plan_of(home, days)
    ran = inside("export", "ics", "spring", *FIRST)
    assert ran.code == 1
    assert re.findall(r"\[([a-z-]+)\]\n", ran.err) == codes
    assert not (of(home) / "out").exists()


def test_without_a_zone_times_are_universal_and_it_is_said(inside: Run, home: Path) -> None:
    change(home / "community.yaml", ("time_zone: Europe/Berlin\n", ""))
    ran = inside("export", "ics", "spring", *FIRST)
    assert (ran.code, "[no-time-zone]" in ran.err) == (0, True)
    assert b"DTSTART:20270312T093000Z" in (of(home) / "out" / "calendar.ics").read_bytes()


def test_a_gathering_of_the_past_is_written_too(inside: Run, home: Path) -> None:
    ran = inside("export", "ics", "spring", "--today", "2030-01-01")
    assert (ran.code, "Troika consulting" in events(home)) == (0, True)
