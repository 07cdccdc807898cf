"""New times and the risk of an agenda, as pages for the room and as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copkit.core.agenda import NoRoom
from copkit.core.agenda.block import at, begin
from copkit.core.agenda.parts import BUFFER, is_fixed, least_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.agenda import Agenda, Choice, DayPlan, NewTimes, Placed, Point, Retimed, Risk
    from copkit.core.design import Convening
    from copkit.writing.render import Renderer


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked in the room, and the file that the answer was written into."""

    convening: Convening
    agenda: Agenda
    plan: DayPlan
    now: int
    late: int
    written: str | None = None

    def clock(self, minutes: int) -> str:
        """Write a moment of the day."""
        return at(begin(self.plan.day), minutes)


def retime_page(renderer: Renderer, asked: Asked, found: NewTimes | NoRoom) -> str:
    """Render the new times of a day, or what could move where there is no room."""
    context = {
        "title": asked.convening.title or asked.convening.id,
        "day": asked.plan.number if len(asked.agenda.days) > 1 else None,
        "now": asked.clock(asked.now),
        "late": max(0, asked.late),
        "early": max(0, -asked.late),
        "ends": asked.plan.ends,
        "written": asked.written,
        "tracks": bool(asked.agenda.tracks),
    }
    if isinstance(found, NoRoom):
        more = {
            "short": found.short,
            "before": found.before.title if found.before else None,
            "at": asked.clock(found.choices[0].shifts[0].start),
            "choices": [_choice(asked, c) for c in found.choices],
        }
        return renderer.render("agenda/no-room.md.j2", context | more)
    return renderer.render("agenda/retime.md.j2", context | _times(asked, found))


def retime_data(asked: Asked, found: NewTimes | NoRoom) -> dict[str, Any]:
    """Return the new times of a day as plain data: minutes after the start, and clocks."""
    head: dict[str, Any] = {
        "id": asked.convening.id, "day": asked.plan.number, "now": asked.now, "late": asked.late,
        "written": asked.written, "holds": not isinstance(found, NoRoom),
    }  # fmt: skip
    if isinstance(found, NoRoom):
        choices = [{"moves": _choice(asked, c)["moves"], **_data(asked, c.times)} for c in found.choices]
        return head | {"short": found.short, "before": found.before.id if found.before else None, "choices": choices}
    return head | _data(asked, found)


def _data(asked: Asked, found: NewTimes) -> dict[str, Any]:
    return {
        "blocks": [
            {
                "id": r.block.id, "title": r.block.title, "state": r.state, "start": r.start, "minutes": r.minutes,
                "from": asked.clock(r.start), "to": asked.clock(r.end), "lost": r.lost, "assumed": r.assumed,
                "was": {"start": r.block.start, "minutes": r.block.minutes},
            }
            for r in found.rows
        ],
        "spare": [
            {"start": s.start, "minutes": s.minutes, "before": s.before.id if s.before else None} for s in found.spare
        ],
        "outcomes": [
            {"id": x.outcome, "lost": x.minutes, "planned": x.planned, "percent": x.percent} for x in found.losses
        ],
    }  # fmt: skip


def _choice(asked: Asked, choice: Choice) -> dict[str, Any]:
    moves = [
        {
            "id": s.block.id if s.block else None, "title": s.block.title if s.block else None, "minutes": s.minutes,
            "old": asked.clock(s.start), "new": asked.clock(s.start + s.minutes),
        }
        for s in choice.shifts
    ]  # fmt: skip
    return {"moves": moves, **_times(asked, choice.times)}


def _times(asked: Asked, found: NewTimes) -> dict[str, Any]:
    """Return what a page says of new times."""
    statements = {o.id: o.statement for o in asked.convening.outcomes}
    shortened = [r for r in found.rows if r.state == "shortened"]
    later = [r for r in found.rows if r.state != "done"]
    return {
        "rows": [_row(asked, r) for r in later],
        "shortened": [_row(asked, r) for r in shortened],
        "dropped": [_row(asked, r) for r in found.rows if r.state == "dropped"],
        "untouched": not any(r.lost for r in found.rows),
        "fixed": [_row(asked, r) for r in later if r.state == "kept" and is_fixed(r.block)],
        "losses": [
            {"id": x.outcome, "statement": statements.get(x.outcome), "minutes": x.minutes, "planned": x.planned,
             "percent": x.percent}
            for x in found.losses
        ],
        "spare": [
            {"minutes": s.minutes, "start": asked.clock(s.start), "before": s.before.title if s.before else None}
            for s in found.spare
        ],
        "assumed": [r.block.title for r in shortened if r.assumed],
        "over": any(r.state == "running" for r in later),
    }  # fmt: skip


def _row(asked: Asked, row: Retimed) -> dict[str, Any]:
    block = row.block
    return {
        "title": block.title,
        "track": block.block.track,
        "start": asked.clock(row.start),
        "end": asked.clock(row.end),
        "minutes": row.minutes,
        "state": row.state,
        "lost": row.lost,
        "planned": block.minutes,
        "least": least_minutes(block),
        "was": f"{block.from_clock}–{block.to_clock}",
        "same": (row.start, row.minutes) == (block.start, block.minutes),
        "fixed": is_fixed(block),
        "buffer": block.type == BUFFER,
    }


def risk_page(renderer: Renderer, convening: Convening, found: Sequence[tuple[DayPlan, Risk]], known: int) -> str:
    """Render how likely fixed points and ends hold, and where five minutes help most; `known` ratios are recorded."""
    days = [_day(plan, risk) for plan, risk in found]
    context = {
        "title": convening.title or convening.id,
        "several": len(days) > 1,
        "days": days,
        "ratios": max((risk.ratios for _, risk in found), default=0),
        "few": known,
        "own": list(dict.fromkeys(title for _, risk in found for title in risk.own)),
    }
    return renderer.render("agenda/risk.md.j2", context)


def risk_data(convening: Convening, found: Sequence[tuple[DayPlan, Risk]]) -> dict[str, Any]:
    """Return the risk of each day as plain data, chances from 0 to 1."""
    days = [
        {
            "day": plan.number,
            "points": [_point_data(plan, p) for p in risk.points],
            "help": [
                {"before": h.before.id, "gain": round(h.gain, 4), "points": [_point_data(plan, p) for p in h.points]}
                for h in risk.helps
            ],
        }
        for plan, risk in found
    ]
    ratios = max((risk.ratios for _, risk in found), default=0)
    return {"id": convening.id, "intervenes": False, "ratios": ratios, "days": days}


def _point_data(plan: DayPlan, point: Point) -> dict[str, Any]:
    return {
        "id": point.block.id if point.block else None, "at": at(begin(plan.day), point.at), "minutes": point.at,
        "on_time": round(point.held(), 4), "within_5": round(point.held(5), 4), "within_10": round(point.held(10), 4),
        "expected_over": round(point.over, 2),
    }  # fmt: skip


def _day(plan: DayPlan, risk: Risk) -> dict[str, Any]:
    best = risk.helps[0] if risk.helps else None
    return {
        "number": plan.number,
        "points": [_point(plan, p) for p in risk.points],
        "over": risk.end.over,
        "best": _title(best.before) if best else None,
        "clock": best.before.from_clock if best else None,
        "gains": [
            {"title": _title(new.block), "old": old.held(), "new": new.held()}
            for old, new in zip(risk.points[len(risk.points) - len(best.points) :], best.points, strict=True)
        ]
        if best
        else [],
        "spare": max(0, plan.day.length - max(b.end for b in plan.blocks)),
    }


def _point(plan: DayPlan, point: Point) -> dict[str, Any]:
    clock = at(begin(plan.day), point.at)
    held = [point.held(grace) for grace in (0, 5, 10)]
    return {"title": _title(point.block), "clock": clock, "held": held}


def _title(block: Placed | None) -> str | None:
    return block.title if block else None
