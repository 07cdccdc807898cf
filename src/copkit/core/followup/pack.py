"""The check-in pack as data: dated messages, the call, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from copkit.core.activity import Mode
from copkit.core.agenda import Agenda, lay_out
from copkit.core.design import Block, Convening, GatheringDay
from copkit.core.followup.tasks import DatedTask, anchor_date, dated_tasks, lead
from copkit.core.followup.timeline import Message, Timeline, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.agenda import BlockType
    from copkit.core.dates import WorkingDays
    from copkit.core.followup.register import Register
    from copkit.core.stage import Diagnosis

ROW_DIMENSIONS: dict[str, str] = {
    "sender": "COM", "cadence": "COM", "host": "LED", "groups": "CRE", "milestone": "BND", "mentors": "CNX",
}  # fmt: skip
LARGE_CALL = 30


@dataclass(frozen=True, slots=True)
class DatedMessage:
    """A message with its date and the date of its ask."""

    message: Message
    days: int
    ask_days: int | None
    when: date | None
    ask_by: date | None


@dataclass(frozen=True, slots=True)
class CallPart:
    """A part of the check-in call, in its place."""

    title: str
    start: int
    minutes: int
    do: str
    say: str
    id: str
    type: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The check-in pack as data."""

    check_in: date | None
    call: tuple[CallPart, ...]
    messages: tuple[DatedMessage, ...]
    tasks: tuple[DatedTask, ...]
    tone: Tone
    missing: tuple[str, ...]
    status: str


def dated_messages(convening: Convening, timeline: Timeline, working: WorkingDays) -> tuple[DatedMessage, ...]:
    """Return the messages with their dates, in order of time."""
    found = []
    for message in timeline.messages:
        days = lead(convening, message.anchor, message.days)
        ask_days = None if message.ask_by is None else lead(convening, message.anchor, message.ask_by)
        found.append(
            DatedMessage(
                message=message,
                days=days,
                ask_days=ask_days,
                when=anchor_date(convening, working, message.anchor, days),
                ask_by=None if ask_days is None else anchor_date(convening, working, message.anchor, ask_days),
            )
        )
    return tuple(found)


def tone_for(timeline: Timeline, diagnosis: Diagnosis) -> Tone:
    """Return the stage's tone; where the picture is mixed, each row by its own dimension (§E3)."""
    stage = diagnosis.planning_stage
    if not diagnosis.mixed:
        return timeline.tones[stage - 1]
    rows = {}
    for row in Tone.model_fields:
        dimension = ROW_DIMENSIONS.get(row)
        expected = diagnosis.dimension(dimension).expected if dimension else None
        rows[row] = getattr(timeline.tones[(stage if expected is None else round(expected)) - 1], row)
    return Tone(**rows)


def check_in_call(convening: Convening, timeline: Timeline, people: int) -> tuple[CallPart, ...]:
    """Lay out the check-in call: its four duties, help for what is stuck, plus and delta, in its minutes."""
    length = convening.momentum.check_in.minutes
    planned = sum(d.minutes for d in timeline.check_in)
    parts = _shared(length, [d.minutes for d in timeline.check_in], planned)
    accountability = convening.momentum.accountability is not None
    start = 0
    found = []
    for duty, minutes in zip(timeline.check_in, parts, strict=True):
        do = (accountability and duty.do_accountability) or (people > LARGE_CALL and duty.do_large) or duty.do
        found.append(CallPart(duty.title, start, minutes, do, duty.say, duty.id, duty.type))
        start += minutes
    return tuple(found)


def call_agenda(convening: Convening, call: Sequence[CallPart], people: int, kinds: Mapping[str, BlockType]) -> Agenda:
    """Lay out the check-in call as an agenda like any other, so that its voice can be counted."""
    momentum = convening.momentum.check_in
    blocks = tuple(Block(id=p.id, title=p.title, type=p.type, minutes=p.minutes) for p in call)
    start = momentum.start or convening.days[-1].start
    day = GatheringDay(start=start, minutes=momentum.minutes, agenda=blocks)
    made = Convening(copkit=1, id="check-in", mode=Mode.VIRTUAL, people=max(3, people), days=(day,))
    return lay_out(made, people, {}, kinds)


def _shared(length: int, minutes: Sequence[int], planned: int) -> list[int]:
    ends = [round(length * sum(minutes[: i + 1]) / planned) for i in range(len(minutes))]
    return [b - a for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def missing_pieces(convening: Convening, captured: Register) -> tuple[str, ...]:
    """Return what a full follow-up still needs, as words' keys."""
    accountability = convening.momentum.accountability
    milestone = captured.milestone.what or convening.momentum.milestone.what
    wanted: Iterable[tuple[str, object]] = (
        ("convening-date", convening.last_day or convening.momentum.check_in.date),
        ("check-in-start", convening.momentum.check_in.start or convening.days[-1].start),
        ("channel", captured.channel.name or convening.momentum.channel.platform),
        ("milestone", milestone),
        ("milestone-date", not milestone or captured.milestone.by or convening.momentum.milestone.date),
        ("commitments", captured.commitments),
        ("commitment-dates", all(c.by for c in captured.commitments)),
        ("groups", captured.groups or convening.momentum.streams or accountability),
        ("group-leads", all(g.lead for g in captured.groups if g.shared_output)),
        ("group-meetings", all(g.next_meeting for g in captured.groups if g.shared_output)),
        ("publish-dates", all(g.publish_date for g in captured.groups if not g.shared_output)),
        ("notes", captured.notes),
        ("synthesis-owner", convening.synthesis.owner),
        ("spotlights", captured.spotlights),
    )
    return tuple(key for key, there in wanted if not there)


def follow_up(
    convening: Convening,
    captured: Register,
    diagnosis: Diagnosis,
    timeline: Timeline,
    people: int,
    working: WorkingDays,
) -> FollowUp:
    """Make the check-in pack from a convening and what its room wrote; it works with nothing captured at all."""
    return FollowUp(
        check_in=convening.check_in_date(working),
        call=check_in_call(convening, timeline, people),
        messages=dated_messages(convening, timeline, working),
        tasks=dated_tasks(convening, timeline, diagnosis.planning_stage, people, working),
        tone=tone_for(timeline, diagnosis),
        missing=missing_pieces(convening, captured),
        status=convening.status,
    )
