"""What fits the community's stage, and how it is told (CPK4xx)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.core.rules.rule import rule, year_rule
from copkit.core.rules.words import listed, short
from copkit.problem import Severity

if TYPE_CHECKING:
    from datetime import date

    from copkit.core.design import Convening
    from copkit.core.format import Format
    from copkit.core.rules.case import Case, Year
    from copkit.core.rules.rule import Heard

LEADER_NOTES = frozenset({"leader-note", "second-leader-note"})
OUTWARD = frozenset({"open-house", "publication-sprint", "neighbour-exchange", "global-event-session"})
ALIGNING = "alignment-co-creation"


@year_rule("CPK400")
def old_diagnosis(year: Year, say: Heard) -> None:
    sheet = year.profile.diagnosis
    if not year.diagnosis.known:
        say("diagnosis", variant="none")
    elif sheet.as_of and (year.today - sheet.as_of).days > say["days"]:
        say("diagnosis", "as_of", variant="old", date=sheet.as_of, days=(year.today - sheet.as_of).days)


@rule("CPK401")
def format_does_not_fit(case: Case, say: Heard) -> None:
    if case.format and case.diagnosis.known and case.format.fit(case.stage).fit == 0:
        say("format", found=case.format.title, stage=case.stage)


@rule("CPK402")
def message_asks_nothing(case: Case, say: Heard) -> None:
    for i, m in enumerate(case.convening.messages):
        if not m.asks:
            grave = Severity.ERROR if case.stage == 1 else Severity.WARNING
            say("messages", i, severity=grave, number=i + 1)


@rule("CPK403")
def no_leader(case: Case, say: Heard) -> None:
    c = case.convening
    if (
        case.stage == 1
        and case.diagnosis.known
        and not c.team.leader
        and not any(m.sender == "leader" for m in c.messages)
    ):
        say("team", "leader")


@rule("CPK404")
def silence(case: Case, say: Heard) -> None:
    c = case.convening
    if case.stage != 1 or not case.diagnosis.known or c.first_day is None:
        return
    dates = [m.when for m in case.pack.messages if m.when] + [m.date for m in c.messages if m.date]
    dates += [t.due for t in case.pack.tasks if t.id in LEADER_NOTES and t.due]
    gaps = [(b - a, a, b) for a, b in pairwise(sorted(dates)) if (b - a).days > say["days"]]
    if gaps:
        gap, a, b = max(gaps)
        say("messages", days=gap.days, begins=a, ends=b, most=round(say["days"]))


@rule("CPK405")
def nothing_distilled(case: Case, say: Heard) -> None:
    synthesis = case.convening.synthesis
    missing = [key for key in ("asset", "owner", "due") if not getattr(synthesis, key)]
    if case.stage == 2 and missing:  # noqa: PLR2004 - stage 2
        say("synthesis", missing=listed(missing))


@year_rule("CPK406")
def level_missing(year: Year, say: Heard) -> None:
    if year.stage != 2 or not year.dated:  # noqa: PLR2004 - stage 2
        return
    ahead = [c for d, c in year.dated if 0 <= (d - year.today).days <= say["days"]]
    levels = {_level(c.format) for c in ahead}
    missing = [level for level in ("core-group", "whole-community", "boundary") if level not in levels]
    if ahead and missing:
        say("rhythm", missing=listed(missing), days=round(say["days"]))


def _level(format_: Format | None) -> str:
    if format_ is None:
        return "whole-community"
    if format_.strands == ("leadership",):
        return "core-group"
    return "boundary" if "boundary-spanning" in format_.strands else "whole-community"


@rule("CPK407")
def nothing_outward(case: Case, say: Heard) -> None:
    c = case.convening
    spans = any("boundary-spanning" in b.activity.strands for _, b in case.work if b.activity)
    outward = c.format in OUTWARD or c.strategic.purpose_type == "influence" or any(m.outside for m in c.messages)
    if case.stage == 3 and not outward and not spans:  # noqa: PLR2004 - stage 3
        say("messages")


@rule("CPK408")
def manager_hosts(case: Case, say: Heard) -> None:
    manager = case.convening.team.manager
    names = {n.casefold() for n in (manager, "manager") if n}
    blocks = [b for _, b in case.work]
    held = [b for b in blocks if (b.block.owner or "").casefold() in names]
    if case.stage == 3 and blocks and len(held) > say["share"] * len(blocks):  # noqa: PLR2004 - stage 3
        say("team", "manager", count=len(held), blocks=len(blocks), percent=round(100 * len(held) / len(blocks)))


@rule("CPK409")
def purpose_not_shared(case: Case, say: Heard) -> None:
    shared = case.diagnosis.dimension("PUR").expected
    if shared is None or shared > say["expected"] or _aligns(case.convening):
        return
    if not any(_aligns(o) and _earlier(o.first_day, case.convening.first_day) for o in case.others):
        say("strategic", "purpose_type", expected=f"{shared:.1f}")


def _aligns(convening: Convening) -> bool:
    return convening.strategic.purpose_type == "alignment" or convening.format == ALIGNING


def _earlier(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one < other)


@rule("CPK410")
def one_person_does_it(case: Case, say: Heard) -> None:
    owners = Counter(t.owner.rsplit(" (", 1)[0] for t in case.pack.tasks if t.owner_known)
    total = len(case.pack.tasks)
    for owner, count in owners.most_common(1):
        if count > say["share"] * total:
            say("team", owner=short(owner), count=count, total=total, percent=round(100 * count / total))


@rule("CPK411")
def message_to_nobody(case: Case, say: Heard) -> None:
    for i, m in enumerate(case.convening.messages):
        if not m.to and not m.outside:
            say("messages", i, number=i + 1)


@rule("CPK412")
def several_asks(case: Case, say: Heard) -> None:
    for i, m in enumerate(case.convening.messages):
        if len(m.asks) > say["most"]:
            say("messages", i, "asks", number=i + 1, count=len(m.asks))
