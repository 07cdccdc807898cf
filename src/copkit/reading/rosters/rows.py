"""One row of a program's list: the person in it, and what its state says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.core.people import Person
from copkit.problem import Location, Problem, Severity
from copkit.reading.agendas.texts import clean
from copkit.reading.people.cells import is_address, person_of
from copkit.reading.people.columns import meanings, plain, said, whole_name
from copkit.reading.rosters.interface import Row
from copkit.reading.rosters.names import machine, shown_name
from copkit.reading.rows import as_typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.reading.rosters.interface import Doubtful, Reason, Sheet

KNOWN_BY_THE_PROGRAM = ("name", "first", "last", "email", "pronouns", "pseudonym")


@dataclass(frozen=True, slots=True)
class State:
    """What a program says of somebody: whether they came, or why they do not count; and whether it was understood."""

    came: bool | None = None
    out: Reason | None = None
    asks: tuple[Doubtful, ...] = ()


def status_in(text: str) -> State:
    """Read the state of a guest or a ticket."""
    word = plain(text)
    if word in said("people", "unknown"):
        return State()
    found = meanings("rosters", "status").get(word)
    if found is None:
        return State(asks=("status",))
    if found in {"coming", "came"}:
        return State(came=True if found == "came" else None)
    return State(out=found)  # type: ignore[arg-type]  # the words of the library name the reasons


def nothing_at_all(duration: str) -> bool:
    """Tell whether a length of time is nothing, in whatever tongue and unit: all its figures are 0."""
    figures = re.findall(r"\d", duration)
    return bool(figures) and set(figures) == {"0"}


def person_in(
    file: str, sheet: Sheet, line: int, got: Mapping[str, str], *, renamed: bool = False, asked: bool = False
) -> Row:
    """Make a row of the person that cells tell of; first and last name go before the name that a program shows.

    Where the host `asked` questions of their own, the answers that copkit knows by their columns are taken too.
    Somebody with an address and no name is called by the address, so that nobody is lost.
    """
    cells = {part: as_typed(clean(text).strip()) for part, text in got.items()}
    raw = cells.get("name", "")
    shown = shown_name(raw, renamed=renamed)
    parts = {p: cells[p] for p in ("first", "last") if plain(cells.get(p, "")) not in said("people", "unknown")}
    both = len(parts) == len(("first", "last"))
    name = " ".join(whole_name(parts if both else {**parts, "name": shown.name}).split())
    name = "" if plain(name) in said("people", "unknown") else name
    email = cells.get("email", "")
    if not is_address(email):
        if plain(email) not in said("people", "unknown"):
            sheet.problems.append(Problem("odd-address", Location(file, line, 1), {}, Severity.WARNING))
        email = ""
    same, handles = (shown.also, ()) if name == shown.name else ((), (shown.name, *shown.also))
    person = Person(name or email, email, pronouns=cells.get("pronouns", "") or shown.pronouns)
    if asked:
        person = _with_answers(file, sheet, line, person, cells)
    out: Reason | None = "no-name" if not person.name else machine(person.name)
    handles = tuple(n for n in handles if n)
    return Row(line, person, shown.old, same, handles, None, out, asks=() if name or not email else ("email-as-name",))


def _with_answers(file: str, sheet: Sheet, line: int, person: Person, cells: Mapping[str, str]) -> Person:
    """Take in the answers to the host's own questions."""
    answers = {part: text for part, text in cells.items() if part not in KNOWN_BY_THE_PROGRAM}
    found, wrong = person_of({**answers, "name": "-"})
    sheet.problems += [Problem(code, Location(file, line, 1), {}, Severity.WARNING) for code in dict.fromkeys(wrong)]
    return replace(found, name=person.name, email=person.email, pronouns=person.pronouns)
