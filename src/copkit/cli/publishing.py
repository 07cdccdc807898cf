"""The steps of `copkit export ics`: the events, what calendars have seen of them, and the files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from copkit.cli.files import rows_of
from copkit.cli.gathering import brief_of, laid_out
from copkit.cli.options import day_of
from copkit.cli.reporting import data_of
from copkit.core.publishing import SHARED
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from copkit.cli.gathering import Gathering
    from copkit.core.followup import Register
    from copkit.core.people import Person
    from copkit.core.publishing import Event, Published
    from copkit.reading.workspace import Workspace
    from copkit.writing.brief import Brief
    from copkit.writing.files import Artefact, Saved
    from copkit.writing.forms import Forms
    from copkit.writing.ics import Guests

HOSTS, INVITATION = "calendar.ics", "invitation.ics"
NO_TIMES_YET = frozenset({"day-without-date", "day-without-start"})


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar that goes along with mails, the files that were written for it, and what is to be said."""

    calendar: bytes = b""
    saved: Sequence[Saved] = ()
    problems: Sequence[Problem] = ()


@dataclass(slots=True)
class Made:
    """The calendars of a convening, with what was published before and now."""

    brief: Brief
    before: Published | None
    after: Published
    events: Sequence[Event]
    artefacts: list[Artefact]
    private: list[Artefact] = field(default_factory=list)
    named: int = 0
    problems: list[Problem] = field(default_factory=list)


def calendars(workspace: Workspace, name: str, today: str | None, *, alarms: bool, attendees: bool) -> Made:
    """Make the calendars of a convening; raise InputError where a day has no date or no start."""
    from copkit.core.publishing import publish
    from copkit.writing.events import host_events, nothing_published, title_of
    from copkit.writing.files import Artefact
    from copkit.writing.ics import calendar_ics, invitation_ics

    gathering = laid_out(workspace, name)
    zone = gathering.convening.time_zone or workspace.profile.time_zone
    problems = timed(gathering, zone)
    day = day_of(today, zone)
    brief = brief_of(workspace, gathering, day)
    register, faults = _register(workspace, name)
    before = published_before(workspace, name)
    start = before or nothing_published(workspace.profile.name, name)
    events = host_events(brief, register, _due(workspace, name, day), start.calendar)
    after = publish(events, start, day)
    found = {
        HOSTS: calendar_ics(title_of(brief), events, after, day, alarms=alarms),
        INVITATION: invitation_ics(brief, after, day),
    }
    made = Made(brief, before, after, events, [Artefact(n, f.decode()) for n, f in found.items() if f])
    made.problems = [*problems, *faults]
    if attendees:
        guests, more = _guests(workspace, brief)
        made.named, made.problems = len(guests.people), [*made.problems, *more]
        if guests.people:
            made.private = [Artefact(INVITATION, invitation_ics(brief, after, day, guests).decode())]
    return made


def for_mails(
    workspace: Workspace, name: str, today: str | None, forms: Forms, folder: Path, *, dry_run: bool
) -> Dates:
    """Return the calendar that goes along with drafts of mails, once it is published as `copkit export ics` does.

    Nothing where no draft is asked for or stands there, and nothing while the gathering has no date and start.
    """
    from copkit.writing.interface import Form

    if Form.MAIL not in forms.asked and not any(folder.rglob(f"*.{Form.MAIL}")):
        return Dates()
    try:
        made = calendars(workspace, name, today, alarms=False, attendees=False)
    except InputError as error:
        grave = [p for p in error.problems if p.code not in NO_TIMES_YET]
        return Dates(problems=[replace(p, severity=Severity.WARNING) for p in grave])
    saved = keep(workspace, made, force=False, dry_run=dry_run)
    calendar = next((a.marked for a in made.artefacts if a.name == INVITATION), b"")
    return Dates(calendar, saved, [*made.problems, *_moved(workspace, made)])


def _moved(workspace: Workspace, made: Made) -> list[Problem]:
    """Warn where a date moved or went that people may have in their calendars already."""
    before = {e.uid: e for e in made.before.events} if made.before else {}
    now = {e.uid: e for e in made.after.events if e.what in SHARED}
    moved = [e for uid, e in now.items() if uid in before and e.sequence != before[uid].sequence]
    where = Location(shown(workspace.convening_folder(made.brief.convening.id) / "out" / INVITATION))
    return [Problem("dates-moved", where, {"n": str(len(moved))}, Severity.WARNING)] if moved else []


def timed(gathering: Gathering, zone: str | None) -> list[Problem]:
    """Warn where no zone is known; raise InputError for each day without a date or a start."""
    source, faults = gathering.source, []
    for i, day in enumerate(gathering.convening.days):
        facts = {"day": str(i + 1)}
        faults += [source.problem("day-without-date", ("days", i), facts)] if day.date is None else []
        faults += [source.problem("day-without-start", ("days", i), facts)] if day.start is None else []
    if faults:
        raise InputError(*faults)
    return [] if zone else [source.problem("no-time-zone", (), severity=Severity.WARNING)]


def published_before(workspace: Workspace, name: str) -> Published | None:
    """Read what was published of a convening; raise InputError where calendars were made and that is gone."""
    from copkit.reading.published import FILE, read_published

    folder = workspace.convening_folder(name)
    found = read_published(folder)
    if found is None:
        made = [p for p in (folder / "out" / HOSTS, folder / "out" / INVITATION) if p.exists()]
        if made:
            facts = {"made": ", ".join(shown(p) for p in made)}
            raise InputError(Problem("published-lost", Location(shown(folder / FILE)), facts))
    return found


def _register(workspace: Workspace, name: str) -> tuple[Register, list[Problem]]:
    """Read the register, and warn of each date of a group that is none."""
    from copkit.core.followup import day_in
    from copkit.reading.register import REGISTER, read_register
    from copkit.reading.source import read_yaml

    path = workspace.convening_folder(name) / REGISTER
    register = read_register(path, shown(path))
    wrong = [
        (("groups", i, key), text)
        for i, group in enumerate(register.groups)
        for key, text in (("next_meeting", group.next_meeting), ("publish_date", group.publish_date))
        if text and not day_in(text)
    ]
    source = read_yaml(path, shown(path)) if wrong else None
    return register, [
        source.problem("no-date-in-group", place, {"found": text}, severity=Severity.WARNING)
        for place, text in wrong
        if source
    ]


def _due(workspace: Workspace, name: str, today: date) -> list[Any]:
    """Return the tasks that are not done."""
    from copkit.cli.doing import listed

    (listing,), _ = listed(workspace, name, today.isoformat())
    return [s.task for s in listing.open]


def _guests(workspace: Workspace, brief: Brief) -> tuple[Guests, list[Problem]]:
    """Return whose addresses are known, leaving out who belongs to a segment that is not meant; and what is wrong."""
    from copkit.core.people import by_name, same_name
    from copkit.reading.people import PEOPLE, read_people
    from copkit.writing.ics import Guests

    path = workspace.folder / PEOPLE
    people, problems = read_people(path, shown(path))
    audience, titles = brief.convening.strategic.audience, workspace.profile.segment_titles
    meant = {same_name(n) for s in audience for n in (s, titles.get(s, s))}
    everyone = not audience or "all" in audience
    found = [p for p in people if p.email and (everyone or not p.segment or same_name(p.segment) in meant)]
    known, team = by_name(people), brief.convening.team
    hosts: list[Person] = [known[same_name(n)] for n in (team.host, team.manager) if n and same_name(n) in known]
    host = next((replace(p, name=workspace.profile.name) for p in hosts if p.email), None)
    if not found:
        problems.append(Problem("no-people-to-name", Location(shown(path)), {"file": shown(path)}, Severity.WARNING))
    return Guests(found, host), problems


def keep(workspace: Workspace, made: Made, *, force: bool, dry_run: bool) -> list[Saved]:
    """Write what is published first, then the calendars: whoever stops in between goes on by doing it again."""
    from copkit.reading.published import FILE
    from copkit.writing.files import Fate, Saved, keep_private, save, save_text
    from copkit.writing.render import Renderer

    folder = workspace.convening_folder(made.brief.convening.id)
    saved = [Saved(folder / FILE, Fate.UNCHANGED)]
    if made.after != made.before:
        text = Renderer(workspace.shelf).render("drafts/published.yaml.j2", {"p": made.after})
        saved = [save_text(folder / FILE, text, dry_run=dry_run)]
    saved += save(made.artefacts, folder / "out", force=force, dry_run=dry_run)
    if made.private and not dry_run:
        keep_private(folder / "private")
    return [*saved, *save(made.private, folder / "private", force=force, dry_run=dry_run)]


def summary(workspace: Workspace, made: Made, saved: Sequence[Saved], *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return a short report for the terminal, and everything as plain data."""
    from copkit.writing.events import title_of, zone_of
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    before = {e.uid: e for e in made.before.events} if made.before else {}
    moved = [e for e in made.after.events if e != before.get(e.uid)]
    counts = Counter(e.what for e in made.events)
    addressed = workspace.convening_folder(made.brief.convening.id) / "private" / INVITATION
    data: dict[str, Any] = {
        "id": made.brief.convening.id,
        "time_zone": zone_of(made.brief) or "UTC",
        "events": dict(counts),
        "shared": sum(n for what, n in counts.items() if what in SHARED),
        "new": sum(e.uid not in before and not e.cancelled for e in moved),
        "changed": sum(e.uid in before and not e.cancelled for e in moved),
        "cancelled": sum(bool(e.cancelled) for e in moved),
        "addresses": made.named,
        "left": shown(addressed) if addressed.exists() and not made.private else None,
        "files": rows_of(saved),
        "problems": [data_of(p) for p in (*workspace.problems, *made.problems)],
    }
    context = {
        **data,
        "title": title_of(made.brief),
        "first": made.before is None,
        "all": sum(counts.values()),
        "counts": [words()["ics"]["kinds"][what][n > 1].format(n=n) for what, n in counts.items()],
        "fates": renderer.words["labels"]["would" if dry_run else "fates"],
    }
    return renderer.render("export/ics.md.j2", context), data
