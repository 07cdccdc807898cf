"""What is kept of the cohorts of earlier days: private/cohorts.yaml, with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.grouping.remembering import Memory
from copkit.reading.checked import check
from copkit.reading.source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "private"
KEPT = f"{FOLDER}/cohorts.yaml"


def read_memory(path: Path, name: str) -> Memory:
    """Read what is kept, nothing where there is no file; raise InputError with every fault."""
    return check(read_yaml(path, name), Memory) if path.exists() else Memory()
