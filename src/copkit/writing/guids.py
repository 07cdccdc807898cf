"""Ids that programs elsewhere keep: made of names, so that the same thing has the same id every time."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5


def guid(*parts: str) -> UUID:
    """Return the id of a thing that is found by these names."""
    return uuid5(NAMESPACE_URL, "/".join(("copkit:", *parts)))
