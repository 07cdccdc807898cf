"""The timeline: tasks, messages, tones and the check-in call, all of them data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.typed import Id, Text, Typed

Anchor = Literal["start", "end", "check-in"]
Phase = Literal["before", "during", "after"]
Condition = Literal[
    "in-person", "virtual", "streams", "accountability", "event", "evening", "stage-1", "stage-2", "stage-3", "small",
    "larger", "segments",
]  # fmt: skip
OwnerRole = Literal[
    "manager",
    "core-group",
    "sponsor",
    "host",
    "facilitator",
    "producer",
    "note-maker",
    "timekeeper",
    "leads",
    "members",
]


Each = Literal["person", "attendee", "group", "absent", "segment"]


class Entry(Typed):
    """A task of the timeline: how many days from which anchor, who, what, and about how many minutes it takes.

    All of the conditions in `only` must hold, and none of those in `unless`.
    """

    id: Id
    anchor: Anchor
    days: int
    phase: Phase
    owner: OwnerRole
    minutes: Annotated[int, Field(ge=1)]
    task: Text
    only: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    message: Id | None = None


class Usual(Typed):
    """When a person's own task of a phase is due, and how long it takes, where they do not say."""

    anchor: Anchor
    days: int
    minutes: Annotated[int, Field(ge=1)]


class Message(Typed):
    """A message of the pack: when, to whom, its one ask, and whether the dates for a calendar belong to it."""

    id: Id
    anchor: Anchor
    days: int
    audience: Text
    channel: Text
    purpose: Text
    ask: Text
    ask_by: int | None = None
    each: tuple[Each, ...] = ()
    calendar: bool = False


class Tone(Typed):
    """How a stage sounds in the follow-up (§E3)."""

    sender: Text
    cadence: Text
    host: Text
    groups: Text
    commitments: Text
    milestone: Text
    spotlight: Text
    mentors: Text
    risk: Text


class Duty(Typed):
    """A part of the check-in call."""

    id: Id
    title: Text
    type: Id
    minutes: Annotated[int, Field(ge=1)]
    do: Text
    do_large: str | None = None
    do_accountability: str | None = None
    say: Text


class Timeline(Typed):
    """Everything that happens around a convening, as data."""

    copkit: Literal[1]
    owners: dict[OwnerRole, Text]
    own: dict[Phase, Usual]
    tasks: Annotated[tuple[Entry, ...], Field(min_length=1)]
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    tones: tuple[Tone, Tone, Tone]
    check_in: Annotated[tuple[Duty, ...], Field(min_length=4)]
