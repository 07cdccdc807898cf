"""From Markdown to a document: what templates wrote, as blocks that every writer understands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.writing.escaping import CONTROLS
from copkit.writing.interface import (
    Block,
    Code,
    Document,
    Drawing,
    Facts,
    Heading,
    Item,
    Items,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
    plain,
)
from copkit.writing.picture import FENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.tree import SyntaxTreeNode

    from copkit.writing.picture import Picture

FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
COMMENT = re.compile(r"\A\s*<!--.*-->\s*\Z", re.DOTALL)
ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]’']")
KNOWN_SCHEME = re.compile(r"https?://|mailto:", re.IGNORECASE)
NO_TITLE = "–"
TICK = re.compile(r"\[([ xX])\] ")


def document_of(
    text: str, language: str, pictures: Iterable[Picture] = (), attached: tuple[tuple[str, bytes], ...] = ()
) -> Document:
    """Read a Markdown document into its blocks; comments are left out, and any other HTML is shown as it was typed."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    front = FRONT.match(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    blocks = list(_blocks(SyntaxTreeNode(tokens).children, {p.name: p for p in pictures}))
    if front:
        blocks = [*_subject(blocks[:1]), Facts(tuple(_facts(front[1]))), *blocks[1:]]
    titles = (_shown(b.spans) for b in blocks if isinstance(b, Heading | Paragraph))
    title = next((t for t in titles if t), NO_TITLE)
    return Document(title, language, tuple(_without_gaps(blocks)), attached)


def _subject(first: Iterable[Block]) -> Iterator[Block]:
    """Make the heading of a message from its first line, which names its subject behind a colon."""
    for block in first:
        subject = plain(block.spans).partition(":")[2].strip() if isinstance(block, Paragraph) else ""
        yield Heading(1, (Span(subject or NO_TITLE),))


def _shown(spans: Spans) -> str:
    return CONTROLS.sub("", plain(spans)).strip()


def _facts(front: str) -> Iterator[tuple[str, str]]:
    from ruamel.yaml import YAML

    for key, value in YAML(typ="safe", pure=True).load(front).items():
        yield str(key).replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _without_gaps(blocks: Iterable[Block]) -> Iterator[Block]:
    """Let no heading stand more than one level below the one before: readers of pages count on it."""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            yield replace(block, level=level)
        else:
            yield block


def _blocks(nodes: Iterable[SyntaxTreeNode], pictures: Mapping[str, Picture]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading" if _shown(found := _inline(node)):  # a title of hidden signs is no heading
                yield Heading(int(node.tag[1]), found)
            case "paragraph":
                yield Paragraph(_inline(node))
            case "bullet_list" | "ordered_list":
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                yield Items(tuple(_item(n, pictures) for n in node.children), start)
            case "table":
                yield _table(node)
            case "blockquote":
                yield Quote(tuple(_blocks(node.children, pictures)))
            case "fence" if node.info.split()[:1] == [FENCE] and (known := pictures.get(node.info.split()[-1])):
                yield Drawing(known)
            case "fence" | "code_block":
                yield Code(node.content.rstrip("\n"))
            case "html_block" if not COMMENT.match(node.content):
                yield Paragraph((Span(node.content.strip()),))


def _item(node: SyntaxTreeNode, pictures: Mapping[str, Picture]) -> Item:
    blocks = tuple(_blocks(node.children, pictures))
    first = blocks[0] if blocks else None
    tick = TICK.match(node.children[0].children[0].content) if isinstance(first, Paragraph) else None
    if tick is None or not isinstance(first, Paragraph):  # brackets that a person typed are escaped, and no box
        return Item(blocks)
    spans = (replace(first.spans[0], text=first.spans[0].text[tick.end() :]), *first.spans[1:])
    return Item((Paragraph(tuple(s for s in spans if s.text)), *blocks[1:]), tick[1] != " ")


def _table(node: SyntaxTreeNode) -> Table:
    head, *body = [row for part in node.children for row in part.children]
    right = tuple("right" in str(cell.attrs.get("style", "")) for cell in head.children)
    return Table(tuple(map(_inline, head.children)), tuple(tuple(map(_inline, row.children)) for row in body), right)


def _inline(node: SyntaxTreeNode) -> Spans:
    """Return the spans of a block's line, neighbours that look alike as one."""
    found: list[Span] = []
    for span in (s for n in node.children for s in _spans(n.children, Span(""))):
        if found and replace(found[-1], text="") == replace(span, text=""):
            found[-1] = replace(span, text=found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(s for span in found for s in _linked(span))


def _spans(nodes: Iterable[SyntaxTreeNode], look: Span) -> Iterator[Span]:
    for node in nodes:
        match node.type:
            case "strong":
                yield from _spans(node.children, replace(look, strong=True))
            case "em":
                yield from _spans(node.children, replace(look, emphasis=True))
            case "link":
                address = str(node.attrs.get("href", ""))
                yield from _spans(node.children, replace(look, link=address if KNOWN_SCHEME.match(address) else ""))
            case "code_inline":
                yield replace(look, text=node.content, code=True)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\n")
            case "image":
                yield from _spans(node.children, look)
            case "html_inline" if COMMENT.match(node.content):
                pass
            case _:
                yield replace(look, text=node.content)


def _linked(span: Span) -> Iterator[Span]:
    """Make links of the addresses that stand in a text."""
    if span.code or span.link:
        yield span
        return
    at = 0
    for address in ADDRESS.finditer(span.text):
        if address.start() > at:
            yield replace(span, text=span.text[at : address.start()])
        yield replace(span, text=address[0], link=address[0])
        at = address.end()
    if at < len(span.text):
        yield replace(span, text=span.text[at:])
