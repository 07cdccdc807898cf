"""Forgetting a member: what is theirs goes, and their name goes from what is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from copkit.core.followup import SECTION, Register, names
from copkit.core.people import name_pattern, same_name, without_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.review import NextInputs

INSTEAD = "…"
BETWEEN = re.compile(r"(\s*(?:[;|,>=\n]| / )\s*)")
NEVER_NAMES = frozenset({"id", "from", "source", "state", "sign", "decision", "item", "segment"})
# Rows of the sheet that are one person's own, by the first cell; all others only lose the name.
THEIRS = frozenset({"commitments", "spotlights", "mentors", "absent"})


def without_person(register: Register, name: str) -> Register:
    """Return a register without a person's promises, spotlights, mentor pairs and pieces, and without their name."""
    data = register.model_dump(mode="python", by_alias=True)
    for section, keys in (("commitments", ("who",)), ("spotlights", ("who",)), ("carried", ("who",)),
                          ("mentors", ("mentor", "newcomer")), ("outputs", ("who",))):  # fmt: skip
        data[section] = [e for e in data[section] if not any(_is_only(e[key], name) for key in keys)]
    data["absent"] = [n for n in data["absent"] if same_name(n) != same_name(name)]
    return Register.model_validate(_cleaned(data, name))


def inputs_without(inputs: NextInputs, name: str) -> NextInputs:
    """Return the inputs of a convening without a person's promises and name."""
    data = inputs.model_dump(mode="python", by_alias=True)
    data["unfinished"] = [e for e in data["unfinished"] if not _is_only(e["who"], name)]
    return type(inputs).model_validate(_cleaned(data, name))


def _is_only(text: str, name: str) -> bool:
    """Tell whether a person stands here alone."""
    found = names(text)
    return len(found) == 1 and same_name(found[0]) == same_name(name)


def _cleaned(value: Any, name: str) -> Any:  # noqa: ANN401 - plain values of any kind
    if isinstance(value, str):
        return without_text(value, name)
    if isinstance(value, dict):
        return {key: v if key in NEVER_NAMES else _cleaned(v, name) for key, v in value.items()}
    return [_cleaned(v, name) for v in value] if isinstance(value, (list, tuple)) else value


def without_text(text: str, name: str) -> str:
    """Return a text without a name; in a list of names it leaves no gap."""
    pattern = name_pattern(name).pattern
    listed = re.sub(rf"(?i)(?:{pattern})\s*[,;]\s*(?=\w)|\s*[,;]\s*(?:{pattern})(?=\s*(?:[,;|\]\n]|$))", "", text)
    return without_names(listed, [name], INSTEAD)


def sheet_without(text: str, name: str) -> str:
    """Return a capture sheet without the rows that are a person's own, and without their name in the others."""
    lines, section = [], ""
    for line in text.splitlines(keepends=True):
        if found := SECTION.match(line):
            section = found[1]
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        about = cells[: 2 if section == "mentors" else 1] if line.lstrip().startswith("|") else []
        if section not in THEIRS or not any(_is_only(c, name) for c in about):
            lines.append(without_text(line, name))
    return "".join(lines)


def promises_without(text: str, name: str) -> str:
    """Return a page without the rows of a person's promises, as `…` stands in them already or still the name."""
    row = re.compile(rf"(?i)\|\s*C\d+\s*\|\s*(?:{INSTEAD}|{name_pattern(name).pattern})\s*\|")
    return "".join(line for line in text.splitlines(keepends=True) if not row.match(line))


def rows_without(text: str, name: str) -> str:
    """Return a list of members without the lines of a person; a cell that is the name decides."""
    cell = re.compile(rf"(?i)(?:^|[,;\t])\s*\"?\s*{name_pattern(name).pattern}\s*\"?\s*(?:$|[,;\t])")
    return "".join(line for line in text.splitlines(keepends=True) if not cell.search(line.rstrip("\r\n")))


def cohorts_without(text: str, name: str) -> str:
    """Return what is kept of cohorts without the lines of a person; the sizes stay."""
    line = re.compile(rf"(?i)\s*{name_pattern(name).pattern}\s*\|[\d ]*$")
    return "".join(row for row in text.splitlines(keepends=True) if not line.match(row.rstrip("\r\n")))


def cell_without(cell: str, name: str) -> str:
    """Return a cell of a list of members without a name; one of several in it goes with a sign beside it."""
    if not name_pattern(name).search(cell):
        return cell
    parts = BETWEEN.split(cell)  # what is listed, and the signs between, in turn
    kept = [n for n in range(0, len(parts), 2) if same_name(parts[n]) != same_name(name)]
    left = "".join((parts[n - 1] if n != kept[0] else "") + parts[n] for n in kept)
    return without_names(left, [name], INSTEAD)


def mentions(text: str, name: str) -> tuple[int, ...]:
    """Return the lines in which a part of a name stands, longer than two letters; it may mean somebody else."""
    parts: Sequence[str] = [p for p in name.split() if len(p) > 2] if len(name.split()) > 1 else ()  # noqa: PLR2004
    found = [name_pattern(p) for p in parts]
    return tuple(n for n, line in enumerate(text.split("\n"), start=1) if any(p.search(line) for p in found))


def stands_as_a_name(text: str, name: str) -> bool:
    """Tell whether a name stands somewhere by itself, as in a cell, after a colon or in a list."""
    edge = r"[|,;:\[\]\"'\n]"
    return re.search(rf"(?i)(?:^|{edge})[ \t]*{name_pattern(name).pattern}[ \t]*(?:{edge}|$)", text) is not None
