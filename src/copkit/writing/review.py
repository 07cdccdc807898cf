"""Writing the review: the sheet on which a team decides, its page, and the inputs of the next convening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.shelf import words
from copkit.writing.files import Artefact
from copkit.writing.yamls import plain, yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.design import Convening
    from copkit.core.followup import Register
    from copkit.core.review import NextInputs, Review, ReviewSheet
    from copkit.writing.render import Renderer

# What is left empty for a person to fill in, in this order.
BLANKS: dict[str, dict[str, Any]] = {
    "deltas": {"id": None, "text": None, "tags": [], "decision": None, "reason": None},
    "pluses": {"id": None, "text": None, "tags": []},
    "indicators": dict.fromkeys(("id", "indicator", "target", "result", "found", "story", "may_be_shown", "learnt")),
}
GROUPS = {"proof": ("domain", "community", "practice"), "going_on": ("reiterate", "pause", "reshape")}


def review_text(old: str | None, sheet: ReviewSheet) -> str:
    """Return the text of review.yaml: the old one with what is new, every question that is open left empty."""
    found = plain(sheet)
    data: dict[str, Any] = {"copkit": 1}
    for section, blank in BLANKS.items():
        data[section] = [{**blank, **entry} for entry in found.get(section, [])]
    for group, parts in GROUPS.items():
        data[group] = {part: found.get(group, {}).get(part, []) for part in parts}
    data["unmet_needs"] = found.get("unmet_needs", [])
    return yaml_text(old, words()["reviewing"]["head"], data)


def next_inputs_text(old: str | None, inputs: NextInputs) -> str:
    """Return the text of next-inputs.yaml."""
    return yaml_text(old, words()["reviewing"]["next_head"], {"copkit": 1, **plain(inputs)})


def review_page(
    renderer: Renderer, convening: Convening, register: Register, review: Review, more: Mapping[str, Any]
) -> Artefact:
    """Render the review as a page."""
    context = {
        "title": convening.title or convening.id,
        "c": convening,
        "register": register,
        "r": review,
        **more,
    }
    return Artefact("review.md", renderer.render("review/review.md.j2", context))
