"""Backward design: purpose, outcomes, evidence; then what serves them (domain model §C1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.activity import Minutes, Mode, OutcomeKind, Purpose, Quadrant
from copkit.core.community import Need
from copkit.core.dates import Clock, Day, minutes_of, on_a_working_day
from copkit.core.typed import Id, Text, Typed, Whole

CHECK_IN_DAYS = 30
CHECK_IN_EARLIEST = 28
CHECK_IN_LATEST = 35
Ref = Annotated[str, Field(min_length=1, max_length=60)]


class SegmentNeed(Need):
    """A need of one segment that this convening answers."""

    segment: Id | None = None


class Strategic(Typed):
    """Level one: the purpose and the members (S3-1)."""

    expressed_purpose: str | None = None
    deeper_purpose: str | None = None
    purpose_type: Purpose | None = None
    audience: tuple[Id, ...] = ()
    needs: tuple[SegmentNeed, ...] = ()
    codesigners: tuple[Text, ...] = ()


class Application(Typed):
    """Where members will use what they take away (S1-3)."""

    life: str | None = None
    career: str | None = None
    community: str | None = None

    @property
    def known(self) -> bool:
        """Tell whether at least one place is named."""
        return any((self.life, self.career, self.community))


class Outcome(Typed):
    """What members can or will do afterwards: the first step of backward design."""

    id: Ref
    statement: str | None = None
    kind: OutcomeKind = "action"
    after: str | None = None
    application: Application = Application()
    problem_that_matters: Ref | None = None
    call_to_action: str | None = None
    segments: tuple[Id, ...] = ()


class Collect(Typed):
    """How evidence is collected."""

    who: str | None = None
    when: str | None = None
    how: str | None = None


class Evidence(Typed):
    """How a member shows the outcome: the second step of backward design."""

    id: Ref
    supports: tuple[Ref, ...] = Field(default=(), alias="for")
    signal: str | None = None
    level: Literal["reaction", "learning", "support", "applied", "realised", "reframing"] = "applied"
    kind: Literal["qualitative", "quantitative"] = "qualitative"
    collect: Collect = Collect()
    useful_for_member: str | None = None
    needs_support_if: str | None = None


class Block(Typed):
    """An activity at a time in an agenda, as a person typed it."""

    id: Id | None = None
    activity: Id | None = None
    title: str | None = None
    type: str | None = None
    minutes: Minutes | None = None
    at: Clock | None = None
    serves: tuple[Ref, ...] = ()
    owner: str | None = None
    group_size: Annotated[Whole, Field(ge=1, le=5000)] | None = None
    structured_turns: bool | None = None
    intent: Literal["create", "disseminate", "neither"] | None = None
    quadrant: Quadrant | None = None
    say: str | None = None
    note: str | None = None
    resources: tuple[Text, ...] = ()
    cut: Annotated[Whole, Field(ge=0, le=3)] | None = None

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if self.activity is None and self.title is None:
            code = "empty-block"
            raise PydanticCustomError(code, code)
        if self.activity is None and self.minutes is None:
            code = "own-block-without-minutes"
            raise PydanticCustomError(code, code, {"found": self.title or ""})
        return self


class GatheringDay(Typed):
    """One day of a convening: its hours and its agenda."""

    date: Day | None = None
    start: Clock | None = None
    end: Clock | None = None
    minutes: Annotated[Whole, Field(ge=1, le=1440)] | None = None
    place: str | None = None
    agenda: tuple[Block, ...] | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.end is not None and self.start is not None and minutes_of(self.end) <= minutes_of(self.start):
            code = "ends-before-start"
            raise PydanticCustomError(code, code, {"start": f"{self.start:%H:%M}", "end": f"{self.end:%H:%M}"})
        if self.end is not None and self.start is None:
            code = "end-without-start"
            raise PydanticCustomError(code, code, {"end": f"{self.end:%H:%M}"})
        if self.end is None and self.minutes is None:
            code = "day-without-length"
            raise PydanticCustomError(code, code)
        if self.end is not None and self.minutes is not None:
            code = "two-lengths"
            raise PydanticCustomError(code, code)
        return self

    @property
    def length(self) -> int:
        """Return the minutes between start and end."""
        if self.minutes is not None:
            return self.minutes
        assert self.start is not None
        assert self.end is not None
        return minutes_of(self.end) - minutes_of(self.start)


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
    host: str | None = None


class Milestone(Typed):
    """The next thing that will be true, and who can help with it (S2-9)."""

    what: str | None = None
    date: Day | None = None
    owner: str | None = None
    event: str | None = None
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
    """Who does what on the day."""

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


class Convening(Typed):
    """What one gathering is for, and its agenda: the file convening.yaml."""

    copkit: Literal[1]
    id: Id
    title: str | None = None
    occasion: str | None = None
    format: Id | None = None
    status: Literal["open", "closing", "closed"] = "open"
    previous: Id | None = None
    next: NextConvening = NextConvening()
    mode: Mode
    people: Annotated[Whole, Field(ge=3, le=100_000)] | None = None
    remote_people: Annotated[Whole, Field(ge=0)] | None = None
    time_zone: str | None = None
    days: Annotated[tuple[GatheringDay, ...], Field(min_length=1)]
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    strategic: Strategic = Strategic()
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    voice: Voice = Voice()
    ground_rules: tuple[Text, ...] = ()
    momentum: MomentumPlan = MomentumPlan()
    synthesis: Synthesis = Synthesis()
    success: tuple[Success, ...] = ()
    team: Team = Team()
    tasks: tuple[OwnTask, ...] = ()

    @property
    def drafted(self) -> bool:
        """Tell whether any day has an agenda."""
        return any(day.agenda for day in self.days)

    @property
    def first_day(self) -> date | None:
        """Return the date of the first day."""
        return self.days[0].date

    @property
    def last_day(self) -> date | None:
        """Return the date of the last day; where only the first is known, the days are taken to follow one another."""
        if self.days[-1].date is not None:
            return self.days[-1].date
        first = self.days[0].date
        return None if first is None else first + timedelta(days=len(self.days) - 1)

    @property
    def check_in_date(self) -> date | None:
        """Return the check-in's date: as typed, else 30 days after the end, off the weekend within 28–35 (S2-4)."""
        if self.momentum.check_in.date is not None:
            return self.momentum.check_in.date
        end = self.last_day
        if end is None:
            return None
        return on_a_working_day(
            end + timedelta(days=CHECK_IN_DAYS),
            end + timedelta(days=CHECK_IN_EARLIEST),
            end + timedelta(days=CHECK_IN_LATEST),
        )


def open_questions(convening: Convening) -> tuple[tuple[str, str], ...]:
    """Return what only a person can answer and nobody has yet: the question's key, and the id it is about."""
    strategic = convening.strategic
    rows: list[tuple[str, str, object]] = [
        ("expressed_purpose", "", strategic.expressed_purpose),
        ("deeper_purpose", "", strategic.deeper_purpose),
        ("audience", "", strategic.audience),
    ]
    for need in strategic.needs:
        rows += [("need_burning", need.id, need.burning_need), ("need_urgent", need.id, need.urgent_problem)]
    for o in convening.outcomes:
        rows += [
            ("outcome_statement", o.id, o.statement),
            ("outcome_after", o.id, o.after),
            ("outcome_application", o.id, o.application.known),
            ("outcome_call_to_action", o.id, o.call_to_action),
            ("outcome_problem", o.id, o.problem_that_matters),
        ]
    for e in convening.evidence:
        rows += [
            ("evidence_signal", e.id, e.signal),
            ("evidence_needs_support", e.id, e.needs_support_if),
            ("evidence_useful", e.id, e.useful_for_member),
        ]
    momentum, team = convening.momentum, convening.team
    rows += [
        ("title", "", convening.title),
        ("date", "", convening.first_day),
        ("place", "", convening.days[0].place or convening.mode is Mode.VIRTUAL),
        ("people", "", convening.people),
        ("voice_matter", "", convening.voice.how_participants_matter),
        ("voice_care", "", convening.voice.how_we_care),
        ("ground_rules", "", convening.ground_rules),
        ("channel_platform", "", momentum.channel.platform),
        ("milestone_what", "", momentum.milestone.what),
        ("success_indicator", "", any(s.indicator for s in convening.success)),
        ("synthesis_owner", "", convening.synthesis.owner),
        ("host", "", team.host),
        ("facilitator", "", team.facilitator),
        ("note_maker", "", team.note_maker),
    ]
    return tuple((key, about) for key, about, answer in rows if not answer)
