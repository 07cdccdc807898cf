"""One model of a document, for many writers: each makes bytes of it, in memory.

A document is what Markdown can say: a template writes it once, and a person's own template reaches every form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import bidirectional

from copkit.problem import Problem
from copkit.writing.picture import Picture
from copkit.writing.render import Renderer


class Form(StrEnum):
    """The forms that a document can be written in; the value is the ending of its file."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MAIL = "eml"


@dataclass(frozen=True, slots=True)
class Span:
    """Letters that look alike; a line feed is a break of the line, a link is an address or nothing."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the level counts from 1 and never skips one on the way down."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; `ticked` is None where there is no box to tick."""

    blocks: tuple[Block, ...]
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` is the first number of an ordered one, None where there are no numbers."""

    items: tuple[Item, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a head, rows of as many cells, and which columns are numbers and stand to the right."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message is: names with values, before its text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that are said, or set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text that keeps its lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The place of a picture."""

    picture: Picture


Block = Heading | Paragraph | Items | Table | Facts | Quote | Code | Drawing


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title in plain letters, the language of its words, its blocks in order.

    What is attached goes along where the form is a mail: names of files with what they hold.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    attached: tuple[tuple[str, bytes], ...] = ()


# Make a text or bytes of a document, and say what could not be shown; raise InputError where a part of copkit that the
# form needs is not installed.
Writer = Callable[[Renderer, Document], tuple[str, list[Problem]] | tuple[bytes, list[Problem]]]


def plain(spans: Spans) -> str:
    """Return the letters of spans."""
    return "".join(s.text for s in spans)


def sections(document: Document) -> Iterator[tuple[Block, ...]]:
    """Return the blocks in groups, each from a heading to the next one."""
    found: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading) and found:
            yield tuple(found)
            found = []
        found.append(block)
    if found:
        yield tuple(found)


def from_right(text: str) -> bool:
    """Tell whether a text is read from right to left, by its first letter that has a direction."""
    strong = next((b for c in text if (b := bidirectional(c)) in {"L", "R", "AL"}), "L")
    return strong != "L"
