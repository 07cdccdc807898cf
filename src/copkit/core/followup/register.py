"""The register: what the room wrote, and what became of it. The file register.yaml."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.dates import Day
from copkit.core.people import same_name
from copkit.core.typed import Id, Text, Typed, Whole

State = Literal["open", "doing", "done", "renegotiated", "dropped"]
FINISHED: frozenset[State] = frozenset({"done", "dropped"})
SEVERAL = re.compile(r"\s*[,;/\n]\s*|\s+(?:&|and)\s+")
ASIDE = re.compile(r"\s*\([^)]*\)")
# The line before each table of the sheet, and the tables, column by column.
SECTION = re.compile(r"^\s*<!--\s*capture:\s*([a-z]+)\s*-->\s*$")
COLUMNS = {
    "commitments": ("who", "what", "cue", "first_step", "by", "helper", "visible_to"),
    "groups": ("title", "purpose", "lead", "deputy", "members", "next_meeting", "sunset"),
    "accountability": ("title", "members", "publish_date"),
    "notes": ("sign", "text", "votes"),
    "decisions": ("text", "owner", "by"),
    "channel": ("name", "host"),
    "milestone": ("what", "by", "owner"),
    "attendance": ("day", "registered", "present", "remote"),
    "absent": ("who",),
    "spotlights": ("who", "why", "agreed"),
    "mentors": ("mentor", "newcomer", "question"),
    "outputs": ("what", "who", "link", "show"),
}
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Ref = Annotated[str, Field(min_length=1, max_length=60)]


def names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names in a list such as `Ada, Kim & Lee (ill)`; what holds no letter is no name.

    A name that is known with its comma, in the form of same_name, stays whole.
    """
    if same_name(text) in known:
        return (text.strip(),)
    found = (ASIDE.sub("", name) for name in SEVERAL.split(text.strip()))
    return tuple(name for name in found if any(c.isalpha() for c in name))


def day_in(text: str) -> date | None:
    """Return the date in a text, or None where there is none or no such day."""
    found = re.search(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def row_of(cells: Iterable[str]) -> str:
    """Write the cells of a row as one text."""
    return " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)


def cells_of(row: str) -> list[str]:
    """Return the cells of a row as row_of wrote it, still with their escapes."""
    return [cell.strip() for cell in re.findall(r"(?:^|\|)((?:[^|\\]|\\.)*)", row, re.DOTALL)]


class Written(Typed):
    """Something that was written down; `row` is the row of the sheet from which copkit took it."""

    row: str = ""


class Change(Typed):
    """What became of a promise on a day; `was` holds the wording before, where that changed."""

    on: Day
    state: State
    note: str = ""
    was: dict[str, str] = Field(default_factory=dict)


class Commitment(Written):
    """What one person promised, in their words."""

    id: Ref
    who: str = ""
    what: str = ""
    cue: str = ""
    first_step: str = ""
    by: str = ""
    helper: str = ""
    visible_to: str = ""
    group: str = ""
    evidence: str = ""
    state: State = "open"
    history: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _is_what_came_last(self) -> Self:
        if self.history and self.history[-1].state != self.state:
            code = "state-and-history"
            raise PydanticCustomError(code, code, {"found": self.state, "last": self.history[-1].state})
        return self

    @property
    def due(self) -> date | None:
        """Return the date by which it is promised."""
        return day_in(self.by)

    @property
    def finished(self) -> bool:
        """Tell whether nothing is to be done about it any more."""
        return self.state in FINISHED


class WorkingGroup(Written):
    """A group formed in the room: a stream with shared output, or an accountability group."""

    id: Id
    title: str
    purpose: str = ""
    lead: str = ""
    deputy: str = ""
    members: str = ""
    next_meeting: str = ""
    sunset: str = ""
    milestone: str = ""
    publish_date: str = ""
    shared_output: bool = True

    @property
    def people(self) -> tuple[str, ...]:
        """Return everyone in it once, the lead first."""
        return tuple(dict.fromkeys((*names(self.lead), *names(self.deputy), *names(self.members))))


class Note(Written):
    """A plus or a delta, with the number of others who said the same, and the tags that the organiser gave it."""

    id: Ref = ""
    sign: Literal["plus", "delta"]
    text: str
    votes: Annotated[Whole, Field(ge=0)] = 0
    tags: tuple[Text, ...] = ()
    about: str = ""


class Decision(Written):
    """What the room decided."""

    id: Ref = ""
    text: str
    owner: str = ""
    by: str = ""


class Channel(Written):
    """Where the group goes on talking."""

    name: str = ""
    host: str = ""


class NextMilestone(Written):
    """What the room said will be true next."""

    what: str = ""
    by: str = ""
    owner: str = ""


class Spotlight(Written):
    """Somebody to be thanked, why, and whether they agreed to be named."""

    id: Ref = ""
    who: str
    why: str = ""
    agreed: str = ""


class MentorPair(Written):
    """A mentor, a newcomer, and their first question."""

    id: Ref = ""
    mentor: str
    newcomer: str = ""
    question: str = ""


class Output(Written):
    """Something that people made, and whether it may be shown."""

    id: Ref = ""
    what: str
    who: str = ""
    link: str = ""
    show: str = ""


class Attendance(Written):
    """How many had said yes and how many were there, on one day."""

    day: Annotated[Whole, Field(ge=1)] = 1
    registered: Annotated[Whole, Field(ge=0)] | None = None
    present: Annotated[Whole, Field(ge=0)] | None = None
    remote: Annotated[Whole, Field(ge=0)] | None = None


ENTRIES: dict[str, type[Written]] = {
    "commitments": Commitment, "groups": WorkingGroup, "decisions": Decision, "notes": Note, "channel": Channel,
    "milestone": NextMilestone, "attendance": Attendance, "spotlights": Spotlight, "mentors": MentorPair,
    "outputs": Output,
}  # fmt: skip


class Unclear(Typed):
    """What copkit could not understand, word for word, and where it stood."""

    text: str
    place: str = ""


class Carried(Typed):
    """A promise of an earlier convening that is not finished."""

    id: Ref
    source: Id = Field(alias="from")
    who: str = ""
    what: str = ""
    state: State = "open"


class Register(Typed):
    """What the room wrote; all of it may be empty."""

    copkit: Literal[1] = 1
    commitments: tuple[Commitment, ...] = ()
    groups: tuple[WorkingGroup, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    channel: Channel = Channel()
    milestone: NextMilestone = NextMilestone()
    attendance: tuple[Attendance, ...] = ()
    absent: tuple[Text, ...] = ()
    spotlights: tuple[Spotlight, ...] = ()
    mentors: tuple[MentorPair, ...] = ()
    outputs: tuple[Output, ...] = ()
    carried: tuple[Carried, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing was captured."""
        return self == Register(carried=self.carried)

    @property
    def people(self) -> frozenset[str]:
        """Return every name that stands where a name belongs."""
        lists = [
            *((c.who, c.helper) for c in self.commitments),
            *((*g.people,) for g in self.groups),
            *((d.owner,) for d in self.decisions),
            *((s.who,) for s in self.spotlights),
            *((m.mentor, m.newcomer) for m in self.mentors),
            *((o.who,) for o in self.outputs),
            *((c.who,) for c in self.carried),
            (self.channel.host, self.milestone.owner, *self.absent),
        ]
        return frozenset(name for entry in lists for text in entry for name in names(text))

    def commitment(self, commitment_id: str) -> Commitment | None:
        """Return the promise with this id, or None."""
        return next((c for c in self.commitments if c.id.casefold() == commitment_id.casefold()), None)
