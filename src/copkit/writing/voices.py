"""Who gets to speak, and what time it is for whom: pages and plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from copkit.core.hours import fairest_starts, local_hours
from copkit.core.voice import size_class
from copkit.writing.pictures import airtime_bars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.core.agenda import Agenda
    from copkit.core.community import Profile
    from copkit.core.design import Convening
    from copkit.core.standards import Standards
    from copkit.core.voice import Attendee
    from copkit.writing.render import Renderer


def voice_rows(renderer: Renderer, found: Sequence[Attendee]) -> list[dict[str, Any]]:
    """Return the figures of each kind of participant as plain data."""
    return [
        {"kind": a.kind, "name": _name(renderer, a), "guaranteed_as_felt": a.guaranteed, **asdict(a.figures)}
        for a in found
    ]


def _name(renderer: Renderer, attendee: Attendee) -> str:
    return str(renderer.words["attendees"][attendee.kind].format(name=attendee.name))


def attendee_rows(renderer: Renderer, found: Sequence[Attendee]) -> list[dict[str, Any]]:
    """Return the figures of each kind of participant for a page."""
    return [
        {
            "name": _name(renderer, a),
            "v": a.figures,
            "per_hour": a.airtime_per_hour,
            "guaranteed": a.guaranteed,
            "second": a.kind == "second-language",
        }
        for a in found
    ]


def airtime_aim(standards: Standards, agenda: Agenda) -> float | None:
    """Return the speaking minutes in an hour that the rule book asks for (CPK204); None where it asks for none."""
    return standards.figure("CPK204", "warning_below") if size_class(agenda.people) == "small" else None


def voice_page(
    renderer: Renderer, convening: Convening, agenda: Agenda, found: Sequence[Attendee], standards: Standards
) -> str:
    """Render who gets to speak."""
    rows = attendee_rows(renderer, found)
    by_kind = {a.kind: a.guaranteed for a in found}
    parity = by_kind["call"] / by_kind["room"] if by_kind.get("room") else None
    size = found[0].figures.size_class
    words = renderer.words
    context = {
        "title": convening.title or convening.id,
        "people": agenda.people,
        "size": words["attendees"]["sizes"][size],
        "rows": rows,
        "pictures": {"airtime": airtime_bars(renderer, found, airtime_aim(standards, agenda))},
        "parity": parity,
        "aims": words["plan"]["aims"][size],
    }
    return renderer.render("agenda/voice.md.j2", context)


def hours_data(convening: Convening, profile: Profile, standards: Standards, today: date) -> dict[str, Any] | None:
    """Return each day's hours for each segment and the fairest starts; None where nothing is known of them."""
    zone = convening.time_zone or profile.time_zone
    days = [d for d in convening.days if d.start is not None]
    if zone is None or not days or not any(s.time_zone for s in profile.segments):
        return None
    figures = (standards.figure("CPK705", name) for name in ("from_hour", "to_hour"))
    first_hour, last_hour = (round(f) for f in figures)
    rows = []
    for i, day in enumerate(convening.days):
        if day.start is None:
            continue
        when = day.date or convening.first_day or today
        found = local_hours(profile.segments, zone, when, day.start, day.length, (first_hour, last_hour))
        rows.append(
            {
                "day": i + 1,
                "date": when,
                "segments": [
                    {"id": x.segment.id, "title": x.segment.title, "zone": x.zone, "begins": x.begins.isoformat(),
                     "ends": x.ends.isoformat(), "odd_minutes": x.odd_minutes}
                    for x in found
                ],
            }
        )  # fmt: skip
    first = days[0]
    fair = fairest_starts(profile.segments, zone, first.date or today, first.length, (first_hour, last_hour))
    starts = [{"start": f"{s.start:%H:%M}", "worst": s.worst, "total": s.total} for s in fair]
    return {
        "zone": zone, "days": rows, "fairest": starts, "usual": [first_hour, last_hour],
        "date_known": convening.first_day is not None,
    }  # fmt: skip


def hours_page(renderer: Renderer, convening: Convening, data: dict[str, Any]) -> str:
    """Render the hours for each segment."""
    days = [
        {
            "number": d["day"],
            "date": d["date"],
            "rows": [
                {"title": s["title"], "zone": s["zone"], "begins": _clock(s["begins"], d["date"]),
                 "ends": _clock(s["ends"], d["date"]), "odd": s["odd_minutes"]}
                for s in d["segments"]
            ],
        }
        for d in data["days"]
    ]  # fmt: skip
    context = {
        "title": convening.title or convening.id, "days": days, "zone": data["zone"], "fair": data["fairest"],
        "usual": data["usual"],        "guessed_day": not data["date_known"],
    }  # fmt: skip
    return renderer.render("agenda/hours.md.j2", context)


def _clock(moment: str, day: date) -> str:
    """Write the time of a moment, with its date where that is another one."""
    date_, clock = moment[:10], moment[11:16]
    return clock if date_ == day.isoformat() else f"{clock} ({date_})"
