"""Dates, times of day, lengths and rhythms, as people type them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

SATURDAY, SUNDAY = 5, 6
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY_MINUTES = 24 * 60
MOST_ABSENT = 0.2  # of the participants, on the day of a call (domain model §E1)
RHYTHM_DAYS = {
    "daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 91, "half-yearly": 182, "yearly": 365,
}  # fmt: skip
RHYTHM_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
UNIT_MONTHS = {"month": 1, "year": 12}
What = Literal["call", "half-day", "day", "gathering", "series", "message", "note"]
WHATS: tuple[What, ...] = get_args(What)
WRITTEN: frozenset[What] = frozenset({"message", "note"})
NAMED_LENGTHS = {"half-day": 210, "day": 420, "evening": 120}


def parse_date(value: object) -> date:
    """Read a date as YYYY-MM-DD; raise `bad-date` for anything else, also for a day that does not exist."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            code = "no-such-day"
            raise PydanticCustomError(code, code, {"found": text}) from None
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        code = "odd-year"
        raise PydanticCustomError(code, code, {"found": text})
    code = "bad-date"
    raise PydanticCustomError(code, code, {"found": text})


def parse_time(value: object) -> time:
    """Read a time of day as HH:MM on the 24-hour clock; raise `bad-time` for anything else."""
    if isinstance(value, time):
        return value
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", str(value).strip())
    if found and int(found[1]) <= 23 and int(found[2]) <= 59:  # noqa: PLR2004 - a clock's own numbers
        return time(int(found[1]), int(found[2]))
    code = "bad-time"
    raise PydanticCustomError(code, code, {"found": str(value)})


def clock(minutes: int) -> str:
    """Write minutes after midnight as HH:MM; past midnight the clock starts again."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def minutes_of(moment: time) -> int:
    """Return the minutes after midnight."""
    return moment.hour * 60 + moment.minute


def parse_length(text: str) -> tuple[int, int] | None:
    """Read `90min`, `1h30`, `half-day`, `2-days` as (days, minutes a day); None when it is none of them."""
    typed = text.strip().lower().replace(" ", "")
    days, minutes = 1, NAMED_LENGTHS.get(typed, 0)
    if found := re.fullmatch(r"(\d{1,2})-?days?", typed):
        days, minutes = int(found[1]), NAMED_LENGTHS["day"]
    elif found := re.fullmatch(r"(\d{1,4})(?:m|min|mins|minutes)?", typed):
        minutes = int(found[1])
    elif found := re.fullmatch(r"(\d{1,2})(?:h|hours?)(\d{2})?(?:m|min)?", typed):
        minutes = int(found[1]) * 60 + int(found[2] or 0)
    return (days, minutes) if days and 0 < minutes <= DAY_MINUTES else None


@dataclass(frozen=True, slots=True)
class Beat:
    """How often something comes: after so many days, in whole months where `months` is above 0, and what it is."""

    days: int
    months: int = 0
    what: What | None = None


def beat(text: str) -> Beat | None:
    """Read `monthly`, `every 6 weeks` or `quarterly half-day`; None when it is none of them."""
    typed = " ".join(text.lower().split())
    often, _, last = typed.rpartition(" ")
    what = next((w for w in WHATS if last in (w, f"{w}s")), None)
    return _often(typed, None) or (_often(often, what) if what else None)


def _often(typed: str, what: What | None) -> Beat | None:
    if typed in RHYTHM_DAYS:
        return Beat(RHYTHM_DAYS[typed], RHYTHM_MONTHS.get(typed, 0), what)
    found = re.fullmatch(r"every (\d{1,3} )?(day|week|month|year)s?", typed)
    count = int(found[1] or 1) if found else 0
    return Beat(count * UNIT_DAYS[found[2]], count * UNIT_MONTHS.get(found[2], 0), what) if found and count else None


def beats(text: str) -> tuple[Beat, ...] | None:
    """Read one rhythm, or several with semicolons between them; None when one of them is none, or says nothing new.

    A rhythm that does not say what comes is one of calls.
    """
    found = [beat(part) for part in text.strip().removesuffix(";").split(";")]
    known = [b for b in found if b is not None]
    different = len({b.what or "call" for b in known}) == len(found)
    return tuple(known) if len(known) == len(found) and different else None


def rhythm_days(text: str) -> int | None:
    """Return the days between gatherings: of the most frequent ones where there are several kinds, None for none."""
    gathered = [b.days for b in beats(text) or () if b.what not in WRITTEN]
    return min(gathered, default=None)


def _rhythm(value: object) -> str:
    text = str(value).strip()
    if beats(text) is not None:
        return text
    parts = text.removesuffix(";").split(";")
    code = "bad-rhythm"
    if len(parts) > 1:
        code = "bad-rhythm-part" if any(beat(p) is None for p in parts) else "same-rhythm"
    wrong = next((p.strip() for p in parts if beat(p) is None), text)
    raise PydanticCustomError(code, code, {"found": text, "part": wrong})


@dataclass(frozen=True, slots=True)
class Absence:
    """A segment, how many people it has (None where nobody knows), and the days on which it is off."""

    segment: str
    people: int | None
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days people work: every day but the weekend (Monday is 0) and holidays with their titles.

    Segments may be off on other days; `members` are all people, those of no segment among them.
    """

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: Mapping[date, str] = field(default_factory=dict)
    segments: tuple[Absence, ...] = ()
    members: int | None = None

    def for_call(self, audience: Collection[str]) -> WorkingDays:
        """Return the days on which a call with these segments is fair: no day on which over 20 % of people are off.

        A segment whose size nobody knows counts as an average one. Without segments in the audience, all take part.
        """
        named = tuple(s for s in self.segments if s.segment in audience and "all" not in audience)
        known = [s.people for s in self.segments if s.people]
        usual = sum(known) / len(known) if known else 1
        sizes = {s.segment: usual if s.people is None else s.people for s in named or self.segments}
        total = max(sum(sizes.values()), (self.members or 0) if known and not named else 0)
        off: dict[date, float] = {}
        for absence in named or self.segments:
            for day in absence.days:
                off[day] = off.get(day, 0) + sizes[absence.segment]
        many = {day: "" for day, people in off.items() if people > MOST_ABSENT * total}
        return replace(self, holidays={**many, **self.holidays})

    def off(self, day: date) -> bool:
        """Tell whether people are off on a day."""
        return day.weekday() in self.weekend or day in self.holidays

    def nearest(self, day: date, earliest: date, latest: date) -> date | None:
        """Return the nearest working day within the bounds, None if there is none; later wins over earlier."""
        for step in range((latest - earliest).days + 1):
            for moved in (day + timedelta(days=step), day - timedelta(days=step)):
                if earliest <= moved <= latest and not self.off(moved):
                    return moved
        return None


Day = Annotated[date, BeforeValidator(parse_date)]
Clock = Annotated[
    time,
    BeforeValidator(parse_time, json_schema_input_type=str),
    PlainSerializer(lambda t: f"{t:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}[:.]\d{2}$"}),
]
Rhythm = Annotated[str, BeforeValidator(_rhythm)]
