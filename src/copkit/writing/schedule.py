"""schedule.json and schedule.xml, the forms that conference apps read (frab, Pentabarf, pretalx).

Only what participants may read is in them. Ids are made from names, so that the same plan gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from copkit.shelf import words
from copkit.writing.escaping import CONTROLS
from copkit.writing.files import Artefact
from copkit.writing.guids import guid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from copkit.core.agenda import Agenda, DayPlan, Placed
    from copkit.core.design import Convening

UTC = "UTC"
SCHEMA = "https://c3voc.de/schedule/schema.json"
ZONE_NAME = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")  # as in the schema, which does not know every zone
SHORTEST_ACRONYM = 4
LARGEST_ID = 2**31 - 1
SLUG_TAIL = 40
XML_OWN = ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track")


@dataclass(slots=True)
class _Ids:
    """The numbers that are given out, each once."""

    given: set[int]

    def number(self, guid: UUID) -> int:
        """Return a number for a guid, the next free one where two guids share one."""
        found = guid.int % LARGEST_ID + 1
        while found in self.given:
            found = found % LARGEST_ID + 1
        self.given.add(found)
        return found


def schedule_files(convening: Convening, agenda: Agenda, zone: str | None, form: str) -> list[Artefact]:
    """Return the files of a schedule; every day must have a date and a start, and without a zone it is UTC."""
    conference = _conference(convening, agenda, zone)
    version = hashlib.sha256(json.dumps(conference, ensure_ascii=False).encode()).hexdigest()[:8]
    files = []
    if form in {"json", "both"}:
        data = {"$schema": SCHEMA, "schedule": {"version": version, "conference": conference}}
        files.append(Artefact("schedule.json", json.dumps(data, ensure_ascii=False, indent=2) + "\n"))
    if form in {"xml", "both"}:
        files.append(Artefact("schedule.xml", "\n".join(_xml(conference, version)) + "\n"))
    return files


def _conference(convening: Convening, agenda: Agenda, zone: str | None) -> dict[str, Any]:
    ids = _Ids(set())
    days = [_day(convening, day, ZoneInfo(zone or UTC), ids) for day in agenda.days if day.blocks]
    rooms = dict.fromkeys(name for day in days for name in day["rooms"])
    acronym = convening.id.replace("-", "_")
    found = {
        "acronym": acronym.ljust(SHORTEST_ACRONYM, "_"),
        "title": _text(convening.title or convening.id),
        "start": days[0]["date"],
        "end": days[-1]["date"],
        "daysCount": len(days),
        "timeslot_duration": _length(_slot(agenda)),
        **({"time_zone_name": zone} if zone and ZONE_NAME.match(zone) else {}),
        "rooms": [{"name": name, "guid": str(guid(convening.id, "room", name))} for name in rooms],
    }
    return {**found, "days": days}


def _day(convening: Convening, plan: DayPlan, zone: ZoneInfo, ids: _Ids) -> dict[str, Any]:
    day = plan.day
    assert day.date is not None
    assert day.start is not None
    rooms: dict[str, list[dict[str, Any]]] = {}
    for block in plan.blocks:
        room = _text(block.block.room or block.block.track or day.place or words()["agendas"]["room"])
        rooms.setdefault(room, []).append(_event(convening, block, room, _moment(plan, block.start, zone), ids))
    end = max(day.length, *(b.end for b in plan.blocks))
    return {
        "index": plan.number,
        "date": day.date.isoformat(),
        "day_start": _moment(plan, 0, zone).isoformat(),
        "day_end": _moment(plan, end, zone).isoformat(),
        "rooms": rooms,
    }


def _moment(plan: DayPlan, minutes: int, zone: ZoneInfo) -> datetime:
    """Return a time on the wall so many minutes after the day's start."""
    assert plan.day.date is not None
    start = datetime.combine(plan.day.date, plan.day.start or time())
    return (start + timedelta(minutes=minutes)).replace(tzinfo=zone)


def _event(convening: Convening, placed: Placed, room: str, begins: datetime, ids: _Ids) -> dict[str, Any]:
    own = guid(convening.id, "block", placed.id)
    number = ids.number(own)
    tail = "-".join(re.findall(r"[a-z0-9]+", placed.title.lower()))[:SLUG_TAIL].strip("-")
    people = [_text(s.name) for s in placed.block.speakers if s.name]
    return {
        "id": number,
        "guid": str(own),
        "url": own.urn,
        "date": begins.isoformat(),
        "start": f"{begins:%H:%M}",
        "duration": _length(placed.minutes),
        "room": room,
        "slug": f"{convening.id}-{number}" + (f"-{tail}" if tail else ""),
        "title": _text(placed.title),
        "subtitle": "",
        "track": _text(placed.block.track) if placed.block.track else None,
        "type": placed.type if placed.block.type or placed.activity else "other",
        "language": None,
        "abstract": _text(placed.block.about or ""),
        "description": "",
        "persons": [{"guid": str(guid("person", n)), "name": n, "public_name": n} for n in people],
        "links": [],
    }


def _xml(conference: Mapping[str, Any], version: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<schedule>"
    yield f"  <version>{escape(version)}</version>"
    yield "  <conference>"
    for name in ("title", "acronym", "start", "end", "timeslot_duration"):
        yield f"    <{name}>{escape(conference[name])}</{name}>"
    yield f"    <days>{conference['daysCount']}</days>"
    yield "  </conference>"
    for day in conference["days"]:
        when = f'start="{day["day_start"]}" end="{day["day_end"]}"'
        yield f'  <day index="{day["index"]}" date="{day["date"]}" {when}>'
        for room, events in day["rooms"].items():
            yield f"    <room name={quoteattr(room)}>"
            for event in events:
                yield from _xml_event(event)
            yield "    </room>"
        yield "  </day>"
    yield "</schedule>"


def _xml_event(event: Mapping[str, Any]) -> Iterator[str]:
    yield f'      <event id="{event["id"]}" guid="{event["guid"]}">'
    for name in XML_OWN:
        yield f"        <{name}>{escape(event[name] or '')}</{name}>"
    yield "        <persons>"
    for person in event["persons"]:
        yield f"          <person>{escape(person['name'])}</person>"
    yield "        </persons>"
    yield "      </event>"


def _text(text: str) -> str:
    """Return a text on one line, without signs that a file of this kind may not hold."""
    return " ".join(CONTROLS.sub("", text).split())


def _length(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _slot(agenda: Agenda) -> int:
    """Return the grid that every start and length stands on."""
    return math.gcd(*(n for b in agenda.blocks for n in (b.start, b.minutes))) or 1
