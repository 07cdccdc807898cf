"""The words that an activity is described with."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Mode(StrEnum):
    """Where people are while they take part."""

    IN_PERSON = "in-person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Quadrant(StrEnum):
    """A cell of the matrix sync/async by individual/collaborative (S1-15)."""

    SYNC_INDIVIDUAL = "sync-individual"
    SYNC_COLLABORATIVE = "sync-collaborative"
    ASYNC_INDIVIDUAL = "async-individual"
    ASYNC_COLLABORATIVE = "async-collaborative"


class MomentumCategory(StrEnum):
    """The three kinds of momentum builder (S2-1)."""

    RELATIONSHIPS = "relationships"
    WHAT_NEXT = "what-next"
    FIRST_STEP = "first-step"


class Role(StrEnum):
    """The place that an activity takes in an agenda."""

    OPENING = "opening"
    FIRST_VOICE = "first-voice"
    WORK = "work"
    MOMENTUM = "momentum"
    FEEDBACK = "feedback"
    CLOSING = "closing"
    PAUSE = "pause"
    ASYNC = "async"


class Talk(StrEnum):
    """Who speaks, writes or does during a step."""

    LISTEN = "listen"
    TURNS = "turns"
    OPEN = "open"
    QUESTIONS = "questions"
    RING = "ring"
    WRITE = "write"
    MAKE = "make"
    PAUSE = "pause"


Arrangement = Literal["alone", "pairs", "trios", "fours", "fives", "groups", "plenary"]
Level = Literal["min", "typical", "max"]
Purpose = Literal["alignment", "align-act", "peer-support", "learn", "network", "innovate", "foresight", "influence"]
Mechanism = Literal[
    "voice-challenges", "give-support", "mixed-rounds", "keep-contact", "practise", "diverge", "converge", "decide",
    "ideas-alone", "build-on", "prototype", "outside-signals", "scenario", "response", "name-the-ask", "rehearse",
    "outward-message",
]  # fmt: skip
OutcomeKind = Literal["knowledge", "skill", "action", "relationship", "decision"]
Strand = Literal["conversation", "connection", "communication", "boundary-spanning"]
