"""How we will know that it went well (CPK6xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.activity import Role
from copkit.core.people import without_names
from copkit.core.rules.rule import rule
from copkit.core.rules.words import found_in, listed, short

if TYPE_CHECKING:
    from copkit.core.design import Success
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard

APPLIED = frozenset({"applied", "realised", "reframing"})


def _indicators(case: Case) -> list[tuple[int, Success]]:
    return [(i, s) for i, s in enumerate(case.convening.success) if s.indicator]


@rule("CPK600")
def no_indicator(case: Case, say: Heard) -> None:
    if not _indicators(case):
        say("success")


@rule("CPK601")
def only_numbers(case: Case, say: Heard) -> None:
    found = _indicators(case)
    if found and all(s.type == "quantitative" for _, s in found):
        say("success", found[0][0], "type", ids=listed(s.id for _, s in found))


@rule("CPK602")
def only_counts(case: Case, say: Heard) -> None:
    found = _indicators(case)
    counted = [found_in(s.indicator, say.words["counts"]) for _, s in found]
    if found and all(counted):
        say("success", found[0][0], "indicator", found=listed(w[0] for w in counted))


@rule("CPK603")
def nothing_applied(case: Case, say: Heard) -> None:
    evidence = [e for e in case.convening.evidence if e.signal]
    if evidence and not any(e.level in APPLIED for e in evidence):
        say("evidence", 0, "level", levels=listed(e.level for e in evidence))


@rule("CPK604")
def no_plus_delta(case: Case, say: Heard) -> None:
    if case.work and not any(b.role is Role.FEEDBACK for _, b in case.work):
        say("days", len(case.agenda.days) - 1, "agenda")


@rule("CPK605")
def wish_without_answer(case: Case, say: Heard) -> None:
    deltas = case.convening.deltas
    for i, d in enumerate(deltas):
        if d.decision is None or (d.decision != "do" and not d.reason):
            say("deltas", i, variant="open" if d.decision is None else "reason", text=short(d.text))
    said = {d.text.casefold().strip() for d in deltas}
    people = case.previous.people
    for note in case.previous.notes:
        texts = {note.text.casefold().strip(), without_names(note.text, people).casefold().strip()}
        if note.sign == "delta" and not texts & said:
            say("previous", variant="new", text=short(note.text))


@rule("CPK606")
def loose_indicator(case: Case, say: Heard) -> None:
    for i, s in _indicators(case):
        keys = ("when", "owner", "baseline", "target") if s.type == "quantitative" else ("when", "owner")
        missing = [key for key in keys if not getattr(s, key)]
        if missing:
            say("success", i, id=s.id, missing=listed(missing))


@rule("CPK607")
def nobody_shares(case: Case, say: Heard) -> None:
    found = _indicators(case)
    if found and not any(found_in(s.indicator, say.words["sharing"]) for _, s in found):
        say("success", ids=listed(s.id for _, s in found))


@rule("CPK608")
def late_review(case: Case, say: Heard) -> None:
    end = case.convening.last_day
    task = next((t for t in case.pack.tasks if t.id == "team-review"), None)
    if end and task and task.due and (task.due - end).days > say["days"]:
        i = next((i for i, t in enumerate(case.convening.tasks) if t.id == task.id), 0)
        say("tasks", i, date=task.due, days=(task.due - end).days, most=round(say["days"]))
