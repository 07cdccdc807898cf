"""The tasks as a table, a checklist, a todo.txt, and plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from copkit.core.followup import loads
from copkit.core.followup.ticks import DUE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from copkit.core.design import Convening
    from copkit.core.followup import Nearness, Standing
    from copkit.core.hours import Local
    from copkit.writing.render import Renderer

STATES: tuple[Nearness, ...] = ("overdue", "due", "next", "done")
PRIORITY: dict[Nearness, str] = {"overdue": "A", "due": "B", "next": "C"}
SHOWN: dict[Nearness, int] = {"next": 10, "done": 5}
LONG_PAST = timedelta(days=30)
HOUR = 60
# What todo.txt would take for a project, a context or a key: a sign or a name with a colon before the next letter.
MARKS = re.compile(r"(?<!\S)([+@]|[A-Za-z][\w-]*:(?!//))(?=\S)")


@dataclass(frozen=True, slots=True)
class Listing:
    """The tasks of a convening as they stand on the day that is today there, and the hours of its check-in call."""

    convening: Convening
    today: date
    standings: tuple[Standing, ...]
    zone: str | None
    call_begins: datetime | None
    call: tuple[Local, ...]

    @property
    def title(self) -> str:
        """Return what people call it."""
        return self.convening.title or self.convening.id

    @property
    def open(self) -> tuple[Standing, ...]:
        """Return what is not done."""
        return tuple(s for s in self.standings if s.state != "done")

    @property
    def past(self) -> bool:
        """Tell whether all of it should have been done long ago."""
        return bool(self.open) and all(s.task.due and s.task.due + LONG_PAST < self.today for s in self.open)

    @property
    def closed(self) -> bool:
        """Tell whether the convening is closed."""
        return self.convening.status == "closed"


@dataclass(frozen=True, slots=True)
class Ticked:
    """A task whose tick came or went, or stood so already, among the tasks as they stand now."""

    of: Listing
    standing: Standing
    file: str
    done: bool
    changed: bool

    @property
    def next(self) -> Standing | None:
        """Return what comes next."""
        return next(iter(self.of.open), None)


def _rows(renderer: Renderer, listings: Sequence[Listing], state: Nearness) -> list[dict[str, Any]]:
    rows = [
        {"of": one, "s": s, "t": s.task, "when": _when(renderer, s, one.today)}
        for one in listings
        for s in one.standings
        if s.state == state
    ]
    return sorted(rows, key=lambda r: (r["s"].done_on or r["t"].order[0], r["t"].order))


def _when(renderer: Renderer, s: Standing, today: date) -> str:
    day = s.done_on or s.task.due
    return _short(renderer, day, today) if day else renderer.offset(s.task.anchor, s.task.days)


def _short(renderer: Renderer, day: date | None, today: date) -> str:
    """Write a day, without its year where that is this year: a terminal is narrow."""
    return renderer.short_day(day).removesuffix(f" {today.year}") if day else ""


def tasks_page(renderer: Renderer, listings: Sequence[Listing]) -> str:
    """Render what is overdue, due and next, what was done last, and who carries how much."""
    sections: list[dict[str, Any]] = []
    for state in STATES:
        rows = _rows(renderer, listings, state)
        most = SHOWN.get(state, len(rows))
        shown = rows[-most:] if state == "done" else rows[:most]
        sections.append({"state": state, "rows": shown, "more": len(rows) - len(shown)})
    found = _loads(listings)
    today = max((one.today for one in listings), default=date.min)
    context = {
        "listings": listings,
        "one": len(listings) == 1,
        "sections": sections,
        "soon": _short(renderer, today + timedelta(days=DUE_DAYS), today),
        "loads": [
            {"l": one, "time": _time(renderer, one.minutes), "week": _short(renderer, one.week, today)} for one in found
        ],
        "total": _time(renderer, sum(one.minutes for one in found)),
        "unnamed": [one.who for one in found if not one.named],
        "first": next((r for s in sections for r in s["rows"] if s["state"] != "done"), None),
    }
    return renderer.render("tasks/list.md.j2", context)


def checklist(renderer: Renderer, listings: Sequence[Listing]) -> str:
    """Render every task as a checklist in Markdown."""
    return renderer.render("tasks/checklist.md.j2", {"listings": listings})


def todo_txt(listings: Iterable[Listing]) -> str:
    """Write every task in the form of todo.txt, a line each."""
    return "".join(f"{_line(one, s)}\n" for one in listings for s in one.standings)


def _line(one: Listing, s: Standing) -> str:
    """Write a task; a mark that only todo.txt understands is taken apart in what people typed.

    There is no day on which a task was made, so today counts, or the day on which it was done if that is earlier.
    """
    if s.done_on:
        begin = f"x {s.done_on.isoformat()} {min(one.today, s.done_on).isoformat()}"
    else:
        begin = f"({PRIORITY[s.state]}) {one.today.isoformat()}"
    text = " ".join(_words(s.task.text))
    while text != (text := MARKS.sub(r"\1 ", text)):  # what stands behind a mark may be one too
        pass
    contexts = [f"@{'-'.join(_words(who))}" for who in s.task.people or (s.task.owner,)]
    due = [f"due:{s.task.due.isoformat()}"] if s.task.due else []
    return " ".join([begin, text, f"+{one.convening.id}", *contexts, *due, f"id:{s.task.id}"])


def _words(text: str) -> list[str]:
    return "".join(c if c.isprintable() else " " for c in text).split()


def tasks_data(renderer: Renderer, listings: Sequence[Listing]) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        "gatherings": [
            {
                "id": one.convening.id,
                "title": one.title,
                "status": one.convening.status,
                "today": one.today,
                "time_zone": one.zone,
                "tasks": [task_data(renderer, s) for s in one.standings],
                "check_in_call": one.call_begins and one.call_begins.isoformat(),
                "check_in_call_elsewhere": [
                    {"segment": x.segment.id, "time_zone": x.zone, "begins": x.begins.isoformat()} for x in one.call
                ],
                "all_long_past": one.past,
            }
            for one in listings
        ],
        "load": [
            {
                "who": one.who, "named": one.named, "tasks": one.tasks, "minutes_estimated": round(one.minutes),
                "share": round(one.share, 3), "more_than_half": one.too_much, "busiest_week_from": one.week,
                "tasks_in_that_week": one.in_week,
            }
            for one in _loads(listings)
        ],
    }  # fmt: skip


def task_data(renderer: Renderer, s: Standing) -> dict[str, Any]:
    """Return a task as plain data."""
    t = s.task
    return {
        "id": t.id, "state": s.state, "due": t.due, "when": renderer.when(t.due, t.anchor, t.days),
        "done_on": s.done_on, "phase": t.phase, "anchor": t.anchor, "days": t.days, "task": t.text, "owner": t.owner,
        "people": list(t.people), "minutes_estimated": t.minutes, "own": t.own,
    }  # fmt: skip


def tick_page(renderer: Renderer, ticked: Ticked) -> str:
    """Render what happened to a tick, and what comes next."""
    return renderer.render("tasks/ticked.md.j2", {"x": ticked})


def tick_data(renderer: Renderer, ticked: Ticked) -> dict[str, Any]:
    """Return what happened to a tick as plain data."""
    return {
        "id": ticked.of.convening.id,
        "task": task_data(renderer, ticked.standing),
        "changed": ticked.changed,
        "file": ticked.file,
        "next": task_data(renderer, ticked.next) if ticked.next else None,
    }


def _loads(listings: Iterable[Listing]) -> tuple[Any, ...]:
    return loads(s.task for s in chain.from_iterable(one.open for one in listings))


def _time(renderer: Renderer, minutes: float) -> str:
    """Write an estimated time, in five minutes or half hours."""
    words = renderer.words["tasks"]
    if minutes < HOUR:
        return str(words["minutes"].format(n=5 * round(minutes / 5)))
    return str(words["hours"].format(n=f"{round(minutes / HOUR * 2) / 2:g}"))
