"""Times, lengths and dates as people write them: `9:30-10:45am`, `11am-noon`, `2.5 hours`, `16 March 2021`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from copkit.core.dates import DAY_MINUTES, FIRST_YEAR, LAST_YEAR
from copkit.shelf import words

HALF_DAY, HOUR, LAST_MINUTE, LONGEST = 12, 60, 59, 80
PART = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*h?\s*(?:([ap])\.?\s?m\.?)?")
PLAIN = re.compile(r"(\d{2})(\d{2})")
DASH = re.compile(r"\s*(?:[-‐‑‒–—−~]|\b(?:to|until|till|bis)\b)\s*")
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
NAMED = ((r"\b(?:12\s*)?(?:noon|midday)\b", "12:00pm"), (r"\b(?:12\s*)?midnight\b", "24:00"))
ZONE = re.compile(r"\(.*?\)|\b(?:utc|gmt|cet|cest|bst|est|edt|cst|cdt|pst|pdt|uhr|hrs|o'clock)\b(?:\s*[+-]\d+)?")
LENGTH = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*h(?:(?:ou)?rs?)?\.?)?\s*(?:and\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:m(?:in(?:ute)?s?)?\.?|['’′])?)?"
)
ISO_LENGTH = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:0+S)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A start and perhaps an end in minutes after midnight; bare where neither says which half of the day is meant."""

    start: int
    end: int | None
    bare: bool


def read_span(text: str) -> Span | None:
    """Read a time or a span of time; None where the text speaks of none; raise ValueError where it cannot be."""
    told = text.lower().strip()
    if len(told) > LONGEST:
        raise ValueError(text)
    for name, digits in NAMED:
        told = re.sub(name, digits, told)
    told = ZONE.sub("", told).strip()
    if not re.search(r"\d", told) or told.startswith("+"):
        return None
    parts = [p for p in DASH.split(told) if p]
    if not 1 <= len(parts) <= 2:  # noqa: PLR2004 - a start and an end
        raise ValueError(text)
    first, *rest = [_part(p) for p in parts]
    if not rest:
        return Span(_minutes(first, first[2]), None, _bare(first))
    last = rest[0]
    marks = (first[2] or _lent(first, last), last[2] or _lent(last, first, after=True))
    return Span(_minutes(first, marks[0]), _minutes(last, marks[1]), _bare(first) and _bare(last))


def _part(text: str) -> tuple[int, int, str, bool]:
    """Return hour, minute, `a` or `p` or nothing, and whether the hour has a leading zero."""
    found = PART.fullmatch(text)
    if found is None:
        found = PLAIN.fullmatch(text)
        if found is None:
            raise ValueError(text)
        hour, minute, mark, padded = int(found[1]), int(found[2]), "", True
    else:
        hour, minute, mark = int(found[1]), int(found[2] or 0), found[3] or ""
        padded = found[1].startswith("0")
    beyond = hour > HALF_DAY or hour == 0 if mark else hour > 2 * HALF_DAY or (hour == 2 * HALF_DAY and minute > 0)
    if beyond or minute > LAST_MINUTE:
        raise ValueError(text)
    return hour, minute, mark, padded


def _bare(part: tuple[int, int, str, bool]) -> bool:
    return not part[2] and not part[3] and part[0] <= HALF_DAY


def _lent(part: tuple[int, int, str, bool], other: tuple[int, int, str, bool], *, after: bool = False) -> str:
    """Return the half of the day that the other end of a span lends, so that the span runs forward."""
    if not other[2] or part[0] > HALF_DAY:
        return ""
    same = _minutes(part, other[2])
    turned = same <= _minutes(other, other[2]) if after else same >= _minutes(other, other[2])
    return {"a": "p", "p": "a"}[other[2]] if turned else other[2]


def _minutes(part: tuple[int, int, str, bool], mark: str) -> int:
    hour = part[0] % HALF_DAY + (HALF_DAY if mark == "p" else 0) if mark else part[0]
    return hour * HOUR + part[1]


def read_minutes(text: str) -> int | None:
    """Read a length in minutes; None where the text speaks of none; raise ValueError where it cannot be."""
    told = text.strip().lower()
    if len(told) > LONGEST:
        raise ValueError(text)
    if not re.search(r"\d", told):
        return None
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", told):
        minutes = float(int(found[1]) * HOUR + int(found[2]))
    elif found := ISO_LENGTH.fullmatch(told) or LENGTH.fullmatch(told):
        hours, rest = (float((g or "0").replace(",", ".")) for g in found.groups())
        minutes = hours * HOUR + rest
    else:
        raise ValueError(text)
    if not 0 < round(minutes) <= DAY_MINUTES:
        raise ValueError(text)
    return round(minutes)


def read_stamp(text: str) -> tuple[date, str] | None:
    """Read `2027-03-12T09:00:00+01:00` as its day and its time of day, as the clock on the wall shows it."""
    found = STAMP.fullmatch(text.strip())
    day = read_date(found[1]) if found else None
    return (day, found[2]) if found and day else None


def read_date(text: str) -> date | None:
    """Read a date that can mean one day only; None where there is none, or where day and month may be swapped."""
    if found := re.search(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.search(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)", text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := re.search(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)", text):
        first, second, year = (int(g) for g in found.groups())
        clear = first > HALF_DAY or second > HALF_DAY or first == second
        day, month = (second, first) if second > HALF_DAY else (first, second)
        return _day(year, month, day) if clear else None
    if found := re.search(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})(?!\d)", text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := re.search(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    months = [m.lower() for m in words()["language"]["months"]]
    return next((i for i, m in enumerate(months, start=1) if m == name.lower() or m[:3] == name.lower()), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
