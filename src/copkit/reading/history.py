"""What a community knows of its own timekeeping: history.csv, planned and actual minutes of blocks in the past."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from copkit.problem import Problem, Severity
from copkit.reading.source import Source, read_text

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("planned", "actual")
LONGEST = 2880.0


def read_history(path: Path, name: str) -> tuple[tuple[float, ...], list[Problem]]:
    """Read the ratios of actual to planned minutes; an absent file holds none. Rows with faults are passed over."""
    return parse_history(read_text(path, name), name) if path.exists() else ((), [])


def parse_history(text: str, name: str) -> tuple[tuple[float, ...], list[Problem]]:
    """Read the text of a history; the cells stand between commas, or between semicolons as spreadsheets write them."""
    source = Source(name, text)
    first = text.split("\n", 1)[0]
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in first else ",")
    header = [cell.strip().lower() for cell in next(rows, [])]
    if missing := [f"`{n}`" for n in NEEDED if n not in header]:
        return (), [source.problem_at("history-columns", (1, 1), {"missing": ", ".join(missing)})]
    places = [header.index(n) for n in NEEDED]
    ratios, problems = [], []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        planned, actual = (_minutes(row[i] if i < len(row) else "") for i in places)
        if planned and actual:
            ratios.append(actual / planned)
        else:
            problems.append(source.problem_at("history-row", (rows.line_num, 1), {}, severity=Severity.WARNING))
    return tuple(ratios), problems


def _minutes(cell: str) -> float | None:
    """Return the minutes of a cell; None where it holds no number above 0 that a day could hold."""
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= LONGEST else None
