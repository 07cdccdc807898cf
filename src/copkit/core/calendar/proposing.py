"""Proposing dates: each rhythm, large events apart from one another, and what belongs to each date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from copkit.core.calendar.days import first_of, months_later
from copkit.core.calendar.entry import Source
from copkit.core.calendar.series import Habit, proposed_days
from copkit.core.calendar.standing import Standing, counted, entry_of
from copkit.core.dates import Beat, beats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.calendar.frame import Frame
    from copkit.core.calendar.kinds import CalendarBook, OwnCalendar
    from copkit.core.community import Profile

Rhythms = dict[str, tuple[Beat, Source]]
SOON = 364  # a year in whole weeks: the first free day of the usual weekday, not of the usual week of a month


def rhythms_of(book: CalendarBook, own: OwnCalendar, profile: Profile, stage: int) -> Rhythms:
    """Return how often each kind comes: as calendar.yaml says, else the profile, else the stage, else the kind."""
    found: Rhythms = {}
    for name, kind in book.kinds.items():
        if kind.every and stage in kind.stages:
            found[name] = (_one(kind.every), "kind")
    typed = beats(profile.rhythm) if profile.rhythm else None
    for beat in typed or beats(book.stages[stage - 1].rhythm) or ():
        found[book.words[beat.what or "call"]] = (beat, "profile" if typed else "stage")
    for name, often in own.every.items():
        found[name] = (_one(often), "own")
    return {name: row for name, row in found.items() if name not in own.leave_out}


def _one(often: str) -> Beat:
    return (beats(often) or ())[0]


def propose(frame: Frame, rhythms: Rhythms, standing: Sequence[Standing]) -> list[Standing]:
    """Return the proposed dates of every rhythm: what is large first, and last what takes place on others' dates."""
    found: list[Standing] = []
    kinds = frame.book.kinds
    floor: date | None = None

    def order(name: str) -> tuple[bool, bool, bool, int, str]:
        kind = kinds[name]
        first = name == frame.book.alignment
        return (bool(kind.hosts), not first, not kind.large, -rhythms[name][0].days, name)

    for name in sorted(rhythms, key=order):
        known = [*standing, *found]
        habit = _habit(frame, name, rhythms[name][0], known, floor if kinds[name].minutes else None)
        days = [s.entry.date for s in known if name in s.counts]
        if name in frame.met and frame.last_gathering:
            days.append(frame.last_gathering)
        new = proposed_days(habit, sorted(days))
        found += [Standing(entry_of(frame.book, name, d), counted(frame.book, name)) for d in new]
        if name == frame.book.alignment and frame.align_first:
            floor = _after_alignment(frame, sorted([*days, *new]))
    return found


def _after_alignment(frame: Frame, days: Sequence[date]) -> date | None:
    """Return the day after the first session on the purpose, where it comes soon; later ones hold up nothing."""
    lead = frame.book.kinds[frame.book.alignment].lead
    soon = frame.today + timedelta(days=lead + frame.book.spacing_days)
    coming = next((d for d in days if d >= frame.begin), None)
    return coming + timedelta(days=1) if coming and coming <= max(soon, frame.begin) else None


def _habit(frame: Frame, name: str, beat: Beat, known: Sequence[Standing], floor: date | None) -> Habit:
    kind = frame.book.kinds[name]
    spacing = frame.book.spacing_days if kind.large else 0
    taken = {s.entry.date for s in known if s.entry.live}
    large = [s.entry.date for s in known if s.entry.large]

    def allowed(day: date) -> bool:
        close = any(abs((day - other).days) < spacing for other in large)
        return not (frame.working.off(day) or close or (kind.minutes and day in taken))

    aligning = name == frame.book.alignment and frame.align_first
    offset = 0 if aligning else min(kind.month, max(beat.months - 1, 0))
    earliest = max(frame.begin, frame.today + timedelta(days=kind.lead), floor or frame.begin)
    return Habit(
        beat=Beat(SOON) if aligning else beat,
        weekday=frame.weekday,
        week=kind.week,
        begin=frame.begin,
        earliest=earliest,
        first=months_later(first_of(frame.begin), offset) if offset else earliest,
        end=frame.end,
        factor=frame.factor,
        allowed=allowed,
        apart=spacing,
        hosts=_hosts(frame, name, known),
    )


def _hosts(frame: Frame, name: str, known: Sequence[Standing]) -> list[date]:
    """Return the dates on which a kind can take place, those of the kinds that it goes with."""
    with_ = frame.book.kinds[name].hosts
    return sorted({s.entry.date for s in known if with_ and (s.entry.kind in with_ or s.entry.convening)})
