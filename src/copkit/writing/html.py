"""A document as one page of HTML that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from copkit.core.typed import slug
from copkit.writing.escaping import for_markup
from copkit.writing.interface import Code, Document, Drawing, Facts, Heading, Items, Paragraph, Quote, Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copkit.problem import Problem
    from copkit.writing.interface import Block, Item, Span, Spans
    from copkit.writing.render import Renderer

LONG = 5
PROLOG = re.compile(r"\A\s*<\?xml.*?\?>\s*", re.DOTALL)


def html_page(renderer: Renderer, document: Document) -> tuple[str, list[Problem]]:
    """Return a document as a page; every sign of it can be shown by a browser."""
    page = _Page(renderer, document)
    head = 1 if document.blocks and isinstance(document.blocks[0], Heading) else 0
    top, body = (Markup("\n").join(page.blocks(b)) for b in (document.blocks[:head], document.blocks[head:]))
    contents = [(h.anchor, plain(h.heading.spans)) for h in page.marks if h.heading.level == 2]  # noqa: PLR2004
    context = {
        "title": document.title, "language": document.language, "top": top, "body": body,
        "contents": contents if len(contents) >= LONG else [],
    }  # fmt: skip
    return renderer.render("page/page.html.j2", context), []


def mail_body(renderer: Renderer, document: Document, blocks: tuple[Block, ...]) -> str:
    """Return the blocks of a message as HTML for mail programs, which know little of a page's style."""
    context = {
        "title": document.title, "language": document.language,
        "body": Markup("\n").join(_Page(renderer, document).blocks(blocks)),
    }  # fmt: skip
    return renderer.render("page/mail.html.j2", context)


class _Mark:
    """A heading with the name by which the page can jump to it."""

    def __init__(self, heading: Heading, anchor: str) -> None:
        self.heading, self.anchor = heading, anchor


class _Page:
    """The parts of a page in HTML; headings get names that stand once."""

    def __init__(self, renderer: Renderer, document: Document) -> None:
        self.words = renderer.words["page"]
        self.marks: list[_Mark] = []
        self.heading, self.tables = document.title, 0

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Markup]:
        for block in blocks:
            match block:
                case Heading():
                    yield self._heading(block)
                case Paragraph(spans):
                    yield Markup('<p dir="auto">{}</p>').format(_text(spans))
                case Items():
                    yield self._items(block)
                case Table():
                    yield self._table(block)
                case Facts():
                    pass  # what a message is stands in its Markdown, for the organiser
                case Quote(inner):
                    yield _joined("blockquote", self.blocks(inner))
                case Code(text):
                    yield Markup('<pre tabindex="0" aria-label="{}">{}</pre>').format(self.heading, for_markup(text))
                case Drawing(picture):
                    drawing = Markup(PROLOG.sub("", picture.svg))  # noqa: S704 - made by our own templates
                    yield Markup('<figure>{}<figcaption dir="auto">{}</figcaption></figure>').format(
                        drawing, for_markup(picture.alt)
                    )

    def _heading(self, heading: Heading) -> Markup:
        base = slug(plain(heading.spans), 60) or "part"
        taken = {m.anchor for m in self.marks}
        anchor = next(a for n in range(1, len(taken) + 2) if (a := base if n == 1 else f"{base}-{n}") not in taken)
        self.marks.append(_Mark(heading, anchor))
        self.heading = plain(heading.spans)
        return Markup('<h{0} id="{1}" dir="auto">{2}</h{0}>').format(heading.level, anchor, _text(heading.spans))

    def _items(self, block: Items) -> Markup:
        items = (self._item(i) for i in block.items)
        if block.start is None:
            plain_list = all(i.ticked is None for i in block.items)
            return _joined("ul", items, "" if plain_list else ' class="ticks"')
        return _joined("ol", items, "" if block.start == 1 else f' start="{block.start}"')

    def _item(self, item: Item) -> Markup:
        first = item.blocks[0] if item.blocks else None
        head = _text(first.spans) if isinstance(first, Paragraph) else Markup()
        rest = Markup("\n").join(self.blocks(item.blocks[1:] if isinstance(first, Paragraph) else item.blocks))
        if item.ticked is not None:
            box = Markup('<input type="checkbox"{}>').format(Markup(" checked") if item.ticked else "")
            head = Markup("<label>{} <span>{}</span></label>").format(box, head)
        return Markup('<li dir="auto">{}{}</li>').format(head, rest)

    def _table(self, table: Table) -> Markup:
        head = _joined("tr", (_cell("th", ' scope="col"', s, r) for s, r in zip(table.head, table.right, strict=True)))
        rows = (
            _joined("tr", (_cell("td", "", s, r) for s, r in zip(row, table.right, strict=True))) for row in table.rows
        )
        inner = Markup("<table>\n<thead>{}</thead>\n{}\n</table>").format(head, _joined("tbody", rows))
        self.tables += 1
        named = self.words["table"].format(number=self.tables, heading=self.heading)
        return Markup('<div class="table" role="region" tabindex="0" aria-label="{}">{}</div>').format(
            for_markup(named), inner
        )


def _cell(tag: str, scope: str, spans: Spans, right: bool) -> Markup:
    tag, scope = ("td", "") if not spans else (tag, scope)
    kind = Markup(' class="number"') if right else Markup()
    return Markup('<{0}{1}{2} dir="auto">{3}</{0}>').format(Markup(tag), Markup(scope), kind, _text(spans))  # noqa: S704 - our own words


def _joined(tag: str, parts: Iterable[Markup], more: str = "") -> Markup:
    return Markup("<{0}{1}>\n{2}\n</{0}>").format(Markup(tag), Markup(more), Markup("\n").join(parts))  # noqa: S704 - our own words


def _text(spans: Spans) -> Markup:
    return Markup().join(_span(s) for s in spans)


def _span(span: Span) -> Markup:
    found = Markup("<br>").join(for_markup(line) for line in span.text.split("\n"))
    for wanted, tag in ((span.code, "code"), (span.emphasis, "em"), (span.strong, "strong")):
        if wanted:
            found = Markup("<{0}>{1}</{0}>").format(Markup(tag), found)  # noqa: S704 - our own words
    return Markup('<a href="{}">{}</a>').format(for_markup(span.link), found) if span.link else found
