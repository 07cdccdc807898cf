"""The agenda, and who gets to speak in it (CPK20x, CPK21x)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.core.activity import Role, Talk
from copkit.core.rules.rule import rule
from copkit.core.rules.words import found_in
from copkit.core.voice import SHORTEST_REST, listening, unheard, without_break
from copkit.problem import Severity

if TYPE_CHECKING:
    from copkit.core.agenda import Move, Placed
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard

SPEAKERS = {"panel": 3}
MEALS = frozenset({"lunch"})
FREE = "open-space"  # people choose their session and leave it when they like


def mode_limit(case: Case, say: Heard, in_person: str, virtual: str) -> float:
    """Return the figure for a room, or the one for a call where somebody takes part in one."""
    return say[virtual if case.virtual else in_person]


@rule("CPK200")
def cannot_run(case: Case, say: Heard) -> None:
    for m in case.agenda.misfits:
        if m.serious:
            path = ("days", m.day - 1, "agenda", m.block)
            say(*path, title=m.title, minutes=m.minutes, day=m.day, variant=m.code)


@rule("CPK201")
def talk_without_voice(case: Case, say: Heard) -> None:
    for path, b in case.work:
        if b.role is not Role.WORK or b.intent != "disseminate" or b.minutes < say["least_minutes"]:
            continue
        until = b.end + say["within"]
        if not any(day == b.day and b.start <= start < until for day, start, _ in case.voices):
            speakers = len(b.block.speakers) or SPEAKERS.get(b.type, 1)
            left = max(0, case.agenda.people - speakers)
            say(*path, title=b.title, left=left, people=case.agenda.people, minutes=b.minutes)


@rule("CPK202")
def long_listening(case: Case, say: Heard) -> None:
    minutes, block = listening(case.agenda)
    most = mode_limit(case, say, "in_person", "virtual")
    if block and minutes > most:
        say(*case.path_of(block), title=block.title, minutes=round(minutes), most=round(most))


@rule("CPK203")
def late_first_voice(case: Case, say: Heard) -> None:
    if not case.work:
        return
    begins = case.work[0][1]  # breakfast and registration are no part of it
    first = next((start - begins.start for day, start, _ in case.voices if day == begins.day), None)
    size = case.voice.size_class
    most = say["small" if size == "small" else "larger"]
    if first is None or first > most:
        variant = "never" if first is None else "late"
        say(*case.work[0][0], variant=variant, minutes=first or 0, most=round(most), people=case.agenda.people)


@rule("CPK204")
def little_airtime(case: Case, say: Heard) -> None:
    per_hour = case.voice.airtime_per_hour
    if case.work and not case.quiet and case.voice.size_class == "small" and per_hour < say["warning_below"]:
        grave = Severity.ERROR if per_hour < say["error_below"] else Severity.WARNING
        say(
            "days",
            severity=grave,
            found=f"{per_hour:.1f}",
            least=f"{say['warning_below']:g}",
            people=case.agenda.people,
        )


@rule("CPK205")
def someone_without_voice(case: Case, say: Heard) -> None:
    if not case.work:
        return
    if not case.voices:
        say("days", variant="nobody")
    elif case.agenda.mode.value == "hybrid" and all(b.block.remote == "listen" for _, _, b in case.voices):
        say("days", variant="remote")


@rule("CPK206")
def only_questions(case: Case, say: Heard) -> None:
    talks = [(path, b, m) for path, b in case.work if b.role is Role.WORK for m in b.moves]
    active = [(path, b) for path, b, m in talks if m.talk not in {Talk.LISTEN, Talk.PAUSE}]
    if active and all(m.talk in {Talk.LISTEN, Talk.PAUSE, Talk.QUESTIONS} for _, _, m in talks):
        path, block = active[0]
        say(*path, title=block.title, minutes=block.minutes)


@rule("CPK207")
def groups_too_large(case: Case, say: Heard) -> None:
    for path, b in case.work:
        if b.type == FREE or (b.activity and b.block.group_size is None):
            continue  # a method of the library has its own reasons for its groups
        sizes = [m.group_size for m in b.moves if m.talk is Talk.OPEN and m.group_size]
        size = max(sizes, default=0)
        if size > say["most"]:
            say(*path, title=b.title, size=size, most=round(say["most"]))
        elif size == say["most"]:
            say(*path, severity=Severity.INFO, title=b.title, size=size, most=round(say["most"]))


@rule("CPK208")
def voice_not_thought_of(case: Case, say: Heard) -> None:
    voice = case.convening.voice
    for key in ("how_participants_matter", "how_we_care"):
        if not getattr(voice, key):
            say("voice", key, key=key)


@rule("CPK209")
def long_reports(case: Case, say: Heard) -> None:
    reports = [(path, b) for path, b in case.work if found_in(b.title, say.words["reports"])]
    minutes = sum(b.minutes for _, b in reports)
    if reports and minutes > say["share"] * case.voice.working_minutes:
        say(*reports[0][0], title=reports[0][1].title, minutes=minutes, working=case.voice.working_minutes)


@rule("CPK210")
def no_small_groups(case: Case, say: Heard) -> None:
    share = case.voice.small_group_share
    circle = case.agenda.people < say["from_people"]  # so few can talk in one round
    if case.work and not circle and not case.quiet and case.voice.size_class == "small" and share < say["share"]:
        grave = Severity.WARNING if share else Severity.ERROR
        say("days", severity=grave, percent=round(100 * share), least=round(100 * say["share"]))


@rule("CPK211")
def long_without_all(case: Case, say: Heard) -> None:
    if case.voice.size_class != "large":
        return
    for minutes, block in unheard(case.agenda):
        if minutes > say["minutes"]:
            people, most = case.agenda.people, round(say["minutes"])
            say(*case.path_of(block), title=block.title, gap=minutes, most=most, people=people)


@rule("CPK212")
def no_break(case: Case, say: Heard) -> None:
    minutes, block = without_break(case.agenda)
    most = mode_limit(case, say, "in_person", "virtual")
    if block and minutes > most:
        grave = Severity.ERROR if minutes > say["error_above"] else Severity.WARNING
        say(*case.path_of(block), severity=grave, title=block.title, minutes=minutes, most=round(most))


@rule("CPK213")
def short_break(case: Case, say: Heard) -> None:
    for path, b in case.placed:
        meal = b.type in MEALS
        least = say["lunch"] if meal else mode_limit(case, say, "in_person", "virtual")
        if b.pause and b.type in {"break", *MEALS} and b.minutes < least:
            say(*path, title=b.title, minutes=b.minutes, least=round(least))


@rule("CPK214")
def long_day_online(case: Case, say: Heard) -> None:
    for d, day in enumerate(case.agenda.days):
        minutes = sum(b.minutes for b in day.blocks if not b.pause)
        if case.agenda.mode.value == "virtual" and minutes > say["minutes"]:
            say("days", d, hours=f"{minutes / 60:.1f}", most=f"{say['minutes'] / 60:g}")


@rule("CPK215")
def tired(case: Case, say: Heard) -> None:
    tired_days: set[int] = set()
    for (_, ahead), (path, b) in pairwise(case.placed):
        if b.day in tired_days or b.start - ahead.end >= SHORTEST_REST:
            continue
        if ahead.day != b.day or b.pause or _energy(b) != "down":
            continue
        if ahead.type in MEALS or (not ahead.pause and _energy(ahead) == "down"):
            tired_days.add(b.day)
            say(*path, title=b.title, ahead=ahead.title)


def _energy(block: Placed) -> str:
    return block.activity.energy if block.activity else block.kind.energy


@rule("CPK216")
def no_slack(case: Case, say: Heard) -> None:
    for d, day in enumerate(case.agenda.days):
        if not day.blocks or day.day.length < say["from_minutes"]:
            continue
        used = sum(b.minutes for b in day.blocks if b.type != "buffer")
        spare = max(0, day.day.length - used)
        longer = {"break": mode_limit(case, say, "in_person", "virtual"), "lunch": say["lunch"]}
        spare += sum(max(0, round(b.minutes - longer[b.type])) for b in day.blocks if b.type in longer)
        least = round(say["share"] * day.day.length)
        if spare < least:
            say("days", d, spare=spare, least=least)


@rule("CPK217")
def no_frame(case: Case, say: Heard) -> None:
    roles = [b.role for _, b in case.work]
    for role, name in ((Role.OPENING, "opening"), (Role.CLOSING, "closing")):
        if roles and role not in roles:
            say("days", 0 if role is Role.OPENING else len(case.agenda.days) - 1, "agenda", missing=name)


@rule("CPK218")
def long_introductions(case: Case, say: Heard) -> None:
    spoken = [
        (path, b) for path, b in case.work if found_in(b.title, say.words["introductions"]) and _in_plenary(b.moves)
    ]
    minutes = sum(b.minutes for _, b in spoken)
    if spoken and minutes > say["share"] * case.voice.working_minutes:
        say(*spoken[0][0], title=spoken[0][1].title, minutes=minutes, working=case.voice.working_minutes)


def _in_plenary(moves: tuple[Move, ...]) -> bool:
    return any(m.group_size is None for m in moves)


@rule("CPK219")
def more_told_than_made(case: Case, say: Heard) -> None:
    told, made = case.voice.disseminate_minutes, case.voice.create_minutes
    if told > made:
        say("days", told=told, made=made)
