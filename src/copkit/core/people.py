"""The people of a community, as far as the organiser keeps a list: the file people.csv."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Person:
    """One member: where to write, to which segment they belong, and what they agreed to; None is not known."""

    name: str
    email: str = ""
    segment: str = ""
    language: str = ""
    named: bool | None = None
    spotlight: bool | None = None
    pronouns: str = ""
    organisation: str = ""


def same_name(name: str) -> str:
    """Return a name in the form in which two spellings of it are equal."""
    return " ".join(name.casefold().split())


def by_name(people: Iterable[Person]) -> Mapping[str, Person]:
    """Return people by their names in that form; of two with one name the first, without an address to write to."""
    found: dict[str, Person] = {}
    for person in people:
        first = found.setdefault(same_name(person.name), person)
        if first.email != person.email:
            found[same_name(person.name)] = replace(first, email="")
    return found


def name_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name as a word of its own, in any case, with any white space between its parts."""
    parts = (re.escape(part) for part in unicodedata.normalize("NFC", name).split())
    words = r"\s+".join(parts)
    return re.compile(rf"(?<!\w){words}(?!\w)" if words else r"(?!)", re.IGNORECASE)


def without_names(text: str, names: Iterable[str], instead: str = "…") -> str:
    """Return a text in which something else stands in the place of each name, longer names first."""
    for name in sorted({n for n in names if n.strip()}, key=lambda n: (-len(n), n)):
        text = name_pattern(name).sub(lambda _: instead, text)
    return text
