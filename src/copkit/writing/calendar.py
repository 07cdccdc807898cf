"""A year of gatherings as a page and as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from copkit.core.calendar.looking import STRANDS, hours_by_month
from copkit.writing.files import Artefact
from copkit.writing.pictures import year_map

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from copkit.core.calendar import CalendarBook, Entry, Month, YearPlan
    from copkit.core.followup.timeline import OwnerRole
    from copkit.writing.render import Renderer

MOST_WORK = 2


@dataclass(frozen=True, slots=True)
class YearPage:
    """What the page of a year is about, beside the year itself."""

    name: str
    book: CalendarBook
    owners: Mapping[OwnerRole, str]
    zone: str | None
    hours_per_week: float | None


def year_page(renderer: Renderer, about: YearPage, plan: YearPlan) -> Artefact:
    """Render the page of a year."""
    kinds = about.book.kinds
    present = {e.kind for e in plan.entries}
    picture = year_map(renderer, about.book, plan)
    context = {
        "pictures": {"year": picture},
        "name": about.name,
        "y": plan,
        "last_day": plan.end - timedelta(days=1),
        "kinds": kinds,
        "owners": about.owners,
        "zone": about.zone,
        "hours_per_week": about.hours_per_week,
        "said": renderer.words["calendar"],
        "strands": STRANDS,
        "totals": {s: sum(m.strands[s] for m in plan.months) for s in STRANDS},
        "months": [_month_row(renderer, m) for m in plan.months],
        "by_month": [
            {"name": month_name(renderer, key), "entries": list(entries)}
            for key, entries in groupby(plan.entries, key=lambda e: e.date.replace(day=1))
        ],
        "gaps": _worst_gaps(plan),
        "busy": [_busy(renderer, plan, m) for m in plan.months if m.too_much],
        "fits_in_all": sum(m.hours for m in plan.months) <= sum(m.available or 0 for m in plan.months),
        "silent": [month_name(renderer, m.key) for m in plan.months if m.silent],
        "legend": [kinds[name] for name in kinds if name in present],
        "proposed": sum(e.status == "proposed" and not e.follows for e in plan.entries),
        "turns": any(e.turn for e in plan.entries),
    }
    return Artefact("calendar.md", renderer.render("calendar/calendar.md.j2", context), pictures=(picture,))


def month_name(renderer: Renderer, day: date) -> str:
    """Write a month: January 2027."""
    return f"{renderer.words['language']['months'][day.month - 1]} {day.year}"


def _month_row(renderer: Renderer, month: Month) -> dict[str, Any]:
    short = renderer.words["language"]["months"][month.key.month - 1][:3]
    return {
        "name": f"{short} {month.key.year}", "strands": month.strands, "other": month.other, "hours": month.hours,
        "available": month.available, "too_much": month.too_much,
    }  # fmt: skip


def _worst_gaps(plan: YearPlan) -> list[dict[str, Any]]:
    """Return the longest gap of each kind, and how many more there are."""
    found = []
    for name in dict.fromkeys(g.kind for g in plan.gaps):
        mine = [g for g in plan.gaps if g.kind == name]
        worst = max(mine, key=lambda g: g.days)
        found.append({"gap": worst, "more": len(mine) - 1, "mostly_free": worst.free * 2 > worst.days})
    return found


def _busy(renderer: Renderer, plan: YearPlan, month: Month) -> dict[str, Any]:
    """Return a month with too much work, and the dates that make most of it."""
    shares = [(hours_by_month([e], plan.begin).get(month.key, 0.0), e) for e in plan.entries]
    most = sorted((row for row in shares if row[0]), key=lambda row: (-row[0], row[1].date))[:MOST_WORK]
    return {
        "name": month_name(renderer, month.key), "hours": month.hours, "available": month.available,
        "most": [{"title": e.title, "hours": hours} for hours, e in most],
    }  # fmt: skip


def year_data(about: YearPage, plan: YearPlan) -> dict[str, Any]:
    """Return the year as plain data, hours to a tenth."""
    return {
        "begin": plan.begin,
        "end": plan.end - timedelta(days=1),
        "stage": plan.stage,
        "stage_known": plan.stage_known,
        "purpose": plan.purpose,
        "rhythm": plan.rhythm,
        "rhythm_typed": plan.rhythm_typed,
        "between": plan.between,
        "keeping": [asdict(k) for k in plan.keeping],
        "time_zone": about.zone,
        "hours_per_week": about.hours_per_week,
        "entries": [_entry_data(about, e) for e in plan.entries],
        "months": [
            {"month": f"{m.key:%Y-%m}", "strands": dict(m.strands), "other": m.other, "hours": round(m.hours, 1),
             "available": None if m.available is None else round(m.available, 1), "too_much": m.too_much,
             "silent": m.silent}
            for m in plan.months
        ],
        "gaps": [asdict(g) for g in plan.gaps],
        "clashes": [
            {"first": _entry_data(about, c.first), "second": _entry_data(about, c.second), "days": c.days}
            for c in plan.clashes
        ],
        "off": [_entry_data(about, e) for e in plan.off],
        "missing": list(plan.missing),
    }  # fmt: skip


def _entry_data(about: YearPage, entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {
        "start": f"{entry.start:%H:%M}" if entry.start else None,
        "owner": about.owners[entry.owner],
        "about": about.book.kinds[entry.kind].about,
    }
