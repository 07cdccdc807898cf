"""A kind of sheet: what it is made from, and what was made or left out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.core.activity import Mode
from copkit.writing.escaping import CONTROLS, WHITE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.agenda import Placed
    from copkit.core.followup import Register
    from copkit.core.grouping.seating import Seating
    from copkit.core.people import Person
    from copkit.writing.brief import Brief
    from copkit.writing.printing.paper import Paper
    from copkit.writing.render import Renderer

NOTHING = "–"
WORD = re.compile(r"\s+|(?<=-)")
BREAKS_ANYWHERE = "\u2e80"
LONGEST_NAME, LONGEST_LINE = 80, 160


@dataclass(frozen=True, slots=True)
class Job:
    """What sheets are made from; `small` keeps large sheets on the printer's own paper.

    `seating` is who sits where in which round, None where nobody was seated; `formed` are the titles of working groups
    that were formed beforehand; `faulty` tells that there are rounds which cannot be read.
    """

    renderer: Renderer
    brief: Brief
    register: Register
    people: Sequence[Person]
    paper: Paper
    small: bool = False
    address: str | None = None
    seating: Seating | None = None
    formed: Sequence[str] = ()
    faulty: bool = False

    @property
    def in_the_room(self) -> int:
        """Return how many people are expected in the room."""
        remote = self.brief.convening.remote_people or 0
        return max(0, self.brief.people - remote) if self.brief.convening.mode is Mode.HYBRID else self.brief.people

    @property
    def online(self) -> bool:
        """Tell whether nobody is in a room."""
        return self.brief.convening.mode is Mode.VIRTUAL

    @property
    def title(self) -> str:
        """Return what the gathering is called, on a sheet."""
        convening = self.brief.convening
        return named(convening.occasion or convening.title or convening.id, LONGEST_LINE)

    @property
    def community(self) -> str:
        """Return what the community is called, on a sheet."""
        return named(self.brief.profile.name, LONGEST_LINE)

    def block(self, activity: str) -> Placed | None:
        """Return the first block with an activity, or None."""
        return next((b for b in self.brief.agenda.blocks if b.activity and b.activity.id == activity), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to print as a source for Typst; `count` is how many things stand on its pages."""

    what: str
    source: str
    pages: int
    count: int
    said: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A kind of sheet that is not made, and why, in words.

    `if_named` tells that asking for it makes it; `run` is the command that makes what it needs.
    """

    what: str
    why: str
    if_named: bool = True
    run: str = ""


def short(text: str, most: int) -> str:
    """Return a text on one line, cut at a word where it is longer than so many letters."""
    flat = " ".join(CONTROLS.sub("", WHITE.sub(" ", text)).split())
    if len(flat) <= most:
        return flat
    kept = flat[: most - 1]
    return f"{kept.rsplit(' ', 1)[0] if ' ' in kept[most // 2 :] else kept}…"


def named(text: str, most: int) -> str:
    """Return a text for a heading, which may not be empty: a dash where nothing of it can be seen."""
    found = short(text, most)
    return found if any(not unicodedata.category(c).startswith(("C", "Z")) for c in found) else NOTHING


def parts(text: str) -> list[str]:
    """Return the parts of a text that no line may break; scripts without spaces break anywhere."""
    return [w for w in WORD.split(text) if w and not any(c >= BREAKS_ANYWHERE for c in w)]
