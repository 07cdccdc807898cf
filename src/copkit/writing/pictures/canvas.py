"""The canvas: what all drawings share, and how one becomes an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copkit.writing.measuring import cut, ems, flat
from copkit.writing.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.writing.render import Renderer

    Words = Mapping[str, Any]

WIDTH = 360
SIZE = 12


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a template draws: the picture's name, its height, and whatever it holds."""

    template: str
    name: str
    height: float
    parts: Mapping[str, Any]


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """Shorten a text to a width in a drawing."""
    return cut(text, width / size, ems)


def rounded(value: float) -> str:
    """Write a place in a drawing to a tenth, always in the same form."""
    text = f"{value:.1f}"
    return "0.0" if text == "-0.0" else text


def picture(renderer: Renderer, drawing: Drawing, lines: list[str], title: str, alt: str) -> Picture:
    """Make a picture of a drawing, its lines in signs, and its sentences."""
    title, alt = flat(title), flat(alt)
    context = {
        "name": drawing.name, "width": WIDTH, "height": rounded(drawing.height), "title": title, "alt": alt,
        "size": SIZE, "words": renderer.words["pictures"], **drawing.parts,
    }  # fmt: skip
    svg = renderer.render(f"pictures/{drawing.template}.svg.j2", context)
    return Picture(drawing.name, svg, "\n".join(line.rstrip() for line in lines) + "\n", alt)
