"""A rhythm, not a single gathering (CPK8xx)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.core.dates import rhythm_days
from copkit.core.rules.rule import rule, year_rule
from copkit.core.rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.rules.case import Case, Year
    from copkit.core.rules.rule import Heard

STRANDS = ("communication", "connection", "conversation", "boundary-spanning")
OUTWARD = frozenset({"open-house", "neighbour-exchange", "global-event-session"})
BEATS = frozenset({"member-spotlight", "appreciations", "appreciation-postcards", "milestone-event-gathering"})
TRAINING = frozenset(
    {"peer-mentors", "mentoring-circle", "design-storyboards", "practice-threes", "helping-heuristics"}
)


@rule("CPK800")
def nothing_follows(case: Case, say: Heard) -> None:
    c = case.convening
    later = any(o.first_day and c.last_day and o.first_day > c.last_day for o in case.others)
    if not later and not (c.next.id or c.next.title or c.next.date):
        say("next")


@year_rule("CPK801")
def long_gap(year: Year, say: Heard) -> None:
    days = rhythm_days(year.profile.rhythm) if year.profile.rhythm else None
    if not days:
        return
    gaps = [((b - a).days, a, b) for (a, _), (b, _) in pairwise(year.dated)]
    for gap, a, b in gaps:
        if gap > say["factor"] * days:
            say("rhythm", days=gap, begins=a, ends=b, rhythm=year.profile.rhythm)


def _titles(case: Case) -> set[str]:
    blocks = {b.activity.id for _, b in case.work if b.activity}
    return blocks | {a.id for _, _, a in case.around() if a}


def _strands(case: Case) -> set[str]:
    found = {s for _, b in case.work for s in (b.activity.strands if b.activity else ())}
    found |= {s for _, _, a in case.around() if a for s in a.strands}
    return found | set(case.format.strands if case.format else ())


def _spans(case: Case) -> bool:
    return "boundary-spanning" in _strands(case)


def _in(cases: Sequence[Case]) -> str:
    return listed(c.convening.id for c in cases)


@year_rule("CPK802")
def only_ourselves(year: Year, say: Heard) -> None:
    cases = [c for _, c in year.dated]
    for one, other in pairwise(cases):
        if not _spans(one) and not _spans(other):
            say("rhythm", ids=_in([one, other]))
            return


@year_rule("CPK803")
def only_inward(year: Year, say: Heard) -> None:
    spanning = [c for d, c in year.dated if _spans(c) and abs((d - year.today).days) <= say["days"]]
    outward = [
        c for c in spanning
        if c.convening.format in OUTWARD or c.convening.strategic.purpose_type == "influence"
        or any(m.outside for m in c.convening.messages)
    ]  # fmt: skip
    if spanning and not outward:
        say("stakeholders", ids=_in(spanning))


@year_rule("CPK804")
def always_the_manager(year: Year, say: Heard) -> None:
    recent = [c for d, c in year.dated if abs((d - year.today).days) <= say["days"]]
    led = [c for c in recent if c.convening.team.manager and c.convening.team.host == c.convening.team.manager]
    if year.stage >= say["from_stage"] and len(recent) >= say["least"] and len(led) == len(recent):
        say("manager", ids=_in(recent), count=len(recent))


@year_rule("CPK805")
def no_celebration(year: Year, say: Heard) -> None:
    if len(year.cases) >= say["least"] and not any(_titles(c) & BEATS for c in year.cases):
        say("rhythm", count=len(year.cases))


@year_rule("CPK806")
def no_training(year: Year, say: Heard) -> None:
    started = year.profile.dates.started
    trained = any(_titles(c) & TRAINING for c in year.cases)
    if started and year.cases and not trained and (year.today - started).days >= say["days"]:
        say("dates", "started", date=started)


@year_rule("CPK807")
def strand_missing(year: Year, say: Heard) -> None:
    there = {s for c in year.cases for s in _strands(c)}
    missing = [s for s in STRANDS if s not in there]
    if missing and len(year.cases) >= say["least"]:
        say("rhythm", missing=listed(missing), count=len(year.cases))
