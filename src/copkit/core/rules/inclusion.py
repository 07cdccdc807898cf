"""Everyone can take part, and somebody does each thing (CPK7xx)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from copkit.core.activity import Role, Talk
from copkit.core.hours import local_hours
from copkit.core.rules.rule import rule
from copkit.core.rules.words import listed

if TYPE_CHECKING:
    from copkit.core.hours import Usual
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard

ASKED = {"access": ("access",), "language": ("language",), "diet or care": ("diet", "care")}
# A day in winter, where the plan has no date yet.
ANY_DAY = date(2027, 1, 15)
PEOPLE = ("host", "facilitator", "timekeeper", "note_maker")


@rule("CPK700")
def no_ground_rules(case: Case, say: Heard) -> None:
    if not case.convening.ground_rules and not case.profile.care.safe_space:
        say("ground_rules")


@rule("CPK701")
def not_asked(case: Case, say: Heard) -> None:
    asks = set(case.convening.registration.asks)
    missing = [name for name, options in ASKED.items() if not asks.intersection(options)]
    if missing:
        say("registration", "asks", missing=listed(missing))


@rule("CPK702")
def need_without_measure(case: Case, say: Heard) -> None:
    for i, n in enumerate(case.convening.access):
        if not n.measure:
            say("access", i, need=n.need)


@rule("CPK703")
def remote_people_say_less(case: Case, say: Heard) -> None:
    if case.agenda.mode.value != "hybrid":
        return
    moves = [(b, m) for _, b in case.work for m in b.moves if m.talk is not Talk.LISTEN]
    total = sum(m.minutes for _, m in moves)
    remote = sum(m.minutes for b, m in moves if b.remote == "same" or (b.remote == "chat" and m.talk is Talk.WRITE))
    if total and 0 < remote < say["share"] * total:
        path = next(case.path_of(b) for b, m in moves if b.remote != "same")
        say(*path, percent=round(100 * remote / total), least=round(100 * say["share"]))


@rule("CPK704")
def remote_people_cannot_speak(case: Case, say: Heard) -> None:
    if case.agenda.mode.value != "hybrid":
        return
    for path, b in case.work:
        if b.remote == "listen" and b.intent == "create":
            say(*path, title=b.title, minutes=b.minutes)


@rule("CPK705")
def odd_hours(case: Case, say: Heard) -> None:
    c = case.convening
    zone = c.time_zone or case.profile.time_zone
    if not zone or not case.virtual:
        return
    for d, day in enumerate(case.agenda.days):
        if day.day.start is None:
            continue
        date_ = c.days[d].date or c.first_day or ANY_DAY
        for x in local_hours(case.profile.segments, zone, date_, day.day.start, day.day.length, _usual(say)):
            if x.odd_minutes:
                say("days", d, "start", segment=x.segment.title, local=f"{x.begins:%H:%M}", place=x.zone)


def _usual(say: Heard) -> Usual:
    return round(say["from_hour"]), round(say["to_hour"])


@rule("CPK706")
def second_language(case: Case, say: Heard) -> None:
    languages = case.convening.languages
    if not languages.not_first or languages.not_first <= say["percent"]:
        return
    if (languages.materials_days_before or 0) < say["days"]:
        say("languages", variant="materials", percent=f"{languages.not_first:g}", days=round(say["days"]))
        return
    moves = [m for _, b in case.work if b.role is Role.WORK for m in b.moves]
    talk = next((i for i, m in enumerate(moves) if m.talk in {Talk.OPEN, Talk.TURNS}), None)
    if talk is not None and not any(m.talk is Talk.WRITE for m in moves[:talk]):
        say("days", variant="writing", percent=f"{languages.not_first:g}", days=round(say["days"]))


@rule("CPK707")
def nobody_does_it(case: Case, say: Heard) -> None:
    for i, t in enumerate(case.convening.tasks):
        if t.id:
            continue
        missing = [key for key in ("owner", "due") if not getattr(t, key)]
        if missing:
            say("tasks", i, variant="task", task=t.task or "", missing=listed(missing))
    team = case.convening.team
    if not any((team.manager, team.leader, team.host, team.facilitator, team.core_group)):
        say("team", variant="team")


@rule("CPK708")
def empty_roles(case: Case, say: Heard) -> None:
    team = case.convening.team
    missing = [key for key in (*PEOPLE, *(("producer",) if case.virtual else ())) if not getattr(team, key)]
    if missing:
        say("team", missing=listed(missing))


@rule("CPK709")
def same_voices(case: Case, say: Heard) -> None:
    speakers = [(path, b, s) for path, b in case.work for s in b.block.speakers]
    homes = {s.organisation.casefold() for _, _, s in speakers if s.organisation}
    if len(speakers) > 1 and len(homes) == 1 and all(s.organisation for _, _, s in speakers):
        say(*speakers[0][0], "speakers", variant="one", found=speakers[0][2].organisation, count=len(speakers))
    invited = sum(b.minutes for _, b in case.work if b.block.speakers and not any(s.member for s in b.block.speakers))
    led = sum(b.minutes for _, b in case.work if any(s.member for s in b.block.speakers))
    if invited > led and len(homes) != 1:
        say(*speakers[0][0], "speakers", variant="invited", invited=invited, led=led)


@rule("CPK710")
def no_reminder(case: Case, say: Heard) -> None:
    first = case.convening.first_day
    if first is None:
        return
    tasks = {t.id: t for t in case.pack.tasks}
    for name, least, most in (
        ("reminder-week", say["week_least"], say["week_most"]),
        ("reminder-day", say["day_least"], say["day_most"]),
    ):
        due = tasks[name].due if name in tasks else None
        if due is None or not least <= (first - due).days <= most:
            i = next((i for i, t in enumerate(case.convening.tasks) if t.id == name), 0)
            say("tasks", i, variant=name, days=(first - due).days if due else 0)


@rule("CPK711")
def planned_for_all_who_sign_up(case: Case, say: Heard) -> None:
    c = case.convening
    if c.registered and c.people and c.people >= c.registered:
        say("people", people=c.people, registered=c.registered)


@rule("CPK712")
def no_consent(case: Case, say: Heard) -> None:
    recording = case.convening.recording
    if recording.kinds and not recording.consent:
        say("recording", kinds=listed(recording.kinds))
