"""What hangs on a wall: a canvas for each working group, and headers for what went well and what to change."""

from __future__ import annotations

from typing import Any

from copkit.writing.followup import private
from copkit.writing.printing.paper import PAPERS
from copkit.writing.printing.sheet import LONGEST_LINE, LONGEST_NAME, Job, Left, Sheet, named, parts, short

TASKS = 3
GROUPS = "working-groups"
BLANK_CANVASES = 3


def canvases(job: Job, *, asked: bool) -> Sheet | Left:
    """Make a canvas for each group, with what is known; blank ones where groups will be formed in the room."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("canvases", words["left"]["online"])
    groups = _groups(job) or [_canvas()] * _blanks(job, asked=asked)
    if not groups:
        return Left("canvases", words["left"]["canvases"])
    paper = job.paper if job.small else PAPERS[job.paper.larger]
    context = {"groups": groups, "paper": paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/canvases.typ.j2", context)
    size = words["sizes"][paper.name]
    return Sheet(
        "canvases", source, len(groups), len(groups), words["said"]["canvases"].format(count=len(groups), size=size)
    )


def _blanks(job: Job, *, asked: bool) -> int:
    block = job.block(GROUPS)
    sheets = block.activity.materials[0].count if block and block.activity and block.activity.materials else 0
    return sheets or (BLANK_CANVASES if asked else 0)


def _groups(job: Job) -> list[dict[str, Any]]:
    """Return the groups of the room, else the streams that are planned; a promise that is private stays out."""
    convening, words = job.brief.convening, job.renderer
    shared = [c for c in job.register.commitments if not private(c)]
    if job.register.groups:
        return [
            _canvas(
                g.title, g.lead, g.purpose, words.spoken(g.next_meeting), words.spoken(g.publish_date or g.sunset),
                [(c.what, c.who, words.spoken(c.by)) for c in shared if c.group in {g.id, g.title}],
            )
            for g in job.register.groups
        ]  # fmt: skip
    goals = {o.id: o.statement or "" for o in convening.outcomes}
    together = convening.momentum.accountability
    publish = words.short_day(together.publish_date) if together and together.publish_date else ""
    return [
        _canvas(s.title, s.lead or "", goals.get(s.serves or "", ""), "", publish, [])
        for s in convening.momentum.streams
    ]


def _canvas(
    name: str = "", lead: str = "", goal: str = "", meeting: str = "", publish: str = "",
    tasks: list[tuple[str, str, str]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    rows = [tuple(short(x, LONGEST_NAME) for x in row) for row in (tasks or [])[:TASKS]]
    shown = named(name, LONGEST_NAME) if name else ""
    return {
        "name": shown, "parts": parts(shown), "lead": short(lead, LONGEST_NAME), "goal": short(goal, LONGEST_LINE),
        "meeting": short(meeting, LONGEST_NAME), "publish": short(publish, LONGEST_NAME),
        "tasks": [*rows, *[("", "", "")] * (TASKS - len(rows))],
    }  # fmt: skip


def wall(job: Job, *, asked: bool) -> Sheet | Left:
    """Make the two headers below which people put what went well and what to change."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("wall", words["left"]["online"])
    if not job.block("plus-delta") and not asked:
        return Left("wall", words["left"]["wall"])
    headers = [
        {"sign": sign, "question": words[key], "parts": parts(words[key])}
        for sign, key in (("+", "plus"), ("Δ", "delta"))
    ]
    context = {"headers": headers, "paper": job.paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/wall.typ.j2", context)
    return Sheet("wall", source, len(headers), len(headers), words["said"]["wall"].format(count=len(headers)))
