"""Telling what was written."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.writing.files import Saved


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
