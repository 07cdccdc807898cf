"""The rules as pages and as plain data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from copkit.shelf import rule_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.standards import Standard
    from copkit.writing.render import Renderer

PLACE = re.compile(r"\{\w+\}")
FAMILIES = ("CPK1", "CPK2", "CPK3", "CPK4", "CPK5", "CPK6", "CPK7", "CPK8", "CPK9")


def rule_data(name: str, standard: Standard) -> dict[str, Any]:
    """Return a rule as plain data."""
    text = rule_texts()[name]
    said = text["message"]
    return {
        "id": name,
        "title": text["title"],
        "severity": standard.severity.value,
        "default": standard.default,
        "about": standard.about,
        "messages": [said] if isinstance(said, str) else list(said.values()),
        "why": text["why"],
        "do": text["do"],
        "source": text["source"],
        "limits": dict(standard.limits),
        "before": text["before"],
        "after": text["after"],
    }


def rule_page(renderer: Renderer, name: str, standard: Standard) -> str:
    """Render the page of a rule."""
    r = rule_data(name, standard)
    own = {key: Markup(r[key]) for key in ("before", "after")}  # noqa: S704 - the library's own text, in a block of code
    said = [Markup(PLACE.sub("…", m)) for m in r["messages"]]  # noqa: S704 - the library's own text
    return renderer.render("rules/rule.md.j2", {"r": {**r, **own, "messages": said}})


def rules_page(renderer: Renderer, rules: Mapping[str, Standard], link: str = "") -> str:
    """Render the table of all rules, family by family; `link` leads to their pages."""
    families = [(f, [rule_data(n, s) for n, s in rules.items() if n.startswith(f)]) for f in FAMILIES]
    return renderer.render("rules/list.md.j2", {"families": families, "link": link})
