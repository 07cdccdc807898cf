"""A collection of library files: one item each, in layers, validated when first asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from copkit.core.typed import Typed
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.cache import bodies, digest, keep, known
from copkit.reading.checked import check
from copkit.reading.source import Source, read_yaml
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from copkit.shelf import Layer


T = TypeVar("T", bound=Typed)
SUFFIX = ".yaml"


class Collection(Mapping[str, T], Generic[T]):
    """Items by id, in the order of their ids; a later layer's replaces an earlier one's.

    A file with faults is left out, with one warning in `problems`. A replaced item is told in `notes`.
    `refused` may name the fault that keeps a well-formed item out.
    """

    def __init__(
        self, layers: Sequence[Layer], model: type[T], refused: Callable[[Source, T], Problem | None] | None = None
    ) -> None:
        self._model, self._refused = model, refused
        self._items: dict[str, T] = {}
        self._keys: dict[str, str] = {}
        self._layers: dict[str, Layer] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._fresh: dict[str, str] = {}
        kept = known()
        for layer in layers:
            for file in _yaml_files(layer.folder):
                name = file.removesuffix(SUFFIX)
                key = digest(f"{layer.folder}{os.sep}{file}", name, model.__name__)
                if key in kept:
                    self._items.pop(name, None)
                    self._keys[name] = key
                elif not self._parse(layer.folder / file, key):
                    continue
                self._placed(name, layer)
        keep(self._fresh)
        self._ids = sorted(self._layers)

    def __getitem__(self, name: str) -> T:
        if name not in self._items:
            self.fetch([name])
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, name: object) -> bool:
        return name in self._layers

    def values(self) -> list[T]:  # type: ignore[override]
        """Return the items, all validated at once."""
        self.fetch(self._ids)
        return [self._items[name] for name in self._ids]

    def items(self) -> list[tuple[str, T]]:  # type: ignore[override]
        """Return ids and items, all validated at once."""
        return list(zip(self._ids, self.values(), strict=True))

    @property
    def fingerprint(self) -> list[str]:
        """Return the keys of all files: equal where, and only where, all contents are equal."""
        return [self._keys.get(name, "") for name in self._ids]

    def fetch(self, names: Iterable[str]) -> None:
        """Validate items by id, reading what is kept of them in one go; raise KeyError for an unknown id."""
        wanted = {self._keys[n]: n for n in names if n not in self._items and n in self._keys}
        kept = bodies(wanted)
        for key, name in wanted.items():
            try:
                item = self._model.model_validate_json(kept[key])
            except (KeyError, ValidationError):
                item = check(read_yaml(self.path(name), shown(self.path(name))), self._model)
            self._items[name] = item

    def path(self, name: str) -> Path:
        """Return the file that an item stands in."""
        return self._layers[name].folder / f"{name}{SUFFIX}"

    def owner(self, name: str) -> str:
        """Return whose item it is: copkit's, a pack's by its name, or yours."""
        return self._layers[name].owner

    def _placed(self, name: str, layer: Layer) -> None:
        before = self._layers.get(name)
        self._layers[name] = layer
        if before:
            facts = {"found": name, "owner": before.owner}
            self.notes.append(Problem("takes-the-place", Location(shown(self.path(name))), facts, Severity.INFO))

    def _parse(self, path: Path, key: str | None) -> bool:
        """Read a file whose content is new; tell whether it may be used."""
        faults = faults_of(path, self._model, self._refused)
        if not isinstance(faults, list):
            self._items[path.stem] = faults
            if key is not None:
                self._keys[path.stem] = key
                self._fresh[key] = faults.model_dump_json(by_alias=True, exclude_unset=True)
            return True
        first = faults[0]
        code, facts = first.code, first.facts
        if len(faults) > 1:
            code, facts = "left-out", {"found": path.stem, "n": str(len(faults)), "path": shown(path)}
        self.problems.append(Problem(code, first.where, facts, Severity.WARNING, first.source_line))
        return False


def _yaml_files(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))  # noqa: PTH208 - ten thousand names
    except OSError:
        return []


def faults_of(
    path: Path, model: type[T], refused: Callable[[Source, T], Problem | None] | None = None
) -> T | list[Problem]:
    """Read one file: return its item, or every fault that keeps it out."""
    name = shown(path)
    try:
        source = read_yaml(path, name)
        item = check(source, model)
    except InputError as error:
        return list(error.problems)
    if getattr(item, "id", path.stem) != path.stem:
        facts = {"found": str(item.id), "file": path.stem}  # type: ignore[attr-defined]
        return [source.problem("id-is-not-file", ("id",), facts)]
    fault = refused(source, item) if refused else None
    return [fault] if fault else item
