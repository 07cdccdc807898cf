"""New minutes in a plan: the numbers change, a dropped block becomes a comment, every other letter stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.writing.mending import changed_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.agenda import Retimed

Path_ = tuple[str | int, ...]
NAME = re.compile(r"""["']?[a-z0-9-]+["']?""")
ENTRY = re.compile(r"\s*- ")


def retimed_text(
    before: str,
    places: Mapping[Path_, tuple[int, int]],
    keys: Mapping[Path_, tuple[int, int]],
    day: int,
    rows: Sequence[Retimed],
) -> str | None:
    """Return the text with new minutes; None where a block does not stand on lines of its own.

    `places` and `keys` say where each value and each name stands, from line 1 and column 1.
    """
    text: str | None = before
    for row in sorted(rows, key=lambda r: -r.block.index):  # from the end, so that the places before it hold
        if text is None or row.minutes == row.block.minutes:
            continue
        path: Path_ = ("days", day - 1, "agenda", row.block.index)
        if row.state == "dropped":
            text = _left_out(text, places[path])
        elif (*path, "minutes") in places:
            text = changed_number(text, places[*path, "minutes"], row.minutes)
        else:
            text = _with_minutes(text, keys[*path, "activity"], places[*path, "activity"], row.minutes)
    return text


def _with_minutes(text: str, key: tuple[int, int], value: tuple[int, int], minutes: int) -> str:
    """Put minutes behind a block's activity, on a line of their own unless the block stands in braces."""
    lines = text.split("\n")
    row = lines[value[0] - 1]
    if row[: key[1] - 1].rstrip().endswith(("{", ",")):
        found = NAME.match(row, value[1] - 1)
        end = found.end() if found else len(row)
        lines[value[0] - 1] = f"{row[:end]}, minutes: {minutes}{row[end:]}"
    else:
        lines.insert(value[0], f"{' ' * (key[1] - 1)}minutes: {minutes}")
    return "\n".join(lines)


def _left_out(text: str, place: tuple[int, int]) -> str | None:
    """Make a comment of a block; None where it does not begin a line."""
    lines = text.split("\n")
    first = place[0] - 1
    begins = ENTRY.match(lines[first])
    if not begins or len(begins[0]) + 1 < place[1]:
        return None
    dash = len(begins[0]) - 2
    last = first
    for i in range(first + 1, len(lines)):
        if lines[i].strip() and len(lines[i]) - len(lines[i].lstrip()) <= dash:
            break
        if lines[i].strip() and not lines[i].lstrip().startswith("#"):
            last = i
    for i in range(first, last + 1):
        lines[i] = f"{lines[i][:dash]}# {lines[i][dash:]}".rstrip()
    return "\n".join(lines)
