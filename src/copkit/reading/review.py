"""Reading review.yaml and next-inputs.yaml of a convening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.review import NextInputs, ReviewSheet
from copkit.reading.checked import check
from copkit.reading.source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

REVIEW = "private/review.yaml"
NEXT_INPUTS = "private/next-inputs.yaml"


def read_review(path: Path, name: str) -> ReviewSheet:
    """Read what the team decided; an absent file is an empty one. Raises InputError with every fault."""
    return check(read_yaml(path, name), ReviewSheet) if path.exists() else ReviewSheet()


def read_next_inputs(path: Path, name: str) -> NextInputs | None:
    """Read what a convening gives to the next; None where it was not reviewed yet."""
    return check(read_yaml(path, name), NextInputs) if path.exists() else None
