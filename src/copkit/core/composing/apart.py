"""What people do in their own time before and after: practice starts earlier and lasts longer (S1-6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from copkit.core.activity import holds
from copkit.core.design import Block

if TYPE_CHECKING:
    from copkit.core.activity import OutcomeKind
    from copkit.core.composing.compose import Task

# Days before and after (domain model §D5): a question first, then something to read; a thread at once, then practice.
QUESTION, MATERIAL, THREAD, PRACTICE = 14, 7, 7, 30
MOST_WORK_LONG = 90
LEARNT: frozenset[OutcomeKind] = frozenset({"knowledge", "skill"})
GOES_ON: dict[OutcomeKind, str] = {
    "skill": "practice-challenge", "decision": "shared-doc-drafting", "relationship": "randomised-coffee",
}  # fmt: skip


def around(task: Task) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Choose what people do before and after: the intent of the outcomes decides (domain model §D5).

    A short call has one thing before and one after. What there is to learn begins with reading, all else with a
    question.
    """
    kinds = {o.kind for o in task.convening.outcomes}
    short = sum(d.length for d in task.convening.days) <= MOST_WORK_LONG
    reads = ("reading-and-reflection", -MATERIAL)
    asks = ("async-poll", -QUESTION)
    first, second = (reads, asks) if kinds & LEARNT or not kinds else (asks, reads)
    before = [first] if short else sorted((first, second), key=lambda row: row[1])
    later = next(((GOES_ON[k], PRACTICE) for k in sorted(kinds & set(GOES_ON))), None)
    after = [("after-call-thread", THREAD), *([later] if later and not short else [])]
    return tuple(_blocks(task, before)), tuple(_blocks(task, after))


def _blocks(task: Task, rows: list[tuple[str, int]]) -> list[Block]:
    everything = tuple(o.id for o in task.convening.outcomes)
    found = []
    for name, days in rows:
        edge = task.convening.first_day if days < 0 else task.convening.last_day
        until = edge + timedelta(days=days) if edge else None
        if name in task.activities and holds(task.activities[name], task.setting.people):
            found.append(Block(activity=name, serves=everything, until=until))
    return found
