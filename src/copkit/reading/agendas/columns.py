"""From rows to items: which column means what, and the times in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from copkit.core.dates import DAY_MINUTES
from copkit.reading.agendas.interface import Cell, Item, Row, Sheet
from copkit.reading.agendas.texts import clean
from copkit.reading.agendas.times import Span, read_date, read_minutes, read_span, read_stamp
from copkit.shelf import words

if TYPE_CHECKING:
    from datetime import date

SPLIT = re.compile(r"\s*(?:[,;\n]|\s(?:and|&)\s)\s*")
ENDS = (".", "?", "!", ":", "…")
NEXT_DAY = 2
LONGEST_NAME = 60


@cache
def _fields() -> dict[str, str]:
    return {name: field for field, names in words()["agendas"]["columns"].items() for name in names}


def field_of(column: str) -> str | None:
    """Return what a column of this name means, or None."""
    if len(column) > LONGEST_NAME:
        return None
    plain = " ".join(re.sub(r"[\W_]+", " ", re.sub(r"\(.*?\)", " ", column.lower())).split())
    return _fields().get(plain)


@dataclass(slots=True)
class _Given:
    """The cells of a row by what they mean."""

    cells: dict[str, list[Cell]]
    row: Row

    def first(self, field: str) -> Cell | None:
        found = self.cells.get(field)
        return found[0] if found else None

    def text(self, field: str) -> str:
        cell = self.first(field)
        return clean(cell.text).strip() if cell else ""

    def every(self, field: str) -> str:
        return " ".join(t for c in self.cells.get(field, ()) if (t := clean(c.text).strip()))


def items_of(sheet: Sheet) -> list[Item]:
    """Turn rows into items; what has no title or an impossible time is a problem of the sheet."""
    found = []
    for row in sheet.rows:
        given = _given(sheet, row)
        if not given.cells:
            continue
        if not given.text("title"):
            sheet.fault("item-without-title", row.place)
            continue
        item = _item(sheet, given)
        if item is not None:
            found.append(item)
    return found


def _given(sheet: Sheet, row: Row) -> _Given:
    given = _Given({}, row)
    for name, cell in row.cells.items():
        field = field_of(name)
        if not cell.text:
            continue
        taken = field in given.cells and field not in {"note", "about", "description", "speakers", "day"}
        if field is None or taken:
            sheet.left[name] += 1
        else:
            given.cells.setdefault(field, []).append(cell)
    return given


def _item(sheet: Sheet, given: _Given) -> Item | None:
    """Make an item; None where its times cannot be, which is then a problem."""
    title = given.text("title")
    days = [c.text for c in given.cells.get("day", ())]
    day = next((d for text in [*days, given.row.day] if (d := read_date(text))), None)
    label = given.row.day or " ".join(days)
    if day is None and re.search(r"\d{1,2}/\d{1,2}/\d{4}", label):
        sheet.warn("two-ways-to-read", given.cells["day"][0].place if days else given.row.place, found=label)
    try:
        span, day = _span(sheet, given, day)
        minutes = _minutes(sheet, given)
    except ValueError:
        return None
    end = span.end if span else None
    if span and end is not None and minutes and not span.bare and end > span.start and end - span.start != minutes:
        facts = {"title": title, "minutes": str(minutes), "span": str(end - span.start)}
        sheet.warn("two-item-lengths", given.row.place, **facts)
    about, note = given.every("about"), given.every("note")
    if about:
        note = " ".join(t for t in (given.every("description"), note) if t)
    else:
        about = given.every("description")
    subtitle = given.text("subtitle")
    if subtitle:
        about = f"{subtitle if subtitle.endswith(ENDS) or not about else subtitle + '.'} {about}".strip()
    room, track = given.text("room"), given.text("track")
    return Item(
        title=title, place=given.row.place, day=label, date=day, start=span.start if span else None, end=end,
        minutes=minutes if end is None else None, bare=bool(span and span.bare),
        room="" if room == words()["agendas"]["room"] else room, track=track or given.row.lane, type=given.text("type"),
        everyone=_yes(given.text("everyone")), about=about, note=note, speakers=_names(given),
    )  # fmt: skip


def _span(sheet: Sheet, given: _Given, day: date | None) -> tuple[Span | None, date | None]:
    """Read start and end, and the day where the times carry it."""
    start, end = given.first("start"), given.first("end")
    stamps = [read_stamp(c.text) if c else None for c in (start, end)]
    day = day or (stamps[0][0] if stamps[0] else None)
    first = _clock(sheet, start, stamps[0], day)
    last = _clock(sheet, end, stamps[1], day)
    if first is None or last is None or first.end is not None:
        return first, day
    return Span(first.start, last.start, first.bare and last.bare), day


def _clock(sheet: Sheet, cell: Cell | None, stamp: tuple[date, str] | None, day: date | None) -> Span | None:
    if cell is None:
        return None
    try:
        found = read_span(stamp[1] if stamp else cell.text)
    except ValueError:
        sheet.fault("impossible-time", cell.place, found=cell.text[:60])
        raise
    if found is None or stamp is None or day is None:
        return found
    later = (stamp[0] - day).days
    if not 0 <= later < NEXT_DAY:
        sheet.fault("item-outside-day", cell.place, found=cell.text, day=day.isoformat())
        raise ValueError
    return Span(found.start + later * DAY_MINUTES, None, bare=False)


def _minutes(sheet: Sheet, given: _Given) -> int | None:
    cell = given.first("minutes")
    if cell is None:
        return None
    try:
        return read_minutes(cell.text)
    except ValueError:
        sheet.fault("impossible-length", cell.place, found=cell.text[:60])
        raise


def _yes(text: str) -> bool:
    return text.lower() in words()["agendas"]["yes"]


def _names(given: _Given) -> tuple[str, ...]:
    """Return the speakers: a list as it is, a text cut at commas and at `and`."""
    found: list[str] = []
    for cell in given.cells.get("speakers", ()):
        parts = cell.texts if cell.listed else SPLIT.split(cell.texts[0])
        found += [" ".join(clean(p).split()) for p in parts]
    return tuple(dict.fromkeys(n for n in found if n))
