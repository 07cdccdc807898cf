"""What kind of block an item is, where its title or the file makes that plain."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 4
SIGN = re.compile(r"[,:;.(|/–—]|\s-\s")


@cache
def _table(name: str) -> dict[str, list[str]]:
    return dict(words()["agendas"][name])


def kind_of(type_: str, title: str, known: Collection[str]) -> tuple[str | None, bool]:
    """Return the block type and whether it was guessed from the title; None where nothing makes it plain."""
    said = _plain(type_)
    if said.replace(" ", "-") in known:
        return said.replace(" ", "-"), False
    if kind := next((k for k, names in _table("sources").items() if said in names), None):
        return kind, False
    return _by_title(title), True


def _by_title(title: str) -> str | None:
    plain, head = _plain(title), _plain(next((p for p in SIGN.split(title) if _plain(p)), title))
    joining = "|".join(_table_of_joining())
    for kind, names in _table("begins_with").items():
        if any(re.fullmatch(rf"{n}(?: (?:\d|(?:{joining})\b).*)?", text) for n in names for text in (plain, head)):
            return kind
    if len(plain.split()) <= LONGEST:
        for kind, names in _table("ends_with").items():
            if any(plain.endswith(f" {n}") for n in names):
                return kind
    for kind, names in _table("anywhere").items():
        if any(f" {n} " in f" {plain} " for n in names):
            return kind
    return None


def _table_of_joining() -> list[str]:
    return list(words()["agendas"]["joining"])


def _plain(text: str) -> str:
    """Return the words in small letters; letters that stand apart are one word, as in `B R E A K`."""
    told = " ".join(re.sub(r"[\W_]+", " ", text.lower().replace("&", " and ").replace("+", " and ")).split())
    told = re.sub(r"\bq and a\b", "q a", told)
    return re.sub(r"\b(?:\w ){2,}\w\b", lambda m: m[0].replace(" ", ""), told)
