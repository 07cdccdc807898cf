"""Ticks in tasks.yaml: an entry comes or goes, and every other letter stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

Places = Mapping[tuple[str | int, ...], tuple[int, int]]
LIST, FIRST = ("done",), ("done", 0)
BRACES = re.compile(r"\{[^{}]*\}[ \t]*,?[ \t]*")
NOTHING = re.compile(r":[ \t]*(~|null)(?=\s|$)")
REMARK = re.compile(r"\s(#.*)$")


def ticked(text: str, places: Places, keys: Places, task: str, on: date) -> str:
    """Add a tick to the list; a missing or empty one becomes a list. Lines and columns count from 1."""
    entry = f"{{task: {task}, on: {on.isoformat()}}}"
    lines = text.replace("\r\n", "\n").split("\n")
    line, column = places.get(LIST, (0, 0))
    if not line:
        lines = [*"\n".join(lines).rstrip().split("\n"), "done:", f"  - {entry}", ""]
    elif _braced(lines, places):
        row = lines[line - 1]
        lines[line - 1] = f"{row[:column]}{entry}{', ' if FIRST in places else ''}{row[column:]}"
    elif FIRST in places:
        dash = lines[places[FIRST][0] - 1].find("-")
        count = sum(len(path) == len(FIRST) and path[:1] == LIST for path in places)
        lines.insert(_last_line(places, count - 1), f"{' ' * dash}- {entry}")
    else:
        key = keys[LIST][0]
        lines[key - 1] = NOTHING.sub(":", lines[key - 1])
        lines.insert(key, f"  - {entry}")
    return _with_ends_of(text, lines)


def unticked(text: str, places: Places, index: int) -> str:
    """Take a tick away; a remark behind it stays, on a line of its own."""
    lines = text.replace("\r\n", "\n").split("\n")
    line, column = places["done", index]
    row = lines[line - 1]
    if _braced(lines, places):
        found = BRACES.match(row, column - 1)
        before, after = row[: column - 1], row[found.end() if found else len(row) :]
        lines[line - 1] = (before.rstrip(" ,") if after.startswith("]") else before) + after
    else:
        last = _last_line(places, index)
        remarks = [m[1] for one in lines[line - 1 : last] if (m := REMARK.search(one))]
        lines[line - 1 : last] = [f"{' ' * row.find('-')}{remark}" for remark in remarks]
    return _with_ends_of(text, lines)


def _braced(lines: list[str], places: Places) -> bool:
    line, column = places[LIST]
    return "".join(lines[line - 1 : line])[column - 1 : column] == "["


def _last_line(places: Places, index: int) -> int:
    return max(line for path, (line, _) in places.items() if path[:2] == ("done", index))


def _with_ends_of(text: str, lines: list[str]) -> str:
    return ("\r\n" if "\r\n" in text else "\n").join(lines)
