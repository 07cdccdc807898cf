"""Dates in calendar.yaml: new ones go below those that a person fixed; every other letter stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.writing.escaping import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.calendar import Entry

Path_ = tuple[str | int, ...]
LIST = "fixed"


def date_line(entry: Entry) -> str:
    """Write a date as one entry of the list."""
    start = f", start: {quoted(f'{entry.start:%H:%M}')}" if entry.start else ""
    return f"{{date: {entry.date.isoformat()}, kind: {entry.kind}{start}}}"


def with_dates(
    text: str, places: Mapping[Path_, tuple[int, int]], keys: Mapping[Path_, tuple[int, int]], rows: Sequence[str]
) -> str | None:
    """Put entries below the last fixed date; None where the list stands in brackets and holds something.

    `places` and `keys` say where each value and each name stands, from line 1 and column 1.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if (LIST,) not in keys:
        return newline.join([*lines, f"{LIST}:", *_indented(rows, 2), ""])
    key_line = keys[LIST,][0] - 1
    if (LIST, 0) not in places:
        lines[key_line] = re.sub(rf"^({LIST}\s*:)\s*(?:\[\s*\]|null|~)?", r"\1", lines[key_line])
        if not re.fullmatch(rf"{LIST}\s*:\s*(#.*)?", lines[key_line]):
            return None
        return newline.join([*lines[: key_line + 1], *_indented(rows, 2), *lines[key_line + 1 :], ""])
    first = lines[places[LIST, 0][0] - 1]
    dash = re.match(r"\s*(?=- )", first)
    if not dash or places[LIST, 0][0] - 1 == key_line:
        return None
    last = _last_line(lines, max(p[0] for path, p in places.items() if path[:1] == (LIST,)) - 1, len(dash[0]))
    return newline.join([*lines[: last + 1], *_indented(rows, len(dash[0])), *lines[last + 1 :], ""])


def _indented(rows: Iterable[str], spaces: int) -> list[str]:
    return [f"{' ' * spaces}- {row}" for row in rows]


def _last_line(lines: Sequence[str], begun: int, dash: int) -> int:
    """Return the last line of the entry that holds a line; comments behind it are not its own."""
    last = begun
    for i in range(begun + 1, len(lines)):
        said = lines[i].strip()
        if said and not said.startswith("#"):
            if len(lines[i]) - len(lines[i].lstrip()) <= dash:
                break
            last = i
    return last
