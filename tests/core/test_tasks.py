"""Tasks: dates on working days, owners for all, the load that people carry, and where a task stands today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.community import Profile
from copkit.core.dates import Absence, WorkingDays
from copkit.core.design import Convening
from copkit.core.followup import DatedTask, Tick, Ticks, dated_tasks, loads, standings
from copkit.reading.library import Library

FIRST = date(2027, 3, 12)
WEEKENDS = st.frozensets(st.integers(0, 6), max_size=3)
TEAMS = st.sampled_from([{}, {"manager": "Ada"}, {"manager": "Ada", "core_group": ["Kim", "Ada"], "host": "Lee"}])


def convening(**more: Any) -> Convening:
    days = more.pop("days", [{"date": FIRST.isoformat(), "start": "09:30", "end": "12:30"}])
    return Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 24, "days": days, **more})


def tasks(
    library: Library, stage: int = 2, people: int = 24, working: WorkingDays | None = None, **more: Any
) -> dict[str, DatedTask]:
    found = dated_tasks(convening(**more), library.timeline, stage, people, working or WorkingDays())
    return {t.id: t for t in found}


def profile(**more: Any) -> Profile:
    return Profile.model_validate({"copkit": 1, "name": "x", **more})


# --- dates


@given(
    first=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    weekend=WEEKENDS,
    holidays=st.sets(st.integers(-70, 110), max_size=12),
    length=st.sampled_from([90, 240]),
    stage=st.sampled_from([1, 2, 3]),
)
def test_no_task_is_due_on_a_day_off_unless_it_is_the_gathering_itself(
    library: Library, first: date, weekend: frozenset[int], holidays: set[int], length: int, stage: int
) -> None:
    """Three days of weekend and at most twelve holidays leave a working day within two weeks."""
    working = WorkingDays(weekend, {first + timedelta(days=n): "" for n in holidays})
    days = [{"date": first.isoformat(), "minutes": length}]
    found = tasks(library, stage, working=working, days=days, tasks=[{"task": "Bring a cake"}]).values()
    for t in found:
        assert t.due is not None
        runs = [t.due - timedelta(days=n) for n in range(-14, 15)]
        assert t.days == 0 or not working.off(t.due) or sum(working.off(d) for d in runs) > 14, t.id
    before, after = ([t for t in found if t.anchor == "start" and s * t.days > 0] for s in (-1, 1))
    assert all(t.due <= first + timedelta(days=t.days) for t in before if t.due)
    assert all(t.due >= first for t in after if t.due)


def test_a_task_moves_to_the_working_day_before_or_after(library: Library) -> None:
    found = tasks(library)
    assert found["purpose-and-people"].due == date(2027, 1, 11)  # 60 days before
    assert found["reminder-day"].due == date(2027, 3, 11)
    assert found["summary"].due == date(2027, 3, 15)  # the day after is a Saturday
    off = WorkingDays(holidays={date(2027, 1, 11): "", date(2027, 3, 15): ""})
    moved = tasks(library, working=off)
    assert (moved["purpose-and-people"].due, moved["summary"].due) == (date(2027, 1, 8), date(2027, 3, 16))


def test_a_day_stays_where_no_working_day_is_near(library: Library) -> None:
    closed = {date(2027, 1, 15) + timedelta(days=n): "" for n in range(56)}
    assert tasks(library, working=WorkingDays(holidays=closed))["codesign"].due == date(2027, 2, 10)
    assert all(t.due for t in tasks(library, working=WorkingDays(frozenset(range(7)))).values())


def test_without_a_date_the_days_from_the_anchor_are_known(library: Library) -> None:
    found = tasks(library, days=[{"minutes": 180}], tasks=[{"task": "Bring a cake", "phase": "after"}])
    assert {t.due for t in found.values()} == {None}
    assert (found["bring-a-cake"].anchor, found["bring-a-cake"].days) == ("end", 7)
    ours = [t.distance for t in found.values() if t.phase == "before" and not t.own]
    assert ours == sorted(ours)


# --- which


PLAIN = (2, 24, {})


@pytest.mark.parametrize(
    ("ids", "where", "not_where"),
    [
        ("leader-agrees leader-note second-leader-note leader-thanks", (1, 24, {}), PLAIN),
        ("member-slots", PLAIN, (1, 24, {})),
        ("synthesis-owner synthesis-asset", PLAIN, (3, 24, {})),
        ("member-hosts members-post public-note", (3, 24, {}), PLAIN),
        ("answers-counted helpers progress-in-writing", (2, 80, {}), PLAIN),
        ("producer-test", (2, 24, {"mode": "virtual"}), PLAIN),
        ("materials", (2, 24, {"mode": "hybrid"}), (2, 24, {"mode": "virtual"})),
        ("milestone-event", (2, 24, {"momentum": {"milestone": {"event": "Congress"}}}), PLAIN),
        (
            "streams-drafted next-meetings leads-round",
            (2, 24, {"momentum": {"streams": [{"id": "a", "title": "A"}]}}),
            PLAIN,
        ),
        ("publish-dates outside-guest", (2, 24, {"momentum": {"accountability": {"groups": 3}}}), PLAIN),
        ("outside-view", PLAIN, (2, 24, {"momentum": {"accountability": {"groups": 3}}})),
        ("evening-before", (2, 24, {"days": [{"minutes": 90, "kind": "evening-before"}, {"minutes": 300}]}), PLAIN),
        ("group-invitations", (2, 24, {"strategic": {"audience": ["a", "b"]}}), PLAIN),
        ("diagnosis first-thanks", PLAIN, (2, 24, {"days": [{"minutes": 90}]})),
    ],
)
def test_stage_size_and_plan_choose_the_tasks(
    library: Library, ids: str, where: tuple[int, int, dict[str, Any]], not_where: tuple[int, int, dict[str, Any]]
) -> None:
    here, elsewhere = (set(tasks(library, stage, people, **more)) for stage, people, more in (where, not_where))
    assert set(ids.split()) <= here
    assert not set(ids.split()) & elsewhere


def test_a_small_call_has_fewer_tasks_than_a_large_gathering(library: Library) -> None:
    short = [{"date": "2027-03-12", "minutes": 90}]
    small, middle, large = (
        len(tasks(library, 2, people, days=days, mode="virtual"))
        for people, days in ((12, short), (24, [{"minutes": 240}]), (80, [{"minutes": 240}]))
    )
    assert small < middle < large
    assert "diagnosis" not in tasks(library, 2, 12, days=short)
    assert "diagnosis" in tasks(library, 2, 40, days=short)


@pytest.mark.parametrize(("anchor", "days"), [("end", n) for n in (1, 3, 7, 10, 14, 21, 45, 60, 90)]
                         + [("check-in", n) for n in (-7, -1, 0, 1)] + [("start", -n) for n in (60, 45, 30, 14, 7, 3, 1, 0)])  # fmt: skip
def test_the_timeline_reaches_from_sixty_days_before_to_ninety_after(library: Library, anchor: str, days: int) -> None:
    for stage in (1, 2, 3):
        assert any((t.anchor, t.days) == (anchor, days) for t in tasks(library, stage).values())


# --- owners and load


@given(stage=st.sampled_from([1, 2, 3]), team=TEAMS, own=st.sampled_from(["Bring a cake", "学", "+1 @home due:now"]))
def test_every_task_has_an_owner_and_minutes(library: Library, stage: int, team: dict[str, Any], own: str) -> None:
    found = tasks(library, stage, team=team, tasks=[{"task": own}, {"task": own}])
    assert len([t for t in found.values() if t.own]) == 2  # two of the same name have ids of their own
    for t in found.values():
        assert t.owner.strip()
        assert t.minutes > 0
        assert t.owner != "manager"


def test_the_manager_is_never_alone(library: Library) -> None:
    found = tasks(library, team={"manager": "Ada", "core_group": ["Kim", "Ada"]})
    assert found["invitation"].owner == "Ada (manager with the core group)"
    assert found["invitation"].people == ("Ada", "Kim")
    assert tasks(library)["invitation"].owner == "manager with the core group"


@given(stage=st.sampled_from([1, 2, 3]), team=TEAMS)
def test_the_load_holds_every_minute_once(library: Library, stage: int, team: dict[str, Any]) -> None:
    found = tasks(library, stage, team=team).values()
    rows = loads(found)
    assert sum(r.minutes for r in rows) == pytest.approx(sum(t.minutes for t in found))
    assert sum(r.share for r in rows) == pytest.approx(1)
    assert all(0 < r.in_week <= r.tasks and r.week and r.week.weekday() == 0 for r in rows)
    assert [r.minutes for r in rows] == sorted((r.minutes for r in rows), reverse=True)


def test_one_person_with_more_than_half_is_told_from_a_group_without_names(library: Library) -> None:
    alone = dict.fromkeys(("manager", "host", "facilitator", "note_maker"), "Ada") | {"core_group": ["Ada"]}
    (most, *others) = loads(tasks(library, team=alone).values())
    assert (most.who, most.too_much) == ("Ada", True)
    assert not any(o.too_much for o in others)
    assert not any(row.too_much for row in loads(tasks(library).values()))
    assert loads(()) == ()


# --- where it stands


@given(today=st.dates(date(2026, 12, 1), date(2027, 8, 1)), ticked=st.sets(st.sampled_from(["invitation", "summary"])))
def test_each_task_stands_in_one_place_in_order_of_time(library: Library, today: date, ticked: set[str]) -> None:
    ticks = Ticks(copkit=1, done=tuple(Tick(task=t, on=today) for t in sorted(ticked)))
    found = standings(tasks(library).values(), ticks, today)
    assert {s.task.id for s in found if s.state == "done"} == ticked
    dues = [s.task.due for s in found if s.task.due]
    assert dues == sorted(dues)
    for s in found:
        assert s.task.due is not None
        away = (s.task.due - today).days
        if s.state != "done":
            assert s.state == ("overdue" if away < 0 else "due" if away <= 7 else "next")


# --- who is off on the day of the check-in


@pytest.mark.parametrize(
    ("counts", "members", "audience", "moved"),
    [
        ((21, 79), None, [], True),
        ((20, 80), None, [], False),
        ((21, 79), None, ["all"], True),
        ((21, 79), None, ["south"], False),
        ((1, 99), None, ["north"], True),
        ((30, 70), 1000, [], False),  # most members are in no segment
        ((None, None), None, [], True),
    ],
)
def test_a_day_on_which_a_fifth_is_off_is_no_day_for_the_check_in(
    counts: tuple[int | None, int | None], members: int | None, audience: list[str], moved: bool
) -> None:
    north, south = counts
    working = profile(
        members=members,
        segments=[
            {"id": "north", "title": "N", "count": north, "holidays": ["2027-04-12"]},
            {"id": "south", "title": "S", "count": south},
        ],
    ).working_days
    check_in = convening(strategic={"audience": audience}).check_in_date(working)
    assert check_in == (date(2027, 4, 13) if moved else date(2027, 4, 12))


def test_small_segments_that_are_off_on_the_same_day_are_counted_together() -> None:
    day = frozenset({date(2027, 4, 12)})
    working = WorkingDays(segments=(Absence("a", 15, day), Absence("b", 15, day), Absence("c", 70, frozenset())))
    assert convening().check_in_date(working) == date(2027, 4, 13)


def test_where_somebody_is_always_off_the_community_s_own_days_count() -> None:
    always = frozenset(FIRST + timedelta(days=n) for n in range(60))
    assert convening().check_in_date(WorkingDays(segments=(Absence("a", 5, always),))) == date(2027, 4, 12)
    assert convening().check_in_date(WorkingDays(frozenset(range(7)))) == date(2027, 4, 11)
    typed = convening(momentum={"check_in": {"date": "2027-04-11"}})
    assert typed.check_in_date(WorkingDays()) == date(2027, 4, 11)  # a Sunday, and a person's own choice
