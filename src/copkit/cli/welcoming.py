"""The steps of `copkit import people`: who of a list is new in people.csv, and what it tells of those who are there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from copkit.cli.reporting import data_of
from copkit.problem import InputError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from copkit.core.people import Matched, Person
    from copkit.reading.people import PeopleTable
    from copkit.reading.rosters import Roster
    from copkit.reading.workspace import Workspace

# Names that say nobody would be nobody's row in a list of members.
NOBODY = frozenset({"generic-name", "device"})
UNDECIDED = frozenset({"several", "other-email"})


@dataclass(frozen=True, slots=True)
class Welcomed:
    """A list that was read, and what became of people.csv: places in the list, and what was filled in by place."""

    source: str
    file: str
    roster: Roster
    own: PeopleTable
    matched: Matched
    added: tuple[int, ...]
    filled: Mapping[int, Mapping[str, Any]]
    recoded: bool
    problems: tuple[Problem, ...]


def bring_people(workspace: Workspace, file: Path, *, dry_run: bool) -> Welcomed:
    """Read a list of people and put it to the workspace's own; raise InputError where that cannot be."""
    from copkit.core.people import match
    from copkit.reading.ignored import is_ignored
    from copkit.reading.people import PEOPLE, read_table
    from copkit.reading.rosters import read_roster
    from copkit.shelf import shown
    from copkit.writing.files import alone, write_atomically

    roster = read_roster(file, shown(file))
    path = workspace.folder / PEOPLE
    with alone(workspace.folder, dry_run=dry_run):
        own = read_table(path, shown(path))
        matched = match(own.people, roster.people, roster.other_names)
        added = _new(roster, matched)
        filled = _gaps(own, roster, matched)
        content, recoded = _content(own, [roster.people[at] for at in added], filled, shown(path))
        if (added or filled) and not dry_run:
            write_atomically(path, content)
    problems = [*roster.problems]
    if file.resolve() != path.resolve():
        problems += [replace(p, severity=Severity.WARNING) for p in own.problems if p.severity is not Severity.INFO]
    if (added or filled or path.exists()) and not is_ignored(path.resolve()):
        problems.append(Problem("people-not-ignored", Location(shown(path)), {}, Severity.WARNING))
    return Welcomed(file.name, shown(path), roster, own, matched, added, filled, recoded, tuple(problems))


def _new(roster: Roster, matched: Matched) -> tuple[int, ...]:
    """Return the places of those who get a row; a name that says nobody gets none."""
    nobody = {d.lines[0] for d in roster.doubtful if d.why in NOBODY}
    return tuple(at for at in matched.new if roster.lines[at] not in nobody)


def _gaps(own: PeopleTable, roster: Roster, matched: Matched) -> dict[int, dict[str, Any]]:
    """Return what the list knows and people.csv does not, by the place of the own row; no address of somebody else."""
    from copkit.core.people import gaps

    taken = {p.email.casefold() for p in own.people if p.email}
    found = {}
    for there, at in matched.same:
        values = gaps(own.people[there], own.given[there], roster.people[at])
        if values.get("email", "").casefold() in taken:
            del values["email"]
        if values:
            found[there] = values
    return found


def _content(
    own: PeopleTable, added: Sequence[Person], filled: Mapping[int, Mapping[str, Any]], name: str
) -> tuple[bytes, bool]:
    """Return the file's new content in its own encoding, and whether that had to become UTF-8."""
    from copkit.writing.people import with_people

    if (added or filled) and not own.encoding:
        raise InputError(Problem("people-letters", Location(name)))
    rows = [(own.records[there], values) for there, values in filled.items()]
    text = with_people(own, added, rows).replace("\n", own.newline)
    try:
        if own.encoding != "mixed":
            return text.encode(own.encoding or "utf-8"), False
    except UnicodeEncodeError:
        pass
    return text.encode("utf-8-sig"), True  # the mark tells a spreadsheet that the encoding is another one now


def people_report(workspace: Workspace, brought: Welcomed, *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return the report for the terminal, and everything as plain data; both name people."""
    from copkit.writing.render import Renderer

    roster = brought.roster
    touched = bool(brought.added or brought.filled)
    paired = dict(brought.matched.same)
    data: dict[str, Any] = {
        "source": brought.source, "kind": roster.kind, "file": brought.file, "written": touched and not dry_run,
        "rows": len(roster.people) + len(roster.merged) + len(roster.left_out), "people": len(roster.people),
        "came": sum(map(bool, roster.came)) if any(c is not None for c in roster.came) else None,
        "added": [_one(brought, at) for at in brought.added],
        "filled": [{**_known(brought, k), "from_line": roster.lines[paired[k]], "fields": list(values)}
                   for k, values in brought.filled.items()],
        "same": len(brought.matched.same), "other_names": _other_names(brought),
        "doubtful": [*_within(brought), *_against(brought)],
        "near_names_compared": brought.matched.compared,
        "left_out": [{"reason": x.reason, "name": x.name, "email": x.email, "line": x.line} for x in roster.left_out],
        "put_together": [{"why": j.why, "name": j.name, "line": j.line, "into": j.into} for j in roster.merged],
        "now_utf_8": touched and brought.recoded,
        "problems": [data_of(p) for p in (*workspace.problems, *brought.problems)],
    }  # fmt: skip
    context = {**data, "state": "nothing" if not touched else "would" if dry_run else "written"}
    context["together"] = _by(data["put_together"], "why")
    context["left"] = _by(data["left_out"], "reason")
    return Renderer(workspace.shelf).render("import/people.md.j2", context), data


def _by(entries: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return entries by one of their values, in the order in which it comes up."""
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in entries:
        found[entry[key]].append(entry)
    return [{key: value, "entries": them} for value, them in found.items()]


def _one(brought: Welcomed, at: int) -> dict[str, Any]:
    person = brought.roster.people[at]
    return {"name": person.name, "email": person.email, "line": brought.roster.lines[at]}


def _known(brought: Welcomed, at: int) -> dict[str, Any]:
    return {"name": brought.own.people[at].name, "line": brought.own.records[at].line}


def _other_names(brought: Welcomed) -> list[dict[str, Any]]:
    """Return who stands in people.csv under another name."""
    from copkit.core.people import same_name

    pairs = [(_one(brought, at), _known(brought, there)) for there, at in brought.matched.same]
    return [{**one, "known": own} for one, own in pairs if same_name(one["name"]) != same_name(own["name"])]


def _within(brought: Welcomed) -> list[dict[str, Any]]:
    """Return what is doubtful in the list itself."""
    return [
        {
            "why": d.why,
            "people": [{"name": n, "line": line} for n, line in zip(d.names, d.lines, strict=True)],
            "known": [],
        }
        for d in brought.roster.doubtful
    ]


def _against(brought: Welcomed) -> list[dict[str, Any]]:
    """Return what is doubtful between the list and people.csv."""
    shown = [u for u in brought.matched.doubtful if u.why in UNDECIDED or u.brought in brought.added]
    return [
        {"why": f"known-{u.why}", "people": [_one(brought, u.brought)], "known": [_known(brought, k) for k in u.known]}
        for u in shown
    ]
