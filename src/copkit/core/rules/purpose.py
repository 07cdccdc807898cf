"""What a gathering is for, and for whom (CPK3xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.activity import Talk
from copkit.core.rules.rule import rule, year_rule
from copkit.core.rules.words import found_in, listed, short

if TYPE_CHECKING:
    from copkit.core.rules.case import Case, Year
    from copkit.core.rules.rule import Heard

PAIR = 2
WELCOMING = frozenset(
    {"onboarding-welcome", "peer-mentors", "speed-networking", "randomised-coffee", "virtual-coffee-chat"}
)


@rule("CPK300")
def no_purpose(case: Case, say: Heard) -> None:
    for key in ("expressed_purpose", "deeper_purpose"):
        if not getattr(case.convening.strategic, key):
            say("strategic", key, key=key)


@rule("CPK301")
def says_talk_means_listen(case: Case, say: Heard) -> None:
    purpose = case.convening.strategic.expressed_purpose
    words = found_in(purpose, say.words["togetherness"])
    if words and case.work and case.voice.active_share < say["share"]:
        percent = round(100 * case.voice.active_share)
        say("strategic", "expressed_purpose", found=words[0], percent=percent, least=round(100 * say["share"]))


@rule("CPK302")
def category_for_purpose(case: Case, say: Heard) -> None:
    purpose = case.convening.strategic.expressed_purpose
    if purpose and len(purpose.split()) <= say["words"] and found_in(purpose, say.words["categories"]):
        say("strategic", "expressed_purpose", text=short(purpose))


@rule("CPK303")
def several_purposes(case: Case, say: Heard) -> None:
    purpose = case.convening.strategic.expressed_purpose
    kinds = [kind for kind, words in say.words.items() if kind.startswith("for_") and found_in(purpose, words)]
    if len(kinds) >= say["kinds"]:
        found = [found_in(purpose, say.words[kind])[0] for kind in kinds]
        say("strategic", "expressed_purpose", found=listed(found), count=len(kinds))


@rule("CPK304")
def purpose_without_means(case: Case, say: Heard) -> None:
    strategic = case.convening.strategic
    if not strategic.purpose_type or not case.purpose or not case.work:
        return
    does = {m for _, b in case.work for m in b.does}
    does |= {m for _, _, a in case.around() if a for m in a.does}
    missing = [m for m in case.purpose.needs if m not in does]
    if missing:
        say("strategic", "purpose_type", purpose=strategic.purpose_type, mechanisms=listed(missing))


@rule("CPK305")
def another_way(case: Case, say: Heard) -> None:
    answers = case.convening.strategic.right_tool.model_dump()
    no = [key for key, answer in answers.items() if answer is False]
    if no:
        say("strategic", "right_tool", no[0], variant=no[0], keys=listed(no))


@rule("CPK310")
def unmet_need(case: Case, say: Heard) -> None:
    c = case.convening
    met = {o.problem_that_matters for o in c.outcomes}
    for i, need in enumerate(c.strategic.needs):
        if need.id not in met and (need.burning_need or need.urgent_problem):
            say("strategic", "needs", i, id=need.id, text=short(need.burning_need or need.urgent_problem or ""))
    named = {s for o in c.outcomes for s in o.segments}
    for i, name in enumerate(c.strategic.audience):
        segment = case.profile.segment(name)
        needs = [n.id for n in segment.needs] if segment else []
        if segment and needs and not met.intersection(needs) and name not in named:
            say("strategic", "audience", i, id=", ".join(needs), text=segment.title)


@rule("CPK311")
def for_nobody(case: Case, say: Heard) -> None:
    if not case.convening.strategic.audience:
        say("strategic", "audience")


@rule("CPK312")
def guessed_needs(case: Case, say: Heard) -> None:
    needs = [n for n in case.convening.strategic.needs if n.burning_need or n.urgent_problem]
    first = case.convening.first_day
    old = [n for n in needs if n.date and first and (first - n.date).days > say["days"]]
    guessed = [n for n in needs if n.source == "guess"]
    if needs and len({n.id for n in [*old, *guessed]}) == len(needs):
        say("strategic", "needs", variant="old" if len(old) == len(needs) else "guess", ids=listed(n.id for n in needs))


@rule("CPK313")
def invited_without_relation(case: Case, say: Heard) -> None:
    strategic = case.convening.strategic
    known = {*strategic.audience, *(s.id for s in case.profile.stakeholders)}
    for i, name in enumerate(strategic.invited):
        if name not in known and "all" not in strategic.audience:
            say("strategic", "invited", i, id=name)


@rule("CPK314")
def designed_alone(case: Case, say: Heard) -> None:
    if case.stage >= say["from_stage"] and not case.convening.strategic.codesigners:
        say("strategic", "codesigners", stage=case.stage)


@year_rule("CPK315")
def who_is_missing(year: Year, say: Heard) -> None:
    if not year.profile.stakeholders:
        say("stakeholders", variant="stakeholders")
    elif not year.profile.care.diversity:
        say("care", "diversity", variant="diversity")


@rule("CPK316")
def newcomers_alone(case: Case, say: Heard) -> None:
    audience = case.convening.strategic.audience
    new = [s for s in case.profile.segments if s.tenure == "new" and (s.id in audience or "all" in audience)]
    if not new or not case.work:
        return
    early = case.agenda.days[0].day.length * say["part"]
    pairs = any(
        b.day == 1 and b.start <= early and m.group_size == PAIR and m.talk in {Talk.TURNS, Talk.OPEN}
        for _, b in case.work
        for m in b.moves
    )
    names = {b.activity.id for _, b in case.work if b.activity} | {a.id for _, _, a in case.around() if a}
    if not pairs and not names & WELCOMING:
        say("strategic", "audience", segment=new[0].title)
