"""Activities as pages and lists, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.activity import Mode, Weight, minutes_span, step_minutes, total_minutes
from copkit.core.agenda import units, with_spares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from copkit.core.activity import Activity, Reason, Step
    from copkit.writing.render import Renderer

Named = dict[str, str]
TWO_MINUTES = 120


def activity_page(
    renderer: Renderer,
    activity: Activity,
    people: int | None,
    titles: Mapping[str, str],
    owner: str,
    *,
    replaces: bool = False,
    href: Callable[[str], str] | None = None,
) -> str:
    """Render an activity as a page that it can be run from.

    `titles` names the activities that can be linked to; `href` makes a link from an id where pages stand side by side.
    """
    heads = people or activity.people.typical
    scaled = {total_minutes(activity, n, "typical") for n in (heads, activity.people.typical)}

    def link(ids: Iterable[str]) -> list[Named]:
        return [{"id": i, "title": titles[i], "href": href(i) if href else ""} for i in ids if i in titles]

    m = activity.minutes
    context = {
        "a": activity,
        "people": heads,
        "minutes": _minutes(renderer, activity),
        "scales": len(scaled) > 1,
        "at_people": span(*minutes_span(activity, heads)),
        "typical": total_minutes(activity, heads, "typical") or m.max,
        "directions": [(mode.value, _direction(activity, mode)) for mode in activity.modes],
        "materials": [_material(x, heads) for x in activity.materials],
        "steps": [_step(renderer, s, heads) for s in activity.steps],
        "fits": [(number, activity.fit(number)) for number in (1, 2, 3)],
        "after": link(activity.follow_with),
        "instead": link(activity.instead),
        "licence": renderer.words["labels"]["licences"].get(activity.origin.licence, activity.origin.licence),
        "owner": owner,
        "replaces": replaces,
    }
    return renderer.render("activities/activity.md.j2", context)


def activity_data(activity: Activity, people: int | None, owner: str) -> dict[str, Any]:
    """Return an activity as plain data, with its minutes for a head count."""
    heads = people or activity.people.typical
    low, high = minutes_span(activity, heads)
    here = {"people": heads, "min": low, "typical": total_minutes(activity, heads, "typical"), "max": high}
    steps = [_levels(s, heads) for s in activity.steps]
    return activity.model_dump(mode="json") | {"owner": owner, "at": here | {"steps": steps}}


def list_page(
    renderer: Renderer, activities: Sequence[Activity], people: int | None, total: int, owner: Callable[[str], str],
    read_as: Mapping[str, Sequence[str]], *, every_word: bool, filtered: bool,
) -> str:  # fmt: skip
    """Render a list of activities."""
    rows = [row(renderer, a, people) | {"owner": owner(a.id)} for a in activities]
    context = {
        "rows": rows, "people": people, "total": total, "read_as": list(read_as.items()),
        "every_word": every_word, "filtered": filtered,
    }  # fmt: skip
    return renderer.render("activities/list.md.j2", context)


def row(renderer: Renderer, activity: Activity, people: int | None) -> dict[str, Any]:
    """Return an activity in short, as a list shows it."""
    heads = activity.people
    return {
        "id": activity.id,
        "title": activity.title,
        "gist": activity.gist,
        "minutes": span(*minutes_span(activity, people)),
        "people": f"{heads.min}–{heads.max}" if heads.max else f"{heads.min}+",
        "where": ", ".join(renderer.words["labels"]["where"][m.value] for m in activity.modes),
        "stages": " ".join(str(activity.fit(n).fit) for n in (1, 2, 3)),
        "unchecked": activity.evidence == "C",
    }


def why_page(
    renderer: Renderer, activity: Activity, found: Sequence[Reason], verdict: str, context: Mapping[str, Any],
    others: Sequence[Activity],
) -> str:  # fmt: skip
    """Render why an activity suits or does not suit."""
    said = renderer.words["why"]["verdicts"][verdict]
    full = {"a": activity, "verdict": said, "groups": grouped(renderer, found), "alternatives": others}
    return renderer.render("activities/why.md.j2", {**context, **full})


def grouped(renderer: Renderer, found: Sequence[Reason]) -> list[tuple[str, list[str]]]:
    """Return reasons in words under the title of their weight, what stops it first."""
    titles = renderer.words["why"]["weights"]
    order = (Weight.STOPS, Weight.AGAINST, Weight.FOR, Weight.REMARK)
    lines = {w: [reason_text(renderer, r) for r in found if r.weight is w] for w in order}
    return [(titles[w.value], rows) for w, rows in lines.items() if rows]


def reason_text(renderer: Renderer, reason: Reason) -> str:
    """Say a reason in words."""
    labels = renderer.words["labels"]
    kinds = {
        "mode": "modes",
        "purpose": "purposes",
        "mechanism": "mechanisms",
        "kind": "outcomes",
        "category": "momentum",
    }
    facts = {k: labels[kinds[k]][v] if k in kinds else v for k, v in reason.facts.items()}
    if seconds := int(facts.get("seconds", 0)):
        unit, n = ("seconds", seconds) if seconds < TWO_MINUTES else ("minutes", round(seconds / 60))
        facts["time"] = renderer.words["why"][unit].format(n=n)
    return str(renderer.words["why"][reason.code].format(**facts))


def alternatives_page(renderer: Renderer, activity: Activity, others: Sequence[Activity], people: int | None) -> str:
    """Render what could stand in an activity's place."""
    rows = [row(renderer, o, people) | {"named": o.id in activity.instead} for o in others]
    context = {
        "a": activity,
        "rows": rows,
        "people": people,
        "minutes": span(*minutes_span(activity, people)),
        "starred": any(r["named"] for r in rows),
    }
    return renderer.render("activities/alternatives.md.j2", context)


def span(low: int, high: int) -> str:
    """Write a span of minutes."""
    return str(low) if low == high else f"{low}–{high}"


def _minutes(renderer: Renderer, activity: Activity) -> str:
    m, p, words = activity.minutes, activity.people, renderer.words["labels"]
    text = str(words["minutes_at"].format(minutes=span(m.min, m.max), people=p.typical))
    if m.fewest is None and m.most is None:
        return span(m.min, m.max)
    ends = [(p.min, m.fewest), (p.max, m.most)]
    more = [words["about_at"].format(minutes=minutes, people=heads) for heads, minutes in ends if minutes is not None]
    return ", ".join([text, *more])


def _direction(activity: Activity, mode: Mode) -> str:
    return getattr(activity.directions, mode.value.replace("-", "_")) or ""


def _material(material: Any, people: int) -> dict[str, Any]:  # noqa: ANN401
    count = units(material, people)
    return {"item": material.item, "count": with_spares(count) if material.spare else count, "where": material.where}


def _levels(step: Step, people: int) -> dict[str, int]:
    return {level: step_minutes(step, people, level) for level in ("min", "typical", "max")}


def _step(renderer: Renderer, step: Step, people: int) -> dict[str, Any]:
    levels = _levels(step, people)
    minutes = span(levels["min"], levels["max"])
    return {
        "title": step.title, "minutes": minutes, "arranged": renderer.arranged(step.group_size, people),
        "do": step.do, "say": step.say, "online": step.online,
    }  # fmt: skip
