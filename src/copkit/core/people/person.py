"""The people of a community, as far as the organiser keeps a list: the file people.csv."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


Tenure = Literal["new", "months", "years"]
# What people do at a table or in a group; the words that mean it stand in the library.
Role = Literal["host", "facilitator", "device-holder", "lead"]
# What somebody wants most comes first; what they want equally stands together. What is not named is not wanted.
Ranking = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One member: where to write, to which segment they belong, and what they agreed to; None is not known.

    `language` is the one for letters, `languages` are all that they speak; `together` and `apart` are names of people
    whom they wish to sit with, or who must not sit with them; `preferences` are streams, the most wanted first.
    """

    name: str
    email: str = ""
    segment: str = ""
    language: str = ""
    named: bool | None = None
    spotlight: bool | None = None
    pronouns: str = ""
    organisation: str = ""
    tenure: Tenure | None = None
    languages: tuple[str, ...] = ()
    place: str = ""
    time_zone: str = ""
    remote: bool | None = None
    roles: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    programme: str = ""
    expertise: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    energy: tuple[str, ...] = ()
    preferences: Ranking = ()
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    access: str = ""


def same_name(name: str) -> str:
    """Return a name in the form in which two spellings of it are equal."""
    return " ".join(unicodedata.normalize("NFC", name.casefold()).split())


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
