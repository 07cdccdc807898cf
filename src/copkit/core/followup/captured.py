"""What the room wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one person promised, in their words."""

    id: str
    who: str
    what: str
    cue: str = ""
    first_step: str = ""
    by: str = ""
    due: date | None = None
    helper: str = ""
    visible_to: str = ""


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    """A group formed in the room: a stream with shared output, or an accountability group."""

    id: str
    title: str
    purpose: str = ""
    lead: str = ""
    deputy: str = ""
    members: str = ""
    next_meeting: str = ""
    publish_date: str = ""
    shared_output: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A plus or a delta."""

    sign: Literal["plus", "delta"]
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the room decided."""

    text: str
    owner: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """What the room wrote; all of it may be empty."""

    commitments: tuple[Commitment, ...] = ()
    groups: tuple[WorkingGroup, ...] = ()
    notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()
    channel: str = ""
    channel_host: str = ""
    milestone: str = ""
    milestone_date: str = ""
    milestone_owner: str = ""
    spotlights: tuple[tuple[str, str, str], ...] = ()
    mentors: tuple[tuple[str, str, str], ...] = ()
    outputs: tuple[tuple[str, str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing was captured."""
        return self == Captured()
