"""The tasks around a convening: which apply, when, whose they are, and about how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.design import CHECK_IN_DAYS
from copkit.core.followup.timeline import Anchor, Condition, Entry, OwnerRole, Timeline
from copkit.core.typed import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copkit.core.dates import WorkingDays
    from copkit.core.design import Convening, OwnTask

SHORT_CALL = 120
LAST_DAYS = 7
MOST_MOVED = 14
LARGE_GATHERING = 30
LONGEST_ID = 40
PHASES = {"before": 0, "during": 1, "after": 2}


@dataclass(frozen=True, slots=True)
class DatedTask:
    """A task with its date; None where the convening's date is not fixed yet.

    `people` are the names behind the owner, none where only a role is known; `minutes` are an estimate.
    """

    id: str
    phase: str
    anchor: Anchor
    days: int
    due: date | None
    owner: str
    owner_known: bool
    text: str
    own: bool = False
    people: tuple[str, ...] = ()
    minutes: int = 0

    @property
    def order(self) -> tuple[date, int, int]:
        """Return the key that sorts by date, or by the distance from the convening where there is none."""
        return (self.due or date.max, PHASES[self.phase], self.distance)

    @property
    def distance(self) -> int:
        """Return about how many days from the convening it is, also where its date is not fixed."""
        return self.days + (CHECK_IN_DAYS if self.anchor == "check-in" else 0)


def is_short(convening: Convening) -> bool:
    """Tell whether it is a call or a meeting of up to two hours."""
    return len(convening.days) == 1 and convening.days[0].length <= SHORT_CALL


def lead(convening: Convening, anchor: Anchor, days: int) -> int:
    """Return the days from an anchor: for a call of up to two hours, what lies before the last week takes a third."""
    if is_short(convening) and anchor == "start" and days < -LAST_DAYS:
        return -LAST_DAYS - round((-days - LAST_DAYS) / 3)
    return days


def anchor_date(convening: Convening, working: WorkingDays, anchor: Anchor, days: int) -> date | None:
    """Return a date some days from the start, the end or the check-in; None while that is not fixed.

    A day on which people are off moves to a working day: before the gathering to an earlier one, afterwards to a later
    one, and never past the anchor. It stays where no working day is within two weeks.
    """
    check_in = convening.check_in_date(working)
    base = {"start": convening.first_day, "end": convening.last_day, "check-in": check_in}[anchor]
    if base is None:
        return None
    day, step = base + timedelta(days=days), timedelta(days=-1 if days < 0 else 1)
    near = (day + n * step for n in range(MOST_MOVED + 1))
    return day if days == 0 else next((d for d in near if not working.off(d)), day)


def holds(condition: Condition, convening: Convening, stage: int, people: int) -> bool:
    """Tell whether a condition of the timeline holds for a convening."""
    streams = bool(convening.momentum.streams) or any(
        b.activity == "working-groups" for d in convening.days for b in d.agenda or ()
    )
    return {
        "in-person": convening.mode != "virtual",
        "virtual": convening.mode != "in-person",
        "streams": streams,
        "accountability": convening.momentum.accountability is not None,
        "event": convening.momentum.milestone.event is not None,
        "evening": any(d.kind == "evening-before" for d in convening.days),
        "stage-1": stage == 1,
        "stage-2": stage == 2,  # noqa: PLR2004 - a stage's own number
        "stage-3": stage == 3,  # noqa: PLR2004
        "small": is_short(convening) and people <= LARGE_GATHERING,
        "larger": people > LARGE_GATHERING,
        "segments": len(convening.strategic.audience) > 1,
    }[condition]


def dated_tasks(
    convening: Convening, timeline: Timeline, stage: int, people: int, working: WorkingDays
) -> tuple[DatedTask, ...]:
    """Return the tasks that apply, with dates and owners, in order of time; a person's own tasks and changes win."""
    changes = {t.id: t for t in convening.tasks if t.id}
    found = [
        _ours(entry, changes.get(entry.id), convening, timeline, working)
        for entry in timeline.tasks
        if all(holds(c, convening, stage, people) for c in entry.only)
        and not any(holds(c, convening, stage, people) for c in entry.unless)
    ]
    found += _own(convening, timeline, working)
    dated = convening.first_day is not None
    return tuple(sorted(found, key=lambda t: (PHASES[t.phase], (t.due or date.max) if dated else t.own, t.distance)))


def _ours(
    entry: Entry, change: OwnTask | None, convening: Convening, timeline: Timeline, working: WorkingDays
) -> DatedTask:
    days = lead(convening, entry.anchor, entry.days)
    owner, people, known = _owner(convening, timeline, entry.owner, change.owner if change else None)
    return DatedTask(
        id=entry.id,
        phase=entry.phase,
        anchor=entry.anchor,
        days=days,
        due=(change and change.due) or anchor_date(convening, working, entry.anchor, days),
        owner=owner,
        owner_known=known,
        text=(change and change.task) or entry.task,
        people=people,
        minutes=entry.minutes,
    )


def _own(convening: Convening, timeline: Timeline, working: WorkingDays) -> Iterator[DatedTask]:
    """Yield a person's own tasks; what they leave open is filled in: the usual day of the phase, and the manager."""
    ours = {e.id for e in timeline.tasks}
    taken = ours | {t.id for t in convening.tasks if t.id}
    for number, task in enumerate(convening.tasks, start=1):
        if task.id in ours or not task.task:
            continue
        name = task.id or _id_of(task.task, number, taken)
        taken.add(name)
        usual = timeline.own[task.phase]
        owner, people, known = _owner(convening, timeline, "manager", task.owner)
        yield DatedTask(
            id=name,
            phase=task.phase,
            anchor=usual.anchor,
            days=usual.days,
            due=task.due or anchor_date(convening, working, usual.anchor, usual.days),
            owner=owner,
            owner_known=known,
            text=task.task,
            own=True,
            people=people,
            minutes=usual.minutes,
        )


def _id_of(text: str, number: int, taken: set[str]) -> str:
    """Make an id of a task's first words, so that it stays the same when the list is put in another order."""
    words = slug(text, LONGEST_ID + 1)
    name = (words if len(words) <= LONGEST_ID else words.rpartition("-")[0] or words[:LONGEST_ID]) or f"own-{number}"
    return name if name not in taken else f"{name}-{number}"


def _owner(
    convening: Convening, timeline: Timeline, role: OwnerRole, typed: str | None
) -> tuple[str, tuple[str, ...], bool]:
    """Return an owner in words, the names behind it, and whether somebody was named for it."""
    if typed:
        return typed, tuple(dict.fromkeys(n.strip() for n in typed.split(",") if n.strip())), True
    team, words = convening.team, timeline.owners[role]
    shown: dict[str, tuple[str | None, ...]] = {
        "manager": (team.manager,),
        "sponsor": (team.leader,),
        "host": (team.host,),
        "facilitator": (team.facilitator,),
        "producer": (team.producer,),
        "note-maker": (team.note_maker,),
        "timekeeper": (team.timekeeper,),
        "core-group": team.core_group,
    }
    names = tuple(n for n in shown.get(role, ()) if n)
    people = (*names, *team.core_group) if role == "manager" else names
    return f"{', '.join(names)} ({words})" if names else words, tuple(dict.fromkeys(people)), bool(names)
