"""Watching a template that is not ours while it runs: how long it takes, and how much it makes."""

from __future__ import annotations

import sys
import textwrap
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

import jinja2.filters
import jinja2.utils
import markupsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from types import FrameType

TEXTS, GROUPS = (str, bytes), (dict, list, tuple, set, frozenset)
OFTEN = 4096
ENTRY = 10  # what a place in a list weighs, in letters
ENDING, SLOW, HEAVY = ".j2", "template-slow", "template-heavy"
Made = Any  # whatever a template makes
LOOPING = frozenset(str(m.__file__) for m in (jinja2.filters, jinja2.utils, markupsafe, textwrap))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a template of somebody else may use for one document: seconds, and letters."""

    seconds: float = 10
    document: int = 5_000_000
    work: int = 20_000_000
    clock: Callable[[], float] = monotonic


class Halt(BaseException):
    """Stop a template. No `except Exception` on the way out catches it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Watch:
    """What one document has used so far. It begins with the first template that is not ours, and costs nothing before.

    Time is looked at in each line of a foreign template and in each call below it, which also ends loops that print
    nothing. That needs no signal, so it works on every platform and in every thread.
    """

    def __init__(self, limits: Limits, ours: str) -> None:
        self.limits, self._ours = limits, ours
        self.foreign = ""
        self._used, self._until, self._at_work, self._on = 0, 0.0, False, False

    @contextmanager
    def document(self) -> Iterator[None]:
        """Count anew for one document, and leave the interpreter as it was."""
        self.foreign = ""
        self._used, self._until, self._at_work = 0, self.limits.clock() + self.limits.seconds, True
        before = sys.gettrace()
        try:
            yield
        finally:
            if self._on:
                sys.settrace(before)
            self._at_work = self._on = False

    def begin(self, file: str) -> None:
        """Watch from here on, to the end of the document, because of a template that is not ours."""
        self.foreign = file
        if self._at_work and not self._on:
            self._on = True
            sys.settrace(self._tracer())

    def gathered(self, pieces: Iterator[str]) -> str:
        """Put a document together; stop the template where it becomes too long."""
        kept, length = [], 0
        for piece in pieces:
            kept.append(piece)
            length += len(piece)
            if length > self.limits.document:
                cast("Generator[str]", pieces).throw(Halt("template-long"))
        return "".join(kept)

    def spend(self, letters: int) -> None:
        """Count what was made; raise Halt where it is too much, or too late."""
        self._used += letters
        self.allow(0)

    def allow(self, letters: int) -> None:
        """Raise Halt where there is no room for so many letters more; ask before they are made."""
        self._in_time()
        if letters > self.limits.work - self._used:
            raise Halt(HEAVY)

    def weigh(self, value: object) -> int:
        """Return how many letters a value would be if it were written out, or more than are allowed."""
        total, waiting = 0, [value]
        for step in count():
            if not waiting or total > self.limits.work:
                break
            one = waiting.pop()
            if isinstance(one, TEXTS):
                total += len(one)
            elif isinstance(one, int):
                total += one.bit_length() // 3 + 1
            elif isinstance(one, GROUPS):
                total += ENTRY * len(one) + 1
                waiting += one
                waiting += one.values() if isinstance(one, dict) else ()
            else:
                total += 1
            if step % OFTEN == OFTEN - 1:
                self._in_time()
        return total

    def held(self, value: Made) -> Made:
        """Count a value that a template made, and return it."""
        if isinstance(value, (*TEXTS, int, *GROUPS)):
            self.spend(self.weigh(value))
        return value

    def _in_time(self) -> None:
        if self.limits.clock() > self._until:
            raise Halt(SLOW)

    def _tracer(self) -> Callable[[FrameType, str, object], Any]:
        """Return the function that Python calls at each call, and at each line where loops can be long."""
        clock, until, ours = self.limits.clock, self._until, self._ours
        close: dict[str, bool] = {}

        def at_line(_frame: FrameType, _event: str, _arg: object) -> Made:
            if clock() > until:
                raise Halt(SLOW)
            return at_line

        def entered(frame: FrameType, _event: str, _arg: object) -> Made:
            if clock() > until:
                raise Halt(SLOW)
            name = frame.f_code.co_filename
            if name not in close:
                close[name] = name in LOOPING or (name.endswith(ENDING) and not name.startswith(ours))
            return at_line if close[name] else None

        return entered
