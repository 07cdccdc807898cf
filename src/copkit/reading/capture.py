"""Reading back what the room wrote: the tables of capture.md, filled in by hand.

What cannot be understood is pointed at with its line, and kept as text; nothing is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from copkit.core.followup import Captured, Commitment, Decision, Note, WorkingGroup
from copkit.core.typed import slug
from copkit.problem import Problem, Severity
from copkit.reading.checked import nearest
from copkit.reading.source import Source, read_text
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECTION = re.compile(r"^\s*<!--\s*capture:\s*([a-z]+)\s*-->\s*$")
RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
COLUMNS = {
    "commitments": 7, "groups": 6, "accountability": 3, "notes": 2, "decisions": 3, "channel": 2, "milestone": 3,
    "spotlights": 3, "mentors": 3, "outputs": 3,
}  # fmt: skip
ALWAYS_THERE = ("commitments", "notes", "decisions", "channel", "milestone")
PLUS, DELTA = frozenset({"+", "plus", "＋"}), frozenset({"Δ", "δ", "∆", "delta", "d", "-", "−"})


@dataclass(slots=True)
class _Sheet:
    """The rows of each section with their line numbers, and the problems found."""

    source: Source
    rows: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, code: str, line: int, facts: Mapping[str, str] | None = None) -> None:
        """Point at a line without showing it: a promise may be private."""
        found = self.source.problem_at(code, (line, 1), facts, severity=Severity.WARNING)
        self.problems.append(replace(found, source_line=None))

    def day(self, text: str, line: int) -> date | None:
        """Read a date out of a cell; warn where a text is there and no date in it."""
        found = re.search(r"\d{4}-\d{2}-\d{2}", text)
        try:
            if found:
                return date.fromisoformat(found[0])
        except ValueError:
            pass
        if text:
            self.warn("odd-date", line, {"found": text})
        return None


def read_capture(path: Path, name: str) -> tuple[Captured, list[Problem]]:
    """Read a capture sheet; an absent file is the same as an empty one. Raises InputError where it cannot be read."""
    if not path.exists():
        return Captured(), []
    return parse_capture(read_text(path, name), name)


def parse_capture(text: str, name: str) -> tuple[Captured, list[Problem]]:
    """Read the text of a capture sheet."""
    sheet = _Sheet(Source(name, text))
    _collect(sheet, text)
    if not sheet.rows:
        sheet.warn("no-sections", 1)
    elif lost := [name for name in ALWAYS_THERE if name not in sheet.rows]:
        sheet.warn("lost-sections", 1, {"found": ", ".join(f"`<!-- capture: {name} -->`" for name in lost)})
    rows = {key: sheet.rows.get(key, []) for key in COLUMNS}
    channel, milestone = (_only(sheet, k, rows[k]) for k in ("channel", "milestone"))
    captured = Captured(
        commitments=tuple(_commitment(sheet, i, line, r) for i, (line, r) in enumerate(rows["commitments"], start=1)),
        groups=(*_groups(sheet, rows["groups"]), *_circles(sheet, rows["accountability"])),
        notes=tuple(_note(sheet, line, r) for line, r in rows["notes"]),
        decisions=tuple(_decision(sheet, line, r) for line, r in rows["decisions"]),
        channel=channel[0],
        channel_host=channel[1],
        milestone=milestone[0],
        milestone_date=milestone[1],
        milestone_owner=milestone[2],
        spotlights=_triples(rows["spotlights"]),
        mentors=_triples(rows["mentors"]),
        outputs=_triples(rows["outputs"]),
    )
    return captured, sorted(sheet.problems, key=lambda p: p.order)


def _collect(sheet: _Sheet, text: str) -> None:
    section, header_seen = None, False
    for number, line in enumerate(text.splitlines(), start=1):
        if found := SECTION.match(line):
            section, header_seen = found[1], False
            if section in COLUMNS:
                sheet.rows.setdefault(section, [])
            else:
                near = nearest(section, COLUMNS) or ALWAYS_THERE[0]
                sheet.warn("unknown-section", number, {"found": section, "near": near})
            continue
        if section not in COLUMNS or not line.lstrip().startswith("|") or (RULE.match(line) and "-" in line):
            continue
        if header_seen:
            _row(sheet, section, number, line)
        header_seen = True


def _row(sheet: _Sheet, section: str, number: int, line: str) -> None:
    cells = [_unescaped(c) for c in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]
    if not any(cells) or (section == "accountability" and not any(cells[1:])):
        return
    wanted = COLUMNS[section]
    if len(cells) != wanted:
        sheet.warn("odd-row", number, {"found": str(len(cells)), "expected": str(wanted)})
        if len(cells) > wanted:
            cells = [*cells[: wanted - 1], " | ".join(c for c in cells[wanted - 1 :] if c)]
    sheet.rows[section].append((number, [*cells, *[""] * (wanted - len(cells))]))


def _unescaped(cell: str) -> str:
    text = cell.strip().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\\([\\`*\[\]|_#>+.)-])", r"\1", text)


def _only(sheet: _Sheet, section: str, rows: list[tuple[int, list[str]]]) -> list[str]:
    """Return the one row of a table that holds one; further rows go into its first cell, so that nothing is lost."""
    if not rows:
        return [""] * COLUMNS[section]
    if section == "milestone":
        for line, row in rows:
            sheet.day(row[1], line)
    if len(rows) > 1:
        sheet.warn("second-row", rows[1][0])
    first = "; ".join(row[0] for _, row in rows if row[0])
    return [first, *rows[0][1][1:]]


def _decision(sheet: _Sheet, line: int, row: list[str]) -> Decision:
    sheet.day(row[2], line)
    return Decision(*row)


def _commitment(sheet: _Sheet, number: int, line: int, row: list[str]) -> Commitment:
    who, what, cue, first_step, by, helper, visible_to = row
    return Commitment(f"C{number}", who, what, cue, first_step, by, sheet.day(by, line), helper, visible_to)


def _groups(sheet: _Sheet, rows: list[tuple[int, list[str]]]) -> list[WorkingGroup]:
    found = []
    for number, (line, (title, purpose, lead, deputy, members, meeting)) in enumerate(rows, start=1):
        sheet.day(meeting, line)
        found.append(WorkingGroup(_slug(title, number), title, purpose, lead, deputy, members, meeting))
    return found


def _circles(sheet: _Sheet, rows: list[tuple[int, list[str]]]) -> list[WorkingGroup]:
    found = []
    for number, (line, (title, members, publish)) in enumerate(rows, start=1):
        sheet.day(publish, line)
        name = words()["labels"]["group_name"].format(n=title) if title.isdigit() else title
        found.append(
            WorkingGroup(_slug(name, number), name, members=members, publish_date=publish, shared_output=False)
        )
    return found


def _slug(title: str, number: int) -> str:
    return slug(f"{number}-{title}", 50)


def _note(sheet: _Sheet, line: int, row: list[str]) -> Note:
    sign, text = row[0].strip().lower(), row[1]
    if sign in PLUS:
        return Note("plus", text)
    if sign not in DELTA:
        sheet.warn("odd-sign", line, {"found": row[0] or text})
    return Note("delta", text if sign in DELTA or not row[0] else f"{row[0]} {text}".strip())


def _triples(rows: list[tuple[int, list[str]]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((r[0], r[1], r[2]) for _, r in rows)
