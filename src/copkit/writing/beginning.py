"""The files of a new workspace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from copkit.writing.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from copkit.core.stage import StageModel
    from copkit.writing.render import Renderer

COPIED = ("community.yaml", "calendar.yaml", "convenings/*/convening.yaml", "activities/*.yaml", "templates/**/*.j2")
SCHEMAS = ("community", "convening", "calendar", "activity")


def new_workspace(
    renderer: Renderer, model: StageModel, schemas: Mapping[str, str], told: Mapping[str, Any], name: str
) -> dict[str, str]:
    """Return the files of a new workspace, with what was told so far written in."""
    context = {"told": {"answers": {}, **told}, "model": model, "name": told.get("name") or name}
    return {
        "community.yaml": renderer.render("drafts/community.yaml.j2", context),
        ".gitignore": renderer.render("drafts/gitignore.j2", {}),
        **schemas,
    }


def from_example(renderer: Renderer, example: Path, schemas: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a workspace like an example: what people wrote, not what copkit made of it."""
    found = sorted(p for pattern in COPIED for p in example.glob(pattern))
    return {
        **{p.relative_to(example).as_posix(): p.read_text(encoding="utf-8") for p in found},
        ".gitignore": renderer.render("drafts/gitignore.j2", {}),
        **schemas,
    }


def schema_files(
    model: StageModel, activities: Iterable[str], formats: Iterable[str], dates: Iterable[str]
) -> dict[str, str]:
    """Return the schemas that the files of a workspace point to."""
    names = (list(activities), list(formats), list(dates))
    return {
        f".copkit/schema/{kind}.json": json.dumps(schema_of(kind, model, *names), ensure_ascii=False, indent=1) + "\n"
        for kind in SCHEMAS
    }
