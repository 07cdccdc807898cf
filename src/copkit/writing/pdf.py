"""A document as a PDF: tagged for those who listen to it, with its fonts inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from copkit.writing.escaping import typst_string
from copkit.writing.interface import (
    Code,
    Document,
    Drawing,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Table,
    from_right,
    plain,
    sections,
)
from copkit.writing.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copkit.problem import Problem
    from copkit.writing.interface import Block, Item, Span, Spans
    from copkit.writing.render import Renderer

PAPER = "a4"
KEPT_WHOLE = 1400  # letters of a section that stands on one page: about a third of one
SHORT_TABLE = 8  # rows; a longer one goes on over the page, row by row
ROW = 60  # letters that a row of a table or an entry of a list takes up at least
NARROW = 12


def pdf_page(renderer: Renderer, document: Document) -> tuple[bytes, list[Problem]]:
    """Return a document as a PDF, and the signs that no font can draw; raises InputError without the extra `pdf`."""
    body = Markup("\n\n").join(_section(s) for s in sections(document))
    context = {"title": document.title, "language": document.language, "paper": PAPER, "body": body}
    pictures = {f"{b.picture.name}.svg": b.picture.svg.encode() for b in document.blocks if isinstance(b, Drawing)}
    return typeset(renderer.render("page/page.typ.j2", context), pictures)


def _section(blocks: tuple[Block, ...]) -> Markup:
    """Write a section; a short one stays on one page, so that nobody has to turn the page in the middle of a step."""
    text = Markup("\n\n").join(_blocks(blocks))
    tall = any(isinstance(b, Drawing) or (isinstance(b, Table) and len(b.rows) > SHORT_TABLE) for b in blocks)
    return text if tall or sum(map(_weight, blocks)) > KEPT_WHOLE else Markup("#whole[{}]").format(text)


def _weight(block: Block) -> int:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return max(ROW, len(plain(spans)))
        case Items(items):
            return sum(max(ROW, sum(map(_weight, i.blocks))) for i in items)
        case Table(_, rows):
            return ROW + sum(max(ROW, *(len(plain(c)) for c in row)) for row in rows)
        case Quote(inner):
            return sum(map(_weight, inner))
        case Facts():
            lines = 0
        case Code(text):
            lines = text.count("\n") + 1
        case Drawing():
            lines = 0  # a section with a drawing is never kept whole
    return ROW * lines


def _blocks(blocks: Iterable[Block]) -> Iterator[Markup]:
    for block in blocks:
        match block:
            case Heading(level, spans):
                yield Markup("#heading(level: {})[{}]").format(level, _text(spans))
            case Paragraph(spans):
                yield _turned(_text(spans), plain(spans))
            case Items():
                yield _items(block)
            case Table():
                yield _table(block)
            case Facts():
                pass  # what a message is stands in its Markdown, for the organiser
            case Quote(inner):
                yield Markup("#quote(block: true)[{}]").format(Markup("\n\n").join(_blocks(inner)))
            case Code(text):
                yield Markup("#raw({}, block: true)").format(typst_string(text))
            case Drawing(picture):
                image = (typst_string(f"{picture.name}.svg"), typst_string(picture.alt), _code(picture.alt))
                yield Markup("#figure(image({}, alt: {}), caption: [{}], supplement: none)").format(*image)


def _items(block: Items) -> Markup:
    items = Markup(", ").join(_item(i) for i in block.items)
    if block.start is not None:
        return Markup("#enum(start: {}, {})").format(block.start, items)
    ticks = any(i.ticked is not None for i in block.items)
    return Markup("#list({}{})").format(Markup("marker: [], body-indent: 0pt, ") if ticks else Markup(), items)


def _item(item: Item) -> Markup:
    first = item.blocks[0] if item.blocks else None
    box = Markup() if item.ticked is None else Markup("#box-to-tick({}) ").format(str(item.ticked).lower())
    text = Markup("#whole-step[{}]").format(Markup("\n\n").join(_blocks(item.blocks)))
    turned = _turned(text, plain(first.spans)) if isinstance(first, Paragraph) else text
    return Markup("[{}{}]").format(box, turned)


def _table(table: Table) -> Markup:
    align = Markup(", ").join((Markup("right") if r else Markup("start")) for r in table.right)
    head = Markup(", ").join(Markup("[{}]").format(_text(c)) for c in table.head)
    rows = (Markup(", ").join(_cell(c) for c in row) for row in table.rows)
    wide = ", ".join(_widths(table))
    return Markup("#table(\ncolumns: ({},), align: ({},), table.header({}),\n{}\n)").format(
        wide, align, head, Markup(",\n").join(rows)
    )


def _cell(spans: Spans) -> Markup:
    """Write a cell; what is read from the right stands at the left all the same, as the column does."""
    text = _text(spans) if spans else Markup("#v(0.9em)")
    return Markup("[#from-right-in-cell[{}]]" if from_right(plain(spans)) else "[{}]").format(text)  # noqa: S704 - our own words


def _widths(table: Table) -> Iterator[str]:
    """Give narrow columns what they need, and share the rest by how much stands in each."""
    for i, head in enumerate(table.head):
        lengths = [len(plain(row[i])) for row in table.rows] or [0]
        longest = max(len(plain(head)), *lengths)
        filled = [n for n in lengths if n]
        if longest <= NARROW and filled:
            yield "auto"
        else:
            yield f"{max(10, min(60, sum(filled) // max(1, len(filled)), longest))}fr"


def _turned(text: Markup, letters: str) -> Markup:
    """Set a text from right to left where it is read so."""
    return Markup("#from-right[{}]").format(text) if from_right(letters) else text


def _text(spans: Spans) -> Markup:
    return Markup().join(_span(s) for s in spans)


def _span(span: Span) -> Markup:
    found = Markup("#linebreak();").join(_code(line) for line in span.text.split("\n"))
    if span.code:
        found = Markup("#raw({});").format(typst_string(span.text))
    for wanted, name in ((span.emphasis, "emph"), (span.strong, "strong")):
        if wanted:
            found = Markup("#{}[{}];").format(Markup(name), found)  # noqa: S704 - our own words
    return Markup("#link({})[{}];").format(typst_string(span.link), found) if span.link else found


def _code(text: str) -> Markup:
    """Write letters as a string, closed so that nothing behind it can be taken for a part of it."""
    return Markup("#{};").format(typst_string(text)) if text else Markup()
