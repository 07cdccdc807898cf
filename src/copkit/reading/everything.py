"""Every file of a workspace in which a person's name may stand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from copkit.reading.source import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSED_OVER = frozenset({".copkit", ".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv"})


def text_files(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield every file of a folder with its text, None where it is no text; links are not followed."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in PASSED_OVER)
        for name in sorted(files):
            path = Path(here) / name
            if path.is_symlink() or name.startswith(".copkit-"):
                continue
            try:
                raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
                yield path, None if raw is None else raw.decode("utf-8")
            except (OSError, UnicodeDecodeError):
                yield path, None


def under_version_control(folder: Path) -> bool:
    """Tell whether a folder stands in a repository, whose history keeps what was."""
    return any((parent / name).exists() for parent in (folder, *folder.parents) for name in (".git", ".hg"))
