"""What deserves a look in a list: people who may be one, and names that say nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from copkit.core.people import same_name
from copkit.reading.people.columns import plain
from copkit.reading.rosters.interface import Doubt
from copkit.reading.rosters.names import device_owner, says_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from copkit.core.people import Person
    from copkit.reading.rosters.interface import Doubtful, Row


def doubts(
    people: Sequence[Person], groups: Sequence[Sequence[Row]], renamed: Iterable[tuple[int, ...]]
) -> Iterator[Doubt]:
    """Name people who are kept and may be one, or may be somebody else than they seem; in the order of the list."""
    lines = [rows[0].line for rows in groups]
    found = [
        *_shared(people, lines, "same-name"),
        *_shared(people, lines, "one-email"),
        *_renamed(people, lines, renamed),
        *_devices(people, lines),
        *(Doubt("generic-name", (n,), (p.name,)) for n, p in zip(lines, people, strict=True) if says_nobody(p.name)),
        *(
            Doubt(why, (n,), (p.name,))
            for n, p, rows in zip(lines, people, groups, strict=True)
            for why in dict.fromkeys(a for row in rows for a in row.asks)
        ),
    ]
    yield from sorted(found, key=lambda d: (d.lines, d.why))


def _shared(people: Sequence[Person], lines: Sequence[int], why: Doubtful) -> Iterator[Doubt]:
    """Name people with one name, or with one address."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        key = same_name(person.name) if why == "same-name" else person.email.casefold()
        if key:
            alike[key].append(at)
    for them in alike.values():
        if len(them) > 1:
            yield _doubt(why, them, people, lines)


def _renamed(people: Sequence[Person], lines: Sequence[int], renamed: Iterable[tuple[int, ...]]) -> Iterator[Doubt]:
    at = {line: n for n, line in enumerate(lines)}
    for told in renamed:
        them = [at[line] for line in told if line in at]
        if len(them) > 1:
            yield _doubt("old-name", them, people, lines)


def _devices(people: Sequence[Person], lines: Sequence[int]) -> Iterator[Doubt]:
    """Name who has a device in the name, and then those to whom it may belong."""
    by_first: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        name = plain(person.name)
        if device_owner(person.name) is None:
            for key in {name, name.split(" ")[0]}:
                by_first[key].append(at)
    for at, person in enumerate(people):
        owner = device_owner(person.name)
        if owner:
            yield _doubt("device", [at, *by_first.get(owner, [])], people, lines)


def _doubt(why: Doubtful, them: Sequence[int], people: Sequence[Person], lines: Sequence[int]) -> Doubt:
    return Doubt(why, tuple(lines[n] for n in them), tuple(people[n].name for n in them))
