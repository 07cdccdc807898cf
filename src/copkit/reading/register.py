"""Reading register.yaml: what was captured of a convening, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.followup import Register
from copkit.reading.checked import check
from copkit.reading.source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "private/register.yaml"


def read_register(path: Path, name: str) -> Register:
    """Read a register; an absent file is an empty one. Raises InputError with every fault."""
    return check(read_yaml(path, name), Register) if path.exists() else Register()
