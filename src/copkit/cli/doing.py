"""The steps of `copkit tasks`: the tasks of each gathering as they stand today, and a tick that comes or goes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from copkit.cli.gathering import diagnosed
from copkit.cli.options import day_of
from copkit.cli.reporting import stop
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.references import unknown_reference
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.followup import Tick, Ticks
    from copkit.core.hours import Local
    from copkit.reading.workspace import Workspace
    from copkit.writing.tasks import Listing, Ticked

WHOLE_DAY = (0, 24)


def listed(
    workspace: Workspace, name: str | None, today: str | None, *, closed: bool = False
) -> tuple[list[Listing], list[Problem]]:
    """Return the tasks of one gathering, or of all that are not closed; one with faults is left out and told."""
    from copkit.reading.workspace import read_convening, read_convenings

    if name is not None:
        listing, problems = _listing(workspace, read_convening(workspace, name)[0], today)
        return [listing], problems
    found: list[Listing] = []
    problems = []
    for _, read in read_convenings(workspace):
        try:
            if isinstance(read, InputError):
                raise read
            if closed or read[0].status != "closed":
                listing, more = _listing(workspace, read[0], today)
                found.append(listing)
                problems += more
        except InputError as error:
            problems += error.problems
    return found, problems


def _listing(workspace: Workspace, convening: Convening, today: str | None) -> tuple[Listing, list[Problem]]:
    from copkit.core.composing import assumed_people
    from copkit.core.followup import dated_tasks, standings
    from copkit.reading.ticks import read_ticks, stray_ticks
    from copkit.writing.tasks import Listing

    profile, timeline = workspace.profile, workspace.library.timeline
    zone = convening.time_zone or profile.time_zone
    day = day_of(today, zone)
    ticks, source = read_ticks(workspace.convening_folder(convening.id))
    stage = diagnosed(workspace, day).planning_stage
    tasks = dated_tasks(convening, timeline, stage, assumed_people(convening, profile), profile.working_days)
    begins, call = _call(workspace, convening, zone, day)
    known = {*(t.id for t in tasks), *(e.id for e in timeline.tasks)}
    listing = Listing(convening, day, standings(tasks, ticks, day), zone, begins, call)
    return listing, stray_ticks(ticks, source, known)


def _call(
    workspace: Workspace, convening: Convening, zone: str | None, today: date
) -> tuple[datetime | None, tuple[Local, ...]]:
    """Return when the check-in call begins, and when that is on other clocks; nothing once it is over."""
    from copkit.core.hours import local_hours

    check_in = convening.momentum.check_in
    day, start = convening.check_in_date(workspace.profile.working_days), check_in.start or convening.days[-1].start
    if zone is None or day is None or start is None or day < today:
        return None, ()
    begins = datetime.combine(day, start, ZoneInfo(zone))
    found = local_hours(workspace.profile.segments, zone, day, start, check_in.minutes, WHOLE_DAY)
    return begins, tuple(x for x in found if x.begins.utcoffset() != begins.utcoffset())


def tick(workspace: Workspace, task: str, name: str | None, today: str | None, *, done: bool) -> Ticked:
    """Tick a task, or take its tick away; nothing changes where it stands so already."""
    from copkit.reading.ticks import FILE
    from copkit.writing.files import alone
    from copkit.writing.tasks import Ticked

    found, problems = listed(workspace, name, today)
    one = _meant(found, problems, task, "done" if done else "undo")
    path = workspace.convening_folder(one.convening.id) / FILE
    with alone(workspace.folder):
        changed = _change(workspace, path, task, one.today if done else None)
    after, _ = _listing(workspace, one.convening, today)
    standing = next(s for s in after.standings if s.task.id == task)
    return Ticked(after, standing, shown(path), done=done, changed=changed)


def _meant(found: Sequence[Listing], problems: Sequence[Problem], task: str, verb: str) -> Listing:
    """Return the one gathering that has the task; raise InputError where none or several have it."""
    having = [one for one in found if any(s.task.id == task for s in one.standings)]
    if len(having) > 1:
        ids = [one.convening.id for one in having]
        listed_ = ", ".join(f"`{i}`" for i in ids)
        raise stop("task-in-several", found=task, verb=verb, first=ids[0], known=listed_)
    if not having and any(p.severity is Severity.ERROR for p in problems):
        raise InputError(*problems)
    if not having:
        known = sorted({s.task.id for one in found for s in one.standings})
        raise InputError(Problem(*unknown_reference("task", task, known)))
    return having[0]


def _change(workspace: Workspace, path: Path, task: str, on: date | None) -> bool:
    """Change the file where that changes anything; raise InputError where its form does not allow it."""
    from copkit.core.followup import Tick
    from copkit.reading.ticks import parse_ticks, read_ticks
    from copkit.writing.files import write_atomically
    from copkit.writing.render import Renderer
    from copkit.writing.ticks import ticked, unticked

    ticks, source = read_ticks(path.parent)
    place = next((i for i, t in enumerate(ticks.done) if t.task == task), None)
    if (place is None) == (on is None):
        return False
    if source is None:
        ticks, source = parse_ticks(Renderer(workspace.shelf).render("drafts/tasks.yaml.j2", {}), shown(path))
    wanted = {t.task: t for t in ticks.done if t.task != task}
    if on is not None:
        text = ticked(source.text, source.places, source.keys, task, on)
        wanted[task] = Tick(task=task, on=on)
    else:
        assert place is not None
        text = unticked(source.text, source.places, place)
    if not _says(text, shown(path), wanted):
        facts = {"task": task, "on": (on or ticks.done[place or 0].on).isoformat()}
        raise InputError(Problem("cannot-tick", Location(shown(path)), facts))
    write_atomically(path, text)
    return True


def _says(text: str, name: str, wanted: Mapping[str, Tick]) -> bool:
    """Tell whether a text that was changed says what was meant."""
    from copkit.reading.ticks import parse_ticks

    try:
        ticks: Ticks = parse_ticks(text, name)[0]
    except InputError:
        return False
    return {t.task: t for t in ticks.done} == wanted
