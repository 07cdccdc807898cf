"""Agendas in CSV: commas, semicolons or tabs, quotes, any order of columns; what looks like a formula stays text."""

from __future__ import annotations

import re

from copkit.reading.agendas.columns import field_of
from copkit.reading.agendas.interface import Cell, Place, Row, Sheet

QUOTED = re.compile(r'[ ]*"([^"]*(?:""[^"]*)*)"[ ]*')
DELIMITERS = ",;\t"
ENOUGH = 2


def delimiter_of(text: str) -> str | None:
    """Return the sign between the columns, where the first line holds at least two names that are known."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    known = {d: sum(field_of(cell.strip(' "')) is not None for cell in first.split(d)) for d in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: known[d])
    return best if known[best] >= ENOUGH else None


def read_commas(sheet: Sheet) -> None:
    """Read the rows of a table in CSV."""
    first = next((line for line in sheet.text.split("\n") if line.strip()), "")
    rows = cut(sheet, delimiter_of(sheet.text) or max(DELIMITERS, key=first.count))
    if not rows:
        return
    header, *rest = rows
    names = [c.text for c in header]
    if not any(field_of(n) == "title" for n in names):
        sheet.fault("no-title-column", header[0].place, found=", ".join(n for n in names if n)[:80])
        return
    for cells in rest:
        if len(cells) > len(names) and any(c.text for c in cells[len(names) :]):
            sheet.warn("too-many-cells", cells[len(names)].place, found=str(len(cells)), expected=str(len(names)))
            sheet.left[names[-1] or "?"] += 1
        by_name: dict[str, Cell] = {}
        for name, cell in zip(names, cells, strict=False):
            if cell.text and name not in by_name:
                by_name[name] = cell
        if by_name:
            sheet.rows.append(Row(by_name, cells[0].place))


def cut(sheet: Sheet, delimiter: str) -> list[list[Cell]]:
    """Cut the text into cells with their places; a line without any text is no row."""
    text, at, line, begun = sheet.text, 0, 1, 0
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    bare = re.compile(f"[^{delimiter}\n]*")
    while at <= len(text):
        place: Place = (line, at - begun + 1)
        found = QUOTED.match(text, at)
        if found and (found.end() == len(text) or text[found.end()] in f"{delimiter}\n"):
            value = found[1].replace('""', '"')
        else:
            if found is None and text[at : at + 1] == '"':
                sheet.fault("open-quote", place)
                return []
            found = bare.match(text, at)
            assert found is not None
            value = found[0].strip()
        if "\n" in found[0]:
            line += found[0].count("\n")
            begun = at + found[0].rindex("\n") + 1
        row.append(Cell((value,), place))
        at = found.end()
        ends = at >= len(text) or text[at] == "\n"
        at += 1
        if ends:
            if any(c.text for c in row):
                rows.append(row)
            row, line, begun = [], line + 1, at
    return rows
