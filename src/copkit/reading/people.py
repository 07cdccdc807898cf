"""Reading people.csv: the members, where to write to them, and what they agreed to; only names must be there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.core.people import Person, same_name
from copkit.problem import InputError, Problem, Severity
from copkit.reading.rows import column, rows_of
from copkit.reading.source import Source, read_text
from copkit.shelf import words

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = "people.csv"
ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")


def read_people(path: Path, name: str) -> tuple[tuple[Person, ...], list[Problem]]:
    """Read the list of members; an absent file is an empty one. A row that cannot be used is pointed at."""
    return parse_people(read_text(path, name), name) if path.exists() else ((), [])


def parse_people(text: str, name: str) -> tuple[tuple[Person, ...], list[Problem]]:
    """Read the text of a list of members; raise InputError where it has no names."""
    source = Source(name, text)
    header: dict[str, int] = {}
    people: list[Person] = []
    problems: list[Problem] = []
    for line, cells in rows_of(source):
        if not header:
            header = _columns(cells)
            if "name" not in header:
                raise InputError(source.problem_at("people-without-names", (line, 1)))
            continue
        got = {part: cells[at] for part, at in header.items() if at < len(cells)}
        if not got.get("name"):
            problems.append(_quiet(source, "person-without-name", line))
            continue
        email = got.get("email", "")
        if email and not ADDRESS.fullmatch(email):
            problems.append(_quiet(source, "odd-address", line))
            email = ""
        if any(same_name(p.name) == same_name(got["name"]) and p.email != email for p in people):
            problems.append(_quiet(source, "two-of-one-name", line))
        people.append(
            Person(
                got["name"], email, got.get("segment", ""), got.get("language", ""),
                _agreed(got.get("named", "")), _agreed(got.get("spotlight", "")),
                got.get("pronouns", ""), got.get("organisation", ""),
            )
        )  # fmt: skip
    return tuple(people), problems


def _columns(cells: list[str]) -> dict[str, int]:
    names = [column(c) for c in cells]
    return {
        part: next(names.index(n) for n in known if n in names)
        for part, known in words()["people"]["columns"].items()
        if any(n in names for n in known)
    }


def _quiet(source: Source, code: str, line: int) -> Problem:
    """Point at a line without showing it: it holds a person's data."""
    found = source.problem_at(code, (line, 1), severity=Severity.WARNING)
    return Problem(found.code, found.where, found.facts, found.severity)


def _agreed(text: str) -> bool | None:
    """Return whether somebody agreed; None where nothing was said."""
    return text.casefold().strip(" .") in words()["capture"]["agreed"] if text else None
