"""What a person wants of their year: calendar.yaml, with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.calendar import OwnCalendar
from copkit.core.dates import beats
from copkit.problem import InputError, Problem
from copkit.reading.checked import check
from copkit.reading.holidays import resolved
from copkit.reading.references import unknown
from copkit.reading.source import Source, parse_yaml, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from copkit.core.calendar import CalendarBook
    from copkit.reading.source import Path_

FILE = "calendar.yaml"


def read_own_calendar(path: Path, name: str, book: CalendarBook) -> tuple[OwnCalendar, Source | None]:
    """Read calendar.yaml, empty where there is none; raise InputError with every fault in it."""
    if not path.exists():
        return OwnCalendar(copkit=1), None
    source = read_yaml(path, name)
    return _checked(source, book), source


def parse_own_calendar(text: str, name: str, book: CalendarBook) -> OwnCalendar:
    """Read the text of a calendar.yaml; raise InputError with every fault in it."""
    return _checked(parse_yaml(text, name), book)


def _checked(source: Source, book: CalendarBook) -> OwnCalendar:
    own = check(source, OwnCalendar)
    problems = [*_unknown_kinds(source, own, book.kinds), *_several(source, own), *_repeated(source, own)]
    free = resolved(source, ("free",), own.free, problems)
    if problems:
        raise InputError(*problems)
    return own.model_copy(update={"free": free})


def _unknown_kinds(source: Source, own: OwnCalendar, known: Iterable[str]) -> list[Problem]:
    rows: list[tuple[Path_, str]] = [(("fixed", i, "kind"), f.kind) for i, f in enumerate(own.fixed)]
    rows += [(("leave_out", i), name) for i, name in enumerate(own.leave_out)]
    rows += [(("every", name), name) for name in own.every]
    return unknown(source, "kind of date", rows, known)


def _several(source: Source, own: OwnCalendar) -> list[Problem]:
    """Report a rhythm of one kind that names several, or says again what comes."""
    found = []
    for name, often in own.every.items():
        parts = beats(often) or ()
        if len(parts) != 1 or parts[0].what is not None:
            found.append(source.problem("one-rhythm", ("every", name), {"found": often}))
    return found


def _repeated(source: Source, own: OwnCalendar) -> list[Problem]:
    seen: dict[tuple[date, str], int] = {}
    found = []
    for i, one in enumerate(own.fixed):
        if (one.date, one.kind) in seen:
            facts = {"found": one.date.isoformat(), "kind": one.kind, "line": str(seen[one.date, one.kind])}
            found.append(source.problem("duplicate-date", ("fixed", i, "date"), facts))
        else:
            seen[one.date, one.kind] = source.places["fixed", i][0]
    return found
