"""The risk of a day: exact, honest about buffers, and the same every time."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from copkit.core.agenda import Agenda, Placed, lay_out, risk
from copkit.core.agenda.block import forks
from copkit.core.agenda.risk import HELP, length_of
from copkit.core.agenda.spread import Spread, exactly, latest, triangle
from copkit.core.design import Convening
from copkit.reading.library import Library

Own = dict[str, Any]
NEVER_LATE = [0.5] * 8


def day(library: Library, *blocks: Own, length: int | None = None) -> Agenda:
    minutes = length if length is not None else sum(b["minutes"] for b in blocks)
    days = [{"start": "10:00", "minutes": minutes, "agenda": list(blocks)}]
    made = Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 24, "days": days})
    return lay_out(made, 24, library.activities, library.kinds)


def own(minutes: int, **more: Any) -> Own:
    return {"title": "Own", "type": "plenary", "minutes": minutes, **more}


def test_a_triangle_has_its_top_at_the_planned_minutes() -> None:
    spread = triangle(2, 4, 5)
    assert [m for m, _ in spread.items] == [2, 3, 4, 5]
    assert spread.chances == pytest.approx([x / (1 / 3 + 2 / 3 + 1 + 1 / 2) for x in (1 / 3, 2 / 3, 1, 1 / 2)])
    assert sum(spread.chances) == pytest.approx(1)
    assert triangle(3, 3, 3) == exactly(3)


def test_lengths_come_from_the_activity_and_from_assumptions(library: Library) -> None:
    a, b, c = day(
        library, {"activity": "peer-assist", "minutes": 60}, own(10), {"activity": "break", "minutes": 15}
    ).blocks
    assert (length_of(b).low, length_of(b).items[-1][0]) == (8, 15)
    assert (length_of(c).low, length_of(c).items[-1][0]) == (15, 20)
    items = length_of(a).items
    assert max(items, key=lambda x: x[1])[0] == 60
    assert items[-1][0] > 60 > items[0][0]
    assert length_of(b, [1.0, 1.0, 1.5, 2.0]).items[0] == (10, 0.5)
    assert length_of(c, [2.0] * 8) == length_of(c)


def test_a_history_takes_the_place_of_the_assumption(library: Library) -> None:
    agenda = day(library, own(20), own(20, at="10:20"))
    assert risk(agenda, 1, [2.0] * 7).points[0].held() == risk(agenda, 1).points[0].held()
    late = risk(agenda, 1, [1.25] * 8)
    assert (late.points[0].held(), late.points[0].held(5), late.points[0].over) == (0, 1, 5)
    assert late.end.over == 10
    assert (late.ratios, late.own) == (8, ())
    assert risk(agenda, 1, NEVER_LATE).end.held() == 1


def test_a_buffer_takes_up_what_is_late_and_no_more(library: Library) -> None:
    agenda = day(library, own(20), {"activity": "buffer", "minutes": 6}, own(20, at="10:26"))
    assert risk(agenda, 1, [1.25] * 8).points[0].held() == 1
    assert risk(agenda, 1, [1.5] * 8).points[0].over == 4
    early = risk(agenda, 1, NEVER_LATE).points[0]
    assert early.spread == exactly(16)


def test_five_minutes_help_most_right_before_a_fixed_point(library: Library) -> None:
    agenda = day(library, own(20), own(20), {"activity": "lunch", "minutes": 45, "at": "10:40"}, own(20))
    first = risk(agenda, 1).helps[0]
    assert first.before.id == "lunch"
    assert first.gain > 0.3


def test_a_day_without_fixed_points_has_an_end(library: Library) -> None:
    found = risk(day(library, own(20), own(20)), 1)
    assert [p.block for p in found.points] == [None]
    assert found.end.held() < found.end.held(5) < found.end.held(10) <= 1


@given(a=st.lists(st.floats(0.01, 1), min_size=1, max_size=6), b=st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_the_later_of_two(a: list[float], b: list[float]) -> None:
    one, other = (Spread(n, tuple(x / sum(xs) for x in xs)) for n, xs in ((3, a), (5, b)))
    both: dict[int, float] = {}
    for (x, p), (y, q) in product(one.items, other.items):
        both[max(x, y)] = both.get(max(x, y), 0) + p * q
    assert dict(latest(one, other).items) == pytest.approx({k: both.get(k, 0) for k, _ in latest(one, other).items})


rows = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(["plenary", "plenary", "buffer", "break"]), st.sampled_from([None, None, None, "N", "S"]), st.integers(0, 4)),
    min_size=1, max_size=5,
)  # fmt: skip


def made(library: Library, drawn: list[tuple[int, str, str | None, int]], slack: int) -> Agenda:
    """Lay out a day in which some blocks for everyone are fixed, up to a few minutes after what comes before them."""
    blocks: list[Own] = []
    for minutes, kind, track, gap in drawn:
        row = {"title": "Own", "type": kind, "minutes": minutes} | ({"track": track} if track else {})
        at = max((b.end for b in day(library, *blocks, length=600).blocks), default=0) + gap
        joins = track and blocks and blocks[-1].get("track")
        blocks.append(row | ({"at": f"10:{at:02d}"} if gap < 2 and not joins else {}))
    end = max(b.end for b in day(library, *blocks, length=600).blocks)
    return day(library, *blocks, length=end + slack)


def walked(blocks: tuple[Placed, ...], lengths: dict[int, int], points: dict[int, int]) -> int:
    """Walk through a day with known lengths: when it ends, and when each fixed block is reached."""
    now = 0
    for fork in forks(blocks, lambda b: b.block.track):
        ends = []
        for track in dict.fromkeys(b.block.track for b in fork):
            at = now
            for b in (x for x in fork if x.block.track == track):
                if b.block.at:
                    points[b.index] = at
                    at = max(at, b.start)
                at = at + lengths[b.index] if b.type != "buffer" else min(at + b.minutes, max(at, b.end))
            ends.append(at)
        now = max(ends)
    return now


@settings(max_examples=150)
@given(drawn=rows, slack=st.integers(0, 3))
def test_it_is_what_going_through_every_case_gives(
    library: Library, drawn: list[tuple[int, str, str | None, int]], slack: int
) -> None:
    agenda = made(library, drawn, slack)
    blocks = agenda.blocks
    spreads = {b.index: length_of(b).items if b.type != "buffer" else [(0, 1.0)] for b in blocks}
    size = 1
    for items in spreads.values():
        size *= len(items)
    assume(size < 20000)
    chances: dict[int | None, dict[int, float]] = {}
    for case in product(*spreads.values()):
        chance = 1.0
        for _, p in case:
            chance *= p
        points: dict[int, int] = {}
        end = walked(blocks, dict(zip(spreads, (m for m, _ in case), strict=True)), points)
        for key, moment in [*points.items(), (None, end)]:
            there = chances.setdefault(key, {})
            there[moment] = there.get(moment, 0) + chance
    found = risk(agenda, 1)
    for point in found.points:
        assert sum(point.spread.chances) == pytest.approx(1)
        want = chances[point.block.index if point.block else None]
        for grace in (0, 2, 5):
            assert point.held(grace) == pytest.approx(sum(p for m, p in want.items() if m <= point.at + grace))
        assert point.over == pytest.approx(sum(p * max(0, m - point.at) for m, p in want.items()))
    assert risk(agenda, 1) == found


@settings(max_examples=150)
@given(drawn=rows, slack=st.integers(0, 3))
def test_more_buffer_never_lowers_a_chance(
    library: Library, drawn: list[tuple[int, str, str | None, int]], slack: int
) -> None:
    found = risk(made(library, drawn, slack), 1)
    for one in found.helps:
        before = found.points[len(found.points) - len(one.points) :]
        for a, b in zip(before, one.points, strict=True):
            assert b.at == a.at + HELP
            assert b.held() >= a.held() - 1e-9
    gains = [round(h.gain, 6) for h in found.helps]
    assert gains == sorted(gains, reverse=True)
