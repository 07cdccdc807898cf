"""Safe edits in a plan: where the day has room, in lines of their own; comments and layout are left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.problem import Problem

Path_ = tuple[str | int, ...]
PLUS_DELTA = "{activity: plus-delta, minutes: 5}"
NEEDS = "[access, language, diet]"
ASKS = f"registration:\n  asks: {NEEDS}\n"
LONGER = frozenset({"CPK213", "CPK222", "CPK223"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its path, and the minutes that its day has left."""

    problem: Problem
    path: Path_
    room: int


def mended(text: str, faults: Sequence[Fault], places: Mapping[Path_, tuple[int, int]]) -> tuple[str, Fault | None]:
    """Make the first safe edit; return the text and the finding that it is about, None where nothing is safe."""
    for fault in faults:
        edit = _edit(text, fault, places)
        if edit is not None and edit != text:
            return edit, fault
    return text, None


def _edit(text: str, fault: Fault, places: Mapping[Path_, tuple[int, int]]) -> str | None:
    code, facts, where = fault.problem.code, fault.problem.facts, fault.problem.where
    if code == "CPK904" and where:
        return _without_comment(text, where.line, where.column)
    if code in LONGER and facts.get("least"):
        more = int(facts["least"]) - int(facts["minutes"])
        return (
            changed_number(text, places.get((*fault.path, "minutes")), int(facts["least"]))
            if more <= fault.room
            else None
        )
    if code == "CPK604" and fault.room >= int(PLUS_DELTA.rsplit(":", 1)[1].strip(" }")):
        last = max(
            (p for p in places if p[: len(fault.path)] == fault.path and len(p) == len(fault.path) + 1), default=None
        )
        return _before(text, places[last], PLUS_DELTA) if last else None
    if code == "CPK701":
        return _asked(text, places)
    return None


def _asked(text: str, places: Mapping[Path_, tuple[int, int]]) -> str | None:
    """Let registration ask, where nobody has thought about it yet."""
    if ("registration",) not in places:
        return f"{text.rstrip()}\n{ASKS}"
    line, column = places.get(("registration", "asks"), (0, 0))
    lines = text.split("\n")
    if not line or not lines[line - 1][column - 1 :].startswith("[]"):
        return None
    lines[line - 1] = lines[line - 1][: column - 1] + NEEDS + lines[line - 1][column + 1 :]
    return "\n".join(lines)


def _without_comment(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][: column - 1].rstrip()
    lines[line - 1 : line] = [rest] if rest else []
    return "\n".join(lines)


def changed_number(text: str, place: tuple[int, int] | None, value: int) -> str | None:
    """Change the whole number at a place; None where none stands there."""
    if place is None:
        return None
    lines = text.split("\n")
    line, column = place
    row = lines[line - 1]
    found = re.match(r"\d+", row[column - 1 :])
    if not found:
        return None
    lines[line - 1] = f"{row[: column - 1]}{value}{row[column - 1 + found.end() :]}"
    return "\n".join(lines)


def _before(text: str, place: tuple[int, int], entry: str) -> str | None:
    """Put an entry before a block that begins a line of its own."""
    lines = text.split("\n")
    begins = re.match(r"\s*- ", lines[place[0] - 1])
    if not begins:
        return None
    lines.insert(place[0] - 1, f"{begins[0]}{entry}")
    return "\n".join(lines)
