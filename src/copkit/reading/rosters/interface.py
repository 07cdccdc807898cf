"""What every reader of a roster hands on: rows as they stand; then people, each once, and what became of each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.people import Person
    from copkit.problem import Problem
    from copkit.reading.people import Record

Kind = Literal["zoom", "zoom-webinar", "teams", "teams-live", "eventbrite", "luma", "slack", "people"]
# Why a row is no person of its own: the same again, a new name, the same address, a further ticket, or a part.
Why = Literal["re-join", "rename", "same-email", "same-name", "detail", "registration"]
Reason = Literal[
    "refunded", "not-attending", "declined", "cancelled", "waiting", "invited", "deleted", "bot", "room", "no-name",
    "absent",
]  # fmt: skip
Doubtful = Literal[
    "same-name", "one-email", "old-name", "device", "generic-name", "email-as-name", "status", "tickets",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: a person under the names that stand in it, or the reason why it is none.

    `old` are names before a rename, `also` the name in another form, `handles` what else the program shows; `came` is
    what the row tells of who was there; a `detail` is a further row that a program writes about somebody.
    """

    line: int
    person: Person
    old: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    came: bool | None = None
    out: Reason | None = None
    detail: bool = False
    asks: tuple[Doubtful, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """A row that was put to a person, and why; `into` is the line in which that person stands first."""

    line: int
    into: int
    why: Why
    name: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no person who comes, and why."""

    line: int
    reason: Reason
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """People who are kept and may be one, or may be somebody else than they seem, by their first lines and names."""

    why: Doubtful
    lines: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list as it was read: its people in order of appearance, each once, and where every other row went.

    `lines`, `came` and `other_names` belong to `people` in their order: the line in which each stands first, whether
    they were there as far as the file tells, and what else they are called in it. Every row is a person's own, or in
    `merged`, or in `left_out`; `doubtful` names people who are kept and deserve a look.
    """

    kind: Kind
    people: tuple[Person, ...]
    lines: tuple[int, ...]
    came: tuple[bool | None, ...]
    other_names: tuple[tuple[str, ...], ...]
    merged: tuple[Joined, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A list on its way: the rows of its people, and what is wrong with them."""

    kind: Kind
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)


class Reader(Protocol):
    """A program's list in a table."""

    def is_head(self, heads: Sequence[str]) -> bool:
        """Tell whether these are the names of its columns."""
        ...

    def read(self, name: str, rows: Sequence[Record]) -> Sheet:
        """Read its rows; the name of the file is for problems."""
        ...
