"""What the columns of a list of people mean, in any order and in several tongues."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from copkit.core.people import same_name
from copkit.reading.rows import column
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The parts of a name, and the two ways to ask whether somebody is in the room; all others are fields of a person.
NAMES = frozenset({"name", "pseudonym", "first", "last"})
RANK = re.compile(r"(?P<n>\d)(?:st|nd|rd|th|er|ere|e|eme|a|o)? (?P<word>\D+)|(?P<word2>\D+) (?P<n2>\d)")
STROKES = str.maketrans("łøđ", "lod")
LONGEST_HEAD = 80


@lru_cache(maxsize=4000)
def plain(text: str) -> str:
    """Return words in the form in which they are known: small, without accents, with single spaces."""
    flat = unicodedata.normalize("NFKD", column(text[:LONGEST_HEAD]).translate(STROKES))
    return "".join(c for c in flat if not unicodedata.combining(c))


@cache
def meanings(*path: str) -> Mapping[str, str]:
    """Return for each word of a table in the library what it means."""
    table = words()
    for part in path:
        table = table[part]
    return {plain(word): meant for meant, known in table.items() for word in known}


@cache
def said(*path: str) -> frozenset[str]:
    """Return the words of a list in the library."""
    table = words()
    for part in path:
        table = table[part]
    return frozenset(plain(str(word)) for word in table)


def meaning(head: str) -> str | None:
    """Tell what a column holds: a part of a name, a field of a person, `choice 1` and on; None is not known."""
    text = plain(head)
    found = meanings("people", "columns").get(text)
    return found or _choice(text)


def _choice(text: str) -> str | None:
    """Read `1st choice`, `preference 2` and `first wish`."""
    if found := RANK.fullmatch(text):
        number, word = found["n"] or found["n2"], found["word"] or found["word2"]
        return f"choice {number}" if word in said("people", "preference") else None
    first, _, rest = text.partition(" ")
    number = meanings("people", "ordinals").get(first)
    whole = rest in said("people", "preference") or not rest
    return f"choice {number}" if number and whole and (rest or len(first) > LEAST_ALONE) else None


LEAST_ALONE = 8  # letters of a word that says both, like `Erstwunsch`; `first` alone is a part of a name


def field_of(meant: str) -> str:
    """Return the field of a person that a column fills."""
    return {"in_room": "remote"}.get(meant, "preferences" if meant.startswith("choice ") else meant)


def gathered(columns: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    """Return what a row says by its meaning; of two columns with one meaning, the first that says something."""
    got: dict[str, str] = {}
    for meant, cell in zip(columns, cells, strict=False):
        if meant and cell and meant not in got:
            got[meant] = cell
    return got


def whole_name(got: Mapping[str, str]) -> str:
    """Return the name that the parts of a row make; a pseudonym where there is no other.

    Beside a first or a last name alone, `name` may be the whole name or what is missing of it.
    """
    name, first, last = (" ".join(got.get(part, "").split()) for part in ("name", "first", "last"))
    if not name:
        name = f"{first} {last}".strip()
    elif first and not last and not _within(first, name):
        name = f"{first} {name}"
    elif last and not first and not _within(last, name):
        name = f"{name} {last}"
    return name or " ".join(got.get("pseudonym", "").split())


def _within(part: str, name: str) -> bool:
    return f" {same_name(part)} " in f" {same_name(name).replace(',', '')} "
