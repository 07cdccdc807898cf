"""Agendas as tables in Markdown or HTML, under headings that name their day."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.reading.agendas.columns import field_of
from copkit.reading.agendas.htmls import html_tables
from copkit.reading.agendas.interface import Cell, Place, Row, Sheet
from copkit.reading.agendas.times import read_date, read_minutes, read_span
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
TAG = re.compile(r"<[^<>]+>")
LANE = re.compile(r"(.*?)[\s(–—-]*\brooms?:\s*(.+?)\)?", re.IGNORECASE)
HALF, LONGEST_NAME, MOST_CELLS, LONGEST_RULE = 2, 200, 200, 5000
Table = tuple[str, list[list[Cell]], bool]


def has_tables(text: str) -> bool:
    """Tell whether a text holds a table of Markdown or HTML."""
    lines = text.split("\n")
    return "<table" in text.lower() or any("|" in a and _is_rule(b) for a, b in pairwise(lines))


def read_tables(sheet: Sheet) -> None:
    """Read every table that holds times or lengths."""
    _about_the_whole(sheet)
    found = sorted([*_pipe_tables(sheet.text), *html_tables(sheet.text)], key=lambda t: t[1][0][0].place)
    skipped = 0
    for heading, rows, headed in found:
        cells = [[_plain(sheet, c) for c in row] for row in rows]
        if not _read(sheet, _day_in(heading), cells, headed=headed):
            skipped += 1
    if skipped:
        sheet.left[words()["agendas"]["other_tables"]] += skipped
    _one_day_in_prose(sheet)


def _about_the_whole(sheet: Sheet) -> None:
    front = re.match(r"---\n(.*?)\n---\n", sheet.text, re.DOTALL)
    said = re.search(r"^title:\s*[\"']?(.*?)[\"']?\s*$", front[1], re.MULTILINE) if front else None
    first = re.search(r"^#\s+(.*?)\s*#*$", sheet.text, re.MULTILINE)
    top = said or (first if not front else None)
    sheet.title = " ".join(TAG.sub("", LINK.sub(r"\1", top[1])).split()) if top else ""


def _one_day_in_prose(sheet: Sheet) -> None:
    """Take the one date that the text around the tables names, where no table has a day of its own."""
    if any(r.day or any(field_of(n) == "day" for n in r.cells) for r in sheet.rows):
        return
    days = {d for line in sheet.text.split("\n") if "|" not in line and (d := read_date(line))}
    if len(days) == 1:
        day = days.pop().isoformat()
        sheet.rows = [Row(r.cells, r.place, day, r.lane) for r in sheet.rows]
        sheet.warn("day-from-prose", (1, 1), found=day)


def _pipe_tables(text: str) -> Iterator[Table]:
    lines, heading, at = text.split("\n"), "", 0
    while at < len(lines):
        if found := HEADING.match(lines[at]):
            heading = found[1] if _day_in(found[1]) or not _day_in(heading) else heading
        if at + 1 < len(lines) and "|" in lines[at] and _is_rule(lines[at + 1]):
            rows = [_cells(lines[at], at + 1)]
            at += 2
            while at < len(lines) and "|" in lines[at] and lines[at].strip():
                rows.append(_cells(lines[at], at + 1))
                at += 1
            yield heading, rows, True
        else:
            at += 1


def _is_rule(line: str) -> bool:
    return "|" in line and len(line) <= LONGEST_RULE and RULE.match(line) is not None


def _cells(line: str, number: int) -> list[Cell]:
    found = []
    for part in re.finditer(r"(?:\\.|[^|\\])*(?:\||$)", line):
        text = part[0].removesuffix("|")
        start = part.start() + len(text) - len(text.lstrip()) + 1
        found.append(Cell((text.replace("\\|", "|").strip(),), (number, start)))
        if not part[0].endswith("|") or len(found) > MOST_CELLS:
            break
    if found and not found[0].text and line.lstrip().startswith("|"):
        found = found[1:]
    return found[:-1] if found and not found[-1].text and line.rstrip().endswith("|") else found


def _plain(sheet: Sheet, cell: Cell) -> Cell:
    """Take the markup out of a cell; a link's address is counted as left out."""
    text, links = LINK.subn(r"\1", cell.texts[0])
    anchors = len(re.findall(r"<a\b[^<>]*href", text, re.IGNORECASE))
    if links or anchors:
        sheet.left[words()["agendas"]["links"]] += links + anchors
    text = unescape(TAG.sub("", text))
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    return Cell((" ".join(text.split()),), cell.place)


def _day_in(heading: str) -> str:
    """Return a heading that names a day: a date, a weekday, or `Day 2`."""
    weekdays = "|".join(words()["language"]["weekdays"])
    named = re.search(rf"\b(?:{weekdays}|day\s+\d+)\b", heading, re.IGNORECASE)
    return heading if named or read_date(heading) else ""


def _read(sheet: Sheet, day: str, rows: Sequence[Sequence[Cell]], *, headed: bool) -> bool:
    """Read a table into rows of the sheet; tell whether it holds an agenda."""
    names = [c.text for c in rows[0]] if headed else []
    body = rows[1:] if headed else rows
    fields = [field_of(n) for n in names]
    if not set(fields) & {"start", "minutes"}:
        column = _column_of_times(body)
        if column is None:
            return False
        names = [n if i != column else "time" for i, n in enumerate([*names, *[""] * (column + 1 - len(names))])]
        fields = [field_of(n) if n else None for n in names]
    if not headed:
        names = [*names, "title", *[f"note ({i})" for i in range(max(map(len, body)))]]
        fields = [field_of(n) for n in names]
    lanes = [] if "title" in fields else [i for i, f in enumerate(fields) if f is None]
    if "title" not in fields and not lanes:
        return False
    for cells in body:
        if any(c.text for c in cells):
            sheet.rows += _rows(sheet, day, names, cells, lanes)
    return True


def _rows(sheet: Sheet, day: str, names: Sequence[str], cells: Sequence[Cell], lanes: Sequence[int]) -> list[Row]:
    place: Place = next(c.place for c in cells if c.text)
    if len(cells) > len(names) and any(c.text for c in cells[len(names) :]):
        sheet.warn("too-many-cells", cells[len(names)].place, found=str(len(cells)), expected=str(len(names)))
        sheet.left[names[-1] or "?"] += 1
    shared = {n: c for i, (n, c) in enumerate(zip(names, cells, strict=False)) if c.text and i not in lanes}
    if not lanes:
        return [Row(shared, place, day)]
    found = []
    alone = sum(i < len(cells) and bool(cells[i].text) for i in lanes) == 1 < len(lanes)
    for i in lanes:
        if i < len(cells) and cells[i].text:
            name, room = _lane(names[i])
            more = {"title": cells[i]} | ({"room": Cell((room,), cells[i].place)} if room else {})
            more |= {"everyone": Cell(("yes",), cells[i].place)} if alone else {}
            found.append(Row({**shared, **more}, cells[i].place, day, name if len(lanes) > 1 else ""))
    if not found and shared:
        found.append(Row(shared, place, day))
    return found


def _lane(name: str) -> tuple[str, str]:
    """Cut `Track One - Room: C1` into the track and its room."""
    found = LANE.fullmatch(name) if len(name) <= LONGEST_NAME else None
    return (found[1].strip() or found[2], found[2].strip()) if found else (name, "")


def _column_of_times(body: Sequence[Sequence[Cell]]) -> int | None:
    """Return the first column in which at least half of the cells are times or lengths."""
    for column in range(max((len(r) for r in body), default=0)):
        texts = [r[column].text for r in body if len(r) > column and r[column].text]
        good = sum(_is_time(t) for t in texts)
        if texts and good * HALF >= len(texts):
            return column
    return None


def _is_time(text: str) -> bool:
    try:
        return (":" in text or "m" in text.lower()) and (read_span(text) or read_minutes(text)) is not None
    except ValueError:
        return False
