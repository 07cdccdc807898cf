"""What calendar programs make of our files: a Radicale server with the caldav client, and khal."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from tests.clients.conftest import needed

from copkit.core.publishing import Event, Published, publish
from copkit.writing.ics import calendar_ics

# caldav warns of its own coming changes, and vobject (in Radicale) of Python's; neither is ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
TODAY = date(2026, 11, 21)
DAY_UID, BLOCK_UID, TASK_UID = (f"00000000-0000-5000-8000-{n:012d}" for n in (1, 2, 3))
MORNING = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)


def needs(*packages: str) -> None:
    """Skip a test where a package of Python is missing; on CI fail."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        said = f"{' and '.join(missing)} is not installed (dependency group test)"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)


class Told:
    """A gathering whose calendar is published again and again, as `copkit export ics` does it."""

    def __init__(self) -> None:
        self.published, self.today = Published(copkit=1, convening="spring", calendar=DAY_UID), TODAY

    def tell(self, *, begins: datetime = MORNING, block: bool = True, title: str = "Clinic; with tea, <b> 😀") -> bytes:
        zone = "Europe/Berlin"
        events = [Event(DAY_UID, "day", begins, title, 90, zone, "Line one\nline two", "Room 4, left; then right")]
        if block:
            events.append(Event(BLOCK_UID, "block", begins, "Troika consulting", 35, zone, within=DAY_UID))
        events.append(Event(TASK_UID, "task", date(2027, 3, 5), "Due: the tea", busy=False))
        self.published = publish(events, self.published, self.today)
        raw = calendar_ics(title, events, self.published, self.today, alarms=True)
        self.today += timedelta(days=1)
        return raw


def one_by_one(raw: bytes) -> dict[str, bytes]:
    """Part a calendar as a client does that puts each event on a server by itself."""
    whole = Calendar.from_ical(raw)
    zones = whole.walk("VTIMEZONE")
    found = {}
    for event in whole.walk("VEVENT"):
        alone = Calendar({"VERSION": "2.0", "PRODID": "-//test//test//EN"})
        for part in (*zones, event):
            alone.add_component(part)
        found[str(event["UID"])] = alone.to_ical()
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Radicale server that anybody on this machine may use, on a port that is free."""
    needs("radicale", "caldav")
    folder = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n"
        f"[storage]\ntype = multifilesystem\nfilesystem_folder = {folder / 'store'}\n[rights]\ntype = authenticated\n",
        encoding="utf-8",
    )
    log = (folder / "log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(config)], stdout=log, stderr=log)
    try:
        for _ in range(400):
            try:
                with urlopen(f"http://127.0.0.1:{port}/.web/", timeout=1):
                    break
            except (URLError, OSError):
                assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                time.sleep(0.1)
        else:
            pytest.fail((folder / "log").read_text(encoding="utf-8"))
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def test_a_server_takes_events_their_changes_and_that_they_are_cancelled(server: str) -> None:
    import caldav

    told = Told()
    with caldav.DAVClient(url=server, username="host", password="x") as client:
        home = client.principal().make_calendar(name="Spring")

        def put(raw: bytes) -> dict[str, Any]:
            for uid, data in one_by_one(raw).items():  # caldav would count the changes itself, unless it is told not to
                url = home.url.join(f"{uid}.ics")
                caldav.Event(client, url=url, data=data.decode(), parent=home).save(increase_seqno=False)
            return {str(e.icalendar_component["UID"]): e.icalendar_component for e in home.events()}

        first = put(told.tell())
        assert set(first) == {DAY_UID, BLOCK_UID, TASK_UID}
        assert str(first[DAY_UID]["SUMMARY"]) == "Clinic; with tea, <b> 😀"
        assert str(first[DAY_UID]["LOCATION"]) == "Room 4, left; then right"
        assert str(first[DAY_UID]["DESCRIPTION"]) == "Line one\nline two"
        assert first[DAY_UID]["DTSTART"].dt.astimezone(UTC) == MORNING
        same = put(told.tell())
        assert {u: e.to_ical() for u, e in same.items()} == {u: e.to_ical() for u, e in first.items()}

        later = MORNING + timedelta(hours=2)
        moved = put(told.tell(begins=later))
        assert (moved[DAY_UID]["SEQUENCE"], moved[DAY_UID]["DTSTART"].dt.astimezone(UTC)) == (1, later)
        assert moved[TASK_UID]["SEQUENCE"] == 0

        gone = put(told.tell(begins=later, block=False))
        assert (str(gone[BLOCK_UID]["STATUS"]), gone[BLOCK_UID]["SEQUENCE"]) == ("CANCELLED", 2)
        assert str(gone[DAY_UID]["STATUS"]) == "CONFIRMED"
        found = home.search(start=datetime(2027, 3, 12, tzinfo=UTC), end=datetime(2027, 3, 13, tzinfo=UTC), event=True)
        assert {str(e.icalendar_component["UID"]) for e in found} == {DAY_UID, BLOCK_UID}

        back = put(told.tell(begins=later))
        assert (str(back[BLOCK_UID]["STATUS"]), back[BLOCK_UID]["SEQUENCE"]) == ("CONFIRMED", 3)


def test_a_server_takes_the_whole_file_at_once(server: str) -> None:
    """As somebody does who uploads calendar.ics: one request, with every event in it."""
    from urllib.request import Request

    url = f"{server}host/whole/"
    request = Request(url, data=Told().tell(), method="PUT", headers={"Content-Type": "text/calendar", "Authorization": "Basic aG9zdDp4"})  # fmt: skip
    with urlopen(request, timeout=60) as answer:
        assert answer.status == 201
    with urlopen(Request(url, headers={"Authorization": "Basic aG9zdDp4"}), timeout=60) as answer:
        back = Calendar.from_ical(answer.read())
    assert {str(e["UID"]) for e in back.walk("VEVENT")} == {DAY_UID, BLOCK_UID, TASK_UID}
    assert str(back.walk("VTIMEZONE")[0]["TZID"]) == "Europe/Berlin"


def test_khal_takes_events_their_changes_and_that_they_are_cancelled(tmp_path: Path) -> None:
    program = needed("khal", "khal")
    events = tmp_path / "events"
    events.mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[spring]]\npath = {events}\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"local_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n[sqlite]\npath = {tmp_path / 'khal.db'}\n",
        encoding="utf-8",
    )
    homes = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    plain = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}

    def khal(*words: str) -> str:
        done = subprocess.run(
            [program, "-c", str(config), *words], env={**plain, **homes, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
            capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def taken_in(raw: bytes) -> list[str]:
        (tmp_path / "calendar.ics").write_bytes(raw)
        khal("import", "--batch", "-a", "spring", str(tmp_path / "calendar.ics"))
        form = "{start-date} {start-time} {end-time} {title} @{location} {status}"
        return khal("list", "--day-format", "", "--format", form, "2027-03-01", "20d").split("\n")

    told = Told()
    title = "Clinic; with tea, <b> 😀"
    due, block = "2027-03-05   Due: the tea @ CONFIRMED ", "2027-03-12 09:30 10:05 Troika consulting @ CONFIRMED "
    place = "@Room 4, left; then right"
    first = [due, block, f"2027-03-12 09:30 11:00 {title} {place} CONFIRMED ", ""]
    assert sorted(taken_in(told.tell())) == sorted(first)
    assert sorted(taken_in(told.tell())) == sorted(first)
    moved = taken_in(told.tell(begins=MORNING + timedelta(hours=2)))
    assert f"2027-03-12 11:30 13:00 {title} {place} CONFIRMED " in moved
    assert len(moved) == len(first)
    gone = taken_in(told.tell(begins=MORNING + timedelta(hours=2), block=False))
    assert f"2027-03-12 11:30 12:05 Cancelled: a part of {title} @ CANCELLED " in gone
    assert len(gone) == len(first)
    assert "2027-03-12 11:30 12:05 Troika consulting @ CONFIRMED " in taken_in(
        told.tell(begins=MORNING + timedelta(hours=2))
    )
