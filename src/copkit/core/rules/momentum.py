"""What carries energy out of the room (CPK22x, CPK23x)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from copkit.core.activity import MomentumCategory, Talk
from copkit.core.agenda import with_spares
from copkit.core.design import CHECK_IN_EARLIEST, CHECK_IN_LATEST
from copkit.core.rules.rule import rule
from copkit.core.rules.words import found_in, listed, short

if TYPE_CHECKING:
    from copkit.core.agenda import Placed
    from copkit.core.rules.case import Case
    from copkit.core.rules.rule import Heard, Path_

PARTS = ("reconnect", "progress", "next-phase", "sign-on")
CHANNEL, WORKING_GROUPS, EVENT = "group-channel", "working-groups", "milestone-event-gathering"
MAKING = "make-alongside-groups"
CHECK_IN = frozenset({"thirty-day-check-in"})


def _blocks(case: Case, *names: str) -> list[tuple[Path_, Placed]]:
    return [(p, b) for p, b in case.work if (b.activity.id if b.activity else b.type) in names]


@rule("CPK220")
def category_missing(case: Case, say: Heard) -> None:
    short = case.minutes < say["short"]  # a call of less than an hour says what comes next, and no more
    for category in (c for c, found in case.builders.items() if case.work and not found):
        if not short or category is MomentumCategory.WHAT_NEXT:
            say("days", len(case.agenda.days) - 1, "agenda", variant=category.value)


@rule("CPK221")
def first_step_too_early(case: Case, say: Heard) -> None:
    last = case.agenda.days[-1]
    for b in case.builders[MomentumCategory.FIRST_STEP]:
        late = len(case.agenda.days) > 1 or b.end > last.day.length * (1 - say["part"])
        if b.day != last.number or not late:
            say(*case.path_of(b), title=b.title, day=b.day, at=b.from_clock)


@rule("CPK222")
def email_too_short(case: Case, say: Heard) -> None:
    for path, b in _blocks(case, "send-the-email"):
        doing = sum(m.minutes for m in b.moves if m.talk is Talk.MAKE)
        if b.minutes < say["minutes"] or doing < say["doing"]:
            say(*path, title=b.title, minutes=b.minutes, least=round(say["minutes"]))


@rule("CPK223")
def postcards_too_few(case: Case, say: Heard) -> None:
    needed = with_spares(case.agenda.people)
    for path, b in _blocks(case, "postcard-exchange"):
        counts = [
            int(n)
            for text in b.block.resources
            if found_in(text, say.words["cards"])
            for n in text.split()
            if n.isdigit()
        ]
        if b.minutes < say["minutes"]:
            say(*path, variant="minutes", title=b.title, minutes=b.minutes, least=round(say["minutes"]))
        elif counts and max(counts) < needed:
            say(
                *path,
                "resources",
                variant="cards",
                title=b.title,
                count=max(counts),
                needed=needed,
                people=case.agenda.people,
            )


@rule("CPK224")
def number_of_streams(case: Case, say: Heard) -> None:
    count = len(case.convening.momentum.streams)
    if count and not say["least"] <= count <= say["most"]:
        say("momentum", "streams", count=count, least=round(say["least"]), most=round(say["most"]))


@rule("CPK225")
def stream_without_lead(case: Case, say: Heard) -> None:
    for i, s in enumerate(case.convening.momentum.streams):
        if not s.lead:
            say("momentum", "streams", i, title=s.title)


@rule("CPK226")
def no_time_to_start(case: Case, say: Heard) -> None:
    streams = case.convening.momentum.streams
    if streams and case.work and not _blocks(case, WORKING_GROUPS):
        say("momentum", "streams", titles=listed(s.title for s in streams))


@rule("CPK227")
def channel_not_in_the_room(case: Case, say: Heard) -> None:
    channel = case.convening.momentum.channel
    opened = [b for b in case.builders[MomentumCategory.RELATIONSHIPS] if b.activity is None]
    if channel.platform and case.work and not _blocks(case, CHANNEL) and not opened:
        say("momentum", "channel", platform=channel.platform)


@rule("CPK228")
def channel_unknown(case: Case, say: Heard) -> None:
    name = case.convening.momentum.channel.platform
    known = {p.name.casefold(): p for p in case.profile.platforms}
    if not name or not known:
        return
    platform = known.get(name.casefold())
    if platform is None:
        say(
            "momentum",
            "channel",
            "platform",
            variant="unknown",
            platform=name,
            known=listed(p.name for p in known.values()),
        )
    elif platform.private is False:
        say("momentum", "channel", "platform", variant="public", platform=name)


@rule("CPK229")
def check_in_not_announced(case: Case, say: Heard) -> None:
    c = case.convening
    call = c.momentum.check_in
    decided = any((call.date, call.start, call.host, call.link, call.announced))
    if call.announced and c.first_day and call.announced >= c.first_day:
        say("momentum", "check_in", "announced", variant="late", date=call.announced, first=c.first_day)
    elif case.work and not decided and not _blocks(case, *CHECK_IN, "check-in"):
        say("momentum", "check_in", variant="nothing")


@rule("CPK230")
def check_in_at_another_time(case: Case, say: Heard) -> None:
    call, end = case.convening.momentum.check_in, case.convening.last_day
    if not call.date or not end or call.reason:
        return
    earliest, latest = end + timedelta(days=CHECK_IN_EARLIEST), end + timedelta(days=CHECK_IN_LATEST)
    if not earliest <= call.date <= latest:
        say(
            "momentum",
            "check_in",
            "date",
            date=call.date,
            days=(call.date - end).days,
            earliest=earliest,
            latest=latest,
        )


@rule("CPK231")
def check_in_without_a_part(case: Case, say: Heard) -> None:
    parts = case.convening.momentum.check_in.parts
    missing = [p for p in PARTS if p not in (parts or PARTS)]
    if missing:
        say("momentum", "check_in", "parts", missing=listed(missing))


@rule("CPK232")
def nothing_comes_next(case: Case, say: Heard) -> None:
    if case.work and not case.convening.momentum.milestone.what:
        say("momentum", "milestone")


@rule("CPK233")
def few_at_the_event(case: Case, say: Heard) -> None:
    milestone = case.convening.momentum.milestone
    if not milestone.event:
        return
    if milestone.share is not None and milestone.share < say["percent"]:
        say("momentum", "milestone", "share", variant="few", event=milestone.event, percent=f"{milestone.share:g}")
    elif case.work and not _blocks(case, EVENT):
        say("momentum", "milestone", "event", variant="no-time", event=milestone.event)


@rule("CPK234")
def promise_without_when(case: Case, say: Heard) -> None:
    for i, c in enumerate(case.captured.commitments):
        gaps = [name for name, text in (("who", c.who), ("what", c.what), ("when", c.cue or c.by)) if not text]
        if gaps:
            say("commitments", i, id=c.id, missing=listed(gaps))


@rule("CPK235")
def too_many_promises(case: Case, say: Heard) -> None:
    groups = {g.title.casefold() for g in case.captured.groups}
    counts = Counter(c.who for c in case.captured.commitments if c.who)
    for who, count in sorted(counts.items()):
        most = say["group" if who.casefold() in groups else "person"]
        if count > most:
            i = next(i for i, c in enumerate(case.captured.commitments) if c.who == who)
            say("commitments", i, count=count, most=round(most))


@rule("CPK236")
def no_publish_date(case: Case, say: Heard) -> None:
    groups = case.convening.momentum.accountability
    agreed = _blocks(case, MAKING)  # each group agrees its date in the room
    if groups is not None and groups.publish_date is None and not agreed:
        say("momentum", "accountability", count=groups.groups or 0)


@rule("CPK237")
def little_momentum(case: Case, say: Heard) -> None:
    minutes = sum(b.minutes for found in case.builders.values() for b in found)
    working = sum(b.minutes for _, b in case.work)
    if minutes and minutes < say["share"] * working:
        say("days", len(case.agenda.days) - 1, minutes=minutes, working=working, least=round(say["share"] * working))


@rule("CPK238")
def late_synthesis(case: Case, say: Heard) -> None:
    end = case.convening.last_day
    task = next((t for t in case.pack.tasks if t.id == "synthesis"), None)
    if end and task and task.due and (task.due - end).days > say["days"]:
        i = next((i for i, t in enumerate(case.convening.tasks) if t.id == task.id), 0)
        say("tasks", i, date=task.due, days=(task.due - end).days, most=round(say["days"]))


@rule("CPK239")
def no_first_posts(case: Case, say: Heard) -> None:
    channel = case.convening.momentum.channel
    posts = channel.first_posts
    missing = [key for key in ("progress", "idea", "connection") if not getattr(posts, key)]
    if channel.platform and missing:
        say("momentum", "channel", "first_posts", missing=listed(missing), platform=short(channel.platform))
