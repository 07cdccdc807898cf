"""What the TAB key offers; quick, and silent when something is wrong."""

from __future__ import annotations

import re
from pathlib import Path


def convening_ids(incomplete: str) -> list[str]:
    """Offer the convenings of the workspace."""
    from copkit.shelf import find_workspace

    folder = find_workspace(Path.cwd())
    found = sorted(p.parent.name for p in folder.glob("convenings/*/convening.yaml")) if folder else []
    return [i for i in found if i.startswith(incomplete)]


def segments(incomplete: str) -> list[str]:
    """Offer the segments of the community, read without a YAML parser, which would be too slow for a key press."""
    from copkit.shelf import find_workspace

    folder = find_workspace(Path.cwd())
    text = (folder / "community.yaml").read_text(encoding="utf-8", errors="replace") if folder else ""
    part = re.search(r"^segments:\n((?:[ #-].*\n|\n)*)", text, re.MULTILINE)
    found = re.findall(r"^\s{0,4}- id: ([a-z0-9-]+)", part[1] if part else "", re.MULTILINE)
    return [i for i in found if i.startswith(incomplete)]


def purposes(incomplete: str) -> list[str]:
    """Offer the purpose types."""
    known = ("align-act", "alignment", "foresight", "influence", "innovate", "learn", "network", "peer-support")
    return [p for p in known if p.startswith(incomplete)]


def lengths(incomplete: str) -> list[str]:
    """Offer common lengths."""
    return [x for x in ("90min", "half-day", "day", "2-days") if x.startswith(incomplete)]


def modes(incomplete: str) -> list[str]:
    """Offer the modes."""
    return [m for m in ("in-person", "virtual", "hybrid") if m.startswith(incomplete)]


def kinds(incomplete: str) -> list[str]:
    """Offer the kinds of gathering that attendance is told apart by."""
    return [k for k in ("recurring-call", "virtual", "in-person", "residential") if k.startswith(incomplete)]


def examples(incomplete: str) -> list[str]:
    """Offer the shipped examples."""
    from copkit.shelf import Shelf

    return [e for e in Shelf().examples if e.startswith(incomplete)]


def activity_ids(incomplete: str) -> list[str]:
    """Offer the activities, yours and ours, by the names of their files."""
    from copkit.shelf import Shelf, find_workspace

    layers = Shelf(find_workspace(Path.cwd())).shelves("activities")
    return sorted({p.stem for layer in layers for p in layer.folder.glob(f"{incomplete}*.yaml")})


def format_ids(incomplete: str) -> list[str]:
    """Offer the formats, yours and ours, by the names of their files."""
    from copkit.shelf import Shelf, find_workspace

    layers = Shelf(find_workspace(Path.cwd())).shelves("formats")
    return sorted({p.stem for layer in layers for p in layer.folder.glob(f"{incomplete}*.yaml")})


def rule_ids(incomplete: str) -> list[str]:
    """Offer the rules by their ids."""
    from copkit.shelf import rule_texts

    return [name for name in rule_texts() if name.startswith(incomplete.upper()) and name.startswith("CPK")]


def categories(incomplete: str) -> list[str]:
    """Offer the categories of momentum builders."""
    return [c for c in ("relationships", "what-next", "first-step") if c.startswith(incomplete)]


def quadrants(incomplete: str) -> list[str]:
    """Offer the cells of the matrix sync/async by individual/collaborative."""
    known = ("sync-individual", "sync-collaborative", "async-individual", "async-collaborative")
    return [q for q in known if q.startswith(incomplete)]


def task_ids(incomplete: str) -> list[str]:
    """Offer the tasks of the timeline, read without a YAML parser, which would be too slow for a key press."""
    from copkit.shelf import Shelf

    tasks = Shelf().timeline.read_text(encoding="utf-8").partition("\ntasks:")[2].partition("\nmessages:")[0]
    return [i for i in re.findall(r"^  - id: (\S+)", tasks, re.MULTILINE) if i.startswith(incomplete)]


def document_names(incomplete: str) -> list[str]:
    """Offer the documents whose templates can be replaced."""
    from copkit.writing.ejecting import documents

    return [name for name in documents() if name.startswith(incomplete)]
