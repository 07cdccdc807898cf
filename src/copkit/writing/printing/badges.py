"""Name badges: a name as large as fits, the segment as a word, a shape and a colour, and badges to write on."""

from __future__ import annotations

from typing import Any

from copkit.core.agenda import with_spares
from copkit.writing.printing.paper import Grid, pages_of
from copkit.writing.printing.sheet import LONGEST_NAME, Job, Left, Sheet, parts, short

COLUMNS, ROWS, WIDTH, HEIGHT = 2, 4, 90, 60  # millimetres: the usual holder
SHAPES = 12
LONGEST_BELOW = 60


def badges(job: Job, *, asked: bool) -> Sheet | Left:
    """Make a badge for each person in people.csv, and blank ones up to those expected, with spares."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("badges", words["left"]["online"])
    named = sorted((p for p in job.people if p.named is not False), key=lambda p: p.name.casefold())
    expected = max(job.in_the_room, len(job.people))
    blank = with_spares(expected) - len(named)
    rows = [*(_badge(job, p.name, p.pronouns, p.organisation, p.segment) for p in named), *[_badge(job, "")] * blank]
    grid = Grid(job.paper, COLUMNS, ROWS, WIDTH, HEIGHT)
    pages = [list(zip(page, grid.places, strict=False)) for page in pages_of(rows, COLUMNS * ROWS)]
    context = {"pages": pages, "grid": grid, "paper": job.paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/badges.typ.j2", context)
    said = words["said"]["badges" if named else "blank"].format(named=len(named), blank=blank)
    return Sheet("badges", source, len(pages), len(rows), said, remarks=_remarks(job, len(named)))


def _badge(job: Job, name: str, pronouns: str = "", organisation: str = "", segment: str = "") -> dict[str, Any]:
    shown = short(name, LONGEST_NAME)
    below = [short(x, LONGEST_BELOW) for x in (pronouns, organisation) if x]
    known = list(dict.fromkeys([s.id for s in job.brief.profile.segments] + sorted({p.segment for p in job.people})))
    title = job.brief.profile.segment_titles.get(segment, segment)
    return {
        "name": shown, "parts": parts(shown), "below": below, "segment": short(title, LONGEST_BELOW),
        "shape": known.index(segment) % SHAPES if segment else None,
    }  # fmt: skip


def _remarks(job: Job, named: int) -> tuple[str, ...]:
    words, found = job.renderer.words["print"]["remarks"], []
    if named < len(job.people):
        found.append(words["unnamed"].format(n=len(job.people) - named))
    if len(job.people) > job.in_the_room:
        found.append(words["more"].format(n=len(job.people), people=job.in_the_room))
    return tuple(found)
