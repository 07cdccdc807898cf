"""Reading an agenda: recognise its form by what stands in it, read its rows, and lay them out as days."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from copkit.core.dates import DAY_MINUTES
from copkit.core.design import Block, GatheringDay
from copkit.core.design.day import Speaker
from copkit.problem import InputError, Problem
from copkit.reading.agendas.columns import items_of
from copkit.reading.agendas.commas import delimiter_of, read_commas
from copkit.reading.agendas.days import Told, days_of
from copkit.reading.agendas.frab import is_frab, read_frab
from copkit.reading.agendas.interface import Sheet
from copkit.reading.agendas.jsons import parse_json
from copkit.reading.agendas.kinds import kind_of
from copkit.reading.agendas.lanes import Laid, lay_side_by_side
from copkit.reading.agendas.pentabarf import read_pentabarf
from copkit.reading.agendas.plain import read_plain
from copkit.reading.agendas.tables import has_tables, read_tables
from copkit.reading.agendas.texts import CONTROLS, read_any, too_large
from copkit.reading.source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from copkit.reading.source import Source

MOST_ITEMS = 3000
MAX_WRITTEN = 2_000_000
MAX_PAGE = 300_000  # a broken page can take the parser of HTML a time that grows with the square of its length


@dataclass(frozen=True, slots=True)
class ReadAgenda:
    """An agenda as it was read: its days, what was worked out, what was left out, and what is wrong."""

    form: str
    title: str
    zone: str | None
    days: tuple[GatheringDay, ...]
    labels: tuple[str, ...]
    told: Told
    guessed: int
    untyped: int
    steering: int
    left: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()


def read_agenda(path: Path, name: str, kinds: Collection[str]) -> ReadAgenda:
    """Read an agenda in any known form; raise InputError where nothing in it can be used."""
    sheet = Sheet(name, read_any(path, name))
    _rows(sheet, path.suffix.lower())
    if len(sheet.rows) > MOST_ITEMS:
        facts = {"found": str(len(sheet.rows)), "limit": str(MOST_ITEMS)}
        raise InputError(sheet.problem("too-many-items", sheet.rows[MOST_ITEMS].place, facts=facts))
    items = items_of(sheet)
    told = Told()
    days = days_of(sheet, items, told)
    laid = lay_side_by_side(sheet, days)
    guessed = untyped = 0
    found: list[GatheringDay] = []
    for day, places in zip(days, laid, strict=True):
        blocks = []
        for one in places:
            kind, guess = kind_of(one.item.type, one.item.title, kinds)
            guessed += guess and kind is not None
            untyped += kind is None
            sheet.left["type"] += bool(one.item.type) and (kind is None or guess) and one.item.type != "other"
            blocks.append(_block(one, kind))
        found.append(_day(day.date, places, blocks, timed=day.timed))
    if not found:
        raise InputError(*(sheet.problems or [sheet.problem("nothing-to-read", (1, 1))]))
    zone = sheet.zone if sheet.zone in available_timezones() else None
    if sheet.zone and not zone:
        sheet.left["time_zone_name"] += 1
    return ReadAgenda(
        sheet.form, sheet.title, zone, tuple(found), tuple(d.label for d in days), told, guessed, untyped,
        len(CONTROLS.findall(sheet.text)), +sheet.left, tuple(sorted(sheet.problems, key=lambda p: p.order)),
    )  # fmt: skip


def _rows(sheet: Sheet, suffix: str) -> None:
    """Read the rows in the form that the text has, whatever the file is called."""
    text = sheet.text
    first = text.lstrip("\ufeff \n\t")[:1]
    if first == "<" and re.search(r"<schedule[\s/>]|<!DOCTYPE\s+schedule", text) and "<html" not in text[:1000].lower():
        sheet.form = "schedule.xml"
        read_pentabarf(sheet)
    elif first in {"{", "["} and (source := _json(sheet, suffix)):
        sheet.form = "schedule.json" if is_frab(source.data) else "JSON"
        (read_frab if is_frab(source.data) else read_plain)(sheet, source)
    elif has_tables(text):
        sheet.form = "Markdown" if first != "<" else "HTML"
        limit = MAX_PAGE if "<table" in text.lower() else MAX_WRITTEN
        if len(text) > limit:
            raise InputError(too_large(sheet.name, len(text), limit))
        read_tables(sheet)
    elif delimiter_of(text) or suffix in {".csv", ".tsv"}:
        sheet.form = "CSV"
        read_commas(sheet)
    elif first in {"{", "["} or suffix in {".yaml", ".yml"} or re.search(r"^\s*- ?\S|^\w+:", text, re.MULTILINE):
        sheet.form = "YAML"
        if len(text) > MAX_WRITTEN:
            raise InputError(too_large(sheet.name, len(text), MAX_WRITTEN))
        read_plain(sheet, parse_yaml(text, sheet.name))
    else:
        raise InputError(sheet.problem("unknown-agenda", (1, 1)))


def _json(sheet: Sheet, suffix: str) -> Source | None:
    """Parse JSON; None where it is YAML in brackets."""
    try:
        return parse_json(sheet.text, sheet.name)
    except InputError:
        if suffix == ".json" or len(sheet.text) > MAX_WRITTEN:
            raise
        return None


def _block(one: Laid, kind: str | None) -> Block:
    item = one.item
    at = time(one.start % DAY_MINUTES // 60, one.start % 60) if item.start is not None else None
    return Block(
        title=item.title, type=kind, minutes=item.minutes, at=at, track=one.track or None, room=item.room or None,
        about=item.about or None, note=item.note or None, speakers=tuple(Speaker(name=n) for n in item.speakers),
    )  # fmt: skip


def _day(date: date | None, laid: list[Laid], blocks: list[Block], *, timed: bool) -> GatheringDay:
    begin = min(one.start for one in laid) if timed else 0
    length = max(one.end for one in laid) - begin
    start = time(begin % DAY_MINUTES // 60, begin % 60) if timed else None
    return GatheringDay(date=date, start=start, minutes=max(1, length), agenda=tuple(blocks))
