"""What the columns of a program's list mean, whatever the tongue of the account."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from copkit.reading.people.columns import meaning, meanings, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

# `Name (Original Name)`: what stands in brackets says the same of the name before a change.
TWO_NAMES = re.compile(r"([^()]{1,40}) \([^()]{1,40}\)")


@lru_cache(maxsize=2000)  # a report in parts is asked of each of its rows whether it names columns
def head_of(text: str) -> str | None:
    """Tell what a column holds; None is not known."""
    flat = " ".join(text[:100].split())
    if found := meanings("rosters", "columns").get(plain(flat)):
        return found
    if two := TWO_NAMES.fullmatch(flat):
        inner = meanings("rosters", "columns").get(plain(two[1])) or meaning(two[1])
        if inner == "name":
            return "renamed"
    return None if flat.endswith("#") else meaning(flat)


def heads_of(cells: Sequence[str]) -> list[str | None]:
    """Tell what each column holds."""
    return [head_of(cell) for cell in cells]
