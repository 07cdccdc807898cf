"""Plain values of library files, kept between runs by the content of each file, because parsing YAML is slow.

The cache is only ever a shortcut: a missing, stale, corrupt or unwritable one is the same as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

from copkit.shelf import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FILE = "library-1.json"
KEEP = 2_000


def cached(paths: Sequence[Path], parse: Callable[[Path], Any]) -> dict[Path, Any]:
    """Return the plain values of files, parsing only those whose content is new; None marks a file with faults."""
    kept = _load()
    found: dict[Path, Any] = {}
    fresh: dict[str, Any] = {}
    for path in paths:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            found[path] = parse(path)
            continue
        found[path] = kept[digest] if digest in kept else parse(path)
        if digest not in kept and found[path] is not None:
            fresh[digest] = found[path]
    if fresh:
        _save(dict(list({**kept, **fresh}.items())[-KEEP:]))
    return found


def _load() -> dict[str, Any]:
    try:
        data = json.loads((cache_folder() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _save(data: dict[str, Any]) -> None:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file)
        os.replace(name, folder / FILE)  # noqa: PTH105 - the name is a string already
    except OSError:
        return
