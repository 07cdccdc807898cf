"""Plans as they were parsed before: the same text gives the same values and places, a hundred times faster."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from copkit import __version__
from copkit.problem import InputError
from copkit.reading.cache import bodies, keep
from copkit.reading.source import Source, parse_yaml, read_text
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "plans-2.db"


def read_plan(path: Path) -> Source:
    """Read one YAML file with places; raise InputError with every fault of its form."""
    (found,) = read_plans([(path, shown(path))])
    if isinstance(found, InputError):
        raise found
    return found


def read_plans(files: Iterable[tuple[Path, str]]) -> list[Source | InputError]:
    """Read YAML files with places; a file with faults of its form gives its error in its place."""
    read = [_text(path, name) for path, name in files]
    keys = [_key(text) if isinstance(text, str) else "" for _, text in read]
    known = bodies((k for k in keys if k), FILE)
    fresh: dict[str, str] = {}
    found: list[Source | InputError] = []
    for (name, text), key in zip(read, keys, strict=True):
        if isinstance(text, InputError):
            found.append(text)
            continue
        source = _again(name, text, known[key]) if key in known else None
        if source is None:
            try:
                source = parse_yaml(text, name)
            except InputError as error:
                found.append(error)
                continue
            fresh[key] = _body(source)
        found.append(source)
    keep(fresh, FILE)
    return found


def _text(path: Path, name: str) -> tuple[str, str | InputError]:
    try:
        return name, read_text(path, name)
    except InputError as error:
        return name, error


def _key(text: str) -> str:
    return hashlib.blake2b(f"{__version__}\n{text}".encode(), digest_size=20).hexdigest()


def _body(source: Source) -> str:
    """Write each place with the row of the place around it, so that no path is written in full."""
    paths = sorted({**source.places, **source.keys}, key=len)
    row = {path: i for i, path in enumerate(paths)}
    rows = [
        [row.get(path[:-1], -1), path[-1] if path else None, *(source.places.get(path) or (0, 0)),
         *(source.keys.get(path) or (0, 0)), source.typed.get(path)]
        for path in paths
    ]  # fmt: skip
    return json.dumps([source.data, rows], separators=(",", ":"))


def _again(name: str, text: str, body: str) -> Source | None:
    """Return the source that was kept; None where it is not what was kept."""
    try:
        data, rows = json.loads(body)
        source = Source(name, text, data)
        places, keys, typed = source.places, source.keys, source.typed
        paths: list[tuple[str | int, ...]] = []
        for around, last, line, column, key_line, key_column, word in rows:
            path = (*(paths[around] if around >= 0 else ()), last) if last is not None else ()
            paths.append(path)
            if line:
                places[path] = (line + 0, column + 0)
            if key_line:
                keys[path] = (key_line + 0, key_column + 0)
            if word is not None:
                typed[path] = str(word)
    except (ValueError, TypeError, IndexError, RecursionError):
        return None
    return source
