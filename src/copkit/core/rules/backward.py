"""Outcomes, then evidence, then activities (CPK1xx)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from copkit.core.activity import MomentumCategory, Role
from copkit.core.agenda import trace
from copkit.core.rules.rule import rule
from copkit.core.rules.words import found_in, listed, short

if TYPE_CHECKING:
    from copkit.core.agenda import Placed
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard

EXEMPT = frozenset({Role.OPENING, Role.FIRST_VOICE, Role.FEEDBACK, Role.CLOSING, Role.PAUSE})
DOING_TYPES = frozenset({"make", "decide", "first-step", "working-groups"})
DOING = frozenset({"decide", "practise", "prototype"})
TO_BE_DONE = frozenset({"skill", "action", "decision"})


@rule("CPK100")
def activities_first(case: Case, say: Heard) -> None:
    c = case.convening
    if not c.drafted:
        return
    if not any(o.statement for o in c.outcomes):
        say("outcomes", missing="outcome")
    elif not any(e.signal for e in c.evidence):
        say("evidence", missing="evidence")


@rule("CPK101")
def nothing_to_see(case: Case, say: Heard) -> None:
    for i, o in enumerate(case.convening.outcomes):
        vague = found_in(o.statement, say.words["vague_verbs"])
        if o.statement and vague and not found_in(o.statement, say.words["observable_verbs"]):
            say("outcomes", i, "statement", id=o.id, found=vague[0], text=short(o.statement))


@rule("CPK102")
def about_the_organiser(case: Case, say: Heard) -> None:
    for i, o in enumerate(case.convening.outcomes):
        begins = " ".join((o.statement or "").lower().split())
        start = next((s for s in say.words["organiser_subjects"] if begins.startswith(f"{s} ")), None)
        if start:
            say("outcomes", i, "statement", id=o.id, found=start, text=short(o.statement or ""))


@rule("CPK103")
def nowhere_to_use_it(case: Case, say: Heard) -> None:
    for i, o in enumerate(case.convening.outcomes):
        if o.statement and not o.application.known:
            say("outcomes", i, "application", id=o.id)


@rule("CPK104")
def no_call_to_action(case: Case, say: Heard) -> None:
    c = case.convening
    if any(o.statement for o in c.outcomes) and not any(o.call_to_action for o in c.outcomes):
        say("outcomes", 0, "call_to_action", outcomes=listed(o.id for o in c.outcomes))


@rule("CPK105")
def whose_problem(case: Case, say: Heard) -> None:
    for i, o in enumerate(case.convening.outcomes):
        if o.statement and not o.problem_that_matters:
            say("outcomes", i, "problem_that_matters", id=o.id)


@rule("CPK106")
def too_many_outcomes(case: Case, say: Heard) -> None:
    count = len(case.convening.outcomes)
    most = int(say["per_half_day"]) * max(1, math.ceil(case.minutes / say["half_day"]))
    if count > most:
        say("outcomes", count=count, most=most, minutes=case.minutes)


@rule("CPK107")
def only_during(case: Case, say: Heard) -> None:
    for key in ("before", "after"):
        if not getattr(case.convening, key):
            say(key, phase=key)


@rule("CPK108")
def only_knowledge(case: Case, say: Heard) -> None:
    outcomes = case.convening.outcomes
    if outcomes and all(o.kind == "knowledge" for o in outcomes):
        say("outcomes", 0, "kind", outcomes=listed(o.id for o in outcomes))


@rule("CPK110")
def no_evidence(case: Case, say: Heard) -> None:
    for i, t in enumerate(trace(case.convening, case.agenda)):
        if t.outcome.statement and not t.evidence:
            say("outcomes", i, id=t.outcome.id)


@rule("CPK111")
def not_collectable(case: Case, say: Heard) -> None:
    for i, e in enumerate(case.convening.evidence):
        if not e.signal:
            continue
        feeling = found_in(e.signal, say.words["feelings"])
        gaps = [name for name in ("who", "when", "how") if not getattr(e.collect, name)]
        if feeling:
            say("evidence", i, "signal", id=e.id, variant="feeling", found=feeling[0])
        elif gaps:
            say("evidence", i, "collect", id=e.id, variant="gaps", found=listed(gaps))


@rule("CPK112")
def useless_to_members(case: Case, say: Heard) -> None:
    for i, e in enumerate(case.convening.evidence):
        if e.signal and not e.useful_for_member:
            say("evidence", i, "useful_for_member", id=e.id, text=short(e.signal))


@rule("CPK113")
def nobody_would_notice(case: Case, say: Heard) -> None:
    evidence = case.convening.evidence
    if evidence and not any(e.needs_support_if for e in evidence):
        say("evidence", 0, "needs_support_if", evidence=listed(e.id for e in evidence))


@rule("CPK114")
def only_reactions(case: Case, say: Heard) -> None:
    evidence = case.convening.evidence
    if evidence and all(e.level == "reaction" for e in evidence):
        say("evidence", 0, "level", evidence=listed(e.id for e in evidence))


@rule("CPK120")
def serves_nothing(case: Case, say: Heard) -> None:
    for path, b in case.work:
        if b.role not in EXEMPT and not b.block.serves:
            say(*path, title=b.title, minutes=b.minutes)


@rule("CPK121")
def served_by_nothing(case: Case, say: Heard) -> None:
    around = {ref for _, b, _ in case.around() for ref in b.serves}
    for i, t in enumerate(trace(case.convening, case.agenda)):
        if case.convening.drafted and not t.blocks and t.outcome.id not in around:
            say("outcomes", i, id=t.outcome.id, text=short(t.outcome.statement or t.outcome.id))


@rule("CPK122")
def told_not_done(case: Case, say: Heard) -> None:
    for i, t in enumerate(trace(case.convening, case.agenda)):
        if t.outcome.kind in TO_BE_DONE and t.blocks and all(b.intent == "disseminate" for b in t.blocks):
            say("outcomes", i, id=t.outcome.id, kind=t.outcome.kind, titles=listed(b.title for b in t.blocks))


@rule("CPK123")
def nothing_to_bring(case: Case, say: Heard) -> None:
    for path, b in case.work:
        if b.activity is None and not b.block.resources:
            say(*path, title=b.title)


@rule("CPK124")
def little_time(case: Case, say: Heard) -> None:
    working = sum(b.minutes for _, b in case.work)
    traces = trace(case.convening, case.agenda)
    for i, t in enumerate(traces):
        if len(traces) > 1 and 0 < t.minutes < say["share"] * working:
            say("outcomes", i, id=t.outcome.id, minutes=t.minutes, working=working)


@rule("CPK125")
def ends_in_talk(case: Case, say: Heard) -> None:
    if not case.work:
        return
    day = case.agenda.days[-1]
    late = [b for b in day.blocks if b.end > day.day.length * (1 - say["share"])]
    if day.blocks and not any(_does_something(b) for b in late):
        say(*case.path_of(day.blocks[-1]), minutes=round(day.day.length * say["share"]))


def _does_something(block: Placed) -> bool:
    return (
        block.type in DOING_TYPES
        or block.category is MomentumCategory.FIRST_STEP
        or bool(DOING.intersection(block.does))
    )
