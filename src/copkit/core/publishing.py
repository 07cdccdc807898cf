"""What was put into people's calendars: each event once, with a number that rises with every change.

A calendar program takes a new version of an event where its number is higher (RFC 5546). What is gone is told as
cancelled: a program keeps an event that just stops being mentioned. The file published.yaml; no names are in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.dates import Clock, Day, minutes_of
from copkit.core.typed import Id, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable

What = Literal["day", "block", "check-in", "group-meeting", "publish-date", "milestone", "task"]
SHARED: frozenset[What] = frozenset({"day", "check-in"})
KEPT_DAYS = 30  # how long a cancelled event is still told, so that a calendar that looks once a month hears of it
MOST_CHANGES = 2**31 - 1


def _uid(value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        code = "bad-uid"
        raise PydanticCustomError(code, code, {"found": str(value)}) from None


Uid = Annotated[str, BeforeValidator(_uid)]


class PublishedEvent(Typed):
    """An event as it was last published: when (in UTC; a whole day without `at`), and its number of changes."""

    uid: Uid
    what: What
    on: Day
    at: Clock | None = None
    minutes: Annotated[Whole, Field(ge=0)] = 0
    sequence: Annotated[Whole, Field(ge=0, le=MOST_CHANGES)]
    digest: Text
    changed: Day
    cancelled: Day | None = None

    @model_validator(mode="after")
    def _has_its_length(self) -> Self:
        if self.minutes and self.at is None:
            code = "minutes-without-at"
            raise PydanticCustomError(code, code, {"minutes": str(self.minutes)})
        return self

    @property
    def begins(self) -> datetime | date:
        """Return when it begins: a moment, or a whole day."""
        return self.on if self.at is None else datetime.combine(self.on, self.at, UTC)

    @property
    def ends(self) -> date:
        """Return the day on which it ends."""
        begun = minutes_of(self.at or time())
        return self.on + timedelta(minutes=begun + self.minutes)


class Published(Typed):
    """What was published of one convening: the file published.yaml."""

    copkit: Literal[1]
    convening: Id
    calendar: Uid
    events: tuple[PublishedEvent, ...] = ()

    def still_told(self, today: date, *, shared: bool) -> tuple[PublishedEvent, ...]:
        """Return the cancelled events that calendars are still told of; `shared` is what everyone was told."""
        return tuple(
            e
            for e in self.events
            if e.cancelled
            and (e.what in SHARED or not shared)
            and today <= max(e.ends, e.cancelled) + timedelta(days=KEPT_DAYS)
        )

    def last(self, uid: str) -> PublishedEvent | None:
        """Return an event as it was last published, or None."""
        return next((e for e in self.events if e.uid == uid), None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something for a calendar: a moment in UTC with its minutes, or a whole day; times are shown in `zone`.

    `within` is the uid of the day that it belongs to; what is not `busy` leaves the time free for other things.
    """

    uid: str
    what: What
    begins: datetime | date
    title: str
    minutes: int = 0
    zone: str | None = None
    about: str = ""
    place: str = ""
    link: str = ""
    category: str = ""
    within: str = ""
    busy: bool = True

    @property
    def timed(self) -> bool:
        """Tell whether it begins at a moment and does not last a whole day."""
        return isinstance(self.begins, datetime)

    @property
    def digest(self) -> str:
        """Return a short digest of everything that it says."""
        said = (
            self.begins.isoformat(), self.minutes, self.zone, self.title, self.about, self.place, self.link,
            self.category, self.within, self.busy,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def publish(events: Iterable[Event], before: Published, today: date) -> Published:
    """Return what is published now: unchanged events as they were, all others with the next number.

    An event that is gone is cancelled and never left out here, so that its number can go on if it comes back.
    """
    known = {e.uid: e for e in before.events}
    now = {e.uid: _next(e, known.get(e.uid), today) for e in events}
    gone = [_cancelled(old, today) for uid, old in known.items() if uid not in now]
    found = sorted([*now.values(), *gone], key=lambda e: (e.on, e.at or time(), e.what, e.uid))
    return before.model_copy(update={"events": tuple(found)})


def _next(event: Event, old: PublishedEvent | None, today: date) -> PublishedEvent:
    if old and old.digest == event.digest and not old.cancelled:
        return old
    begins = event.begins
    return PublishedEvent(
        uid=event.uid,
        what=event.what,
        on=begins.date() if isinstance(begins, datetime) else begins,
        at=begins.time() if isinstance(begins, datetime) else None,
        minutes=event.minutes,
        sequence=old.sequence + 1 if old else 0,
        digest=event.digest,
        changed=max(today, old.changed) if old else today,
    )


def _cancelled(old: PublishedEvent, today: date) -> PublishedEvent:
    if old.cancelled:
        return old
    day = max(today, old.changed)
    return old.model_copy(update={"sequence": old.sequence + 1, "changed": day, "cancelled": day})
