"""The composer: the optimum by brute force, fixed points, shapes, conflicts, variants, replacements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import Mode, Purpose, Role
from copkit.core.agenda import Agenda, builders, lay_out
from copkit.core.composing import Conflict, Draft, Setting, Task, compose, replacements, variants, worth_of
from copkit.core.composing.choosing import Option, option_of, options
from copkit.core.composing.frame import kept_option
from copkit.core.composing.thinning import thinned
from copkit.core.design import Convening
from copkit.core.voice import figures
from copkit.reading.library import Library

FRAME = [
    {"activity": "opening-why", "minutes": 5},
    {"activity": "pair-hello", "minutes": 5},
    {"activity": "plus-delta", "minutes": 5},
    {"activity": "closing-next-step", "minutes": 5},
    {"activity": "thirty-day-check-in", "minutes": 5},
    {"activity": "group-channel", "minutes": 10},
    {"activity": "accountability-pairs", "minutes": 10},
]
STANDING = {str(b["activity"]) for b in FRAME} | {"break", "lunch", "buffer"}


def task_for(
    library: Library,
    days: Sequence[dict[str, Any]],
    mode: Mode = Mode.IN_PERSON,
    people: int = 24,
    purpose: Purpose = "peer-support",
    outcomes: Sequence[dict[str, Any]] = ({"id": "O1", "kind": "action"},),
    only: Sequence[str] | None = None,
) -> Task:
    made = Convening.model_validate(
        {"copkit": 1, "id": "x", "mode": mode, "people": people, "days": days, "outcomes": outcomes}
    )
    setting = Setting(
        mode,
        people,
        2,
        purpose,
        library.purposes[purpose].needs,
        tuple(dict.fromkeys(o.kind for o in made.outcomes)),
        library.standards,
        library.preferences,
    )
    known = {n: a for n, a in library.activities.items() if only is None or n in only or n in STANDING}
    return Task(made, setting, known, library.kinds)


def agenda_of(task: Task, draft: Draft) -> Agenda:
    days = tuple(d.model_copy(update={"agenda": b}) for d, b in zip(task.convening.days, draft.days, strict=True))
    full = task.convening.model_copy(update={"days": days})
    return lay_out(full, task.setting.people, task.activities, task.kinds)


def drafted(task: Task) -> tuple[Draft, Agenda]:
    draft = compose(task)
    assert isinstance(draft, Draft)
    return draft, agenda_of(task, draft)


def brute_force(task: Task, length: int) -> float:
    """Return the most that any agenda of this length is worth, by trying every choice of work and every length."""
    setting, p = task.setting, task.setting.preferences
    frame = [
        (kept_option(b, setting, task.activities, task.kinds), b.minutes or 0) for b in task.convening.days[0].keep
    ]
    work = options(task.activities, Role.WORK, setting, task.kinds)
    best = float("-inf")
    for count in range(1, len(work) + 1):
        for chosen in combinations(work, count):
            lengths = [range(o.shortest, o.shortest + 5 * o.steps + 1, 5) for o in chosen]
            for minutes in product(*lengths):
                placed = [*frame, *zip(chosen, minutes, strict=True)]
                best = max(best, _worth(task, placed, length, p.idle_minute, p.rule_minute))
    return best


def _worth(task: Task, placed: Sequence[tuple[Option, int]], length: int, idle: float, rule: float) -> float:
    total = sum(m for _, m in placed)
    stretch = task.setting.stretch
    long = sum(2 * o.shortest > stretch for o, _ in placed)
    work = sum(m for o, m in placed if o.role is Role.WORK)
    best = float("-inf")
    spare = 10 if length >= 120 else 0  # a twentieth of it, in fives
    for breaks in range(4):
        gap = length - total - breaks * 10
        sitting = total + min(gap, 15)
        allowed = stretch + breaks * (stretch - 10)
        if gap < 0 or sitting > allowed or long > breaks + 1 or work < 15:
            continue
        best = max(best, worth_of(task, placed) + idle * max(0, gap - spare) + rule * max(0, spare - gap))
    return best


@pytest.mark.parametrize("people", [60, 400])
def test_breaks_are_for_resting_and_not_for_filling(people: int, library: Library) -> None:
    """Few activities can run with very many people; what they leave is spare time, which is told."""
    task = task_for(library, [{"minutes": 420, "start": "09:00"}] * 2, people=people, purpose="network")
    _, agenda = drafted(task)
    for day in (1, 2):
        blocks = [b for b in agenda.blocks if b.day == day]
        sitting = sum(b.minutes for b in blocks if not b.pause)
        assert sum(b.type == "break" for b in blocks) <= sitting / 45


SMALL = (
    ("help-in-pairs", "troika-consulting", "wise-crowds", "two-rounds-of-pairs"),
    ("help-in-pairs", "1-2-4-all", "fifteen-percent-solutions", "nine-whys"),
    ("practice-threes", "troika-consulting", "gallery-walk", "next-test"),
)


@pytest.mark.parametrize(
    ("only", "length"), [(SMALL[0], 90), (SMALL[0], 145), (SMALL[1], 120), (SMALL[2], 90), (SMALL[2], 145)]
)
def test_the_draft_is_the_best_of_all(only: Sequence[str], length: int, library: Library) -> None:
    task = task_for(library, [{"minutes": length, "keep": FRAME}], only=only)
    draft, _ = drafted(task)
    assert draft.proof is not None
    assert draft.proof.bound == pytest.approx(brute_force(task, length), abs=0.05)


@pytest.mark.parametrize(("mode", "minutes"), list(product(Mode, (60, 90, 100))))
def test_the_model_and_the_score_are_worth_the_same(mode: Mode, minutes: int, library: Library) -> None:
    task = task_for(library, [{"minutes": minutes}], mode)
    draft, agenda = drafted(task)
    placed = [
        (option_of(task.activities[b.id], task.setting, task.kinds), b.minutes)
        for b in agenda.blocks
        if b.activity and b.id in task.activities
    ]
    pauses = sum(b.minutes for b in agenda.blocks if b.pause and b.type == "buffer")
    assert draft.proof is not None
    assert draft.proof.proven
    idle = task.setting.preferences.idle_minute * pauses
    assert draft.proof.worth == pytest.approx(worth_of(task, placed) + idle, abs=0.05)


@settings(max_examples=12)
@given(st.data())
def test_what_stands_at_a_time_is_kept(library: Library, data: st.DataObject) -> None:
    start = data.draw(st.integers(4, 28)) * 5
    minutes = data.draw(st.integers(2, 6)) * 5
    kind = data.draw(st.sampled_from(("presentation", "break", "fours")))
    at = f"{9 + start // 60:02d}:{start % 60:02d}"
    day = {"minutes": 210, "start": "09:00", "keep": [{"title": "Fixed", "type": kind, "minutes": minutes, "at": at}]}
    found = compose(task_for(library, [day]))
    if isinstance(found, Conflict):
        assert any(d.kind == "keep" for d in found.demands)
        return
    agenda = agenda_of(task_for(library, [day]), found)
    assert [m.code for m in agenda.misfits if m.code != "early-end"] == []
    fixed = next(b for b in agenda.blocks if b.title == "Fixed")
    assert (fixed.from_clock, fixed.minutes) == (at, minutes)
    assert figures(agenda).longest_without_break <= 75
    assert all(builders(agenda).values())
    assert agenda.blocks[-1].end <= 210


def test_an_activity_that_is_wanted_stands_there(library: Library) -> None:
    task = task_for(library, [{"minutes": 210, "keep": [{"activity": "fishbowl"}, {"activity": "who-what-when"}]}])
    _, agenda = drafted(task)
    assert {"fishbowl", "who-what-when"} <= {b.id for b in agenda.blocks}
    assert all(len(found) == 1 for found in builders(agenda).values())


def test_the_evening_before_is_one_informal_gathering(library: Library) -> None:
    days = [{"minutes": 120, "kind": "evening-before"}, {"minutes": 210}]
    _, agenda = drafted(task_for(library, days))
    assert [(b.id, b.minutes) for b in agenda.days[0].blocks] == [("eve-gathering", 120)]
    assert agenda.days[1].blocks[0].role is Role.OPENING
    assert figures(agenda).first_voice == 6  # counted from where the work begins
    assert agenda.days[1].blocks[-1].role is Role.CLOSING


@pytest.mark.parametrize("lengths", [(45,), (420, 420, 420, 420, 420)])
def test_from_three_quarters_of_an_hour_to_five_days(lengths: tuple[int, ...], library: Library) -> None:
    _, agenda = drafted(task_for(library, [{"minutes": m} for m in lengths], people=60))
    assert agenda.misfits == ()
    assert len(agenda.days) == len(lengths)
    work = [b.id for b in agenda.blocks if b.role is Role.WORK]
    assert len(work) == len(set(work))
    assert agenda.blocks[-1].role is Role.CLOSING


def test_outcomes_get_time_in_proportion_to_their_priority(library: Library) -> None:
    from copkit.core.composing.replacing import minutes_for

    outcomes = [{"id": "O1", "kind": "skill", "priority": 3}, {"id": "O2", "kind": "decision", "priority": 1}]
    task = task_for(library, [{"minutes": 210}], outcomes=outcomes, purpose="align-act")
    _, agenda = drafted(task)
    rows = [(option_of(b.activity, task.setting, task.kinds), b.minutes) for b in agenda.blocks if b.activity]
    given = minutes_for(task, rows)
    assert given["O1"] > 1.5 * given["O2"] > 0


def test_a_conflict_names_the_smallest_set_and_ways_that_help(library: Library) -> None:
    outcomes = [{"id": f"O{i}", "kind": "action", "priority": 5 - i} for i in (1, 2, 3, 4)]
    task = task_for(library, [{"minutes": 60}], Mode.VIRTUAL, 12, outcomes=outcomes)
    found = compose(task)
    assert isinstance(found, Conflict)
    kinds = [d.kind for d in found.demands]
    assert {"length", "outcome", "momentum"} == set(kinds)
    for gone in found.demands:  # a smallest set: without any one of them the others can hold together
        rest = replace(task, convening=_given_up(task.convening, gone.kind, gone.name))
        if gone.kind == "outcome":
            fewer = kinds.count("outcome") - 1
            kept = tuple(o for o in task.convening.outcomes if o.id in {d.name for d in found.demands} - {gone.name})
            assert len(kept) == fewer
            rest = replace(task, convening=task.convening.model_copy(update={"outcomes": kept}))
        if gone.kind != "momentum":
            assert isinstance(compose(rest), Draft), gone
    longer = next(w for w in found.ways if w.lengths)
    day = task.convening.days[0].model_copy(update={"minutes": longer.lengths[0][1]})
    assert isinstance(compose(replace(task, convening=task.convening.model_copy(update={"days": (day,)}))), Draft)
    less = day.model_copy(update={"minutes": longer.lengths[0][1] - 5})
    assert isinstance(compose(replace(task, convening=task.convening.model_copy(update={"days": (less,)}))), Conflict)
    dropped = {d.name for w in found.ways for d in w.drop}
    assert "O4" in dropped  # what matters least is given up first


def _given_up(convening: Convening, kind: str, name: str) -> Convening:
    if kind == "length":
        return convening.model_copy(update={"days": (convening.days[0].model_copy(update={"minutes": 240}),)})
    return convening.model_copy(update={"outcomes": tuple(o for o in convening.outcomes if o.id != name)})


def test_two_things_at_one_time_are_a_conflict(library: Library) -> None:
    keep = [
        {"title": "A", "type": "presentation", "minutes": 60, "at": "09:30"},
        {"title": "B", "type": "presentation", "minutes": 60, "at": "10:00"},
    ]
    found = compose(task_for(library, [{"minutes": 420, "start": "09:00", "keep": keep}]))
    assert isinstance(found, Conflict)
    assert [d.name for d in found.demands] == ["A", "B"]
    assert sorted(w.drop[0].name for w in found.ways) == ["A", "B"]


def kept(title: str, minutes: int, at: str | None = None, kind: str = "presentation") -> dict[str, Any]:
    return {"title": title, "type": kind, "minutes": minutes, **({"at": at} if at else {})}


@pytest.mark.parametrize(("at", "minutes"), [("08:00", 30), ("12:20", 30)])
def test_what_stands_outside_the_day_is_a_conflict(at: str, minutes: int, library: Library) -> None:
    day = {"minutes": 210, "start": "09:00", "keep": [kept("A", minutes, at)]}
    found = compose(task_for(library, [day]))
    assert isinstance(found, Conflict)
    assert [d.name for d in found.demands] == ["A"]


def test_fixed_blocks_may_follow_each_other_and_midnight(library: Library) -> None:
    day = {"minutes": 210, "start": "09:00", "keep": [kept("A", 20, "10:00"), kept("B", 20, "10:20", "fours")]}
    _, agenda = drafted(task_for(library, [day]))
    assert [b.from_clock for b in agenda.blocks if b.title in "AB"] == ["10:00", "10:20"]
    late = {"minutes": 420, "start": "20:00", "keep": [kept("A", 30, "01:00", "break")]}
    _, agenda = drafted(task_for(library, [late]))
    assert [(b.from_clock, b.start) for b in agenda.blocks if b.title == "A"] == [("01:00", 300)]


def test_what_is_kept_is_never_dropped(library: Library) -> None:
    day = {"minutes": 240, "keep": [kept(f"T{i}", 30, kind="fours") for i in range(3)]}
    _, agenda = drafted(task_for(library, [day], Mode.VIRTUAL))
    assert sum(b.minutes for b in agenda.blocks if b.title in {"T0", "T1", "T2"}) == 90


def test_each_kept_block_can_be_given_up_alone(library: Library) -> None:
    day = {"minutes": 180, "keep": [kept("Small", 10, kind="fours"), kept("Big", 100, kind="fours")]}
    found = compose(task_for(library, [day]))
    assert isinstance(found, Conflict)
    ways = [{d.name for d in w.drop} for w in found.ways if w.drop]
    assert {"Big"} in ways
    assert "Small" not in {d.name for d in found.demands}


def test_an_evening_holds_just_what_is_kept(library: Library) -> None:
    days = [{"minutes": 150, "kind": "evening-before", "keep": [kept("Dinner", 90, kind="social")]}, {"minutes": 210}]
    _, agenda = drafted(task_for(library, days))
    assert [(b.title, b.minutes) for b in agenda.days[0].blocks] == [("Dinner", 90)]


def test_a_lunch_of_your_own_is_the_lunch(library: Library) -> None:
    own = {"minutes": 420, "start": "09:00", "keep": [{"activity": "lunch", "minutes": 75}]}
    _, agenda = drafted(task_for(library, [own, own]))
    meals = [(b.day, b.minutes) for b in agenda.blocks if b.id.startswith("lunch")]
    assert meals == [(1, 75), (2, 75)]


def test_things_to_get_need_a_week(library: Library) -> None:
    calm = task_for(library, [{"minutes": 210}])
    hurried = replace(calm, setting=replace(calm.setting, lead=3))
    loss = {
        o.id: h.flat - o.flat
        for o, h in zip(*(options(t.activities, Role.WORK, t.setting, t.kinds) for t in (calm, hurried)), strict=True)
    }
    assert loss["troika-consulting"] == 0
    assert loss["gallery-walk"] == calm.setting.preferences.materials_in_haste
    one, two = compose(calm), compose(hurried)
    assert isinstance(one, Draft)
    assert isinstance(two, Draft)
    to_get = [sum(loss.get(b.activity or "", 0) for b in d.days[0]) for d in (one, two)]
    assert to_get[1] >= to_get[0]


def test_what_would_be_past_is_left_out(library: Library) -> None:
    task = task_for(library, [{"minutes": 210, "date": "2027-03-12"}])
    for lead, expected in ((30, [26, 5]), (10, [5]), (3, [])):
        draft = compose(replace(task, setting=replace(task.setting, lead=lead)))
        assert isinstance(draft, Draft)
        assert [b.until.day for b in draft.before if b.until] == expected


def test_variants_differ_in_half_of_their_work(library: Library) -> None:
    task = task_for(library, [{"minutes": 210}])
    found = variants(task, 3)
    assert len(found) == 3
    assert found[0] == compose(task)
    work = [{b.activity for b in d.days[0] if task.activities[b.activity or ""].role is Role.WORK} for d in found]
    for one, other in combinations(work, 2):
        assert len(one & other) <= max(len(one), len(other)) // 2
    worths = [d.proof.worth for d in found if d.proof]
    assert worths == sorted(worths, reverse=True)
    for draft in found:
        assert agenda_of(task, draft).misfits == ()


def test_no_replacement_in_the_best_agenda_is_better(library: Library) -> None:
    """Where a draft is proven, nothing else in any block's place can be worth more."""
    task = task_for(library, [{"minutes": 210}])
    draft, agenda = drafted(task)
    assert draft.proof is not None
    assert draft.proof.proven
    for block in agenda.blocks:
        found = replacements(task, agenda, block)
        if block.role not in {Role.WORK, Role.MOMENTUM}:
            continue  # how to open and to close is not chosen by the draft
        assert all(r.gain <= 0.05 for r in found), block.id
        assert found == sorted(found, key=lambda r: (-r.gain, r.option.id))
        assert block.id not in {r.option.id for r in found}
    assert any(replacements(task, agenda, b) for b in agenda.blocks)


def test_thinning_loses_nothing(library: Library) -> None:
    """Copies that are worse in every respect are left out, and the draft is the same."""
    task = task_for(library, [{"minutes": 120}], only=[*SMALL[0], *SMALL[1], "thirty-day-check-in"])
    many = dict(task.activities)
    for name in (*SMALL[0], *SMALL[1]):
        for i in range(12):
            one = task.activities[name]
            stages = one.stages.model_copy(update={"structured": one.stages.structured.model_copy(update={"fit": 1})})
            many[f"{name}-copy-{i}"] = one.model_copy(update={"id": f"{name}-copy-{i}", "stages": stages})
    large = replace(task, activities=many)
    work = options(many, Role.WORK, large.setting, large.kinds)
    assert len(thinned(work, large.setting, 3)) < len(work) / 2
    one, other = compose(task), compose(large)
    assert isinstance(one, Draft)
    assert isinstance(other, Draft)
    assert one.days == other.days


def test_practice_starts_earlier_and_lasts_longer(library: Library) -> None:
    """What there is to learn begins with reading; a decision begins with a question and goes on as a shared text."""
    day = {"date": "2027-03-12", "start": "09:00", "minutes": 210}
    learn, _ = drafted(task_for(library, [day], purpose="learn", outcomes=[{"id": "O1", "kind": "skill"}]))
    assert [(b.activity, f"{b.until}") for b in learn.before] == [
        ("async-poll", "2027-02-26"), ("reading-and-reflection", "2027-03-05"),
    ]  # fmt: skip
    assert [(b.activity, f"{b.until}") for b in learn.after] == [
        ("after-call-thread", "2027-03-19"), ("practice-challenge", "2027-04-11"),
    ]  # fmt: skip
    short = {"minutes": 60}
    call, _ = drafted(task_for(library, [short], Mode.VIRTUAL, outcomes=[{"id": "O1", "kind": "decision"}]))
    assert [(b.activity, b.until) for b in (*call.before, *call.after)] == [
        ("async-poll", None), ("after-call-thread", None),
    ]  # fmt: skip
