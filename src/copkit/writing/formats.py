"""Convening formats as a ranked list and as pages, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.agenda.block import at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from copkit.core.activity import Activity, Purpose
    from copkit.core.format import Format, RankedFormat
    from copkit.core.format import Sequence as Ready
    from copkit.core.stage import Diagnosis
    from copkit.writing.render import Renderer

LENGTHS = {(45,): "45min", (90,): "90min", (210,): "half-day", (420,): "day", (420, 420): "2-days"}


def formats_page(
    renderer: Renderer, name: str, ranked: Sequence[RankedFormat], diagnosis: Diagnosis, purpose: Purpose | None,
    people: int | None,
) -> str:  # fmt: skip
    """Render the formats, the best first, each with its reasons."""
    context = {
        "name": name,
        "known": diagnosis.known,
        "stage": diagnosis.planning_stage,
        "purpose": purpose,
        "people": people,
        "rows": [format_row(renderer, r, purpose) for r in ranked],
    }
    return renderer.render("formats/list.md.j2", context)


def format_row(renderer: Renderer, ranked: RankedFormat, purpose: Purpose | None) -> dict[str, Any]:
    """Return a ranked format in short, with its reasons in words."""
    f, words = ranked.format, renderer.words["formats"]
    reasons = [ranked.why]
    if not ranked.holds:
        reasons.insert(0, words["people"].format(least=f.people.min, most=f.people.max))
    if ranked.purpose and purpose:
        reasons.append(words["purpose"])
    reasons += [words["lags"].format(strand=renderer.label("strands", s).lower()) for s in ranked.lags]
    return {
        "id": f.id, "title": f.title, "name": f"{f.title} ({f.id})", "gist": f.gist, "fit": ranked.fit,
        "people": f"{f.people.min}–{f.people.max}", "lengths": [length_of(s) for s in f.sequences], "reasons": reasons,
    }  # fmt: skip


def format_page(
    renderer: Renderer, format_: Format, activities: Mapping[str, Activity], owner: str,
    href: Callable[[str], str] | None = None,
) -> str:  # fmt: skip
    """Render a format with its ready sequences."""
    context = {
        "f": format_,
        "owner": owner,
        "fits": [(n, format_.fit(n)) for n in (1, 2, 3)],
        "sequences": [_sequence(renderer, s, activities, href) for s in format_.sequences],
    }
    return renderer.render("formats/format.md.j2", context)


def length_of(sequence: Ready) -> str:
    """Write a sequence's length as one types it."""
    days = tuple(day.minutes for day in sequence.days)
    return LENGTHS.get(days) or (f"{days[0]}min" if len(days) == 1 else f"{len(days)}-days")


def _sequence(
    renderer: Renderer, sequence: Ready, activities: Mapping[str, Activity], href: Callable[[str], str] | None
) -> dict[str, Any]:
    days = []
    for day in sequence.days:
        rows, now = [], 0
        for block in day.agenda:
            activity = activities.get(block.activity)
            title = activity.title if activity else block.activity
            link = {"id": block.activity, "title": title, "href": href(block.activity) if href and activity else ""}
            about = block.about or (activity.gist if activity else "")
            rows.append({"start": at(None, now), "minutes": block.minutes, "link": link, "about": about})
            now += block.minutes
        days.append(rows)
    first = sequence.modes[0].value
    return {
        "title": sequence.title, "why": sequence.why, "people": f"{sequence.people.min}–{sequence.people.max}",
        "where": ", ".join(renderer.label("modes", m.value) for m in sequence.modes), "days": days,
        "length": length_of(sequence), "mode": "" if first == "in-person" else first,
    }  # fmt: skip
