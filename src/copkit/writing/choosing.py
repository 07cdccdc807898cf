"""Choosing between agendas and blocks: pages and plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.activity import Role
from copkit.core.composing.replacing import minutes_for
from copkit.core.voice import figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.activity import Mechanism
    from copkit.core.agenda import Agenda, Placed
    from copkit.core.composing import Draft, Replacement, Task
    from copkit.core.design import Convening
    from copkit.writing.render import Renderer

SHOWN = 5


def variant_rows(task: Task, drafts: Sequence[Draft], agendas: Sequence[Agenda]) -> list[dict[str, Any]]:
    """Return what each variant holds and what it is worth beside the best, as plain data."""
    from copkit.core.composing.frame import kept_option

    rows = []
    best = drafts[0].proof.worth if drafts[0].proof else 0.0
    for number, (draft, agenda) in enumerate(zip(drafts, agendas, strict=True), start=1):
        voice = figures(agenda)
        placed = [(kept_option(b.block, task.setting, task.activities, task.kinds), b.minutes) for b in agenda.blocks]
        rows.append(
            {
                "variant": number,
                "worth": round(draft.proof.worth / best, 3) if draft.proof and best else None,
                "proven": bool(draft.proof and draft.proof.proven),
                "work": [
                    {"id": b.id, "title": b.title, "minutes": b.minutes, "day": b.day}
                    for b in agenda.blocks
                    if b.role is Role.WORK
                ],
                "momentum": [b.title for b in agenda.blocks if b.category is not None],
                "small_groups": round(voice.small_group_share, 2),
                "airtime_per_hour": round(voice.airtime_per_hour, 1),
                "outcomes": {o: round(m) for o, m in minutes_for(task, placed).items()},
                "unmet": list(draft.unmet),
            }
        )
    return rows


def variants_page(
    renderer: Renderer, convening: Convening, rows: Sequence[dict[str, Any]], facts: Mapping[str, bool]
) -> str:
    """Render the variants side by side."""
    for row in rows:
        row["lacks"] = [renderer.label("mechanisms", m) for m in row["unmet"]]
    context = {"id": convening.id, "title": convening.title or convening.id, "rows": rows, **facts}
    return renderer.render("plan/variants.md.j2", context)


def replacement_rows(found: Sequence[Replacement], task: Task) -> list[dict[str, Any]]:
    """Return what could stand in a block's place as plain data."""
    return [
        {
            "id": r.option.id,
            "title": task.activities[r.option.id].title,
            "minutes": r.minutes,
            "gain": round(r.gain, 1),
            "brings": list(r.found),
            "loses": list(r.lost),
            "outcomes": dict(r.outcomes),
            "small_group_minutes": r.groups,
            "stage_fit": r.fit,
        }
        for r in found
    ]


def change_in_words(renderer: Renderer, replacement: Replacement) -> str:
    """Say in a sentence what changes with a replacement."""
    words = renderer.words["swap"]

    def named(mechanisms: Sequence[Mechanism]) -> str:
        return ", ".join(renderer.label("mechanisms", m) for m in mechanisms)

    parts = []
    if replacement.lost:
        parts.append(words["lost"].format(what=named(replacement.lost)))
    if replacement.found:
        parts.append(words["found"].format(what=named(replacement.found)))
    parts += [words["more" if n > 0 else "less"].format(n=abs(n), what=o) for o, n in replacement.outcomes]
    if replacement.groups:
        key = "more_groups" if replacement.groups > 0 else "less_groups"
        parts.append(words[key].format(n=abs(replacement.groups)))
    if replacement.fit:
        parts.append(words["fits_better" if replacement.fit > 0 else "fits_worse"])
    return "; ".join(parts) or str(words["same"])


def swap_page(renderer: Renderer, convening: Convening, block: Placed, found: Sequence[Replacement], task: Task) -> str:
    """Render what could stand in a block's place."""
    rows = [
        {"title": task.activities[r.option.id].title, "id": r.option.id, "minutes": r.minutes,
         "change": change_in_words(renderer, r), "better": r.gain > 0}
        for r in found[:SHOWN]
    ]  # fmt: skip
    return renderer.render(
        "agenda/swap.md.j2", {"id": convening.id, "title": convening.title or convening.id, "b": block, "rows": rows}
    )


def block_page(renderer: Renderer, context: dict[str, Any], found: Sequence[Replacement], task: Task) -> str:
    """Render why a block stands where it stands, and what was second."""
    second = None
    if found:
        first = found[0]
        second = {
            "title": task.activities[first.option.id].title, "id": first.option.id,
            "change": change_in_words(renderer, first), "better": first.gain > 0,
        }  # fmt: skip
    return renderer.render("agenda/why.md.j2", context | {"second": second})
