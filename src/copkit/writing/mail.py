"""A message as a draft that a mail program opens, with a calendar file where one belongs to it; nothing is sent."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from copkit.writing.escaping import CONTROLS
from copkit.writing.html import mail_body
from copkit.writing.interface import Code, Drawing, Facts, Heading, Items, Paragraph, Quote, Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copkit.problem import Problem
    from copkit.writing.interface import Block, Document, Item, Span
    from copkit.writing.render import Renderer

LONGEST_SUBJECT = 200
TO, ADDRESSES = "to", "email"


def mail_draft(renderer: Renderer, document: Document) -> tuple[str, list[Problem]]:
    """Return a message as a draft (RFC 5322); what people typed stands in it encoded, and never makes a header."""
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = _line(document.title)[:LONGEST_SUBJECT]
    facts = next((dict(b.rows) for b in document.blocks if isinstance(b, Facts)), {})
    if people := list(_addresses(facts.get(TO, ""), facts.get(ADDRESSES, ""))):
        draft["To"] = people
    draft["X-Unsent"] = "1"  # some programs open a file with it as a draft to go on with
    body = tuple(b for b in document.blocks[1:] if not isinstance(b, Facts))
    text = "\n\n".join(_blocks(body)) + "\n"
    draft.set_content(text, cte="quoted-printable")
    draft.add_alternative(mail_body(renderer, document, body), subtype="html", cte="quoted-printable")
    for name, content in document.attached:
        draft.add_attachment(content, maintype="text", subtype="calendar", filename=name, cte="base64")
    for number, part in enumerate(p for p in draft.walk() if p.is_multipart()):
        part.set_boundary(f"copkit-{hashlib.sha256(text.encode()).hexdigest()[:24]}-{number}")
    return draft.as_string().replace("\r\n", "\n"), []


def _addresses(name: str, emails: str) -> Iterator[Address]:
    """Return those whose address is known; the name stands beside it where there is one person only."""
    found = [e.strip() for e in emails.split(",") if e.strip()]
    for email in found:
        with suppress(HeaderParseError, ValueError, IndexError):
            yield Address(display_name=_line(name) if len(found) == 1 else "", addr_spec=_line(email))


def _line(text: str) -> str:
    """Return a text for a header: on one line, and with nothing in it that mail programs would decode."""
    return " ".join(CONTROLS.sub("", text).split()).replace("=?", "= ?")


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Write blocks as plain text, as people write in a mail."""
    for block in blocks:
        match block:
            case Heading(_, spans) | Paragraph(spans):
                yield "".join(map(_span, spans))
            case Items():
                yield "\n".join(_items(block))
            case Table(head, rows):
                names = [plain(c) for c in head]
                yield "\n".join("; ".join(_named(n, plain(c)) for n, c in zip(names, row, strict=True)) for row in rows)
            case Quote(inner):
                yield "\n\n".join(f"> {line}" for line in _blocks(inner))
            case Code(text):
                yield text
            case Drawing(picture):
                yield picture.alt


def _items(block: Items) -> Iterator[str]:
    for number, item in enumerate(block.items, start=block.start or 1):
        mark = "- " if block.start is None else f"{number}. "
        lines = "\n".join(_inner(item)).split("\n")
        yield mark + "\n".join([lines[0], *(" " * len(mark) + line for line in lines[1:])])


def _inner(item: Item) -> Iterator[str]:
    yield from _blocks(item.blocks) if item.blocks else ("",)


def _named(name: str, cell: str) -> str:
    return f"{name}: {cell}" if name else cell


def _span(span: Span) -> str:
    return (
        f"{span.text} <{span.link}>" if span.link and span.link not in (span.text, f"mailto:{span.text}") else span.text
    )
