"""The mark that tells a generated file from one that a person went on with.

A generated file ends with a digest of what was generated, in the form that its kind hides best: a comment, in a table
the last row, in JSON the last name of the outermost group, in a calendar its last property, in a Word file the comment
of its archive. Where content and mark differ, somebody changed the file.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

NEWLINE = "\n"
MARK = re.compile(
    r'(?:<!-- made by copkit; |# made by copkit; |"generator": \{"name": "copkit", "digest": "|X-COPKIT-DIGEST:)'
    r"([0-9a-f]{16})"
)
MARKER = re.compile(rf'(?:\n?|,\n  ){MARK.pattern}(?: -->|"\}}\n\}}|\nEND:VCALENDAR)?\n?\Z')
CLOSED_MARK = re.compile(rb"(?:\n%)?made by copkit; ([0-9a-f]{16})\n?\Z")
PDF, ARCHIVE = b"%PDF-", b"PK\x03\x04"
HASH = frozenset({".csv", ".eml", ".typ", ".yaml"})
NO_COMMENT = b"\x00\x00"


def marked(name: str, content: str | bytes) -> bytes:
    """Return a document with its mark, as the kind of its name asks."""
    if isinstance(content, bytes):
        return _marked_closed(content)
    body = content.rstrip("\n") + "\n"
    kind = PurePath(name).suffix
    if kind == ".json":
        body = body.rstrip("\n").removesuffix("}").rstrip("\n")
        return f'{body},\n  "generator": {{"name": "copkit", "digest": "{digest(body + NEWLINE)}"}}\n}}\n'.encode()
    if kind == ".ics":
        body = body.replace("\r\n", "\n").removesuffix("END:VCALENDAR\n")
        text = f"{body}X-COPKIT-DIGEST:{digest(body)}\nEND:VCALENDAR\n"
        return text.replace("\n", "\r\n").encode()
    if kind == ".eml":
        body = body.replace("\r\n", "\n")
        return f"{body}# made by copkit; {digest(body)}\n".replace("\n", "\r\n").encode()
    if kind in HASH:
        return f"{body}# made by copkit; {digest(body)}\n".encode()
    return f"{body}\n<!-- made by copkit; {digest(body)} -->\n".encode()


def _marked_closed(content: bytes) -> bytes:
    found = hashlib.sha256(content).hexdigest()[:16]
    if content.startswith(PDF):
        return content + f"\n%made by copkit; {found}\n".encode()
    comment = f"made by copkit; {found}".encode()
    assert content.startswith(ARCHIVE)
    assert content.endswith(NO_COMMENT)
    return content[:-2] + len(comment).to_bytes(2, "little") + comment


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def edited(content: str | bytes) -> bool:
    """Tell whether a generated file was changed since; one without a mark is a person's own."""
    if isinstance(content, bytes) and content.startswith((PDF, ARCHIVE)):
        found = CLOSED_MARK.search(content)
        return found is None or hashlib.sha256(_bare(content)).hexdigest()[:16].encode() != found[1]
    text = as_text(content)
    mark = MARKER.search(text)
    return mark is None or digest(text[: mark.start()].rstrip("\n") + "\n") != mark[1]


def mark_of(content: bytes) -> str | None:
    """Return the digest that a file carries, whether it still fits or not; None where it carries none."""
    if content.startswith((PDF, ARCHIVE)):
        closed = CLOSED_MARK.search(content)
        return closed[1].decode() if closed else None
    found = list(MARK.finditer(as_text(content)))
    return found[-1][1] if found else None


def unmarked(text: str) -> str:
    """Return a generated text without its mark."""
    return MARKER.sub("", text)


def as_text(content: str | bytes) -> str:
    """Return a file's text with line feeds only: version control may have changed the ends of lines."""
    text = content.decode("utf-8", errors="replace") if isinstance(content, bytes) else content
    return text.replace("\r\n", "\n")


def is_text(content: bytes) -> bool:
    """Tell whether a file can be shown and compared line by line."""
    return not content.startswith((PDF, ARCHIVE))


def _bare(content: bytes) -> bytes:
    bare = CLOSED_MARK.sub(b"", content)
    return bare if content.startswith(PDF) else bare[:-2] + NO_COMMENT
