"""Telling what was written."""

from __future__ import annotations

import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copkit.writing.files import Saved


def rows_of(saved: Iterable[Saved]) -> list[dict[str, str]]:
    """Return each file with what happened to it."""
    return [{"path": os.path.relpath(s.path), "fate": s.fate.value} for s in saved]


def together(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return files for a page: the forms of one document, with the same fate, on one line."""
    found: list[dict[str, str]] = []
    for row in rows:
        path = PurePath(row["path"])
        stem, ending = str(path.with_suffix("")), path.suffix
        if found and found[-1]["stem"] == stem and found[-1]["fate"] == row["fate"]:
            found[-1]["path"] += f", {ending}"
        else:
            found.append({**row, "stem": stem})
    return found


def tell(saved: Sequence[Saved], *, quiet: bool = False, diff: bool = False) -> None:
    """Name each file with what happened to it; print the changes where asked."""
    if quiet:
        return
    labels = words()["labels"]["fates"]
    for one in saved:
        if diff and one.diff:
            sys.stdout.write(one.diff)
        elif not diff:
            sys.stdout.write(f"  {os.path.relpath(one.path)}: {labels[one.fate]}\n")
