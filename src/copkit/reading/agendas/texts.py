"""From the bytes of a stranger's file to text: bounded, in any usual encoding, without signs that steer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.problem import InputError, Location, Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 20_000_000
CONTROLS = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\u202a-\\u202e\\u2066-\\u2069\\ufeff]"
)
PACKED = {b"PK\x03\x04": "xlsx", b"%PDF": "pdf", b"\xd0\xcf\x11\xe0": "xls"}
SAMPLE = 2000
HALF = 0.3


def read_any(path: Path, name: str) -> str:
    """Read a file as text; raise InputError where it is missing, too large, or no text."""
    where = Location(name)
    try:
        if path.is_dir():
            raise InputError(Problem("no-agenda-in-folder", where))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(too_large(name, size, MAX_BYTES))
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(Problem("no-such-agenda", where)) from None
    except OSError as error:
        raise InputError(Problem("cannot-read", where, {"why": (error.strerror or "").lower()})) from None
    for start, kind in PACKED.items():
        if raw.startswith(start):
            raise InputError(Problem("packed-file", where, {"found": kind}))
    text = decoded(raw)
    if "\0" in text:
        raise InputError(Problem("no-text-file", where))
    if not text.strip():
        raise InputError(Problem("empty-agenda", where))
    return text


def read_table_text(path: Path, name: str) -> str:
    """Read a table in any usual encoding, as spreadsheets save it; raise InputError where that cannot be."""
    where = Location(name)
    try:
        if path.is_dir():
            raise InputError(Problem("not-a-file", where))
        if path.stat().st_size > MAX_BYTES:
            raise InputError(too_large(name, path.stat().st_size, MAX_BYTES))
        return decoded(path.read_bytes())
    except FileNotFoundError:
        raise InputError(Problem("no-such-file", where)) from None
    except OSError as error:
        raise InputError(Problem("cannot-read", where, {"why": (error.strerror or "").lower()})) from None


def too_large(name: str, size: int, limit: int) -> Problem:
    """Say that a file is beyond what is read."""
    facts = {"size": f"{size / 1e6:.1f}", "limit": f"{limit / 1e6:g}"}
    return Problem("too-large", Location(name), facts)


def decoded(raw: bytes) -> str:
    """Decode bytes: by their mark, as UTF-16 where every other byte is empty, as UTF-8, else line by line."""
    return decoded_as(raw)[0]


def decoded_as(raw: bytes) -> tuple[str, str]:
    """Decode bytes, and say in which encoding; a line that is no UTF-8 is Windows' Latin, also in a file of both."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _unix(raw.decode(encoding, errors="replace")), encoding
    sample = raw[:SAMPLE]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample and sample[start::2].count(0) > HALF * len(sample):
            return _unix(raw.decode(encoding, errors="replace")), encoding
    try:
        return _unix(raw.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _unix("\n".join(_line(line) for line in raw.split(b"\n"))), "cp1252"


def _line(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """Take out control characters and signs that turn the direction of reading."""
    return CONTROLS.sub("", text)
