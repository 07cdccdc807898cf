"""Re-timing: fixed points and the end hold, minimums are kept, and nothing is shortened more than needed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import Role, total_minutes
from copkit.core.agenda import Agenda, NewTimes, NoRoom, Placed, Retimed, lay_out, retime
from copkit.core.agenda.saving import Giver, cheapest
from copkit.core.design import Convening
from copkit.reading.library import Library

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "data" / "bench" / "retime.json"
Own = dict[str, Any]


def own(title: str, minutes: int, cut: int = 3, **more: Any) -> Own:
    return {"title": title, "id": title.lower(), "minutes": minutes, "type": "plenary", "cut": cut, **more}


def day(library: Library, *blocks: Own, length: int | None = None, start: str | None = "10:00") -> Agenda:
    minutes = length if length is not None else sum(b["minutes"] for b in blocks)
    days = [{"start": start, "minutes": minutes, "agenda": list(blocks)}]
    made = Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 24, "days": days})
    return lay_out(made, 24, library.activities, library.kinds)


def times(found: NewTimes | NoRoom) -> dict[str, tuple[int, int, str]]:
    assert isinstance(found, NewTimes)
    return {r.block.id: (r.start, r.minutes, r.state) for r in found.rows}


# --- small cases, worked by hand


def test_on_time_nothing_changes(library: Library) -> None:
    found = retime(day(library, own("A", 20), own("B", 20), own("C", 20)), 1, 25, 0)
    assert times(found) == {"a": (0, 20, "done"), "b": (20, 20, "running"), "c": (40, 20, "kept")}


def test_what_runs_keeps_its_time_and_what_follows_gives(library: Library) -> None:
    found = retime(day(library, own("A", 30), own("B", 30), own("C", 60)), 1, 20, 9)
    assert times(found) == {"a": (0, 39, "running"), "b": (39, 27, "shortened"), "c": (66, 54, "shortened")}


def test_the_buffer_goes_first(library: Library) -> None:
    agenda = day(library, own("A", 30), own("B", 30), {"activity": "buffer", "minutes": 10}, own("C", 30, 0))
    assert times(retime(agenda, 1, 10 + 6, 6))["buffer"] == (66, 4, "shortened")
    assert times(retime(agenda, 1, 10 + 10, 10))["buffer"] == (70, 0, "dropped")
    both = times(retime(agenda, 1, 10 + 12, 12))
    assert both["b"] == (42, 28, "shortened")
    assert both["c"] == (70, 30, "kept")


def test_a_buffer_that_runs_gives_what_is_left_of_it(library: Library) -> None:
    agenda = day(library, own("A", 30), {"activity": "buffer", "minutes": 10}, own("B", 30))
    assert times(retime(agenda, 1, 34 + 5, 5)) == {
        "a": (0, 30, "done"), "buffer": (30, 10, "running"), "b": (40, 30, "kept"),
    }  # fmt: skip
    assert times(retime(agenda, 1, 34 + 9, 9)) == {
        "a": (0, 30, "done"), "buffer": (30, 13, "running"), "b": (43, 27, "shortened"),
    }  # fmt: skip


def test_priorities_go_in_their_order(library: Library) -> None:
    agenda = day(library, own("Now", 30), own("Three", 30, 3), own("Two", 30, 2), own("One", 30, 1), own("Zero", 30, 0))
    lost = {r.block.id: r.lost for r in retime(agenda, 1, 10 + 24, 24).rows}  # type: ignore[union-attr]
    assert lost == {"now": 0, "three": 10, "two": 10, "one": 4, "zero": 0}


def test_a_block_is_dropped_only_when_nothing_else_suffices(library: Library) -> None:
    agenda = day(library, own("Now", 30), own("A", 30), own("B", 12), own("C", 30, 2))
    kept = times(retime(agenda, 1, 10 + 24, 24))
    assert [s for _, _, s in kept.values()] == ["running", "shortened", "shortened", "shortened"]
    gone = times(retime(agenda, 1, 10 + 25, 25))
    assert [gone[i][2] for i in "abc"] == ["kept", "dropped", "shortened"] or gone["a"][2] == "dropped"
    assert [s for _, _, s in gone.values()].count("dropped") == 1


def test_what_a_dropped_block_leaves_over_is_said(library: Library) -> None:
    agenda = day(library, own("Now", 30), own("A", 30), own("B", 10, 0))
    found = retime(agenda, 1, 10 + 12, 12)
    assert isinstance(found, NewTimes)
    assert times(found)["a"][2] == "dropped"
    assert [(s.start, s.minutes, s.before) for s in found.spare] == [(52, 18, None)]


def test_a_fixed_point_holds_and_what_comes_after_it_keeps_its_times(library: Library) -> None:
    agenda = day(library, own("A", 30), own("B", 30), {"activity": "lunch", "minutes": 60, "at": "11:00"}, own("C", 30))
    assert times(retime(agenda, 1, 15, 8)) == {
        "a": (0, 38, "running"), "b": (38, 22, "shortened"), "lunch": (60, 60, "kept"), "c": (120, 30, "kept"),
    }  # fmt: skip


def test_a_gap_before_a_fixed_point_takes_the_delay(library: Library) -> None:
    agenda = day(library, own("A", 30), own("B", 30, at="10:45"), length=75)
    found = retime(agenda, 1, 15, 10)
    assert times(found) == {"a": (0, 40, "running"), "b": (45, 30, "kept")}
    assert isinstance(found, NewTimes)
    assert found.spare == ()


def test_without_room_each_choice_is_offered(library: Library) -> None:
    agenda = day(
        library, own("A", 30), {"activity": "break", "minutes": 15, "at": "10:30"}, own("B", 30), own("C", 30, at="11:15"),
    )  # fmt: skip
    found = retime(agenda, 1, 20, 7)
    assert isinstance(found, NoRoom)
    assert (found.short, found.before and found.before.id) == (7, "break")
    moves = [[(s.block.id if s.block else "end", s.minutes) for s in c.shifts] for c in found.choices]
    assert moves == [[("break", 7)], [("break", 7), ("c", 7)], [("break", 7), ("c", 7), ("end", 7)]]
    first, _, last = found.choices
    assert times(first.times)["b"] == (52, 23, "shortened")
    assert {r.state for r in last.times.rows} == {"running", "kept"}


def test_without_room_before_the_end_the_end_moves(library: Library) -> None:
    found = retime(day(library, own("A", 30), own("B", 30, 0)), 1, 20, 7)
    assert isinstance(found, NoRoom)
    assert found.before is None
    assert [[(s.block, s.start, s.minutes) for s in c.shifts] for c in found.choices] == [[(None, 60, 7)]]


def test_being_early_leaves_spare_minutes_before_the_next_fixed_point(library: Library) -> None:
    agenda = day(library, own("A", 30), own("B", 30), {"activity": "break", "minutes": 15, "at": "11:00"})
    found = retime(agenda, 1, 10, -8)
    assert isinstance(found, NewTimes)
    assert times(found) == {"a": (0, 22, "running"), "b": (22, 30, "kept"), "break": (60, 15, "kept")}
    assert [(s.start, s.minutes, s.before and s.before.id) for s in found.spare] == [(52, 8, "break")]


def test_a_day_that_begins_late(library: Library) -> None:
    found = retime(day(library, own("A", 30), own("B", 60)), 1, 5, 9)
    assert times(found) == {"a": (9, 27, "shortened"), "b": (36, 54, "shortened")}


def test_tracks_end_together(library: Library) -> None:
    agenda = day(
        library, own("Now", 20, 0), own("Long", 30, track="North"), own("More", 30, track="North"),
        own("Short", 55, 2, track="South"), own("All", 20, 0), length=100,
    )  # fmt: skip
    found = times(retime(agenda, 1, 10 + 8, 8))
    assert found["all"] == (80, 20, "kept")
    assert {found["long"][1], found["more"][1]} == {26}
    assert found["short"] == (28, 52, "shortened")


def test_a_fork_that_runs_ends_as_late_as_the_room_is(library: Library) -> None:
    agenda = day(
        library, own("A", 20, track="N"), own("B", 20, track="N"), own("C", 40, track="S"), own("All", 30), length=70,
    )  # fmt: skip
    assert times(retime(agenda, 1, 15, 5)) == {
        "a": (0, 25, "running"), "b": (25, 20, "kept"), "c": (0, 45, "running"), "all": (45, 25, "shortened"),
    }  # fmt: skip


def test_each_outcome_is_told_its_loss(library: Library) -> None:
    agenda = day(
        library, own("Now", 30, serves=["O1"]), own("A", 30, serves=["O1", "O2"]), own("B", 60, 0, serves=["O2"])
    )
    found = retime(agenda, 1, 10 + 6, 6)
    assert isinstance(found, NewTimes)
    assert [(x.outcome, x.minutes, x.planned, x.percent) for x in found.losses] == [("O1", 6, 60, 10), ("O2", 6, 90, 7)]


def test_between_equals_round_minutes_win(library: Library) -> None:
    agenda = day(library, own("Now", 30), own("A", 22), own("B", 22), own("C", 21), own("D", 21))
    lost = times(retime(agenda, 1, 10 + 1, 1))
    assert [lost[i][1] for i in "abcd"] == [21, 22, 21, 21]
    assert times(retime(agenda, 1, 10 + 3, 3))["c"][1] == 20


# --- what always holds

ACTIVITIES = [
    "peer-assist",
    "1-2-4-all",
    "break",
    "buffer",
    "plus-delta",
    "closing-circle",
    "world-cafe",
    "send-the-email",
]
blocks = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 40), st.integers(0, 3), st.none()),
        st.tuples(st.integers(1, 40), st.none(), st.sampled_from(ACTIVITIES)),
    ),
    min_size=1,
    max_size=9,
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Own], int, int, int]:
    """Draw a day that fits: blocks, some of them fixed where they stand or a little later; its length, now, late."""
    at, rows = 0, []
    for n, (minutes, cut, activity) in enumerate(draw(blocks)):
        row: Own = {"id": f"b{n}", "minutes": minutes}
        row |= {"activity": activity} if activity else {"title": "Own", "type": "plenary", "cut": cut}
        if draw(st.integers(0, 3)) == 0:
            at += draw(st.sampled_from([0, 0, 5, 20]))
            row["at"] = f"{8 + at // 60:02d}:{at % 60:02d}"
        rows.append(row)
        at += minutes
    length = at + draw(st.sampled_from([0, 10]))
    return rows, length, draw(st.integers(0, length - 1)), draw(st.integers(-20, 60))


def least(b: Placed) -> int:
    if b.type == "buffer":
        return 0
    if b.pause or b.cut == 0 or b.category or b.role is Role.CLOSING:
        return b.minutes
    if b.activity:
        return min(b.minutes, max(1, total_minutes(b.activity, 24, "min")))
    return math.ceil(b.minutes * 2 / 3)


def holds(found: NewTimes, moved: dict[str, int], end: int, late: int) -> None:
    now_at = -1000
    for row in found.rows:
        b = row.block
        if row.state == "done":
            continue
        assert row.start >= now_at or (late < 0 and row.state == "running"), "no two at once"
        now_at = max(now_at, row.end)
        if row.state == "dropped":
            assert b.type == "buffer" or b.cut == 3
            assert not (b.pause and b.type != "buffer")
        elif row.state != "running":
            assert least(b) <= row.minutes <= b.minutes
            if b.block.at:
                assert row.start == b.start + moved.get(b.id, 0)
    assert now_at <= end


@settings(max_examples=400)
@given(plan=plans())
def test_what_always_holds(library: Library, plan: tuple[list[Own], int, int, int]) -> None:
    rows, length, now, late = plan
    agenda = day(library, *rows, length=length, start="08:00")
    found = retime(agenda, 1, now, late)
    if late <= 0:
        assert isinstance(found, NewTimes)
        assert all(r.lost == 0 for r in found.rows)
    if isinstance(found, NewTimes):
        assert [r.block for r in found.rows] == list(agenda.blocks)
        holds(found, {}, length, late)
        return
    assert found.choices
    for choice in found.choices:
        moved = {s.block.id: s.minutes for s in choice.shifts if s.block}
        end = length + sum(s.minutes for s in choice.shifts if s.block is None)
        holds(choice.times, moved, end, late)


# --- against every way there is


def cost(rows: list[tuple[Placed, int, bool]]) -> int:
    total = 0
    for b, gone, dropped in rows:
        turn = 0 if b.type == "buffer" else 4 - b.cut
        total += 10**60 if dropped else 0
        total += sum((10 ** (12 * turn) if turn else 0) + 10**6 * k // b.minutes for k in range(1, gone + 1))
    return total


def ways(b: Placed) -> Iterator[tuple[int, bool]]:
    yield from ((k, False) for k in range(b.minutes - least(b) + 1))
    if b.cut == 3 and b.type != "buffer" and not b.pause and not b.category and b.role is not Role.CLOSING:
        yield b.minutes, True


@settings(max_examples=200)
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 3), st.sampled_from(["plenary", "plenary", "buffer", "break"])),
        min_size=1, max_size=4,
    ),
    late=st.integers(1, 25), pin=st.booleans(), gap=st.integers(0, 4),
)  # fmt: skip
def test_it_is_the_best_of_all_ways(
    library: Library, rows: list[tuple[int, int, str]], late: int, pin: bool, gap: int
) -> None:
    later = [
        {"id": f"b{n}", "title": "Own", "type": t, "minutes": m} | ({"cut": c} if t == "plenary" else {})
        for n, (m, c, t) in enumerate(rows)
    ]
    limit = 10 + sum(m for m, _, _ in rows) + gap
    last = [own("Last", 10, 0, at=f"10:{limit:02d}")] if pin else []
    agenda = day(library, own("Now", 10), *later, *last, length=limit + 10 * pin)
    found = retime(agenda, 1, 5 + late, late)
    placed = agenda.blocks[1 : 1 + len(rows)]
    possible = [
        cost([(b, *way) for b, way in zip(placed, chosen, strict=True)])
        for chosen in product(*(ways(b) for b in placed))
        if sum(gone for gone, _ in chosen) >= late - gap
    ]
    assert isinstance(found, NewTimes) == bool(possible)
    if isinstance(found, NewTimes):
        got = {r.block.id: r for r in found.rows}
        assert min(possible) == cost([(b, got[b.id].lost, _left(got[b.id])) for b in placed])


def _left(row: Retimed) -> bool:
    return row.state == "dropped" and row.block.type != "buffer"


# --- the routine, with another objective


@pytest.mark.skipif(not BENCH.exists(), reason="the benchmark instances are not part of the project")
def test_the_optima_of_the_benchmark_are_reached() -> None:
    """Its cost: weight times the square of what is lost over what was planned; twice weight times planned for a drop."""
    for case in json.loads(BENCH.read_text(encoding="utf-8")):
        scale = math.lcm(*(b["p"] for b in case["blocks"]))
        stretches: list[list[dict[str, Any]]] = [[]]
        limits = [case["now"]]
        for b in case["blocks"]:
            if b["anchor"] is not None:
                stretches.append([])
                limits.append(b["anchor"])
            stretches[-1].append(b)
        total = 0
        for stretch, start, limit in zip(stretches, limits, [*limits[1:], case["end"]], strict=True):
            givers = [
                Giver(
                    tuple(b["w"] * (2 * k - 1) * scale // b["p"] for k in range(1, b["p"] - b["lo"] + 1)),
                    (b["p"], 2 * b["w"] * b["p"] * scale) if b["drop"] else None,
                )
                for b in stretch
            ]
            saved = cheapest(givers, max(0, start + sum(b["p"] for b in stretch) - limit))
            if saved is None:
                assert case["cost"] is None
                break
            total += saved.cost
        else:
            assert total / scale == pytest.approx(case["cost"], abs=1e-3)
