"""The stored starters: schedules without repeats that no formula gives, kept in short."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from copkit.core.grouping.constructing import Starters

if TYPE_CHECKING:
    from copkit.core.grouping.constructing import Starter
    from copkit.shelf import Shelf


def read_starters(shelf: Shelf) -> tuple[Starter, ...]:
    """Return the shipped starters, in the order of their file."""
    found = tomllib.loads(shelf.starters.read_text(encoding="utf-8"))
    for starter in found["starters"]:
        starter["shifts"] = _numbers(starter.get("shifts", ""))
        for base in starter.get("base", ()):
            base["tables"] = _numbers(base["tables"])
    return Starters.model_validate(found).starters


def _numbers(text: str) -> list[list[int]]:
    """Read lists of whole numbers with commas between the lists."""
    return [[int(number) for number in part.split()] for part in text.split(",") if part.strip()]
