"""Reading back what the room wrote: the tables of capture.md, filled in by hand.

What cannot be understood is pointed at with its line, and kept as text; nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from copkit.core.followup import (
    COLUMNS,
    SECTION,
    Attendance,
    Channel,
    Commitment,
    Decision,
    MentorPair,
    NextMilestone,
    Note,
    Output,
    Register,
    Spotlight,
    WorkingGroup,
    day_in,
    row_of,
)
from copkit.core.typed import slug
from copkit.problem import Problem, Severity
from copkit.reading.checked import nearest
from copkit.reading.source import Source, read_text
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
VOTES = re.compile(r"(?:\s*\+1)+\s*$")
ALWAYS_THERE = ("commitments", "notes", "decisions", "channel", "milestone")
DATES = {
    "commitments": "by", "groups": "next_meeting", "accountability": "publish_date", "decisions": "by",
    "milestone": "by",
}  # fmt: skip
PLUS, DELTA = frozenset({"+", "plus", "＋"}), frozenset({"Δ", "δ", "∆", "delta", "d", "-", "−"})


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its line, its cells by column, and all of it as one text."""

    line: int
    cells: dict[str, str]
    text: str


@dataclass(slots=True)
class _Sheet:
    """The rows of each section, and the problems found."""

    source: Source
    rows: dict[str, list[_Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, code: str, line: int, facts: Mapping[str, str] | None = None) -> None:
        """Point at a line without showing it: a promise may be private."""
        found = self.source.problem_at(code, (line, 1), facts, severity=Severity.WARNING)
        self.problems.append(replace(found, source_line=None))

    def of(self, section: str) -> list[_Row]:
        """Return the rows of a section."""
        return self.rows.get(section, [])


def read_capture(path: Path, name: str) -> tuple[Register, list[Problem]]:
    """Read a capture sheet; an absent file is the same as an empty one. Raises InputError where it cannot be read."""
    if not path.exists():
        return Register(), []
    return parse_capture(read_text(path, name), name)


def parse_capture(text: str, name: str) -> tuple[Register, list[Problem]]:
    """Read the text of a capture sheet; each entry holds its row."""
    sheet = _Sheet(Source(name, text))
    _collect(sheet, text)
    if not sheet.rows:
        sheet.warn("no-sections", 1)
    elif lost := [name for name in ALWAYS_THERE if name not in sheet.rows]:
        sheet.warn("lost-sections", 1, {"found": ", ".join(f"`<!-- capture: {name} -->`" for name in lost)})
    for section, column in DATES.items():
        for row in sheet.of(section):
            if row.cells[column] and day_in(row.cells[column]) is None:
                sheet.warn("odd-date", row.line, {"found": row.cells[column]})
    register = Register(
        commitments=tuple(
            Commitment(id=f"C{n}", row=r.text, **r.cells) for n, r in enumerate(sheet.of("commitments"), start=1)
        ),
        groups=(*_groups(sheet), *_circles(sheet)),
        notes=tuple(_note(sheet, n, r) for n, r in enumerate(sheet.of("notes"), start=1)),
        decisions=tuple(
            Decision(id=f"D{n}", row=r.text, **r.cells) for n, r in enumerate(sheet.of("decisions"), start=1)
        ),
        channel=Channel(**_only(sheet, "channel")),
        milestone=NextMilestone(**_only(sheet, "milestone")),
        attendance=tuple(a for a in (_attendance(sheet, n, r) for n, r in enumerate(sheet.of("attendance"), 1)) if a),
        absent=tuple(r.cells["who"] for r in sheet.of("absent")),
        spotlights=tuple(
            Spotlight(id=f"S{n}", row=r.text, **r.cells) for n, r in enumerate(sheet.of("spotlights"), start=1)
        ),
        mentors=tuple(
            MentorPair(id=f"M{n}", row=r.text, **r.cells) for n, r in enumerate(sheet.of("mentors"), start=1)
        ),
        outputs=tuple(Output(id=f"O{n}", row=r.text, **r.cells) for n, r in enumerate(sheet.of("outputs"), start=1)),
    )
    return register, sorted(sheet.problems, key=lambda p: p.order)


def _collect(sheet: _Sheet, text: str) -> None:
    section, width = None, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if found := SECTION.match(line):
            section, width = found[1], 0
            if section in COLUMNS:
                sheet.rows.setdefault(section, [])
            else:
                near = nearest(section, COLUMNS) or ALWAYS_THERE[0]
                sheet.warn("unknown-section", number, {"found": section, "near": near})
            continue
        if section not in COLUMNS or not line.lstrip().startswith("|") or (RULE.match(line) and "-" in line):
            continue
        cells = [_unescaped(c) for c in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]
        if width:
            _row(sheet, section, number, cells, width)
        width = width or len(cells)


def _row(sheet: _Sheet, section: str, number: int, cells: list[str], width: int) -> None:
    columns = COLUMNS[section]
    if not any(cells) or (section in {"accountability", "attendance"} and not any(cells[1:])):
        return
    if len(cells) != min(width, len(columns)):
        sheet.warn("odd-row", number, {"found": str(len(cells)), "expected": str(min(width, len(columns)))})
    if len(cells) > len(columns):
        last = len(columns) - 1
        cells = [*cells[:last], " | ".join(c for c in cells[last:] if c)]
    cells += [""] * (len(columns) - len(cells))
    sheet.rows[section].append(_Row(number, dict(zip(columns, cells, strict=True)), row_of(cells)))


def _unescaped(cell: str) -> str:
    text = cell.strip().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\\([\\`*\[\]|_#>+.)=~-])", r"\1", text)


def _only(sheet: _Sheet, section: str) -> dict[str, str]:
    """Return the one row of a table that holds one; further rows go into its first cell, so that nothing is lost."""
    rows = sheet.of(section)
    if not rows:
        return {}
    if len(rows) > 1:
        sheet.warn("second-row", rows[1].line)
    first = COLUMNS[section][0]
    texts = Counter(r.cells[first] for r in rows if r.cells[first])
    return {**rows[0].cells, first: "; ".join(texts), "row": "; ".join(r.text for r in rows)}


def _groups(sheet: _Sheet) -> list[WorkingGroup]:
    return [
        WorkingGroup(id=_slug(r.cells["title"], n), row=r.text, **r.cells)
        for n, r in enumerate(sheet.of("groups"), start=1)
    ]


def _circles(sheet: _Sheet) -> list[WorkingGroup]:
    found = []
    for number, row in enumerate(sheet.of("accountability"), start=1):
        title = row.cells["title"]
        name = words()["labels"]["group_name"].format(n=title) if title.isdigit() else title
        cells = {**row.cells, "title": name}
        found.append(WorkingGroup(id=_slug(name, number), row=row.text, shared_output=False, **cells))
    return found


def _slug(title: str, number: int) -> str:
    return slug(f"{number}-{title}", 50)


def _note(sheet: _Sheet, number: int, row: _Row) -> Note:
    sign, text = row.cells["sign"].strip().lower(), row.cells["text"]
    if sign not in PLUS | DELTA:
        sheet.warn("odd-sign", row.line, {"found": row.cells["sign"] or text})
        text = f"{row.cells['sign']} {text}".strip()
    said, votes = voted(text)
    if row.cells["votes"]:
        given = _count(sheet, row, "votes")
        votes += given or 0
        if given is None:
            said = f"{said} {row.cells['votes']}"
    return Note(id=f"N{number}", sign="plus" if sign in PLUS else "delta", text=said, votes=votes, row=row.text)


def voted(text: str) -> tuple[str, int]:
    """Return a note without the `+1` that others put after it, and how many those are."""
    found = VOTES.search(text)
    return (text[: found.start()], found[0].count("+1")) if found and found.start() else (text, 0)


def _count(sheet: _Sheet, row: _Row, column: str) -> int | None:
    text = row.cells[column].removeprefix("+").strip()
    if text.isascii() and text.isdigit() and len(text) < 7:  # noqa: PLR2004 - more people than any gathering has
        return int(text)
    if text:
        sheet.warn("odd-count", row.line, {"found": row.cells[column]})
    return None


def _attendance(sheet: _Sheet, number: int, row: _Row) -> Attendance | None:
    counts = {key: _count(sheet, row, key) for key in COLUMNS["attendance"]}
    return Attendance.model_validate({**counts, "day": counts["day"] or number, "row": row.text})
