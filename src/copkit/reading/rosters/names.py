"""Names as programs show them: with an older name, pronouns or `Guest` in brackets, with the last name first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.people import same_name
from copkit.reading.agendas.texts import clean
from copkit.reading.people.columns import plain, said

if TYPE_CHECKING:
    from copkit.reading.rosters.interface import Reason

LONGEST = 200
MOST_BRACKETS = 4


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name with what stood in brackets behind it, and other forms of it."""

    name: str
    old: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    pronouns: str = ""


def shown_name(text: str, *, renamed: bool = False) -> ShownName:
    """Read a name; where the column says that it holds the original name too, brackets are that name."""
    name = " ".join(clean(text).split())[:LONGEST].strip()
    old: list[str] = []
    pronouns = ""
    for _ in range(MOST_BRACKETS):
        at = name.rfind("(")
        if not name.endswith(")") or at < 0:
            break
        inside, before = name[at + 1 : -1].strip(), name[:at].strip()
        if plain(inside) in said("rosters", "guest"):
            pass
        elif _are_pronouns(inside):
            pronouns = pronouns or inside
        elif renamed and not old and inside:
            old.append(_turned(inside))
        else:
            break
        name = before
    if not name and old:
        name, old = old[0], []
    turned = _turned(name)
    return ShownName(turned, tuple(o for o in old if o != turned), (name,) if name != turned else (), pronouns)


def _are_pronouns(text: str) -> bool:
    known = said("people", "pronoun_words")
    parts = [plain(p) for p in re.split(r"[/,]", text)]
    return all(p in known for p in parts)


def _turned(name: str) -> str:
    """Put the first name first where one comma stands behind a last name of one word; a title or a firm stays."""
    last, comma, first = name.partition(",")
    last, first = last.strip(), first.strip()
    words = last.split()
    behind = [plain(w) for w in first.split()]
    if not comma or "," in first or not words or not 0 < len(behind) <= 3:  # noqa: PLR2004 - first names
        return name
    if any(w in said("rosters", "suffixes") for w in behind):
        return name
    plain_last = all(plain(w) in said("rosters", "particles") for w in words[:-1])
    return f"{first} {last}" if plain_last else name


def says_nobody(name: str) -> bool:
    """Tell whether a name is one that programs and devices give, so that it says nothing of who it is."""
    return not any(c.isalpha() for c in name) or plain(name) in said("rosters", "generic") or device_owner(name) == ""


def device_owner(name: str) -> str | None:
    """Return what is left of a name without the words of a device; None where it has none of them."""
    words = plain(name).split()
    if not set(words) & said("rosters", "device"):
        return None
    apart = said("rosters", "device") | said("rosters", "glue")
    return " ".join(w for w in words if w not in apart and not any(c.isdigit() for c in w))


def machine(name: str) -> Reason | None:
    """Tell whether a name is that of a program that listens, or of a room; a person's name never is."""
    text = f" {plain(name)} "
    kinds: tuple[tuple[Reason, str], ...] = (("bot", "bot"), ("room", "room"))
    return next((reason for reason, key in kinds if any(f" {w} " in text for w in said("rosters", key))), None)


def forms(name: str) -> set[str]:
    """Return the forms in which a name is compared."""
    return {same_name(name), same_name(_turned(name))}
