"""Whether git leaves a file alone, as far as .gitignore files say; git itself is not asked."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_ignored(path: Path) -> bool:
    """Tell whether the nearest .gitignore that speaks of a file ignores it; beyond the repository none is read."""
    for folder in path.parents:
        said = _says(folder, path)
        if said is not None:
            return said
        if (folder / ".git").exists():
            return False
    return False


def _says(folder: Path, path: Path) -> bool | None:
    """Return what the last line about a file says in one .gitignore; None where no line is about it."""
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    below = path.relative_to(folder).as_posix()
    for line in reversed(lines):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        bare = pattern.removeprefix("!")
        anchored = "/" in bare.rstrip("/")
        if not bare.endswith("/") and fnmatchcase(
            below if anchored else path.name, bare.removeprefix("/").removeprefix("**/")
        ):
            return not pattern.startswith("!")
    return None
