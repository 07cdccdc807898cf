"""What of a convening belongs into a calendar: its days, blocks and call, the groups' dates, and what is due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from copkit.core.activity import Mode
from copkit.core.dates import parse_time
from copkit.core.followup import day_in
from copkit.core.publishing import Event, Published
from copkit.shelf import words
from copkit.writing.guids import guid
from copkit.writing.plan import leaders

if TYPE_CHECKING:
    from copkit.core.agenda import DayPlan, Placed
    from copkit.core.followup import DatedTask, Register
    from copkit.writing.brief import Brief

MEETING_MINUTES = 60
CLOCK_BEHIND = re.compile(r"\d{4}-\d{2}-\d{2}\s*[T,]?\s*(?:at\s+)?((?:[01]?\d|2[0-3])[:.][0-5]\d)(?!\d)")


def nothing_published(community: str, convening_id: str) -> Published:
    """Return the beginning of what is published of a convening; its ids differ from those of other communities."""
    return Published(copkit=1, convening=convening_id, calendar=str(guid(community, convening_id)))


def shared_events(brief: Brief, calendar: str) -> list[Event]:
    """Return what everyone may know: each day that has a date and a start, and the check-in call."""
    return [*(e for plan in brief.agenda.days for e in _day(brief, calendar, plan)), *_check_in(brief, calendar)]


def host_events(brief: Brief, register: Register, tasks: Iterable[DatedTask], calendar: str) -> list[Event]:
    """Return everything that the hosts need: what everyone may know, blocks, the groups' dates, and tasks with a day.

    What has no date stays out.
    """
    blocks = [e for plan in brief.agenda.days for e in _blocks(brief, calendar, plan)]
    due = [_task(t, t.due, calendar) for t in tasks if t.due]
    return [*shared_events(brief, calendar), *blocks, *_groups(brief, register, calendar),
            *_milestone(brief, register, calendar), *due]  # fmt: skip


def _zone(brief: Brief) -> ZoneInfo:
    return ZoneInfo(zone_of(brief) or "UTC")


def zone_of(brief: Brief) -> str | None:
    """Return the zone in which the times of a convening are written; None where nobody said it."""
    return brief.convening.time_zone or brief.profile.time_zone


def title_of(brief: Brief) -> str:
    """Return what people call a convening."""
    return brief.convening.title or brief.convening.id


def _day(brief: Brief, calendar: str, plan: DayPlan) -> Iterator[Event]:
    say, day, convening = words()["ics"], plan.day, brief.convening
    if day.date is None or day.start is None:
        return
    begins, minutes = _utc(brief, datetime.combine(day.date, day.start)), day.length
    if day.end is not None:  # an end on the wall may be an hour nearer or farther when the clocks change in between
        span = _utc(brief, datetime.combine(day.date, day.end)) - begins
        minutes = int(span.total_seconds()) // 60 if span > timedelta() else minutes
    main = [d for d in convening.days if d.kind == "main"]
    number = sum(d.kind == "main" for d in convening.days[: plan.number])
    form = "evening" if day.kind != "main" else "day_of" if len(main) > 1 else "day"
    purpose, link = convening.strategic.expressed_purpose, _link(brief)
    about = [say["purpose"].format(text=purpose) if purpose else "", say["join"].format(link=link) if link else ""]
    yield Event(
        uid=_day_uid(brief, calendar, plan), what="day", begins=begins, minutes=minutes, zone=zone_of(brief),
        title=say["titles"][form].format(title=title_of(brief), n=number), about=_lines(about),
        place=_listed(day.place, link), link=link, category=say["categories"]["day"],
    )  # fmt: skip


def _day_uid(brief: Brief, calendar: str, plan: DayPlan) -> str:
    """Return the id of a day: days have no names, so it is the first, the second; an evening before does not count."""
    same = sum(d.kind == plan.day.kind for d in brief.convening.days[: plan.number])
    return str(guid(calendar, plan.day.kind, str(same)))


def _link(brief: Brief) -> str:
    return (brief.convening.link or "") if brief.convening.mode is not Mode.IN_PERSON else ""


def _check_in(brief: Brief, calendar: str) -> Iterator[Event]:
    say, convening = words()["ics"], brief.convening
    call = convening.momentum.check_in
    day, start = convening.check_in_date(brief.profile.working_days), call.start or convening.days[-1].start
    if day is None or start is None:
        return
    link = call.link or ""
    about = [say["call"].format(minutes=call.minutes), say["join"].format(link=link) if link else ""]
    yield Event(
        uid=str(guid(calendar, "check-in")), what="check-in", begins=_utc(brief, datetime.combine(day, start)),
        minutes=call.minutes, zone=zone_of(brief), title=say["titles"]["check-in"].format(title=title_of(brief)),
        about=_lines(about), place=link, link=link, category=say["categories"]["check-in"],
    )  # fmt: skip


def _blocks(brief: Brief, calendar: str, plan: DayPlan) -> Iterator[Event]:
    say, convening = words()["ics"], brief.convening
    if plan.day.date is None or plan.day.start is None:
        return
    owners = leaders(convening, words()["plan"]["owners"])
    outcomes = {o.id: o.statement for o in convening.outcomes}
    link = _link(brief)
    for block, begins in _begun(brief, plan):
        who = block.block.owner or owners[block.role.value]
        about = [
            say["leads"].format(who=who) if who else "",
            *(say["serves"].format(id=s, text=outcomes.get(s) or "").rstrip(": ") for s in block.block.serves),
        ]
        yield Event(
            uid=str(guid(calendar, "block", block.id)), what="block", begins=begins, minutes=block.minutes,
            zone=zone_of(brief), title=block.title, about=_lines(about), place=block.where or plan.day.place or link,
            link=link, category=block.kind.title, within=_day_uid(brief, calendar, plan),
        )  # fmt: skip


def _begun(brief: Brief, plan: DayPlan) -> Iterator[tuple[Placed, datetime]]:
    """Yield each block with its moment: minutes pass evenly, and what is fixed at a time stays there on the wall."""
    assert plan.day.date is not None
    assert plan.day.start is not None
    start = datetime.combine(plan.day.date, plan.day.start)
    begins, shift = _utc(brief, start), timedelta()
    for block in plan.blocks:
        passed = timedelta(minutes=block.start)
        if block.block.at is not None:
            shift = _utc(brief, start + passed) - (begins + passed)
        yield block, begins + passed + shift


def _groups(brief: Brief, register: Register, calendar: str) -> Iterator[Event]:
    say = words()["ics"]
    for group in register.groups:
        for what, text in (("group-meeting", group.next_meeting), ("publish-date", group.publish_date)):
            if day := day_in(text):
                title = say["titles"][what].format(title=group.title)
                yield _dated(brief, calendar, (what, group.id), day, title, CLOCK_BEHIND.search(text))
    planned = brief.convening.momentum.accountability and brief.convening.momentum.accountability.publish_date
    if planned and not any(day_in(g.publish_date) for g in register.groups):
        yield _dated(brief, calendar, ("publish-date", ""), planned, say["titles"]["publish-all"])


def _milestone(brief: Brief, register: Register, calendar: str) -> Iterator[Event]:
    planned = brief.convening.momentum.milestone
    what = register.milestone.what or planned.what
    day = day_in(register.milestone.by) or planned.date
    if what and day:
        title = words()["ics"]["titles"]["milestone"].format(title=what)
        yield _dated(brief, calendar, ("milestone", ""), day, title)


def _dated(
    brief: Brief, calendar: str, key: tuple[Any, str], day: date, title: str, clock: re.Match[str] | None = None
) -> Event:
    """Return something on a day; only a meeting whose time somebody wrote takes up time."""
    say, (what, _) = words()["ics"], key
    uid, category = str(guid(calendar, *key)), say["categories"][what]
    if what != "group-meeting" or clock is None:
        return Event(uid, what, day, title, category=category, busy=False)
    begins = _utc(brief, datetime.combine(day, parse_time(clock[1])))
    about = say["assumed"].format(minutes=MEETING_MINUTES)
    return Event(uid, what, begins, title, MEETING_MINUTES, zone_of(brief), about, category=category)


def _task(task: DatedTask, due: date, calendar: str) -> Event:
    say: Mapping[str, Any] = words()["ics"]
    about = [say["whose"].format(who=task.owner), say["estimate"].format(n=task.minutes) if task.minutes else ""]
    return Event(
        str(guid(calendar, "task", task.id)), "task", due, say["titles"]["task"].format(title=task.text),
        about=_lines(about), category=say["categories"]["task"], busy=False,
    )  # fmt: skip


def _utc(brief: Brief, wall: datetime) -> datetime:
    """Return a moment from what the wall shows; an hour that does not exist is read as the one after it."""
    return wall.replace(tzinfo=_zone(brief)).astimezone(UTC)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(t for t in texts if t)


def _listed(*texts: str | None) -> str:
    return "; ".join(dict.fromkeys(t for t in texts if t))
