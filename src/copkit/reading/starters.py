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
    return Starters.model_validate(tomllib.loads(shelf.starters.read_text(encoding="utf-8"))).starters
