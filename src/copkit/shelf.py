"""The shelf: where templates, library and examples stand; yours first, then ours.

One seam for a checkout and for an installed wheel: both put `templates/` and `examples/` somewhere near the package.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
OURS, YOURS = "copkit", "yours"


def shipped(folder: str) -> Path:
    """Return a shipped top-level folder, from the wheel or from the checkout."""
    inside = HERE / folder
    return inside if inside.is_dir() else HERE.parent.parent / folder


def shown(path: Path) -> str:
    """Write a path as a person would type it from where they are."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)


def config_folder() -> Path:
    """Return the folder of the user's own settings, by the platform's habit."""
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "copkit"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "copkit"


def cache_folder() -> Path:
    """Return the folder for what can be made again, by the platform's habit."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "copkit" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copkit"


@cache
def packs() -> tuple[Layer, ...]:
    """Return the folders of installed packs by name; finding them runs none of their code.

    A pack is a Python package that names a folder of its own as an entry point in the group `copkit.library`.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found: list[Layer] = []
    for entry in sorted(entry_points(group="copkit.library"), key=lambda e: e.name):
        package, *inner = entry.module.split(".")
        spec = find_spec(package)
        found += [Layer(entry.name, Path(f, *inner)) for f in (spec and spec.submodule_search_locations) or ()]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder with activities, formats and templates, and whose it is."""

    owner: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Shelf:
    """Folders to look in, the workspace's first."""

    workspace: Path | None = None

    @property
    def own_layers(self) -> tuple[Layer, ...]:
        """Return the user's own folders and then the installed packs, the nearest first."""
        own = ([self.workspace] if self.workspace else []) + [config_folder()]
        return (*(Layer(YOURS, folder) for folder in own), *packs())

    @property
    def own_template_folders(self) -> list[Path]:
        """Return the folders with templates that are not ours, the nearest first."""
        return [layer.folder / "templates" for layer in self.own_layers]

    def shelves(self, kind: Literal["activities", "formats"]) -> list[Layer]:
        """Return the folders with activities or formats, ours first, so that later ones replace them."""
        layers = [*self.own_layers, Layer(OURS, HERE / "library")]
        return [Layer(layer.owner, layer.folder / kind) for layer in reversed(layers)]

    @property
    def stage_model(self) -> Path:
        """Return the newest stage model."""
        return max((HERE / "library" / "stages").glob("*.yaml"))

    @property
    def timeline(self) -> Path:
        """Return the timeline of a convening's tasks and messages."""
        return HERE / "library" / "timeline.yaml"

    @property
    def calendar(self) -> Path:
        """Return the kinds of dates that a year is made of."""
        return HERE / "library" / "calendar.yaml"

    @property
    def blocks(self) -> Path:
        """Return the table of block types."""
        return HERE / "library" / "blocks.yaml"

    @property
    def standards(self) -> Path:
        """Return the table of rules with their figures."""
        return HERE / "library" / "rules" / "standards.toml"

    @property
    def settings(self) -> Path | None:
        """Return what the workspace wants of the rule book, where it says so."""
        path = self.workspace / "check.yaml" if self.workspace else None
        return path if path and path.exists() else None

    @property
    def preferences(self) -> Path:
        """Return what an agenda is worth when copkit drafts one."""
        return HERE / "library" / "preferences.yaml"

    @property
    def own_preferences(self) -> Path | None:
        """Return the workspace's own preferences, where it has some."""
        path = self.workspace / "preferences.yaml" if self.workspace else None
        return path if path and path.exists() else None

    @property
    def turnout(self) -> Path:
        """Return what to expect of those who said yes."""
        return HERE / "library" / "turnout.yaml"

    @property
    def purposes(self) -> Path:
        """Return the table of purpose types and the mechanisms that each needs."""
        return HERE / "library" / "purposes.yaml"

    @property
    def starters(self) -> Path:
        """Return the stored beginnings of seating plans."""
        return HERE / "library" / "groups" / "starters.toml"

    @property
    def examples(self) -> dict[str, Path]:
        """Return the shipped example workspaces by name."""
        root = shipped("examples")
        return {p.name: p for p in sorted(root.iterdir()) if (p / "community.yaml").is_file()} if root.is_dir() else {}


@cache
def words(locale: str = "en") -> dict[str, Any]:
    """Return the short texts of a language: problems, questions, labels."""
    return tomllib.loads((HERE / "library" / "words" / f"{locale}.toml").read_text(encoding="utf-8"))


@cache
def rule_texts(locale: str = "en") -> dict[str, Any]:
    """Return what each rule says and why, and the words that rules look for."""
    return tomllib.loads((HERE / "library" / "rules" / f"{locale}.toml").read_text(encoding="utf-8"))


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds a community.yaml."""
    for folder in (start, *start.parents):
        if (folder / "community.yaml").exists():
            return folder
    return None
