"""Finding activities: what was asked for, what is there, and how it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from copkit.cli.options import heads_of
from copkit.cli.reporting import data_of, stop
from copkit.core.activity import Mode, MomentumCategory, Purpose, Quadrant, Wanted, suits
from copkit.core.typed import Typed
from copkit.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from copkit.core.activity import Activity
    from copkit.reading.collection import Collection
    from copkit.reading.library import Library

T = TypeVar("T", bound=Typed)
SPAN = re.compile(r"(\d{1,4})?(\.\.|-|–)?(\d{1,4})?")
LONGEST = 9999
BEST = 20
PEOPLE = range(1, 100_001)


def wanted_of(
    minutes: str | None, people: str | None, stage: str | None, mode: str | None, purpose: str | None,
    momentum: str | None, quadrant: str | None,
) -> Wanted:  # fmt: skip
    """Read the options; raise InputError with every fault."""
    from typing import get_args

    faults: list[Problem] = []

    def choice(what: str, typed: str | None, known: Sequence[str]) -> str | None:
        from copkit.reading.references import unknown_reference

        if typed is not None and typed not in known:
            faults.append(Problem(*unknown_reference(what, typed, known)))
            return None
        return typed

    def member(what: str, typed: str | None, kind: type[StrEnum]) -> Any:  # noqa: ANN401 - a member of the kind
        name = choice(what, typed, [m.value for m in kind])
        return kind(name) if name else None

    span = _span(minutes)
    if minutes is not None and span is None:
        faults.append(Problem("bad-span", None, {"found": minutes}))
    heads = _heads(people)
    if people is not None and heads is None:
        faults.append(Problem("bad-head-count", None, {"found": people}))
    if stage is not None and stage not in {"1", "2", "3"}:
        faults.append(Problem("bad-stage", None, {"found": stage}))
    found = Wanted(
        span,
        heads,
        int(stage) if stage in {"1", "2", "3"} else None,
        member("mode", mode, Mode),
        choice("purpose", purpose, get_args(Purpose)),  # type: ignore[arg-type]
        member("kind of momentum", momentum, MomentumCategory),
        member("quadrant", quadrant, Quadrant),
    )
    if faults:
        raise InputError(*faults)
    return found


def head_count(people: str | None) -> int | None:
    """Read a head count; raise InputError where it is none."""
    heads = _heads(people)
    if people is not None and heads is None:
        raise stop("bad-head-count", found=people)
    return heads


def named(what: str, collection: Collection[T], name: str) -> T:
    """Return an item by its id; raise InputError with the nearest id, or with what keeps the item out."""
    from copkit.reading.references import unknown_reference

    if name not in collection:
        broken = [p for p in collection.problems if p.where and Path(p.where.file).stem == name]
        raise InputError(*broken) if broken else InputError(Problem(*unknown_reference(what, name, list(collection))))
    return collection[name]


def found_page(library: Library, query: str, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Return what was found, as a page and as plain data: by relevance with words, else the best fit first."""
    from copkit.reading.search import Found, search
    from copkit.shelf import words
    from copkit.writing.activities import list_page, row
    from copkit.writing.render import Renderer

    shelf = library.activities
    found = search(shelf, query, words()["search"]["common"]) if query else Found(tuple(shelf), {}, every_word=True)
    activities = _best(shelf, found.ids, wanted) if query else _listed(shelf.values(), wanted)
    renderer = Renderer(library.shelf)
    page = list_page(
        renderer, activities, wanted.people, len(shelf), shelf.owner, found.read_as,
        every_word=found.every_word, filtered=wanted != Wanted(),
    )  # fmt: skip
    data = {
        "found": [row(renderer, a, wanted.people) | {"owner": shelf.owner(a.id)} for a in activities],
        "total": len(shelf),
        "read_as": {word: list(forms) for word, forms in found.read_as.items()},
        "every_word": found.every_word,
        "problems": [data_of(p) for p in (*shelf.notes, *shelf.problems)],
    }
    return page, data


def _best(shelf: Collection[Activity], ids: Sequence[str], wanted: Wanted) -> list[Activity]:
    """Return the best of what was found, reading no more of it than is needed."""
    found: list[Activity] = []
    for i in range(0, len(ids), BEST):
        shelf.fetch(ids[i : i + BEST])
        found += [shelf[name] for name in ids[i : i + BEST] if suits(shelf[name], wanted)]
        if len(found) >= BEST:
            break
    return found[:BEST]


def _listed(activities: Sequence[Activity], wanted: Wanted) -> list[Activity]:
    found = [a for a in activities if suits(a, wanted)]
    return sorted(found, key=lambda a: (-a.fit(wanted.stage).fit if wanted.stage else 0, a.id))


def _span(typed: str | None) -> tuple[int, int] | None:
    match = SPAN.fullmatch((typed or "").replace(" ", ""))
    if not match or not (match[1] or match[3]):
        return None
    if not match[2]:
        return (int(match[1]), int(match[1])) if match[1] and not match[3] else None
    low, high = int(match[1] or 0), int(match[3] or LONGEST)
    return (low, high) if low <= high else None


def _heads(typed: str | None) -> int | None:
    try:
        return heads_of(typed or "", PEOPLE)
    except ValueError:
        return None
