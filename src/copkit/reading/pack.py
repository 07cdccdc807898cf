"""Library files as their author sees them: every fault of form, and everything that is not well made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.activity import Activity, review, total_minutes
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.collection import faults_of
from copkit.reading.references import listed, unknown
from copkit.reading.source import read_yaml
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from copkit.reading.library import Library

# What is a matter of taste or of a rough measure is a warning; what would mislead in the room is an error.
HEURISTIC = frozenset(
    {"prompt-sentences", "prompt-words", "prompt-hard", "gist-long", "sentence-long", "room-only", "turn-short"}
)


@dataclass(frozen=True, slots=True)
class Pack:
    """Files to check, beside the library that they stand on, and what its language allows."""

    library: Library
    paths: Sequence[Path]
    licences: Sequence[str]
    room_words: Sequence[str]

    @property
    def activities(self) -> list[Path]:
        """Return the activity files of all paths; a folder may be a pack, its activities/, or a community's folder."""
        return [f for path in self.paths for f in _files(path, "activities")]

    @property
    def formats(self) -> list[Path]:
        """Return the format files of all paths that are packs."""
        return [f for path in self.paths for f in sorted((path / "formats").glob("*.yaml"))]


def checked(pack: Pack) -> tuple[int, list[Problem]]:
    """Check activity and format files; return how many and every problem, in the order of places.

    Raises InputError where there is no file at all. Links may lead to the library and to the files themselves.
    """
    activities, formats = pack.activities, pack.formats
    if not activities + formats:
        raise InputError(Problem("nothing-to-check", Location(shown(pack.paths[0]))))
    known = {*pack.library.activities, *(f.stem for f in activities)}
    found = [p for f in activities for p in _activity(f, pack, sorted(known))]
    found += [p for f in formats for p in _format(f, pack, sorted(known))]
    return len(activities) + len(formats), sorted(found, key=lambda p: p.order)


def _files(path: Path, kind: str) -> list[Path]:
    inner = path / kind
    if inner.is_dir() or (path / "formats").is_dir():
        return sorted(inner.glob("*.yaml"))
    return sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def _activity(path: Path, pack: Pack, known: Sequence[str]) -> list[Problem]:
    item = faults_of(path, Activity, pack.library.unknown_type)
    if isinstance(item, list):
        return item
    source = read_yaml(path, shown(path))
    more = {"known": listed(pack.licences, item.origin.licence)}
    return [
        source.problem(
            flaw.code,
            flaw.place,
            {**flaw.facts, **(more if flaw.code == "licence-unknown" else {})},
            severity=Severity.WARNING if flaw.code in HEURISTIC else Severity.ERROR,
        )
        for flaw in review(item, known, pack.licences, pack.room_words)
    ]


def _format(path: Path, pack: Pack, known: Sequence[str]) -> Iterator[Problem]:
    from copkit.core.format import Format

    item = faults_of(path, Format)
    if isinstance(item, list):
        yield from item
        return
    source = read_yaml(path, shown(path))
    rows = [
        (("sequences", s, "days", d, "agenda", b), block, sequence)
        for s, sequence in enumerate(item.sequences)
        for d, day in enumerate(sequence.days)
        for b, block in enumerate(day.agenda)
    ]
    yield from unknown(source, "activity", [((*place, "activity"), b.activity) for place, b, _ in rows], known)
    for place, block, sequence in rows:
        activity = pack.library.activities.get(block.activity)
        if activity is None:
            continue
        for people in (sequence.people.min, sequence.people.max):
            least, most = (total_minutes(activity, people, level) for level in ("min", "max"))
            if not least <= block.minutes <= most:
                facts = {"found": activity.id, "minutes": str(block.minutes), "least": str(least), "most": str(most)}
                yield source.problem("sequence-minutes", (*place, "minutes"), {**facts, "people": str(people)})
                break
