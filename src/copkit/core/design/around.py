"""What stands around the agenda: voice, momentum, measures, people, tasks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from copkit.core.dates import Clock, Day
from copkit.core.design.backward import Ref
from copkit.core.typed import Id, Number, Text, Typed, Whole


class Voice(Typed):
    """How everyone is invited to speak (S3-10)."""

    how_participants_matter: str | None = None
    how_we_care: str | None = None


class FirstPosts(Typed):
    """What the organisers post first, so that others see how it is done (S2-3)."""

    progress: str | None = None
    idea: str | None = None
    connection: str | None = None


class Channel(Typed):
    """The group's own channel."""

    platform: str | None = None
    host: str | None = None
    first_posts: FirstPosts = FirstPosts()


class CheckIn(Typed):
    """The call that closes a convening."""

    date: Day | None = None
    reason: str | None = None
    start: Clock | None = None
    minutes: Annotated[Whole, Field(ge=15, le=240)] = 60
    announced: Day | None = None
    parts: tuple[Literal["reconnect", "progress", "next-phase", "sign-on"], ...] | None = None
    host: str | None = None
    link: str | None = None


class Milestone(Typed):
    """The next thing that will be true, and who can help with it (S2-9)."""

    what: str | None = None
    date: Day | None = None
    owner: str | None = None
    event: str | None = None
    share: Annotated[Number, Field(ge=0, le=100)] | None = None
    help_wanted: tuple[Text, ...] = ()


class Stream(Typed):
    """A work stream of the convening: shared output, with a lead."""

    id: Id
    title: Text
    serves: Ref | None = None
    lead: str | None = None


class Accountability(Typed):
    """Groups in which each person makes an own piece (S4-7)."""

    groups: Annotated[Whole, Field(ge=1, le=500)] | None = None
    publish_date: Day | None = None


class MomentumPlan(Typed):
    """What carries energy out of the room."""

    channel: Channel = Channel()
    check_in: CheckIn = CheckIn()
    milestone: Milestone = Milestone()
    streams: tuple[Stream, ...] = ()
    accountability: Accountability | None = None


class Success(Typed):
    """What success looks like, and how we will see it."""

    id: Ref
    indicator: str | None = None
    type: Literal["qualitative", "quantitative"] = "qualitative"
    baseline: str | None = None
    target: str | None = None
    when: str | None = None
    owner: str | None = None


class Team(Typed):
    """Who does what."""

    manager: str | None = None
    leader: str | None = None
    host: str | None = None
    facilitator: str | None = None
    timekeeper: str | None = None
    note_maker: str | None = None
    producer: str | None = None
    core_group: tuple[Text, ...] = ()


class OwnTask(Typed):
    """A task that a person added, or the owner and date of one of ours."""

    id: Id | None = None
    task: str | None = None
    owner: str | None = None
    due: Day | None = None
    phase: Literal["before", "during", "after"] = "before"


class NextConvening(Typed):
    """The convening that follows (S0-4)."""

    id: Id | None = None
    title: str | None = None
    date: Day | None = None
    status: Literal["proposed", "fixed"] = "proposed"


class Synthesis(Typed):
    """What the talk will be distilled into, by whom and by when (S0-13)."""

    asset: str | None = None
    owner: str | None = None
    due: Day | None = None


class Message(Typed):
    """A message of the plan: to whom, from whom, and what it asks for."""

    date: Day | None = None
    title: str | None = None
    to: tuple[Id, ...] = ()
    sender: Literal["manager", "leader", "member"] = "manager"
    asks: tuple[Text, ...] = ()
    outside: bool = False


class Registration(Typed):
    """What people are asked when they sign up (domain model §D7)."""

    asks: tuple[Literal["access", "language", "diet", "care"], ...] = ()


class AccessNeed(Typed):
    """A need that somebody declared, and what meets it; never a name (domain model §D7)."""

    need: Text
    measure: str | None = None
    owner: str | None = None


class Languages(Typed):
    """The working language, and how many people work in a second language, in percent."""

    working: str | None = None
    not_first: Annotated[Number, Field(ge=0, le=100)] | None = None
    materials_days_before: Annotated[Whole, Field(ge=0, le=365)] | None = None


class Recording(Typed):
    """What is recorded or shown of people, and how they agree to it."""

    kinds: tuple[Literal["recording", "photos", "gallery"], ...] = ()
    consent: str | None = None


def _small(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Decided = Annotated[Literal["do", "park", "decline"], BeforeValidator(_small)]


class Delta(Typed):
    """A wish from the convening before, and what was decided about it (S3-15)."""

    text: Text
    decision: Decided | None = None
    reason: str | None = None
