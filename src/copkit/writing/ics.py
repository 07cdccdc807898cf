"""Calendar files (RFC 5545): a full one for the hosts, and one for participants with the days and the check-in call.

What is typed comes back out of a file as it went in. Moments are told in the gathering's zone; where a clock shows the
same hour twice, in UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from copkit.core.publishing import SHARED, publish
from copkit.shelf import words
from copkit.writing.events import shared_events, title_of
from copkit.writing.zones import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import icalendar

    from copkit.core.people import Person
    from copkit.core.publishing import Event, Published, PublishedEvent
    from copkit.writing.brief import Brief

PRODUCT = "-//copkit//copkit//EN"
NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # RFC 5545, CONTROL
ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f\"<>\\^`{|}]+")
FOLD = re.compile(r"\r?\n[ \t]")
WHOLE_DAY = timedelta(days=1)
# An alarm of a whole day rings at nine on the day before: a day before midnight nobody is awake.
ALARMS = {True: (timedelta(days=-1), timedelta(minutes=-15)), False: (timedelta(hours=-15),)}


@dataclass(frozen=True, slots=True)
class Guests:
    """Whose addresses an invitation names, and from whom it comes; nobody's, where nobody asked for that."""

    people: Sequence[Person] = ()
    host: Person | None = None


def invitation_ics(brief: Brief, published: Published, today: date, guests: Guests | None = None) -> bytes:
    """Return the calendar for participants; `published` must know its events, or they count as new today.

    A day without a date or a start stays out; nothing is returned where no event is left.
    """
    events = shared_events(brief, published.calendar)
    return calendar_ics(title_of(brief), events, published, today, guests=guests or Guests(), shared=True)


def calendar_ics(
    title: str, events: Sequence[Event], published: Published, today: date, *,
    alarms: bool = False, guests: Guests = Guests(), shared: bool = False,
) -> bytes:  # fmt: skip
    """Return a calendar with these events and what is cancelled; an empty one where there is nothing to tell."""
    from icalendar import Calendar, vText

    known = publish(events, published, today)
    gone = known.still_told(today, shared=shared)
    if not events and not gone:
        return b""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if not guests.people:
        calendar.add("METHOD", "PUBLISH")  # which may not name attendees (RFC 5546, 3.2.1)
    name = vText(_text(title if shared else words()["ics"]["hosts"].format(title=title)))  # or it goes unescaped
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    for zone, first, last in _spans(events):
        calendar.add_component(vtimezone(zone, first, last))
    for event in events:
        last_told = known.last(event.uid)
        assert last_told is not None
        calendar.add_component(_event(event, last_told, alarms=alarms, guests=guests))
    for old in gone:
        calendar.add_component(_cancelled(old, title))
    return bytes(calendar.to_ical())


def _spans(events: Iterable[Event]) -> list[tuple[str, datetime, datetime]]:
    """Return each zone with the first and the last moment that is told in it."""
    moments: dict[str, list[datetime]] = {}
    for event in events:
        for moment in _times(event):
            if isinstance(moment, datetime) and moment.tzinfo is not UTC and event.zone:
                moments.setdefault(event.zone, []).append(moment)
    return [(zone, min(found), max(found)) for zone, found in moments.items()]


def _times(event: Event) -> tuple[datetime | date, ...]:
    """Return the begin and, where it lasts, the end of an event, as a calendar holds them."""
    begins = event.begins
    if not isinstance(begins, datetime):
        return begins, begins + WHOLE_DAY
    clock = ZoneInfo(event.zone) if event.zone and event.zone != "UTC" else UTC
    found = [begins, begins + timedelta(minutes=event.minutes)]
    local = [m.astimezone(clock) for m in found]
    if any(m.fold for m in local):  # a local time stands for the first of two hours that look alike (RFC 5545, 3.3.5)
        local = found
    return tuple(local if event.minutes else local[:1])


def _event(event: Event, told: PublishedEvent, *, alarms: bool, guests: Guests) -> icalendar.Event:
    made = _begun(told, "CONFIRMED", event.title)
    for name, moment in zip(("DTSTART", "DTEND"), _times(event), strict=False):
        made.add(name, moment)
    for name, text in (("DESCRIPTION", event.about), ("LOCATION", event.place)):
        if text:
            made.add(name, _text(text))
    if event.category:
        made.add("CATEGORIES", [_text(event.category)])
    if event.within:
        made.add("RELATED-TO", event.within)
    made.add("TRANSP", "OPAQUE" if event.busy else "TRANSPARENT")
    _link(made, event.link)
    if event.what in SHARED:
        _guests(made, guests)
    if alarms and event.what != "block":  # fifteen minutes before each block of a day is noise
        _alarms(made, event)
    return made


def _begun(told: PublishedEvent, status: str, title: str) -> icalendar.Event:
    from icalendar import Event

    made = Event()
    stamp = datetime.combine(told.changed, time(), UTC)
    made.add("UID", told.uid)
    made.add("DTSTAMP", stamp)
    made.add("LAST-MODIFIED", stamp)
    made.add("SEQUENCE", told.sequence)
    made.add("STATUS", status)
    made.add("SUMMARY", _text(title))
    return made


def _cancelled(old: PublishedEvent, title: str) -> icalendar.Event:
    """Return an event that is gone, at its last known time; its words are not kept anywhere."""
    made = _begun(old, "CANCELLED", words()["ics"]["cancelled"][old.what].format(title=title))
    made.add("DTSTART", old.begins)
    if old.at is None:
        made.add("DTEND", old.on + WHOLE_DAY)
    elif old.minutes:
        made.add("DTEND", datetime.combine(old.on, old.at, UTC) + timedelta(minutes=old.minutes))
    made.add("TRANSP", "TRANSPARENT")
    return made


def _link(made: icalendar.Event, link: str) -> None:
    """Add the link of a call; what is no address of the web stays in the place and in the text."""
    from icalendar import Parameters, vUri

    if not ADDRESS.fullmatch(link):
        return
    address = quote(link, safe=":/?#[]@!$&'()*+,;=%~")
    made.add("URL", address)
    conference = vUri(address)
    label = words()["ics"]["conference"]
    conference.params = Parameters({"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": label})
    made.add("CONFERENCE", conference)


def _guests(made: icalendar.Event, guests: Guests) -> None:
    """Name whom an invitation is for; a name stands beside an address only where its owner agreed to be named."""
    if guests.host and guests.host.email:
        made.add("ORGANIZER", _mailto(guests.host, named=True))
    for person in guests.people:
        if person.email:
            made.add("ATTENDEE", _mailto(person, named=bool(person.named), PARTSTAT="NEEDS-ACTION"))


def _mailto(person: Person, *, named: bool, **more: str) -> Any:  # noqa: ANN401 - icalendar's own type
    from icalendar import vCalAddress

    address = vCalAddress(mailto(person.email))
    name = " ".join(_text(person.name).split())
    if named and name and "\\" not in name:  # which programs read in different ways here
        more["CN"] = name
    address.params.update(more)
    return address


def mailto(email: str) -> str:
    """Return an e-mail address as an address of the web; what is no plain sign is written in percent."""
    return "mailto:" + quote(email, safe="@!$'*+-._~")


def unfolded(text: str) -> str:
    """Return the text of a calendar with each property on one line."""
    return FOLD.sub("", text)


def _alarms(made: icalendar.Event, event: Event) -> None:
    from icalendar import Alarm

    for before in ALARMS[event.timed]:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", _text(event.title))
        alarm.add("TRIGGER", before)
        made.add_component(alarm)


def _text(text: str) -> str:
    """Return a text as it was typed, without signs that a calendar may not hold."""
    return NOT_IN_A_FILE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
