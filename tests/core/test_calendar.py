"""A year of gatherings: what is proposed, what stands, and what is told."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.calendar import Entry, Known, OwnCalendar, YearPlan, plan_year
from copkit.core.community import Dates, Profile
from copkit.core.dates import WorkingDays, beats
from copkit.core.design import Convening
from copkit.core.stage import Diagnosis, StageModel, diagnose, from_marks
from copkit.reading.library import Library

TODAY = date(2026, 11, 21)
MARKS = {0: "." * 24, 1: "1" * 24, 2: "2" * 24, 3: "3" * 24}
DIAGNOSES: dict[int, Diagnosis] = {}  # each takes longer than a year
SPACING = timedelta(days=42)
SUMMER = {"from": "2027-08-01", "to": "2027-08-31", "title": "Summer"}


def year(
    library: Library, stage: int = 2, own: dict[str, Any] | None = None, convenings: tuple[Convening, ...] = (),
    begin: date = TODAY, months: int = 12, today: date | None = None, **profile: Any,
) -> YearPlan:  # fmt: skip
    """Plan a year for a community of a stage; its profile as one types it."""
    model: StageModel = library.stage_model
    who = Profile.model_validate({"copkit": 1, "name": "Reef", **profile})
    found = DIAGNOSES.get(stage) or diagnose(model, from_marks(model, MARKS[stage]), Dates(), TODAY)
    DIAGNOSES[stage] = found
    typed = OwnCalendar.model_validate({"copkit": 1, **(own or {})})
    return plan_year(
        Known(library.calendar, who, found, library.standards, typed, convenings), begin, months, today or begin
    )


def convening(day: str, **more: Any) -> Convening:
    days = [{"date": day, "start": "10:00", "minutes": more.pop("minutes", 60)}]
    return Convening.model_validate({"copkit": 1, "id": "spring", "mode": "virtual", "days": days, **more})


def of(plan: YearPlan, kind: str) -> list[date]:
    return [e.date for e in plan.entries if e.kind == kind]


def fixed_again(plan: YearPlan) -> list[dict[str, Any]]:
    """Write the proposed dates as a person would fix them."""
    return [
        {"date": e.date.isoformat(), "kind": e.kind}
        for e in plan.entries
        if not e.follows and e.status in {"proposed", "fixed"}
    ]


def test_stage_2_has_monthly_calls_on_the_second_tuesday(library: Library) -> None:
    calls = of(year(library), "call")
    assert len(calls) == 11  # in May, the session on the purpose stands for it
    assert all(d.weekday() == 1 and 8 <= d.day <= 14 for d in calls)
    assert len(of(year(library, own={"leave_out": ["alignment"]}), "call")) == 12
    assert year(library).rhythm == "monthly call; quarterly half-day; yearly gathering"


def test_stage_1_has_a_message_every_two_weeks_and_stage_3_a_report_every_quarter(library: Library) -> None:
    messages = of(year(library, stage=1), "message")
    assert {(b - a).days for a, b in pairwise(messages)} == {14}
    third = year(library, stage=3)
    assert (of(third, "call"), len(of(third, "series")), len(of(third, "note"))) == ([], 11, 4)
    assert of(year(library, stage=2), "note") == []


def test_without_a_stage_the_lower_one_is_assumed_and_said(library: Library) -> None:
    plan = year(library, stage=0)
    assert (plan.stage, plan.stage_known, plan.purpose) == (1, False, "unknown")
    assert year(library, stage=1).stage_known


@pytest.mark.parametrize("stage", [0, 1])
def test_where_the_purpose_is_not_shared_a_session_on_it_comes_before_every_other_meeting(
    stage: int, library: Library
) -> None:
    plan = year(library, stage, rhythm="weekly call; quarterly half-day")
    met = [e for e in plan.entries if e.live]
    assert met[0].kind == "alignment"
    assert len(met) > 30
    shared = [e.kind for e in year(library, 2).entries if e.live]
    assert (shared[0], "alignment" in shared) == ("call", True)


def test_a_rhythm_of_the_profile_wins_and_one_of_calendar_yaml_over_it(library: Library) -> None:
    plan = year(library, rhythm="every 2 months")
    assert (len(of(plan, "call")), of(plan, "gathering"), plan.rhythm_typed) == (6, [], True)
    own = {"every": {"spotlight": "every 2 weeks", "call": "monthly"}, "leave_out": ["alignment"]}
    changed = year(library, own=own, rhythm="every 2 months")
    assert (len(of(changed, "call")), of(changed, "alignment")) == (12, [])
    assert len(of(changed, "spotlight")) == 26


def test_what_belongs_to_a_large_event_follows_it(library: Library) -> None:
    plan = year(library)
    for event in (e for e in plan.entries if e.large):
        after = {(e.kind, (e.date - event.date).days) for e in plan.entries if event.title in e.of}
        assert any(kind == "check-in" and 28 <= days <= 35 for kind, days in after)
        assert any(kind == "synthesis" and 7 <= days <= 14 for kind, days in after)
    assert len(of(plan, "check-in")) == sum(e.large for e in plan.entries) == 4
    for call in of(plan, "call"):
        assert any(7 <= (call - d).days <= 28 for d in of(plan, "preparation"))


def test_guests_and_welcomes_take_place_at_calls(library: Library) -> None:
    plan = year(library)
    met = {e.date: e.title for e in plan.entries if e.live}
    for entry in (e for e in plan.entries if e.kind in {"guest", "welcome"}):
        assert entry.of == (met[entry.date],)


def test_a_planned_gathering_takes_the_place_of_a_proposed_one(library: Library) -> None:
    plan = year(
        library,
        convenings=(
            convening(
                "2027-03-04",
                title="Nets",
                momentum={"check_in": {"date": "2027-04-01"}},
                synthesis={"due": "2027-03-10"},
            ),
        ),
    )
    assert [d for d in of(plan, "call") if d.month == 3] == [date(2027, 3, 4)]
    mine = {(e.kind, e.date.isoformat()) for e in plan.entries if e.of == ("Nets",) and e.status == "planned"}
    assert mine == {("check-in", "2027-04-01"), ("synthesis", "2027-03-10")}
    assert next(e for e in plan.entries if e.title == "Nets").convening == "spring"


def test_a_planned_gathering_on_a_fixed_date_is_that_date(library: Library) -> None:
    own = {"fixed": [{"date": "2027-03-04", "kind": "half-day", "hours": 3}]}
    plan = year(library, own=own, convenings=(convening("2027-03-04", title="Nets"),))
    (one,) = [e for e in plan.entries if e.date == date(2027, 3, 4) and e.live]
    assert (one.title, one.kind, one.hours, one.status) == ("Nets", "half-day", 3, "planned")


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"minutes": 60}, "call"),
        ({"minutes": 200}, "half-day"),
        ({"minutes": 400}, "gathering"),
        ({"format": "alignment-co-creation"}, "alignment"),
        ({"format": "neighbour-exchange"}, "outward"),
    ],
)
def test_the_kind_of_a_planned_gathering(more: dict[str, Any], kind: str, library: Library) -> None:
    plan = year(library, convenings=(convening("2027-03-04", **more),))
    assert next(e for e in plan.entries if e.convening).kind == kind


def test_a_planned_gathering_with_a_guest_is_the_guest_of_its_quarter(library: Library) -> None:
    plan = year(library, convenings=(convening("2027-04-08", format="expert-in-the-circle", title="Nets"),))
    assert date(2027, 4, 8) in of(plan, "guest")
    assert date(2027, 4, 13) not in of(plan, "guest")


def test_silent_months_get_a_message(library: Library) -> None:
    own = {"leave_out": ["spotlight", "welcome", "guest", "outward", "alignment"]}
    plan = year(library, own=own, rhythm="yearly gathering")
    silent = {e.date.month for e in plan.entries if e.kind == "in-between"}
    assert len(silent) >= 8
    assert not any(m.silent for m in plan.months)
    free = year(library, own={**own, "free": [SUMMER]}, rhythm="yearly gathering")
    assert [m.key.month for m in free.months if m.silent] == [8]


def test_a_long_pause_is_told(library: Library) -> None:
    own = {"free": [{"from": "2027-07-01", "to": "2027-09-05", "title": "Summer"}]}
    told = [g for g in year(library, own=own).gaps if g.kind == "call"]
    assert len(told) == 1
    assert told[0].days > 45
    assert year(library).gaps == ()


def test_a_pause_before_the_calendar_counts(library: Library) -> None:
    plan = year(library, rhythm="weekly call", dates={"last_gathering": "2026-11-17"})
    assert plan.gaps[0].after == date(2026, 11, 17)


def test_two_large_events_that_a_person_fixed_too_close_are_told(library: Library) -> None:
    own = {"fixed": [{"date": "2027-03-04", "kind": "half-day"}, {"date": "2027-03-25", "kind": "gathering"}]}
    plan = year(library, own=own)
    assert [(c.first.kind, c.second.kind, c.days) for c in plan.clashes] == [("half-day", "gathering", 21)]
    assert year(library).clashes == ()


def test_a_fixed_date_on_a_free_day_stands_and_is_told(library: Library) -> None:
    plan = year(library, own={"fixed": [{"date": "2027-03-06", "kind": "call"}]})
    assert [e.date for e in plan.off] == [date(2027, 3, 6)]


def test_hours_are_compared_with_those_that_the_manager_has(library: Library) -> None:
    plan = year(library, manager={"hours_per_week": 2})
    whole = next(m for m in plan.months if m.key == date(2027, 6, 1))
    assert whole.available == pytest.approx(2 * 30 / 7)
    assert whole.too_much
    assert not any(m.too_much for m in year(library).months)


def test_holidays_of_larger_segments_are_kept_free(library: Library) -> None:
    holiday = [{"from": "2027-03-08", "to": "2027-03-12"}]
    many = {"id": "north", "title": "North", "count": 30, "holidays": holiday}
    few = {**many, "count": 5}
    day = date(2027, 3, 9)
    assert day in of(year(library, members=100, segments=[few]), "call")
    assert day not in of(year(library, members=100, segments=[many]), "call")
    assert day not in of(year(library, members=100, segments=[{**few, "count": None}]), "call")


def test_the_usual_weekday(library: Library) -> None:
    own = {"weekday": "thursday"}
    assert {d.weekday() for d in of(year(library, own=own), "call")} == {3}
    planned = (convening("2027-01-13"), convening("2027-02-10"))
    assert {d.weekday() for d in of(year(library, convenings=planned), "call")} == {2}
    assert {
        d.weekday() for d in of(year(library, own={"weekday": "friday"}, weekend=["friday", "saturday"]), "call")
    } == {6}


def test_the_hours_of_a_call_take_turns_over_the_time_zones(library: Library) -> None:
    segments = [
        {"id": "west", "title": "West", "time_zone": "America/Los_Angeles"},
        {"id": "mid", "title": "Mid", "time_zone": "Europe/Berlin"},
        {"id": "east", "title": "East", "time_zone": "Australia/Sydney"},
    ]
    plan = year(library, time_zone="Europe/Berlin", segments=segments)
    calls = [e for e in plan.entries if e.live and not e.large]
    assert {e.start for e in plan.entries if e.large} == {None}
    assert {e.turn for e in calls} == {"West", "Mid", "East"}
    assert {(e.turn, e.start.hour) for e in calls if e.start} >= {("West", 22), ("Mid", 8)}
    near = year(library, segments=[segments[1], {**segments[1], "id": "m2", "time_zone": "Europe/Lisbon"}])
    assert {(e.turn, e.start is None) for e in near.entries if e.kind == "call"} == {(None, False)}
    assert {e.start for e in year(library, segments=segments[:1]).entries} == {None}


def test_a_strand_that_nothing_serves_is_told(library: Library) -> None:
    assert year(library, own={"leave_out": ["guest", "outward"]}).missing == ("boundary-spanning",)
    assert year(library).missing == ()


def test_the_table_of_kinds_agrees_with_itself(library: Library) -> None:
    book = library.calendar
    named = {*book.words.values(), *book.formats.values(), book.alignment, book.in_between}
    for kind in book.kinds.values():
        named |= {*kind.hosts, *kind.counts_as, *(a.kind for a in kind.around)}
        assert kind.every is None or len(beats(kind.every) or ()) == 1
        assert all(a.earliest <= a.days <= a.latest for a in kind.around)
    assert named <= set(book.kinds)
    assert set(book.formats) <= set(library.formats)


# --- what always holds

SPANS = st.tuples(st.integers(0, 400), st.integers(0, 40)).map(
    lambda s: {
        "from": (TODAY + timedelta(days=s[0])).isoformat(),
        "to": (TODAY + timedelta(days=s[0] + s[1])).isoformat(),
    }
)
RHYTHMS = st.sampled_from(
    [None, "monthly", "weekly call", "every 6 weeks", "every 10 days; yearly gathering", "monthly half-day; yearly day",
     "fortnightly message; monthly series; quarterly note", "monthly call; quarterly half-day; yearly gathering"]
)  # fmt: skip
KINDS = ["call", "half-day", "gathering", "alignment", "guest", "outward", "spotlight", "check-in", "preparation"]
FIXED = st.lists(
    st.tuples(st.integers(-30, 420), st.sampled_from(KINDS)), max_size=6, unique=True
).map(lambda rows: [{"date": (TODAY + timedelta(days=n)).isoformat(), "kind": k} for n, k in rows])  # fmt: skip


@st.composite
def years(draw: st.DrawFn) -> dict[str, Any]:
    off = draw(st.lists(SPANS, max_size=4))
    weekend = draw(st.sampled_from([["saturday", "sunday"], ["friday", "saturday"], ["sunday"], []]))
    return {
        "stage": draw(st.integers(0, 3)),
        "own": {"fixed": draw(FIXED), "free": off[:2]},
        "begin": TODAY + timedelta(days=draw(st.integers(0, 60))),
        "today": TODAY,
        "months": draw(st.integers(1, 14)),
        "rhythm": draw(RHYTHMS),
        "weekend": weekend,
        "holidays": off[2:3],
        "segments": [{"id": "s", "title": "S", "holidays": off[3:]}],
        "manager": {"hours_per_week": draw(st.integers(1, 20))},
    }


def off_days(case: dict[str, Any]) -> WorkingDays:
    who = Profile.model_validate(
        {"copkit": 1, "name": "x", "weekend": case["weekend"],
         "holidays": [*case["own"]["free"], *case["holidays"], *case["segments"][0]["holidays"]]}
    )  # fmt: skip
    return who.working_days


def key(entry: Entry) -> tuple[date, str, tuple[str, ...]]:
    return entry.date, entry.kind, entry.of


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(case=years())
def test_what_always_holds(library: Library, case: dict[str, Any]) -> None:
    plan = year(library, **case)
    working = off_days(case)
    end = plan.end
    for entry in plan.entries:
        assert plan.begin <= entry.date < end
        if entry.status == "proposed":
            assert not working.off(entry.date), entry
            assert entry.date >= TODAY
    shown = {(e.date, e.kind) for e in plan.entries if e.status == "fixed"}
    wanted = {(date.fromisoformat(f["date"]), f["kind"]) for f in case["own"]["fixed"]}
    assert shown == {(d, k) for d, k in wanted if plan.begin <= d < end}
    assert [e.date for e in plan.entries] == sorted(e.date for e in plan.entries)
    assert math.isclose(sum(m.hours for m in plan.months), sum(e.hours for e in plan.entries), abs_tol=1e-6)
    counted = sum(sum(m.strands.values()) + m.other for m in plan.months)
    assert counted == len(plan.entries)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(case=years())
def test_two_large_events_lie_six_weeks_apart_or_are_both_fixed_and_told(
    library: Library, case: dict[str, Any]
) -> None:
    plan = year(library, **case)
    told = {frozenset({key(c.first), key(c.second)}) for c in plan.clashes}
    large = [e for e in plan.entries if e.large]
    for i, one in enumerate(large):
        for other in large[i + 1 :]:
            if abs(one.date - other.date) < SPACING:
                assert {one.status, other.status} == {"fixed"}
                assert frozenset({key(one), key(other)}) in told


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(case=years())
def test_a_rhythm_is_kept_or_its_gap_is_told(library: Library, case: dict[str, Any]) -> None:
    """Walked day by day: no stretch without a kind is longer than one and a half times its rhythm, but those told."""
    plan = year(library, **case)
    counts = {
        k: {n for n, kind in library.calendar.kinds.items() if n == k or k in kind.counts_as}
        for k in library.calendar.kinds
    }
    told = {(g.kind, g.days) for g in plan.gaps}
    for keeping in plan.keeping:
        dates = {e.date for e in plan.entries if e.kind in counts[keeping.kind]}
        dates |= {date.fromisoformat(f["date"]) for f in case["own"]["fixed"] if f["kind"] in counts[keeping.kind]}
        stretch, day = 0, plan.begin
        seen_before = [d for d in dates if d < plan.begin and (plan.begin - d).days <= keeping.days]
        if seen_before:
            stretch = (plan.begin - max(seen_before)).days
        while day <= plan.end:
            if day in dates or day == plan.end:
                assert stretch <= 1.5 * keeping.days or (keeping.kind, stretch) in told
                stretch = 0
            stretch += 1
            day += timedelta(days=1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(case=years())
def test_what_is_fixed_as_proposed_stays_and_nothing_is_added(library: Library, case: dict[str, Any]) -> None:
    plan = year(library, **case)
    before = [f for f in case["own"]["fixed"] if not plan.begin <= date.fromisoformat(f["date"]) < plan.end]
    again = year(library, **case | {"own": {**case["own"], "fixed": [*before, *fixed_again(plan)]}})
    assert [key(e) for e in again.entries] == [key(e) for e in plan.entries]


@settings(max_examples=50)
@given(
    begin=st.dates(date(2026, 1, 1), date(2032, 1, 1)), stage=st.integers(0, 3), rhythm=st.sampled_from([None, "monthly"])
)  # fmt: skip
def test_guests_come_in_each_quarter_and_members_go_out_each_half_year(
    library: Library, begin: date, stage: int, rhythm: str | None
) -> None:
    plan = year(library, stage, begin=begin, rhythm=rhythm)
    assert len(of(plan, "guest")) >= 4
    assert len(of(plan, "outward")) >= 2
    assert len(of(plan, "welcome")) >= 4
    assert plan.gaps == plan.clashes == plan.missing == ()


def test_one_preparation_serves_two_dates_and_results_wait_for_the_end_of_the_holidays(library: Library) -> None:
    own = {"fixed": [{"date": "2027-07-20", "kind": "gathering"}], "free": [SUMMER | {"from": "2027-07-21"}]}
    plan = year(library, own=own)
    assert ("Community call", "Community gathering") in {e.of for e in plan.entries if e.kind == "preparation"}
    assert [e.date for e in plan.entries if e.kind == "synthesis" and e.of == ("Community gathering",)] == [
        date(2027, 9, 1)
    ]
