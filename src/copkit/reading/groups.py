"""What the organiser wants of the groups of a convening: groups/rules.yaml, with its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.grouping.wishes import GroupWishes
from copkit.core.people import same_name
from copkit.problem import InputError, Problem, Severity
from copkit.reading.checked import check, nearest
from copkit.reading.references import unknown
from copkit.reading.rows import as_typed, column, rows_of
from copkit.reading.source import Source, parse_yaml, read_yaml
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from copkit.core.people import Person
    from copkit.reading.source import Path_

FOLDER = "groups"
RULES = f"{FOLDER}/rules.yaml"


@dataclass(frozen=True, slots=True)
class Member:
    """A row of working-groups.csv."""

    name: str
    group: str
    leads: bool
    line: int


def parse_groups(source: Source) -> tuple[Member, ...]:
    """Read a table of who is in which working group; raise InputError with every fault."""
    said = words()["groups"]
    rows = rows_of(source)
    _, head = next(rows, (1, []))
    plain = [column(c) for c in head]
    at = {key: next((n for n, c in enumerate(plain) if c in said["columns"][key]), None) for key in ("group", "lead")}
    name = next((n for n, c in enumerate(plain) if c in words()["people"]["columns"]["name"]), None)
    if name is None or at["group"] is None:
        raise InputError(source.problem_at("no-groups-in-table", (1, 1)))
    found: dict[str, Member] = {}
    problems: list[Problem] = []
    for line, cells in rows:
        who, group, leads = (
            as_typed(cells[n]) if n is not None and n < len(cells) else "" for n in (name, *at.values())
        )
        if not who or not group:
            problems.append(
                source.problem_at("seat-without-name" if not who else "nobody-without-group", (line, 1), {"found": who})
            )
        elif same_name(who) in found:
            facts = {"found": who, "line": str(found[same_name(who)].line)}
            problems.append(source.problem_at("seated-twice", (line, 1), facts))
        else:
            found[same_name(who)] = Member(who, group, leads.casefold() in words()["capture"]["agreed"], line)
    if problems:
        raise InputError(*problems)
    return tuple(found.values())


def read_wishes(path: Path, name: str) -> tuple[GroupWishes, Source | None]:
    """Read the rules for groups, the usual ones where there is no file; raise InputError with every fault."""
    return parse_wishes(read_yaml(path, name)) if path.exists() else (GroupWishes(copkit=1), None)


def parse_wishes(source: Source | str, name: str = "") -> tuple[GroupWishes, Source]:
    """Read the rules for groups from a source or a text."""
    if isinstance(source, str):
        source = parse_yaml(source, name)
    wishes = check(source, GroupWishes)
    if problems := [*_sizes(source, wishes), *_pinned_twice(source, wishes)]:
        raise InputError(*problems)
    return wishes, source


def _sizes(source: Source, wishes: GroupWishes) -> Iterator[Problem]:
    least, most = wishes.working_groups.least, wishes.working_groups.most
    if least is not None and most is not None and least > most:
        facts = {"least": str(least), "most": str(most)}
        yield source.problem("least-above-most", ("working_groups", "least"), facts)


def _pinned_twice(source: Source, wishes: GroupWishes) -> Iterator[Problem]:
    """Report somebody who has to stay in two working groups."""
    seen: dict[str, int] = {}
    for i, pin in enumerate(wishes.pins):
        if pin.group is not None:
            place = ("pins", i, "who")
            if same_name(pin.who) in seen:
                facts = {"found": pin.who, "line": str(seen[same_name(pin.who)])}
                yield source.problem("pinned-twice", place, facts)
            seen.setdefault(same_name(pin.who), source.places.get(place, (0, 0))[0])


def stray_names(source: Source | None, wishes: GroupWishes, people: Sequence[Person]) -> list[Problem]:
    """Warn of names in the rules that nobody in the list has."""
    if source is None:
        return []
    names = {same_name(p.name): p.name for p in people}
    rows: list[tuple[Path_, str]] = [(("pins", i, "who"), pin.who) for i, pin in enumerate(wishes.pins)]
    for part in ("together", "apart"):
        rows += [((part, i, n), name) for i, row in enumerate(getattr(wishes, part)) for n, name in enumerate(row)]
    found = []
    for path, name in rows:
        if same_name(name) not in names:
            near = nearest(name, names.values())
            code = "nobody-of-that-name-near" if near else "nobody-of-that-name"
            found.append(source.problem(code, path, {"found": name, "near": near or ""}, severity=Severity.WARNING))
    return found


def stray_groups(source: Source | None, wishes: GroupWishes, groups: Iterable[str]) -> list[Problem]:
    """Report pins to working groups that do not exist."""
    if source is None:
        return []
    rows: list[tuple[Path_, str]] = [(("pins", i, "group"), p.group) for i, p in enumerate(wishes.pins) if p.group]
    return unknown(source, "working group", rows, groups)


def uneasy_sizes(source: Source | None, wishes: GroupWishes, least: int, most: int) -> list[Problem]:
    """Warn of a size that cannot be kept with so many people in so many groups; `least` and `most` can."""
    sizes = wishes.working_groups
    found = []
    if source is not None and sizes.most is not None and sizes.most < most:
        facts = {"found": str(sizes.most), "size": str(most)}
        place = ("working_groups", "most")
        found.append(source.problem("groups-too-small", place, facts, severity=Severity.WARNING))
    if source is not None and sizes.least is not None and sizes.least > least:
        facts = {"found": str(sizes.least), "size": str(least)}
        place = ("working_groups", "least")
        found.append(source.problem("groups-too-large", place, facts, severity=Severity.WARNING))
    return found
