"""Measuring: how wide a text is, and how it is cut or broken.

Widths in a drawing are estimated by classes of characters, since no font is at hand: a little too wide rather than too
narrow. In a terminal a wide sign, as in Chinese, takes two columns.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from copkit.writing.escaping import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Callable

MORE = "…"
NARROW = frozenset(" iIjl.,:;'|()[]ftr-")
BROAD = frozenset("mwMW@%—")
INVISIBLE = frozenset({"Mn", "Me", "Cf"})


def flat(text: str) -> str:
    """Write a person's text on one line, without signs that cannot be drawn and without hidden direction marks."""
    return " ".join(CONTROLS.sub("", text).split())


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal: two for a wide sign, none for a combining one."""
    return sum(_columns(c) for c in text)


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def ems(text: str) -> float:
    """Estimate how wide a text is in a plain font, in multiples of its size."""
    return sum(_ems(c) for c in text)


def _ems(sign: str) -> float:
    if unicodedata.category(sign) in INVISIBLE:
        return 0
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return 1.15
    if sign in NARROW:
        return 0.36
    if sign in BROAD:
        return 0.95
    return 0.7 if sign.isupper() else 0.6


def cut(text: str, width: float, measure: Callable[[str], float] = columns) -> str:
    """Shorten a text to a width with an ellipsis."""
    text = flat(text)
    if measure(text) <= width:
        return text
    while text and measure(text + MORE) > width:
        text = text[:-1]
    return text.rstrip() + MORE


def padded(text: str, width: int) -> str:
    """Shorten a text to a number of columns, or fill it up with spaces."""
    short = cut(text, width)
    return short + " " * (width - columns(short))


def broken(text: str, width: float, lines: int, measure: Callable[[str], float] = ems) -> list[str]:
    """Break a text into lines between words; what does not fit into the last line is cut."""
    found: list[str] = []
    words = flat(text).split(" ")
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and measure(f"{line} {words[0]}") <= width:
            line += f" {words.pop(0)}"
        found.append(cut(line, width, measure))
    return [*found, cut(" ".join(words), width, measure)] if words else found


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines, between words where that is possible; nothing is lost. Widths are those of `ems`."""
    lines: list[str] = []
    line = ""
    for word in flat(text).split(" "):
        if line and ems(f"{line} {word}") > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while ems(line) > width and len(line) > 1:
            end = next(n for n in range(1, len(line) + 1) if n == len(line) or ems(line[: n + 1]) > width)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line]
