"""The timeline: tasks, messages, tones and the check-in call, all of them data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.typed import Id, Text, Typed

Anchor = Literal["start", "end", "check-in"]
Condition = Literal[
    "in-person", "virtual", "streams", "accountability", "event", "stage-1", "stage-2", "stage-3", "larger", "segments"
]
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


Each = Literal["person", "group", "absent", "segment"]


class Entry(Typed):
    """A task of the timeline: how many days from which anchor, who, what."""

    id: Id
    anchor: Anchor
    days: int
    phase: Literal["before", "during", "after"]
    owner: OwnerRole
    task: Text
    only: tuple[Condition, ...] = ()
    message: Id | None = None


class Message(Typed):
    """A message of the pack: when, to whom, and its one ask."""

    id: Id
    anchor: Anchor
    days: int
    audience: Text
    channel: Text
    purpose: Text
    ask: Text
    ask_by: int | None = None
    each: tuple[Each, ...] = ()


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
    minutes: Annotated[int, Field(ge=1)]
    do: Text
    do_large: str | None = None
    do_accountability: str | None = None
    say: Text


class Timeline(Typed):
    """Everything that happens around a convening, as data."""

    copkit: Literal[1]
    owners: dict[OwnerRole, Text]
    tasks: Annotated[tuple[Entry, ...], Field(min_length=1)]
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    tones: tuple[Tone, Tone, Tone]
    check_in: Annotated[tuple[Duty, ...], Field(min_length=4)]
