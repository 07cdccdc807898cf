"""A convening: the file convening.yaml, and the questions in it that are still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from copkit.core.activity import Mode
from copkit.core.dates import WorkingDays
from copkit.core.design.around import (
    AccessNeed,
    Delta,
    Languages,
    Message,
    MomentumPlan,
    NextConvening,
    OwnTask,
    Recording,
    Registration,
    Success,
    Synthesis,
    Team,
    Voice,
)
from copkit.core.design.backward import Evidence, Outcome, Strategic
from copkit.core.design.day import Block, GatheringDay
from copkit.core.typed import Id, Text, Typed, Whole

CHECK_IN_DAYS = 30
CHECK_IN_EARLIEST = 28
CHECK_IN_LATEST = 35


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
    link: str | None = None
    time_zone: str | None = None
    days: Annotated[tuple[GatheringDay, ...], Field(min_length=1)]
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    strategic: Strategic = Strategic()
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    voice: Voice = Voice()
    ground_rules: tuple[Text, ...] = ()
    registered: Annotated[Whole, Field(ge=0)] | None = None
    registration: Registration = Registration()
    access: tuple[AccessNeed, ...] = ()
    languages: Languages = Languages()
    recording: Recording = Recording()
    messages: tuple[Message, ...] = ()
    deltas: tuple[Delta, ...] = ()
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

    def check_in_date(self, working: WorkingDays) -> date | None:
        """Return the check-in's date: as typed, else 30 days after the end, on a working day within 28–35 (S2-4).

        A day on which over 20 % of the participants are off is passed over, unless all of these days are like that.
        """
        if self.momentum.check_in.date is not None:
            return self.momentum.check_in.date
        end = self.last_day
        if end is None:
            return None
        earliest, latest = (end + timedelta(days=days) for days in (CHECK_IN_EARLIEST, CHECK_IN_LATEST))
        wanted = end + timedelta(days=CHECK_IN_DAYS)
        fair = working.for_call(self.strategic.audience)
        return fair.nearest(wanted, earliest, latest) or working.nearest(wanted, earliest, latest) or wanted


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
        ("link", "", convening.link or convening.mode is Mode.IN_PERSON),
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
