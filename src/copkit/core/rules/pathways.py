"""Together and alone, live and in one's own time (CPK5xx)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from copkit.core.activity import Quadrant
from copkit.core.rules.rule import rule
from copkit.problem import Severity

if TYPE_CHECKING:
    from copkit.core.activity import Activity
    from copkit.core.design import Block
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard

RECURRING = frozenset({"leader-opened-call"})
ASYNC = frozenset({Quadrant.ASYNC_INDIVIDUAL, Quadrant.ASYNC_COLLABORATIVE})


@rule("CPK500")
def told_though_written(case: Case, say: Heard) -> None:
    for path, b in case.work:
        if b.block.exists_as and b.intent == "disseminate" and b.minutes > say["minutes"]:
            say(*path, title=b.title, minutes=b.minutes, form=b.block.exists_as)


@rule("CPK501")
def nothing_to_think_about(case: Case, say: Heard) -> None:
    before = [(path, b, a) for path, b, a in case.around() if path[0] == "before"]
    if before and not any(_prompt(b, a) for _, b, a in before):
        say(*before[0][0], title=before[0][1].title or "")


def _prompt(block: Block, activity: Activity | None) -> str:
    return block.say or block.about or (activity.gist if activity else "")


@rule("CPK502")
def talk_without_sequel(case: Case, say: Heard) -> None:
    c = case.convening
    together = [(path, b) for path, b in case.work if b.quadrant is Quadrant.SYNC_COLLABORATIVE]
    after = [(b, a) for path, b, a in case.around() if path[0] == "after"]
    goes_on = any((b.quadrant or (a.quadrant if a else None)) is Quadrant.ASYNC_COLLABORATIVE for b, a in after)
    if together and after and not goes_on:
        recurring = c.format in RECURRING or c.previous is not None
        say("after", severity=Severity.ERROR if recurring else Severity.WARNING, title=together[0][1].title)


@rule("CPK503")
def one_way_only(case: Case, say: Heard) -> None:
    minutes: Counter[Quadrant] = Counter()
    for _, b in case.work:
        minutes[b.quadrant] += b.minutes
    for _, block, a in case.around():
        quadrant = block.quadrant or (a.quadrant if a else None)
        if quadrant:
            minutes[quadrant] += block.minutes or (a.minutes.typical if a else 0)
    total = sum(minutes.values())
    for quadrant, count in minutes.most_common(1):
        if count > say["share"] * total:
            say("days", variant=quadrant.value, percent=round(100 * count / total))


@rule("CPK504")
def unhosted(case: Case, say: Heard) -> None:
    for path, b, a in case.around():
        missing = [
            key for key, answer in (("say", _prompt(b, a)), ("owner", b.owner), ("until", b.until)) if not answer
        ]
        if missing:
            say(*path, title=b.title or (a.title if a else b.activity or ""), missing=", ".join(missing))
