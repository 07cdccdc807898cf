"""Cards that people write on in the room: four to a sheet, and a page for the host."""

from __future__ import annotations

from typing import Any

from copkit.core.agenda import with_spares
from copkit.writing.printing.paper import pages_of
from copkit.writing.printing.sheet import Job, Left, Sheet

DECKS = ("postcard-exchange", "appreciation-postcards", "plus-delta")
FOUR = 4


def cards(job: Job, *, asked: bool) -> Sheet | Left:
    """Make the cards of the agenda: one for each person and spares; where asked for, postcards in any case."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("cards", words["left"]["online"])
    decks = [d for d in DECKS if job.block(d) or (asked and d == DECKS[0])]
    if not decks:
        return Left("cards", words["left"]["cards"])
    made = [_deck(job, d) for d in decks]
    context = {"decks": made, "paper": job.paper, "title": job.title, "community": job.community}
    source = job.renderer.render("print/cards.typ.j2", context)
    each = [words["said"]["deck"].format(**d) for d in made]
    said = words["said"]["cards"].format(decks="; ".join(each))
    return Sheet("cards", source, sum(1 + len(d["sheets"]) for d in made), sum(d["count"] for d in made), said)


def _deck(job: Job, activity_id: str) -> dict[str, Any]:
    """Return the cards for one activity; its own first words are the prompt."""
    block, activity = job.block(activity_id), job.brief.activities.get(activity_id)
    people = min(block.people, job.in_the_room) if block else job.in_the_room
    count = with_spares(people)
    sheets = [list(zip(page, job.paper.card_places, strict=False)) for page in pages_of(range(count), FOUR)]
    return {
        "kind": activity_id, "people": people, "count": count, "spares": count - people, "sheets": sheets,
        "name": activity.title if activity else activity_id,
        "prompt": next((s.say for s in activity.steps if s.say), "") if activity else "",
    }  # fmt: skip
