"""Problems: what is wrong in a file or a call, where it stands, and what a person can do about it.

A problem carries a code and facts, no sentence. The sentences stand in `library/words/`, so that they can be said in
another language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a problem stands in the way."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1, and 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, with the facts that its sentence needs."""

    code: str
    where: Location | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    source_line: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Return the key that sorts problems by place, then by code."""
        place = self.where or Location("")
        return (place.file, place.line, place.column, self.code)


class InputError(Exception):
    """Carry every problem of one main document to the outermost wall."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = tuple(sorted(problems, key=lambda p: p.order))
