"""What the cells of a row say about one person; what is empty or not understood is not known."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast
from zoneinfo import available_timezones

from copkit.core.people import Person, same_name
from copkit.reading.people.columns import meanings, plain, said, whole_name
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.people import Ranking, Tenure

ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
STRONG = re.compile(r"[;|\n]| / ")
EQUAL = re.compile(r"[=;|,\n]| / ")
NUMBER = re.compile(r"(?:(?:about|ca|<|>) ?)?(\d{1,3})(?:[.,](\d))? ?([^\W\d]+)")
LONGEST_ADDRESS = 320
TEXTS = ("segment", "language", "pronouns", "organisation", "place", "programme", "access")
LISTS = ("interests", "expertise", "connections", "energy", "together", "apart")


def person_of(got: Mapping[str, str]) -> tuple[Person, list[str]]:
    """Make a person of what a row says, with the codes of what is wrong with it; the name must be there."""
    wrong: list[str] = []
    email = got.get("email", "")
    if email and not is_address(email):
        wrong.append("odd-address")
        email = ""
    text = {part: got.get(part, "") for part in TEXTS}
    lists = {part: listed(got.get(part, "")) for part in LISTS}
    person = Person(
        name=whole_name(got), email=email, segment=text["segment"], language=text["language"],
        named=_agreed(got.get("named", "")), spotlight=_agreed(got.get("spotlight", "")),
        pronouns=text["pronouns"], organisation=text["organisation"], tenure=_tenure(got.get("tenure", ""), wrong),
        languages=languages(got.get("languages") or text["language"]), place=text["place"],
        time_zone=_zone(got.get("time_zone", ""), wrong), remote=_remote(got, wrong),
        roles=_roles(got.get("roles", "")),
        interests=lists["interests"], programme=text["programme"], expertise=lists["expertise"],
        connections=lists["connections"], energy=lists["energy"], preferences=_preferences(got, wrong),
        together=lists["together"], apart=lists["apart"], access=text["access"],
    )  # fmt: skip
    return person, wrong


def is_address(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def listed(text: str) -> tuple[str, ...]:
    """Cut a cell that holds several things: at `;`, `|`, ` / ` and line ends, else at commas; each once."""
    parts = STRONG.split(text) if STRONG.search(text) else text.split(",")
    found: dict[str, str] = {}
    for part in (" ".join(p.split()) for p in parts):
        if part:
            found.setdefault(same_name(part), part)
    return tuple(found.values())


def _roles(text: str) -> tuple[str, ...]:
    """Return what somebody does in a group, by copkit's words where they are known."""
    return tuple(dict.fromkeys(meanings("people", "roles").get(plain(r), r) for r in listed(text)))


def languages(text: str) -> tuple[str, ...]:
    """Return languages by their short codes, whether codes or names were typed; unknown ones as typed, in small."""
    return tuple(dict.fromkeys(_language(part) for part in listed(text)))


def _language(text: str) -> str:
    """Read one language; what stands in brackets or behind a region's hyphen tells no other language."""
    known = meanings("people", "languages")
    bare = re.sub(r"\(.*?\)", " ", text).strip()
    region = re.fullmatch(r"([A-Za-z]{2,3})[-_]\w+", bare)
    found = known.get(plain(text)) or known.get(plain(bare)) or (known.get(plain(region[1])) if region else None)
    return found or same_name(text)


def _agreed(text: str) -> bool | None:
    """Return whether somebody agreed; None where nothing was said."""
    return text.casefold().strip(" .") in words()["capture"]["agreed"] if text else None


def _tenure(text: str, wrong: list[str]) -> Tenure | None:
    """Read how long somebody is a member; the limits stand in the words of the library."""
    word, limits = plain(text), words()["people"]
    if not text or word in said("people", "unknown"):
        return None
    if known := meanings("people", "tenure").get(word):
        return cast("Tenure", known)
    found = NUMBER.fullmatch(" ".join(text.casefold().split()))
    unit = meanings("people", "unit_days").get(plain(found[3])) if found else None
    if not found or not unit:
        wrong.append("tenure-unclear")
        return None
    days = float(f"{found[1]}.{found[2] or 0}") * int(unit)
    return "new" if days < limits["new_days"] else "months" if days < limits["years_days"] else "years"


def _remote(got: Mapping[str, str], wrong: list[str]) -> bool | None:
    """Tell whether somebody joins from elsewhere; a column that asks who is in the room says the opposite."""
    for part, yes in (("remote", True), ("in_room", False)):
        word = plain(got.get(part, ""))
        if word in said("people", "unknown"):
            continue
        for known, meant in (("remote", True), ("room", False), ("yes", yes), ("no", not yes)):
            if word in said("people", known):
                return meant
        wrong.append("remote-unclear")
    return None


@cache
def _zones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _zone(text: str, wrong: list[str]) -> str:
    """Return a time zone by its name in the IANA list."""
    if not text or plain(text) in said("people", "unknown"):
        return ""
    found = _zones().get("_".join(text.casefold().split()), "")
    if not found:
        wrong.append("person-time-zone")
    return found


def _preferences(got: Mapping[str, str], wrong: list[str]) -> Ranking:
    """Read what somebody wants, the most wanted first: from columns for each choice, else from one cell.

    `>` stands between what is wanted more and less, `=` between what is wanted as much; a plain list is in order.
    """
    choices = sorted((part, text) for part, text in got.items() if part.startswith("choice "))
    cell = got.get("preferences", "")
    if choices:
        ranks = [rank.split("=") for _, text in choices for rank in text.split(">")]
    elif ">" in cell:
        ranks = [EQUAL.split(rank) for rank in cell.split(">")]
    else:
        ranks = [rank.split("=") for rank in (STRONG.split(cell) if STRONG.search(cell) else cell.split(","))]
    seen: set[str] = set()
    ranking = []
    for rank in ranks:
        fresh = []
        for want in (" ".join(w.split()) for w in rank):
            if same_name(want) in seen:
                wrong.append("preference-twice")
            elif want:
                fresh.append(want)
                seen.add(same_name(want))
        ranking += [tuple(fresh)] if fresh else []
    return tuple(ranking)
