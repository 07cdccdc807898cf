"""Who has the floor, and about where a stage lies."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.activity import Talk
from copkit.core.agenda import Move, lay_out
from copkit.core.design import Convening
from copkit.core.floor import Floor, floor_of, minutes_by_floor
from copkit.core.stage.scoring import between, expected
from copkit.reading.library import Library


@pytest.mark.parametrize(
    ("talk", "size", "floor"),
    [
        (Talk.LISTEN, None, Floor.ONE), (Talk.TURNS, None, Floor.TURNS), (Talk.OPEN, None, Floor.SOME),
        (Talk.QUESTIONS, None, Floor.SOME), (Talk.RING, None, Floor.SOME), (Talk.OPEN, 2, Floor.PAIRS),
        (Talk.TURNS, 2, Floor.PAIRS), (Talk.OPEN, 3, Floor.GROUPS), (Talk.TURNS, 8, Floor.GROUPS),
        (Talk.WRITE, 1, Floor.WRITE), (Talk.WRITE, 4, Floor.WRITE), (Talk.MAKE, 1, Floor.MAKE),
        (Talk.OPEN, 1, Floor.WRITE), (Talk.PAUSE, None, Floor.PAUSE),
    ],
)  # fmt: skip
def test_who_has_the_floor(talk: Talk, size: int | None, floor: Floor) -> None:
    move = Move("x", 5, talk, size, 1.0)
    assert floor_of(move, pause=False) is floor
    assert floor_of(move, pause=True) is Floor.PAUSE


def test_every_minute_of_a_block_has_its_floor(library: Library) -> None:
    for activity in library.activities.values():
        convening = Convening.model_validate(
            {
                "copkit": 1,
                "id": "x",
                "mode": "in-person",
                "days": [{"minutes": 480, "agenda": [{"activity": activity.id}]}],
            }
        )
        block = lay_out(convening, 24, library.activities, library.kinds).blocks[0]
        found = minutes_by_floor(block)
        assert sum(minutes for _, minutes in found) == block.minutes, activity.id
        assert all(a[0] is not b[0] for a, b in pairwise(found))


@given(st.tuples(*[st.floats(0.001, 1)] * 3))
def test_a_stage_lies_around_what_is_expected_and_within_the_scale(weights: tuple[float, float, float]) -> None:
    total = sum(weights)
    p = (weights[0] / total, weights[1] / total, weights[2] / total)
    low, high = between(p)
    assert 1 <= low <= expected(p) <= high <= 3


def test_who_is_certain_has_no_spread() -> None:
    assert between((0.0, 1.0, 0.0)) == (2.0, 2.0)
    assert between((0.5, 0.0, 0.5)) == (1.0, 3.0)
