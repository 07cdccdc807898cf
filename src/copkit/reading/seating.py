"""Reading rounds.csv: who sits at which table in which round, as copkit or a person wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.grouping.seating import Seating
from copkit.core.people import same_name
from copkit.problem import InputError, Problem
from copkit.reading.agendas.texts import read_table_text
from copkit.reading.rows import as_typed, column, rows_of
from copkit.reading.source import Source
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROUNDS = "groups/rounds.csv"
MOST_TABLES, MOST_ROUNDS = 1000, 60
CELL = re.compile(r"(?:[^\W\d_]+\.?\s*)?#?(\d{1,4})")
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ReadSeating:
    """A seating with the line of each person."""

    seating: Seating
    lines: tuple[int, ...]


def is_seating(source: Source) -> bool:
    """Tell whether a table has rounds in its first row."""
    head = next(rows_of(source), (0, []))[1]
    return bool(_rounds(head)[1])


def read_seating(path: Path, name: str) -> ReadSeating:
    """Read the seating of a convening; raise InputError with every fault."""
    return parse_seating(Source(name, read_table_text(path, name)))


def parse_seating(source: Source) -> ReadSeating:
    """Read a table with a column of names and one for each round."""
    rows = rows_of(source)
    _, head = next(rows, (1, []))
    names, rounds = _rounds(head)
    if names is None or not rounds:
        raise InputError(source.problem_at("no-rounds", (1, 1)))
    if len(rounds) > MOST_ROUNDS:
        facts = {"found": str(len(rounds)), "limit": str(MOST_ROUNDS)}
        raise InputError(source.problem_at("too-many-rounds", (1, 1), facts))
    found: dict[str, tuple[str, tuple[int | None, ...], int]] = {}
    problems: list[Problem] = []
    for line, cells in rows:
        name = as_typed(cells[names]) if names < len(cells) else ""
        if not name:
            problems.append(source.problem_at("seat-without-name", (line, 1)))
            continue
        if same_name(name) in found:
            facts = {"found": name, "line": str(found[same_name(name)][2])}
            problems.append(source.problem_at("seated-twice", (line, 1), facts))
            continue
        tables = tuple(_table(source, cells[at] if at < len(cells) else "", line, problems) for at in rounds)
        found[same_name(name)] = (name, tables, line)
    if problems:
        raise InputError(*problems)
    seating = Seating(tuple(n for n, _, _ in found.values()), tuple(t for _, t, _ in found.values()))
    return ReadSeating(seating, tuple(line for _, _, line in found.values()))


def _rounds(head: Sequence[str]) -> tuple[int | None, list[int]]:
    """Return where the names and the rounds stand, in the order of their numbers."""
    said = words()["people"]["columns"]["name"]
    plain = [column(c) for c in head]
    names = next((n for n, c in enumerate(plain) if c in said), None)
    numbered = [(int(m[1]), n) for n, c in enumerate(plain) if (m := re.fullmatch(r"(?:[^\W\d_]+ ?)(\d{1,4})", c))]
    return names, [n for _, n in sorted(numbered)]


def _table(source: Source, text: str, line: int, problems: list[Problem]) -> int | None:
    """Read the number of a table; None where somebody is not there."""
    if not text or text.casefold() in words()["groups"]["not_there"]:
        return None
    found = CELL.fullmatch(text)
    if found is None or not 0 < int(found[1]) <= MOST_TABLES:
        problems.append(source.problem_at("not-a-table", (line, 1), {"found": text[:LONGEST_SHOWN]}))
        return None
    return int(found[1])
