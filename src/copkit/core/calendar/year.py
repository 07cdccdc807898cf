"""A year of gatherings from the rhythm of a community (domain model §E6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from copkit.core.calendar.days import free_days, months_later
from copkit.core.calendar.entry import Entry, Keeping, Purpose, YearPlan
from copkit.core.calendar.following import following, in_between
from copkit.core.calendar.frame import Frame
from copkit.core.calendar.looking import STRANDS, clashes_of, gaps_of, months_with
from copkit.core.calendar.proposing import propose, rhythms_of
from copkit.core.calendar.standing import CALL, Standing, counted, standing_of, usual_weekday
from copkit.core.calendar.turns import with_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.calendar.kinds import CalendarBook, OwnCalendar
    from copkit.core.community import Profile
    from copkit.core.design import Convening
    from copkit.core.stage import Diagnosis
    from copkit.core.standards import Standards


@dataclass(frozen=True, slots=True)
class Known:
    """What a year is made from: the community, what is planned, and what a person wants."""

    book: CalendarBook
    profile: Profile
    diagnosis: Diagnosis
    standards: Standards
    own: OwnCalendar
    convenings: Sequence[Convening] = ()


def plan_year(known: Known, begin: date, months: int, today: date) -> YearPlan:
    """Propose the dates of a year around those that stand, and say what does not go together.

    Nothing is proposed on a free day, or before it can be prepared. What stands is never moved.
    """
    book, profile, own = known.book, known.profile, known.own
    purpose = _purpose(known)
    standing = standing_of(book, own, known.convenings)
    frame = _frame(known, begin, months, today, standing)
    stage = known.diagnosis.planning_stage
    rhythms = rhythms_of(book, own, profile, stage)
    events = [*standing, *propose(frame, rhythms, standing)]
    entries = _entries(known, frame, events)
    dated = {name: _dates(frame, name, events) for name in rhythms}
    return YearPlan(
        begin=begin,
        end=frame.end,
        stage=stage,
        stage_known=known.diagnosis.known,
        purpose=purpose,
        rhythm=profile.rhythm or book.stages[stage - 1].rhythm,
        rhythm_typed=profile.rhythm is not None,
        between=book.stages[stage - 1].between,
        keeping=tuple(Keeping(name, max(7, beat.days), source) for name, (beat, source) in rhythms.items()),
        entries=tuple(entries),
        months=months_with(frame, entries, profile.manager.hours_per_week),
        gaps=gaps_of(frame, rhythms, dated),
        clashes=clashes_of(frame, events),
        off=tuple(e for e in entries if e.status != "proposed" and frame.working.off(e.date)),
        missing=tuple(s for s in STRANDS if not any(e.strand == s for e in entries)),
    )


def _purpose(known: Known) -> Purpose:
    """Say whether the purpose is shared, by the figure of CPK409; what nobody answered is taken as not shared."""
    shared = known.diagnosis.dimension("PUR").expected
    if shared is None:
        return "unknown"
    return "low" if shared <= known.standards.figure("CPK409", "expected") else "shared"


def _frame(known: Known, begin: date, months: int, today: date, standing: Sequence[Standing]) -> Frame:
    book, profile = known.book, known.profile
    working = free_days(profile, known.own.free)
    return Frame(
        book=book,
        begin=begin,
        end=months_later(begin, months),
        today=today,
        working=working,
        weekday=usual_weekday(book, known.own, standing, working),
        factor=known.standards.figure("CPK801", "factor"),
        align_first=_purpose(known) != "shared",
        last_gathering=profile.dates.last_gathering,
        met=counted(book, CALL),
    )


def _dates(frame: Frame, name: str, events: Sequence[Standing]) -> list[date]:
    """Return the dates that keep the rhythm of a kind, with the community's last gathering."""
    found = {e.entry.date for e in events if name in e.counts}
    if name in frame.met and frame.last_gathering:
        found.add(frame.last_gathering)
    return sorted(found)


def _entries(known: Known, frame: Frame, events: Sequence[Standing]) -> list[Entry]:
    """Return the dates within the year with what follows from them, in order of time."""
    convenings = {c.id: c for c in known.convenings}
    main = [e.entry for e in events]
    left_out = set(known.own.leave_out)
    more = [e for e in following(frame, main, convenings) if e.kind not in left_out]
    inside = [e for e in (*main, *more) if frame.begin <= e.date < frame.end]
    if frame.book.in_between not in left_out:
        inside += in_between(frame, inside)
    inside.sort(key=lambda e: (e.date, not e.live, e.kind, e.title))
    usual = (int(known.standards.figure("CPK705", "from_hour")), int(known.standards.figure("CPK705", "to_hour")))
    return with_starts([_placed(frame, e, main) for e in inside], frame.book, known.profile, usual)


def _placed(frame: Frame, entry: Entry, events: Sequence[Entry]) -> Entry:
    """Say at which gathering something takes place."""
    if not frame.book.kinds[entry.kind].hosts:
        return entry
    host = next((e for e in events if e.date == entry.date and e.live), None)
    return replace(entry, of=(host.title,)) if host else entry
