"""What was captured in a spreadsheet: promises, groups, plus and delta, decisions, attendance, as CSV.

A row that cannot be understood is pointed at, and kept word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copkit.core.followup import (
    Attendance,
    Commitment,
    Decision,
    MentorPair,
    Note,
    Output,
    Register,
    Spotlight,
    Unclear,
    WorkingGroup,
)
from copkit.core.typed import slug
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.capture import DELTA, PLUS, voted
from copkit.reading.rows import as_typed, column, rows_of
from copkit.reading.source import Source, read_text
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from copkit.core.followup import State

Faults = Iterator[tuple[str, dict[str, str]]]
# The columns without which a table is none of this kind; the first kind that has all of them is taken.
NEEDED = {
    "commitments": ("who", "what"), "notes": ("sign", "text"), "decisions": ("decision",),
    "groups": ("group", "purpose"), "mentors": ("mentor", "newcomer"), "spotlights": ("who", "why"),
    "outputs": ("output",), "attendance": ("present",),
    "absent": ("absent",),
}  # fmt: skip


@dataclass(slots=True)
class Table:
    """What a table says: entries as on a sheet, the states that it gives to promises, and what was not understood."""

    register: Register = field(default_factory=Register)
    states: dict[str, State] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    source: Source
    kind: str
    entries: list[Any] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    unclear: list[Unclear] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def keep(self, code: str, line: int, cells: list[str], facts: Mapping[str, str] | None = None) -> None:
        """Keep a row word for word, and point at it."""
        found = self.source.problem_at(code, (line, 1), facts, severity=Severity.WARNING)
        self.problems.append(Problem(found.code, found.where, found.facts, found.severity))
        self.unclear.append(Unclear(text=" | ".join(cells), place=f"{self.source.name}:{line}"))


def read_table(path: Path, name: str) -> Table:
    """Read a table of things captured; raise InputError where it cannot be read or its columns tell nothing."""
    if not path.exists():
        raise InputError(Problem("no-such-agenda", Location(name)))
    return parse_table(read_text(path, name), name)


def parse_table(text: str, name: str) -> Table:
    """Read the text of a table."""
    source = Source(name, text)
    header: list[str] = []
    found = None
    for line, cells in rows_of(source):
        if found is None:
            header = [column(c) for c in cells]
            found = _Reading(source, _kind(source, line, header, cells))
        else:
            _take(found, line, header, [as_typed(c) for c in cells])
    if found is None:
        return Table()
    register = Register.model_validate({found.kind: tuple(found.entries), "unclear": tuple(found.unclear)})
    return Table(register, found.states, found.problems)


def _kind(source: Source, line: int, header: list[str], cells: list[str]) -> str:
    for kind, needed in NEEDED.items():
        if all(any(_means(kind, part, h) for h in header) for part in needed):
            return kind
    shown = ", ".join(f"`{c.strip()}`" for c in cells if c.strip())[:200]
    raise InputError(source.problem_at("unknown-table", (line, 1), {"found": shown}))


def _means(kind: str, part: str, header: str) -> bool:
    return header in words()["capture"]["columns"][kind].get(part, ())


def _take(found: _Reading, line: int, header: list[str], cells: list[str]) -> None:
    known = words()["capture"]["columns"][found.kind]
    got: dict[str, str] = {}
    left = []
    for at, cell in enumerate(cells):
        part = next((p for p in known if at < len(header) and header[at] in known[p] and p not in got), None)
        if part is not None:
            got[part] = cell
        elif at >= len(header) and cell:
            left.append(cell)
    if left:
        found.keep("too-many-columns", line, cells)
    maker = MAKERS[found.kind]
    for fault in maker(found, got):
        found.keep(*(fault[0], line, cells, fault[1]))


def _commitment(found: _Reading, got: dict[str, str]) -> Faults:
    state = got.pop("state", "").casefold()
    if not got.get("who") and not got.get("what"):
        yield "row-without-what", {}
        return
    given = got.pop("id", "") or f"row-{len(found.entries) + 1}"
    found.entries.append(Commitment.model_validate({**got, "id": given}))
    meant = next((s for s, said in words()["capture"]["states"].items() if state in said), None)
    if meant:
        found.states[given] = meant
    elif state:
        yield "odd-state", {"found": state}


def _note(found: _Reading, got: dict[str, str]) -> Faults:
    sign = got.get("sign", "").casefold()
    text, votes = voted(got.get("text", ""))
    count = _count(got.get("votes", ""))
    if not text:
        yield "row-without-what", {}
        return
    if sign not in PLUS | DELTA:
        yield "row-without-sign", {"found": got.get("sign", "") or text}
        return
    if count is None:
        yield "odd-count", {"found": got["votes"]}
    tags = tuple(t.strip() for t in re.split("[,;]", got.get("tags", "")) if t.strip())
    about = got.get("about", "")
    found.entries.append(
        Note(sign="plus" if sign in PLUS else "delta", text=text, votes=votes + (count or 0), tags=tags, about=about)
    )


def _decision(found: _Reading, got: dict[str, str]) -> Faults:
    if not got.get("decision"):
        yield "row-without-what", {}
        return
    found.entries.append(Decision(text=got.pop("decision"), owner=got.get("owner", ""), by=got.get("by", "")))


def _group(found: _Reading, got: dict[str, str]) -> Faults:
    title = got.pop("group", "")
    if not title:
        yield "row-without-what", {}
        return
    number = len(found.entries) + 1
    made = slug(got.pop("id", ""), 50) or slug(f"{number}-{title}", 50)
    own = bool(got.get("publish_date")) and not got.get("next_meeting")
    found.entries.append(WorkingGroup.model_validate({**got, "title": title, "id": made, "shared_output": not own}))


def _pair(found: _Reading, got: dict[str, str]) -> Faults:
    if not got.get("mentor"):
        yield "row-without-what", {}
        return
    found.entries.append(MentorPair.model_validate(got))


def _spotlight(found: _Reading, got: dict[str, str]) -> Faults:
    if not got.get("who"):
        yield "row-without-what", {}
        return
    found.entries.append(Spotlight.model_validate(got))


def _output(found: _Reading, got: dict[str, str]) -> Faults:
    if not got.get("output"):
        yield "row-without-what", {}
        return
    what = got.pop("output")
    found.entries.append(Output.model_validate({**got, "what": what}))


def _attendance(found: _Reading, got: dict[str, str]) -> Faults:
    counts = {part: _count(got.get(part, "")) for part in ("day", "registered", "present", "remote")}
    if odd := [got[part] for part, count in counts.items() if count is None]:
        yield "odd-count", {"found": odd[0]}
        return
    given = {part: count for part, count in counts.items() if got.get(part)}
    found.entries.append(Attendance.model_validate({"day": len(found.entries) + 1, **given}))


def _absent(found: _Reading, got: dict[str, str]) -> Faults:
    if got.get("absent"):
        found.entries.append(got["absent"])
    yield from ()


MAKERS: dict[str, Any] = {
    "commitments": _commitment, "notes": _note, "decisions": _decision, "groups": _group, "mentors": _pair,
    "spotlights": _spotlight, "outputs": _output, "attendance": _attendance, "absent": _absent,
}  # fmt: skip


def _count(text: str) -> int | None:
    """Return a count, 0 for an empty cell, None for anything else."""
    plain = text.strip().removeprefix("+")
    if not plain:
        return 0
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else None  # noqa: PLR2004 - people
