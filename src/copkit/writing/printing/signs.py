"""Table signs: one for each group, stream, track and table, to be read from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.agenda import group_sizes
from copkit.writing.printing.sheet import LONGEST_LINE, LONGEST_NAME, Job, Left, Sheet, named, parts, short

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLEST_TABLE = 3
SHAPES = 12
LONGEST_GOAL = LONGEST_LINE


def signs(job: Job, *, asked: bool) -> Sheet | Left:
    """Make a sign for each group that is planned or was formed, and for each table at which people work."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("signs", words["left"]["online"])
    rows = [*_named(job), *({"name": words["table"].format(n=n), "goal": ""} for n in _tables(job))]
    if not rows:
        return Left("signs", words["left"]["signs"], if_named=False)
    made = [_sign(n, row) for n, row in enumerate(rows)]
    context = {"signs": made, "paper": job.paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/signs.typ.j2", context)
    return Sheet("signs", source, len(made), len(made), words["said"]["signs"].format(count=len(made)))


def _sign(number: int, row: dict[str, str]) -> dict[str, Any]:
    name = named(row["name"], LONGEST_NAME)
    return {"name": name, "parts": parts(name), "goal": short(row["goal"], LONGEST_GOAL), "shape": number % SHAPES}


def _named(job: Job) -> Iterator[dict[str, str]]:
    """Yield the groups of the room, else streams or groups formed beforehand, else numbered groups; then tracks."""
    convening, words = job.brief.convening, job.renderer.words["print"]
    goals = {o.id: o.statement or "" for o in convening.outcomes}
    if job.register.groups:
        yield from ({"name": g.title, "goal": g.purpose} for g in job.register.groups)
    elif job.formed and not convening.momentum.streams:
        yield from ({"name": title, "goal": ""} for title in job.formed)
    else:
        yield from ({"name": s.title, "goal": goals.get(s.serves or "", "")} for s in convening.momentum.streams)
        numbered = convening.momentum.accountability
        count = (numbered.groups or 0) if numbered else 0
        yield from ({"name": words["group"].format(n=n), "goal": ""} for n in range(1, count + 1))
    yield from ({"name": t, "goal": ""} for t in job.brief.agenda.tracks)


def _tables(job: Job) -> list[int]:
    """Return the numbers of the tables: those of the rounds, else as many as the agenda needs."""
    if job.seating:
        return sorted({table for row in job.seating.tables for table in row if table})
    return list(range(1, _planned(job) + 1))


def _planned(job: Job) -> int:
    """Return at how many tables people sit at most: groups of three or more, the longest such step first."""
    sizes = [
        (move.minutes, sum(group_sizes(block.people, move.group_size).values()))
        for block in job.brief.agenda.blocks
        for move in block.moves
        if move.group_size is not None and move.group_size >= SMALLEST_TABLE and block.people > move.group_size
    ]
    return max(sizes, default=(0, 0))[1]
