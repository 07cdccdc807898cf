"""How answers move over time, and which moves are too quick to believe."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.community import Dates, Questionnaire
from copkit.core.stage import (
    Change,
    Evidence,
    LogSignal,
    Snapshot,
    StageModel,
    Voice,
    changes,
    diagnose,
    height,
    history_of,
    snapshot_of,
)  # fmt: skip

FIRST = date(2026, 1, 1)
LEVELS = st.none() | st.integers(0, 3)
ANSWERS = st.dictionaries(st.sampled_from(["PUR1", "CVS1", "LED2", "RHY3"]), LEVELS)
STAGES = ("1", "1→2", "2", "2→3", "3", "insufficient")


def taken(day: int, answers: dict[str, int | None], stage: str = "1", **more: object) -> Snapshot:
    return Snapshot.model_validate(
        {
            "copkit": 1,
            "model": "2026.1",
            "date": FIRST + timedelta(days=day),
            "stage": stage,
            "confidence": "low",
            "answers": answers,
            **more,
        }
    )


def quick(model: StageModel, *snapshots: Snapshot) -> list[tuple[str, int, int, tuple[str, ...]]]:
    found = history_of(model, snapshots).hasty
    return [(h.kind, h.before, h.after, tuple(c.item for c in h.changes)) for h in found]


def test_an_absent_answer_is_an_unknown_one() -> None:
    assert changes({"A": 1, "B": None}, {"A": 2, "C": 0}) == (Change("A", 1, 2), Change("C", None, 0))
    assert [c.by for c in changes({"A": 3, "B": 1}, {"A": 1})] == [-2, None]


@given(ANSWERS, ANSWERS)
def test_changes_lead_from_one_to_the_other(before: dict[str, int | None], after: dict[str, int | None]) -> None:
    moved = changes(before, after)
    told = {k: v for k, v in {**before, **{c.item: c.after for c in moved}}.items() if v is not None}
    assert told == {k: v for k, v in after.items() if v is not None}
    assert all(c.before != c.after for c in moved)
    assert {(c.item, c.after, c.before) for c in changes(after, before)} == {(c.item, c.before, c.after) for c in moved}
    assert changes(before, before) == ()


def test_two_levels_within_half_a_year_are_a_leap_in_both_directions(model: StageModel) -> None:
    assert quick(model, taken(0, {"CVS1": 1}), taken(179, {"CVS1": 3})) == [("leap", 0, 1, ("CVS1",))]
    assert quick(model, taken(0, {"CVS1": 3}), taken(179, {"CVS1": 1})) == [("leap", 0, 1, ("CVS1",))]
    assert quick(model, taken(0, {"CVS1": 1}), taken(180, {"CVS1": 3})) == []
    assert quick(model, taken(0, {"CVS1": 1}), taken(90, {"CVS1": 2})) == []
    assert quick(model, taken(0, {"CVS1": None}), taken(90, {"CVS1": 3})) == []


def test_a_leap_in_small_steps_is_seen_and_told_once(model: StageModel) -> None:
    rows = [taken(day, {"CVS1": level}) for day, level in ((0, 0), (60, 1), (120, 2), (150, 2))]
    assert quick(model, *rows) == [("leap", 0, 2, ("CVS1",))]
    assert quick(model, *rows, taken(175, {"CVS1": 3})) == [("leap", 0, 2, ("CVS1",)), ("leap", 1, 4, ("CVS1",))]


def test_a_stage_may_rise_by_half_in_half_a_year(model: StageModel) -> None:
    assert quick(model, taken(0, {}, "1"), taken(179, {}, "1→2")) == [("stage", 0, 1, ())]
    assert quick(model, taken(0, {}, "1"), taken(180, {}, "1→2")) == []
    assert quick(model, taken(0, {}, "1"), taken(359, {}, "2")) == [("stage", 0, 1, ())]
    assert quick(model, taken(0, {}, "1"), taken(360, {}, "2")) == []
    assert quick(model, taken(0, {}, "3"), taken(30, {}, "1")) == []
    assert quick(model, taken(0, {}, "insufficient"), taken(30, {}, "3")) == []


def test_answers_asked_again_within_three_weeks_show_noise(model: StageModel) -> None:
    assert quick(model, taken(0, {"CVS1": 1, "LED2": 0}), taken(21, {"CVS1": 2, "LED2": 0})) == [
        ("retest", 0, 1, ("CVS1",))
    ]
    assert quick(model, taken(0, {"CVS1": 1}), taken(22, {"CVS1": 2})) == []
    assert quick(model, taken(0, {"CVS1": None}), taken(3, {"CVS1": 2})) == []


def test_other_versions_of_the_questions_do_not_compare(model: StageModel) -> None:
    other = taken(10, {"CVS1": 3}, "3", model="2027.1")
    found = history_of(model, [taken(20, {"CVS1": 1}), other, taken(0, {"CVS1": 0})])
    assert [s.changes for s in found.steps] == [None, None]
    assert found.hasty == ()
    assert [s.date for s in found.snapshots] == sorted(s.date for s in found.snapshots)


def test_who_answered_and_what_logs_show_is_told_beside(model: StageModel) -> None:
    one = taken(0, {"CVS1": 1}, respondents=["manager"], logs={"CVS1": [1], "LED1": [0]})
    other = taken(60, {"CVS1": 3}, respondents=["member"], logs={"CVS1": [2], "LED1": [1]})
    found = history_of(model, [one, other])
    assert (found.steps[0].others, found.steps[0].logs) == (True, ("CVS1", "LED1"))
    assert [(h.others, h.logs) for h in found.hasty] == [(True, ("CVS1",))]


@given(st.lists(st.tuples(st.integers(0, 900), ANSWERS, st.sampled_from(STAGES)), max_size=6, unique_by=lambda r: r[0]))
def test_what_must_hold_of_every_history(rows: list[tuple[int, dict[str, int | None], str]]) -> None:
    from copkit.reading.library import Library
    from copkit.shelf import Shelf

    model = Library(Shelf()).stage_model
    snapshots = [taken(*row) for row in rows]
    found = history_of(model, snapshots)
    assert found == history_of(model, snapshots[::-1])
    assert len(found.steps) == max(0, len(rows) - 1)
    for h in found.hasty:
        one, other = found.snapshots[h.before], found.snapshots[h.after]
        assert 0 < h.days == (other.date - one.date).days
        if h.kind == "leap":
            assert [abs(c.by or 0) >= 2 for c in h.changes] == [True]
            assert h.days < model.thresholds.leap_days
        elif h.kind == "stage":
            assert (height(other.stage) or 0) > (height(one.stage) or 9)
        else:
            assert h.days <= model.thresholds.retest_days


def test_a_snapshot_holds_middle_answers_logs_and_nothing_private(model: StageModel) -> None:
    sheet = Questionnaire.model_validate(
        {
            "answers": {"PUR1": {"answer": "2", "note": "Ann said so"}},
            "others": [{"by": "member", "answers": {"PUR1": "3"}}],
        }
    )
    evidence = Evidence(
        (Voice("manager", {"PUR1": 2}), Voice("member", {"PUR1": 3})), (LogSignal("CVS1", 1, "Ann's log"),)
    )
    found = diagnose(model, evidence, Dates(), FIRST)
    snapshot = snapshot_of(model, sheet, evidence, found, FIRST)
    assert (snapshot.answers["PUR1"], snapshot.answers["PUR2"]) == (2, None)
    assert snapshot.respondents == ("member",)
    assert snapshot.logs == {"CVS1": (1,)}
    assert set(snapshot.dimensions) == {"PUR", "CVS"}
    assert "Ann" not in snapshot.model_dump_json()


def test_a_dormant_community_keeps_what_its_answers_suggest(model: StageModel) -> None:
    evidence = Evidence((Voice("manager", {i.id: 3 for i in model.items}),))
    silent = Dates(last_gathering=FIRST - timedelta(days=200), last_member_message=FIRST - timedelta(days=200))
    found = diagnose(model, evidence, silent, FIRST)
    assert found.stage == "dormant"
    assert snapshot_of(model, Questionnaire(), evidence, found, FIRST).stage == "3"
