"""The follow-up: dates, owners, tone, the call, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.community import Dates
from copkit.core.dates import WorkingDays
from copkit.core.design import Convening
from copkit.core.followup import Commitment, FollowUp, Note, Register, WorkingGroup, follow_up
from copkit.core.stage import Diagnosis, StageModel, diagnose, from_marks
from copkit.reading.library import Library

DUTIES = {"reconnect", "progress", "next-phase", "sign-on"}
STAGES = {1: "1" * 24, 2: "2" * 24, 3: "3" * 24}


def convening(**more: Any) -> Convening:
    days = more.pop("days", [{"date": "2027-03-12", "start": "09:30", "end": "12:30"}])
    return Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 24, "days": days, **more})


def diagnosed(model: StageModel, marks: str) -> Diagnosis:
    return diagnose(model, from_marks(model, marks), Dates(), date(2027, 1, 1))


def made(library: Library, stage: int = 2, captured: Register | None = None, **more: Any) -> FollowUp:
    return follow_up(
        convening(**more),
        captured or Register(),
        diagnosed(library.stage_model, STAGES[stage]),
        library.timeline,
        24,
        WorkingDays(),
    )


def test_the_check_in_stands_in_the_invitation_before_the_gathering(library: Library) -> None:
    found = made(library)
    assert found.check_in == date(2027, 4, 12)  # 30 days after is a Sunday
    invitation = next(m for m in found.messages if m.message.id == "invitation")
    assert invitation.when is not None
    assert invitation.when < date(2027, 3, 12)


def test_the_call_has_its_four_duties(library: Library) -> None:
    for length in (45, 60, 90):
        call = made(library, momentum={"check_in": {"minutes": length}}).call
        assert {p.id for p in call} >= DUTIES
        assert sum(p.minutes for p in call) == length
        assert [p.start for p in call] == [sum(q.minutes for q in call[:i]) for i in range(len(call))]


@given(length=st.integers(15, 240))
def test_the_parts_of_the_call_always_fill_it(library: Library, length: int) -> None:
    call = made(library, momentum={"check_in": {"minutes": length}}).call
    assert sum(p.minutes for p in call) == length
    assert all(p.minutes >= 1 for p in call)


def test_each_message_has_one_ask_and_stands_in_time(library: Library) -> None:
    messages = made(library).messages
    dates = [m.when for m in messages]
    assert dates == sorted(d for d in dates if d)
    for m in messages:
        assert m.message.ask.count(".") <= 1
        assert m.ask_by is None or m.when is None or m.ask_by >= m.when


def test_without_a_date_everything_counts_from_it(library: Library) -> None:
    found = made(library, days=[{"minutes": 180}])
    assert found.check_in is None
    assert "convening-date" in found.missing
    assert all(t.due is None for t in found.tasks)
    assert [t.phase for t in found.tasks] == sorted(
        (t.phase for t in found.tasks), key=["before", "during", "after"].index
    )


def test_every_task_has_an_owner_and_a_date_and_no_owner_carries_most(library: Library) -> None:
    for stage in (1, 2, 3):
        tasks = made(library, stage).tasks
        assert all(t.owner and t.due for t in tasks)
        owners = [t.owner for t in tasks]
        assert max(owners.count(o) for o in owners) <= 0.6 * len(owners)


def test_the_synthesis_is_done_between_the_end_and_the_call(library: Library) -> None:
    found = made(library)
    assert found.check_in is not None
    assert any(
        date(2027, 3, 12) < (t.due or date.min) <= date(2027, 3, 22) and "insight" in t.text for t in found.tasks
    )


def test_a_persons_own_owner_date_and_task_win(library: Library) -> None:
    ours = library.timeline.tasks[0].id
    found = made(
        library,
        tasks=[
            {"id": ours, "owner": "Kim", "due": "2027-01-05"},
            {"task": "Bring a cake", "due": "2027-03-11", "owner": "Ada"},
        ],
    )
    changed = next(t for t in found.tasks if t.id == ours)
    assert (changed.owner, changed.due, changed.owner_known) == ("Kim", date(2027, 1, 5), True)
    assert [(t.owner, t.due) for t in found.tasks if t.text == "Bring a cake"] == [("Ada", date(2027, 3, 11))]


def test_named_people_stand_behind_their_roles(library: Library) -> None:
    tasks = made(library, team={"facilitator": "Ada", "core_group": ["Kim", "Lee"]}).tasks
    assert any(t.owner.startswith("Ada (") for t in tasks)
    assert any(t.owner.startswith("Kim, Lee (") for t in tasks)


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_the_tone_follows_the_stage(stage: int, library: Library) -> None:
    assert made(library, stage).tone == library.timeline.tones[stage - 1]


def test_a_mixed_picture_takes_each_row_from_its_dimension(library: Library) -> None:
    diagnosis = diagnosed(library.stage_model, "222 333 222 222 222 111 222 222")
    found = follow_up(convening(), Register(), diagnosis, library.timeline, 24, WorkingDays())
    assert diagnosis.mixed
    assert found.tone.sender == library.timeline.tones[2].sender
    assert found.tone.host == library.timeline.tones[0].host


def test_conditions_choose_tasks(library: Library) -> None:
    streams = {t.id for t in made(library, momentum={"streams": [{"id": "guide", "title": "Guide"}]}).tasks}
    assert streams - {t.id for t in made(library).tasks}
    circles = {t.id for t in made(library, momentum={"accountability": {"groups": 15}}).tasks}
    assert streams - circles
    assert circles - streams


def test_what_is_missing_shrinks_as_the_room_writes(library: Library) -> None:
    full = Register.model_validate({
        "commitments": (Commitment(id="C1", who="Ada", what="call", by="2027-04-01"),),
        "groups": (WorkingGroup(id="g", title="G", lead="Kim", next_meeting="2027-04-02"),),
        "notes": (Note(sign="plus", text="good"),),
        "channel": {"name": "Signal"}, "milestone": {"what": "Guide out", "by": "2027-06-01"},
        "spotlights": ({"who": "Lee", "why": "helped", "agreed": "yes"},),
    })  # fmt: skip
    assert set(made(library, captured=full).missing) == {"synthesis-owner"}
    assert made(library, captured=full, synthesis={"owner": "Lee"}).missing == ()
    assert "commitments" in made(library).missing
    leaderless = Register(groups=(WorkingGroup(id="g", title="G"),))
    assert {"group-leads", "group-meetings"} <= set(made(library, captured=leaderless).missing)


def test_a_short_call_needs_less_lead_time(library: Library) -> None:
    short, long = (
        {m.message.id: m.when for m in made(library, days=[{"date": "2027-03-12", "minutes": n}]).messages}
        for n in (90, 210)
    )
    assert (short["invitation"], long["invitation"]) == (
        date(2027, 2, 19),
        date(2027, 1, 26),
    )  # 20 February is a Saturday
    assert short["reminder-day"] == long["reminder-day"]
