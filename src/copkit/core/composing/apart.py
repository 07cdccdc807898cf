"""What people do in their own time before and after: practice starts earlier and lasts longer (S1-6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from copkit.core.activity import holds
from copkit.core.composing.frame import EVENING
from copkit.core.design import Block

if TYPE_CHECKING:
    from datetime import date

    from copkit.core.activity import OutcomeKind
    from copkit.core.composing.compose import Task

# Days before and after (domain model §D5).
QUESTION, MATERIAL, THREAD, PRACTICE = 14, 7, 7, 30
SHORT = 90
LEARNT: frozenset[OutcomeKind] = frozenset({"knowledge", "skill"})
GOES_ON: dict[OutcomeKind, str] = {
    "skill": "practice-challenge", "decision": "shared-doc-drafting", "relationship": "randomised-coffee",
}  # fmt: skip


def around(task: Task) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Choose what people do before and after: the intent of the outcomes decides (domain model §D5).

    First a question, then something to read; a thread at once, then what goes on for weeks. A short call has one thing
    before and one after; where there is something to learn, the reading. What would have to be done by now is left out.
    """
    convening, lead = task.convening, task.setting.lead
    kinds = {o.kind for o in convening.outcomes}
    before = [("async-poll", QUESTION), ("reading-and-reflection", MATERIAL)]
    after = [("after-call-thread", THREAD)]
    if sum(d.length for d in convening.days if d.kind != EVENING) <= SHORT:
        before = before[1:] if kinds & LEARNT or not kinds else before[:1]
    else:
        after += [(GOES_ON[k], PRACTICE) for k in sorted(kinds & set(GOES_ON))][:1]
    in_time = [(name, days) for name, days in before if lead is None or lead >= days]
    first, last = convening.first_day, convening.last_day
    return (
        _blocks(task, [(name, first and first - timedelta(days=days)) for name, days in in_time]),
        _blocks(task, [(name, last and last + timedelta(days=days)) for name, days in after]),
    )


def _blocks(task: Task, rows: list[tuple[str, date | None]]) -> tuple[Block, ...]:
    everything = tuple(o.id for o in task.convening.outcomes)
    return tuple(
        Block(activity=name, serves=everything, until=until)
        for name, until in rows
        if name in task.activities and holds(task.activities[name], task.setting.people)
    )
