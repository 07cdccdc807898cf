"""Seat cards: for each person their name and their table in each round, as large as a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.people import by_name, same_name
from copkit.writing.printing.badges import COLUMNS, HEIGHT, ROWS, WIDTH
from copkit.writing.printing.paper import Grid, pages_of
from copkit.writing.printing.sheet import LONGEST_NAME, Job, Left, Sheet, named, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_ROUNDS = 12  # what stays legible on a card; further rounds go onto a further card
SIZES = ((3, 17), (6, 13), (MOST_ROUNDS, 11))  # up to so many rounds on a card: points
ONE_COLUMN = 3


def seats(job: Job, *, asked: bool) -> Sheet | Left:
    """Make a card for each person in the rounds, in the order of names; nothing else of them stands on it."""
    words, seating = job.renderer.words["print"], job.seating
    if job.online and not asked:
        return Left("seats", words["left"]["online"], if_named=seating is not None)
    if seating is None:
        run = "" if job.faulty else f"copkit groups mix {job.brief.convening.id}"
        return Left("seats", words["left"]["faulty" if job.faulty else "seats"], if_named=False, run=run)
    people = sorted(zip(seating.names, seating.tables, strict=True), key=lambda row: _by_name(row[0]))
    rows = [card for name, tables in people for card in _cards(name, tables)]
    grid = Grid(job.paper, COLUMNS, ROWS, WIDTH, HEIGHT)
    pages = [list(zip(page, grid.places, strict=False)) for page in pages_of(rows, COLUMNS * ROWS)]
    context = {"pages": pages, "grid": grid, "paper": job.paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/seats.typ.j2", context)
    said = words["said"]["seats"].format(count=len(rows))
    return Sheet("seats", source, len(pages), len(rows), said, remarks=_remarks(job, seating.names))


def _cards(name: str, tables: Sequence[int | None]) -> Iterator[dict[str, Any]]:
    """Yield the cards of a person: one, and further ones where there are too many rounds for it."""
    shown = named(name, LONGEST_NAME)
    parts_of_rounds = pages_of(list(enumerate(tables, start=1)), MOST_ROUNDS)
    for number, rounds in enumerate(parts_of_rounds, start=1):
        high = len(rounds) if len(rounds) <= ONE_COLUMN else -(-len(rounds) // 2)
        yield {
            "name": shown, "parts": parts(shown), "columns": pages_of(rounds, high), "number": number,
            "of": len(parts_of_rounds), "size": next(size for most, size in SIZES if len(rounds) <= most),
        }  # fmt: skip


def _by_name(name: str) -> tuple[int, str]:
    """Return a key that sorts names, and numbers by what they count."""
    return (len(name) if name.isdigit() else 0, same_name(name))


def _remarks(job: Job, names: Sequence[str]) -> tuple[str, ...]:
    known = by_name(job.people)
    unnamed = [n for n in names if (p := known.get(same_name(n))) is not None and p.named is False]
    words = job.renderer.words["print"]["remarks"]
    return (words["by-hand"].format(n=len(unnamed)),) if unnamed else ()
