"""Groups that anybody made, judged: what they reach, on a page and as data; what is broken is told as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.writing.groups import groups_context, groups_data, groups_files
from copkit.writing.rounds import Mixed, rounds_context, rounds_data, rounds_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.writing.files import Artefact
    from copkit.writing.groups import Formed
    from copkit.writing.render import Renderer

SHOWN = 12


def judged_files(renderer: Renderer, found: Mixed | Formed) -> list[Artefact]:
    """Return the page and the data of groups, without the table from which they are made."""
    files = rounds_files(renderer, found) if isinstance(found, Mixed) else groups_files(renderer, found)
    return [f for f in files if not f.sheet]


def judged_page(renderer: Renderer, found: Mixed | Formed, files: Sequence[Mapping[str, str]]) -> str:
    """Return what groups reach, and the files that were written."""
    shown = {"files": files, "fates": renderer.words["labels"]["fates"]}
    if isinstance(found, Mixed):
        context = rounds_context(renderer, found)
        more = max(0, len(context["often"]) - SHOWN)
        return renderer.render("groups/check-rounds.md.j2", {**context, **shown, "first": SHOWN, "more": more})
    return renderer.render("groups/check-groups.md.j2", {**groups_context(renderer, found), **shown})


def judged_data(
    renderer: Renderer, found: Mixed | Formed, files: Sequence[Mapping[str, str]], problems: Sequence[object]
) -> dict[str, Any]:
    """Return everything that the page says as plain data."""
    if isinstance(found, Mixed):
        return rounds_data(renderer, found, files, problems)
    return groups_data(renderer, found, files, problems)
