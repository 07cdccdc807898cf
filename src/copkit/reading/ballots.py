"""What people want of streams, as a form exports it: a column for each stream with places in it, or a list for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.people import Person, same_name
from copkit.core.typed import slug
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.agendas.texts import read_table_text
from copkit.reading.people import people_table
from copkit.reading.people.columns import meaning
from copkit.reading.rows import as_typed, rows_of
from copkit.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from copkit.core.design import Stream
    from copkit.core.people import Ranking

LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Ballots:
    """Who voted and what they want; `columns` are the streams where each has a column, as id and title.

    Without names, voters are counted from 1.
    """

    people: tuple[Person, ...]
    columns: tuple[tuple[str, str], ...]
    named: bool
    problems: tuple[Problem, ...] = ()


def read_ballots(path: Path, name: str, streams: Sequence[Stream] = ()) -> Ballots:
    """Read a table of wishes; raise InputError where it cannot be read or says nothing of streams."""
    return parse_ballots(read_table_text(path, name), name, streams)


def parse_ballots(text: str, name: str, streams: Sequence[Stream] = ()) -> Ballots:
    """Read the text of a table of wishes."""
    source = Source(name, text)
    rows = [(line, [as_typed(c) for c in cells]) for line, cells in rows_of(source, blank=True)]
    if not rows:
        raise InputError(Problem("empty-file", Location(name)))
    heads = rows[0][1]
    names = next((i for i, head in enumerate(heads) if meaning(head) in {"name", "pseudonym"}), None)
    columns = _columns(heads, rows[1:], names, streams)
    if columns and names is None and any(head and i not in columns for i, head in enumerate(heads)):
        raise InputError(source.problem_at("ballot-without-names", (rows[0][0], 1)))
    if columns:
        return _places(source, rows[1:], columns, names)
    if names is None or not any(_of_wishes(head) for head in heads):
        raise InputError(source.problem_at("ballot-without-streams", (rows[0][0], 1)))
    table = people_table(text, name)
    return Ballots(table.people, (), named=True, problems=table.problems)


def _of_wishes(head: str) -> bool:
    found = meaning(head)
    return found is not None and (found == "preferences" or found.startswith("choice "))


def _columns(
    heads: Sequence[str], rows: Sequence[tuple[int, list[str]]], names: int | None, streams: Sequence[Stream]
) -> dict[int, tuple[str, str]]:
    """Return which columns are streams: those that are called so, else all that hold places and nothing else."""
    known = {same_name(word): (s.id, s.title) for s in streams for word in (s.id, s.title)}
    called = {i: known[same_name(head)] for i, head in enumerate(heads) if same_name(head) in known and i != names}
    if called or streams:
        return called
    return {
        i: (slug(head, LONGEST_ID) or f"stream-{i + 1}", head)
        for i, head in enumerate(heads)
        if i != names and head and not _of_wishes(head) and _only_places([c[i] for _, c in rows if i < len(c)])
    }


def _only_places(cells: Sequence[str]) -> bool:
    return any(cells) and all(not c or (c.isascii() and c.isdigit()) for c in cells)


def _places(
    source: Source, rows: Sequence[tuple[int, list[str]]], columns: Mapping[int, tuple[str, str]], names: int | None
) -> Ballots:
    """Read a table with a column for each stream."""
    people, problems = [], []
    for number, (line, cells) in enumerate(rows, start=1):
        name = str(number) if names is None else cells[names] if names < len(cells) else ""
        got = {stream: cells[i] for i, (stream, _) in columns.items() if i < len(cells) and cells[i]}
        wrong = [stream for stream, cell in got.items() if not _only_places([cell]) or int(cell) < 1]
        if not name:
            if any(cells):
                problems.append(_quiet(source, "person-without-name", line))
            continue
        if wrong:
            problems.append(_quiet(source, "not-a-place", line))
        ranking = _ranking({stream: int(cell) for stream, cell in got.items() if stream not in wrong}, len(columns))
        people.append(Person(name, preferences=ranking))
    return Ballots(tuple(people), tuple(columns.values()), names is not None, tuple(problems))


def _ranking(places: Mapping[str, int], last: int) -> Ranking:
    """Return what is wanted, the most first; what shares the last place with something else is not wanted."""
    tiers: dict[int, list[str]] = defaultdict(list)
    for stream, place in places.items():
        tiers[min(place, last)].append(stream)
    if len(tiers.get(last, ())) > 1:
        del tiers[last]
    return tuple(tuple(tiers[place]) for place in sorted(tiers))


def _quiet(source: Source, code: str, line: int) -> Problem:
    """Point at a line without showing it: it holds a person's data."""
    return Problem(code, Location(source.name, line, 1), {}, Severity.WARNING)
