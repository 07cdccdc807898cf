"""Escaping: what a person typed stays content, in each kind of document in its own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup
from markupsafe import escape as markup_escape

if TYPE_CHECKING:
    from collections.abc import Callable

WHITE = re.compile(r"\s+")
ALWAYS = re.compile(r"([\\`*\[\]|]|~(?=~))")
UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
LINE_START = re.compile(r"^(\s*)(#+(?=\s|$)|[+-](?=\s|$)|-{2}|=+)|^(\s*\d+)([.)])(?=\s|$)")
ENTITY = re.compile(r"&(?=#?\w+;)")
CONTROLS = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\u202a-\\u202e\\u2066-\\u2069\\ufeff]"
)


def escape(text: str) -> Markup:
    """Escape a person's text for Markdown: one line, no markup, no HTML, no table bars, no hidden direction marks."""
    flat = WHITE.sub(" ", CONTROLS.sub("", text.replace("\t", " ")))
    flat = ALWAYS.sub(r"\\\1", flat)
    flat = UNDERSCORE.sub(r"\_", flat)
    flat = LINE_START.sub(lambda m: f"{m[1] or m[3] or ''}\\{m[2] or m[4]}", flat)
    return Markup(ENTITY.sub("&amp;", flat).replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704 - this is the escape


def typst_string(text: str) -> Markup:
    """Write a text as a string of Typst, without the `#` that markup needs before it."""
    flat = CONTROLS.sub("", text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return Markup(f'"{flat}"')  # noqa: S704 - this is the escape


def for_typst(text: str) -> Markup:
    """Escape a person's text for Typst: in markup it is a string; in code it is a fault, and never code."""
    return Markup("#") + typst_string(text)


def for_markup(text: str) -> Markup:
    """Escape a person's text for HTML and SVG, without signs that XML may not hold and hidden direction marks."""
    return Markup(markup_escape(CONTROLS.sub("", text)))  # noqa: S704 - this is the escape


MARKDOWN = ".md"
ESCAPES = {MARKDOWN: escape, ".typ": for_typst, ".html": for_markup, ".svg": for_markup}


def finalizer(kind: str) -> Callable[[object], object]:
    """Return what a template of a kind does with each value before it is put out."""
    escaped = ESCAPES[kind]

    def finalize(value: object) -> object:
        if value is None:
            return Markup()
        return escaped(str(value)) if isinstance(value, str) and not isinstance(value, Markup) else value

    return finalize


def quoted(value: object) -> Markup:
    """Write a text as a YAML scalar in double quotes, on one line."""
    text = " ".join(CONTROLS.sub("", str(value)).split()).replace("\\", "\\\\").replace('"', '\\"')
    return Markup(f'"{text}"')  # noqa: S704 - a YAML scalar, escaped for YAML
