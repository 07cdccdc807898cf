"""Words in what people wrote: whole words and phrases of a list, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache


def found_in(text: str | None, phrases: Sequence[str]) -> list[str]:
    """Return which phrases of a list stand in a text; a trailing `*` stands for any ending."""
    if not text or not _any_of(tuple(phrases)).search(text):
        return []
    return [p for p in phrases if _any_of((p,)).search(text)]


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(p.rstrip("*")) + (r"\w*" if p.endswith("*") else "") for p in phrases]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def short(text: str, most: int = 70) -> str:
    """Shorten a person's text so that it can be quoted in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def listed(names: Iterable[str]) -> str:
    """List ids or titles."""
    return ", ".join(dict.fromkeys(names))
