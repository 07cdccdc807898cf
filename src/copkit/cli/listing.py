"""Who is to be seated or judged: the people of people.csv or of another program's list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from copkit.core.people import same_name
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.people import Person, Unsure
    from copkit.reading.rosters import Roster
    from copkit.reading.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of a list; numbers where there is no list; the roster where it came from another program."""

    people: tuple[Person, ...]
    numbered: bool = False
    roster: Roster | None = None


def listed(workspace: Workspace, convening: Convening | None, file: Path | None) -> tuple[Listed, list[Problem]]:
    """Read who is to be seated: from another program's list, from people.csv, else numbers up to those expected."""
    from copkit.core.people import Person, match
    from copkit.reading.people import PEOPLE, read_people
    from copkit.reading.rosters import read_roster

    path = workspace.folder / PEOPLE
    people, problems = read_people(path, shown(path))
    if file is not None:
        if not file.exists():
            raise InputError(Problem("no-such-file", Location(shown(file))))
        roster = read_roster(file, shown(file))
        matched = match(people, roster.people, roster.other_names)
        known = {at: people[there] for there, at in matched.same}
        problems = [*problems, *(_near(roster, u, people, shown(file)) for u in matched.doubtful if u.why == "near")]
        came = [known.get(n, p) for n, p in enumerate(roster.people) if roster.came[n] is not False]
        return Listed(unlike(came), roster=roster), [*problems, *roster.problems]
    if people or convening is None or convening.people is None:
        return Listed(unlike(people)), problems
    return Listed(tuple(Person(str(n + 1)) for n in range(convening.people)), numbered=True), problems


def _near(roster: Roster, unsure: Unsure, people: Sequence[Person], name: str) -> Problem:
    facts = {"found": roster.people[unsure.brought].name, "known": people[unsure.known[0]].name}
    return Problem("nearly-known", Location(name, roster.lines[unsure.brought]), facts, Severity.WARNING)


def told(roster: Roster | None) -> dict[str, Any] | None:
    """Return what became of the rows of another program's list that are nobody at a table, and what is doubtful."""
    if roster is None:
        return None
    absent = [roster.people[n].name for n, came in enumerate(roster.came) if came is False]
    return {
        "kind": roster.kind,
        "people": len(roster.people) - len(absent),
        "absent": absent,
        "left_out": [{"reason": x.reason, "name": x.name or x.email, "line": x.line} for x in roster.left_out],
        "doubtful": [{"why": d.why, "names": list(d.names), "lines": list(d.lines)} for d in roster.doubtful],
    }


def unlike(people: Iterable[Person]) -> tuple[Person, ...]:
    """Give people of one name a number behind it, so that each can be called to a table."""
    seen: dict[str, int] = {}
    found = []
    for person in people:
        times = seen[same_name(person.name)] = seen.get(same_name(person.name), 0) + 1
        found.append(replace(person, name=f"{person.name} ({times})") if times > 1 else person)
    return tuple(found)
