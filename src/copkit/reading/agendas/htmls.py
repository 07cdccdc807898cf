"""Tables in HTML, with the headings above them; nothing else of a page is looked at."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from copkit.reading.agendas.interface import Cell, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = re.compile(r"<(?=[!?])|<(?=[a-zA-Z/])(?![a-zA-Z/][^<>]{0,2000}>)")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def html_tables(text: str) -> list[tuple[str, list[list[Cell]], bool]]:
    """Return each table: the heading above it, its rows, and whether the first of them names the columns."""
    if "<table" not in text.lower():
        return []
    page = _Page(convert_charrefs=True)
    page.feed(_without_comments(text))
    page.close()
    return [t for t in page.tables if t[1]]


def _without_comments(text: str) -> str:
    """Blank out what the parser can spend minutes on, comments and tags that never close, and keep every place."""
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin)
        end = len(text) if end < 0 else end + 3
        parts += [text[at:begin], "".join(c if c == "\n" else " " for c in text[begin:end])]
        at = end
    return OPEN.sub(" ", "".join([*parts, text[at:]]))


class _Page(HTMLParser):
    tables: list[tuple[str, list[list[Cell]], bool]]

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.tables = []
        self.heading = ""
        self.inside = ""
        self.parts: list[str] = []
        self.begun: Place = (1, 1)
        self.rows: list[list[Cell]] | None = None
        self.headed = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin a heading, a table, a row or a cell."""
        if tag in HEADINGS or (tag in {"td", "th"} and self.rows is not None):
            self._close()
            line, column = self.getpos()
            self.inside, self.parts, self.begun = tag, [], (line, column + 1)
        elif tag == "table":
            self.rows, self.headed = [], False
        elif tag == "tr" and self.rows is not None:
            self._close()
            self.rows.append([])
        elif tag == "a" and self.inside in {"td", "th"}:
            self.parts.append("".join(f"<a {k}>" for k, v in attrs if k == "href" and v))

    def handle_endtag(self, tag: str) -> None:
        """End a heading, a table or a cell."""
        if tag == self.inside:
            self._close()
        elif tag == "table" and self.rows is not None:
            self._close()
            self.tables.append((self.heading, [r for r in self.rows if r], self.headed))
            self.rows = None

    def handle_data(self, data: str) -> None:
        """Collect text; what looks like a tag in it stays text."""
        if self.inside:
            self.parts.append(data.replace("<", "&lt;"))

    def _close(self) -> None:
        text = " ".join("".join(self.parts).split())
        if self.inside in HEADINGS:
            self.heading = text
        elif self.inside and self.rows is not None:
            if not self.rows:
                self.rows.append([])
            self.headed = self.headed or (self.inside == "th" and len(self.rows) == 1)
            self.rows[-1].append(Cell((text,), self.begun))
        self.inside, self.parts = "", []
