"""Groups that anybody made, judged: what they reach, on a page and as data; what is broken is told as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.writing.groups import groups_context, groups_data
from copkit.writing.rounds import Mixed, rounds_context, rounds_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.writing.groups import Formed
    from copkit.writing.render import Renderer

SHOWN = 12


def judged_page(renderer: Renderer, found: Mixed | Formed) -> str:
    """Return what groups reach."""
    if isinstance(found, Mixed):
        context = rounds_context(renderer, found)
        more = max(0, len(context["often"]) - SHOWN)
        return renderer.render("groups/check-rounds.md.j2", {**context, "first": SHOWN, "more": more})
    return renderer.render("groups/check-groups.md.j2", groups_context(renderer, found))


def judged_data(renderer: Renderer, found: Mixed | Formed, problems: Sequence[object]) -> dict[str, Any]:
    """Return everything that the page says as plain data."""
    if isinstance(found, Mixed):
        return rounds_data(renderer, found, [], problems)
    return groups_data(renderer, found, [], problems)
