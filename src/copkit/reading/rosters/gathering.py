"""Putting the rows of a list together: each person once, every other row with its reason, and what is doubtful.

Rows are one person's where their address and a name agree, where a name without an address agrees with one person,
or where a row says itself that a name was changed. Nothing else puts people together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from copkit.core.people import Person, same_name
from copkit.reading.rosters.doubts import doubts
from copkit.reading.rosters.interface import Joined, LeftOut, Roster
from copkit.reading.rosters.names import says_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copkit.reading.rosters.interface import Row, Sheet, Why

OF_THE_NAME = frozenset({"name", "pronouns", "email"})
EMPTY: tuple[object, ...] = ("", None, ())
FIELDS = tuple(f.name for f in fields(Person) if f.name not in OF_THE_NAME)


class _Sets:
    """Which rows belong to one person, as sets that grow together."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.up = list(range(len(rows)))

    def first(self, at: int) -> int:
        """Return the first row of the person to whom a row belongs."""
        while self.up[at] != at:
            self.up[at] = self.up[self.up[at]]
            at = self.up[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Make two rows one person's."""
        a, b = sorted((self.first(one), self.first(other)))
        self.up[b] = a

    def people(self) -> dict[int, list[int]]:
        """Return the rows of each person by the first of them, in order."""
        found: dict[int, list[int]] = {}
        for at in range(len(self.rows)):
            found.setdefault(self.first(at), []).append(at)
        return found


def gather(sheet: Sheet) -> Roster:
    """Put the rows together."""
    coming = [row for row in sheet.rows if row.out is None]
    sets = _Sets(coming)
    _by_address(sets)
    _by_name(sets)
    renamed_twice = _by_old_name(sets)
    groups = [[coming[at] for at in rows] for rows in sets.people().values()]
    people = [_person(rows) for rows in groups]
    came = [_came(rows) for rows in groups]
    if sheet.kind in {"eventbrite", "luma"} and any(came):
        came = [bool(c) for c in came]  # the door was kept, so who was not checked in was not there
    merged = [_joined(sheet, rows[0], row) for rows in groups for row in rows[1:]]
    known = {key: rows[0] for rows in reversed(groups) for key in (_email(rows[0]), same_name(rows[0].person.name))}
    registered, left = _left_out(sheet.rows, known)
    return Roster(
        sheet.kind, tuple(people), tuple(rows[0].line for rows in groups), tuple(came),
        tuple(_other_names(p, rows) for p, rows in zip(people, groups, strict=True)),
        tuple(sorted([*merged, *registered], key=lambda j: j.line)), tuple(left),
        tuple(doubts(people, groups, renamed_twice)), tuple(sheet.problems),
    )  # fmt: skip


def _email(row: Row) -> str:
    return row.person.email.casefold()


def _names(row: Row) -> set[str]:
    return {same_name(n) for n in (row.person.name, *row.old, *row.also, *row.handles) if n}


def _by_address(sets: _Sets) -> None:
    """Put rows together that have an address and a name in common, an older or other one too."""
    seen: dict[tuple[str, str], int] = {}
    for at, row in enumerate(sets.rows):
        for name in _names(row) if row.person.email else ():
            sets.join(at, seen.setdefault((_email(row), name), at))


def _by_name(sets: _Sets) -> None:
    """Put rows without an address to each other by their name, and to the one person with an address who has it."""
    named: defaultdict[str, set[int]] = defaultdict(set)
    for at, row in enumerate(sets.rows):
        for name in _names(row) if row.person.email else ():
            named[name].add(sets.first(at))
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(sets.rows):
        if row.person.email:
            continue
        name = same_name(row.person.name)
        firsts = alike[name]
        candidates = [*firsts, *(named[name] if len(named[name]) == 1 else ())]
        same = next((c for c in candidates if _agree(row.person, sets.rows[c].person)), None)
        if same is None:
            firsts.append(at)
        else:
            sets.join(at, same)


def _agree(one: Person, other: Person) -> bool:
    """Tell whether nothing that is known of both differs."""
    pairs = ((getattr(one, f), getattr(other, f)) for f in FIELDS)
    return all(a == b or a in EMPTY or b in EMPTY for a, b in pairs)


def _by_old_name(sets: _Sets) -> list[tuple[int, ...]]:
    """Put a renamed person to the rows under the old name; return people where more than one had that name."""
    had: defaultdict[str, set[int]] = defaultdict(set)
    has: defaultdict[str, set[int]] = defaultdict(set)
    for at, row in enumerate(sets.rows):
        has[same_name(row.person.name)].add(sets.first(at))
        for name in row.old:
            had[same_name(name)].add(sets.first(at))
    unclear = []
    for name, claim in had.items():
        others = has[name] - claim
        if says_nobody(name):
            continue
        both = sorted({sets.first(at) for at in claim | others})
        if len(both) == 1:
            continue
        addresses = {_email(row) for at, row in enumerate(sets.rows) if sets.first(at) in both and row.person.email}
        if len(claim) == 1 and len(others) == 1 and len(addresses) <= 1:
            sets.join(*both)
        else:
            unclear.append(tuple(sets.rows[at].line for at in both))
    return unclear


def _person(rows: Sequence[Row]) -> Person:
    """Return what all rows of a person know; under the newest name where it was changed, else under the first."""
    newest = next((row for row in reversed(rows) if row.old), rows[0])
    person = newest.person
    for row in rows:
        gaps = (f for f in (*FIELDS, "email", "pronouns") if getattr(person, f) in EMPTY)
        person = replace(person, **{f: getattr(row.person, f) for f in gaps})
    return person


def _came(rows: Iterable[Row]) -> bool | None:
    told = [row.came for row in rows if row.came is not None]
    return any(told) if told else None


def _other_names(person: Person, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the names before a change and in another form; a handle is nobody's name for sure."""
    handles = {same_name(h) for row in rows for h in row.handles}
    names = (n for row in rows for n in (row.person.name, *row.old, *row.also))
    apart = handles | {same_name(person.name)}
    return tuple(dict.fromkeys(n for n in names if same_name(n) not in apart))


def _joined(sheet: Sheet, first: Row, row: Row) -> Joined:
    """Say why a row is not a person of its own."""
    why: Why = (
        "re-join" if sheet.kind.startswith(("zoom", "teams")) else "same-email" if row.person.email else "same-name"
    )
    if row.detail or (sheet.kind == "teams-live" and row.person.email):
        why = "detail"
    elif same_name(row.person.name) != same_name(first.person.name):
        why = "rename"
    return Joined(row.line, first.line, why, row.person.name)


def _left_out(rows: Iterable[Row], known: dict[str, Row]) -> tuple[list[Joined], list[LeftOut]]:
    """Return the rows that are nobody who comes; a registration of somebody who was there is put to them."""
    joined, left = [], []
    for row in rows:
        there = known.get(_email(row)) if row.person.email else known.get(same_name(row.person.name))
        if row.out == "absent" and there:
            joined.append(Joined(row.line, there.line, "registration", row.person.name))
        elif row.out:
            left.append(LeftOut(row.line, row.out, row.person.name, row.person.email))
    return joined, left
