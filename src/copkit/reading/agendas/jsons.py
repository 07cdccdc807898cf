"""JSON as a person or a program wrote it: plain values and the place of each, bounded in depth."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # the typed stubs do not know it
from typing import Any

from copkit.problem import InputError
from copkit.reading.source import MAX_DEPTH, Path_, Source

WHITE = re.compile(r"[ \t\n\r]*")
WORD = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse_json(text: str, name: str) -> Source:
    """Parse JSON with places, numbers as they were typed; raise InputError with the first fault of its form."""
    walk = _Walk(Source(name, text))
    walk.source.data, end = walk.value(walk.white(0), ())
    end = walk.white(end)
    if end != len(text):
        raise walk.wrong(end)
    return walk.source


class _Walk:
    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.text
        self.starts = [0, *(m.end() for m in re.finditer("\n", source.text))]

    def place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1

    def wrong(self, at: int, code: str = "bad-json", **facts: str) -> InputError:
        return InputError(self.source.problem_at(code, self.place(min(at, len(self.text))), facts))

    def white(self, at: int) -> int:
        found = WHITE.match(self.text, at)
        assert found is not None
        return found.end()

    def value(self, at: int, path: Path_) -> tuple[Any, int]:
        """Return the value that begins at an offset, and the offset after it."""
        self.source.places[path] = self.place(at)
        if len(path) > MAX_DEPTH:
            raise self.wrong(at, "too-deep")
        sign = self.text[at : at + 1]
        if sign == '"':
            return self.string(at)
        if sign == "{":
            return self.mapping(at + 1, path)
        if sign == "[":
            return self.sequence(at + 1, path)
        if found := WORD.match(self.text, at):
            return WORDS.get(found[0], found[0]), found.end()
        raise self.wrong(at)

    def string(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise self.wrong(at)
        try:
            found, end = scanstring(self.text, at + 1, False)
        except JSONDecodeError as error:
            raise self.wrong(error.pos) from None
        return str(found), int(end)

    def mapping(self, at: int, path: Path_) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self.white(at)
        while self.text[at : at + 1] != "}":
            begin = at
            key, at = self.string(at)
            at = self.white(at)
            if self.text[at : at + 1] != ":":
                raise self.wrong(at)
            if key in found:
                line = str(self.source.keys[(*path, key)][0])
                raise self.wrong(begin, "duplicate-key", found=key, line=line)
            self.source.keys[(*path, key)] = self.place(begin)
            found[key], at = self.value(self.white(at + 1), (*path, key))
            at = self.next(at, "}")
        return found, at + 1

    def sequence(self, at: int, path: Path_) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self.white(at)
        while self.text[at : at + 1] != "]":
            one, at = self.value(at, (*path, len(found)))
            found.append(one)
            at = self.next(at, "]")
        return found, at + 1

    def next(self, at: int, end: str) -> int:
        """Return where the next entry begins, or the bracket that ends the list."""
        at = self.white(at)
        sign = self.text[at : at + 1]
        if sign == ",":
            at = self.white(at + 1)
            if self.text[at : at + 1] == end:
                raise self.wrong(at)
        elif sign != end:
            raise self.wrong(at)
        return at
