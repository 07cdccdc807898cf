"""The voice figures against the worked agendas of the domain model (§D4)."""

from __future__ import annotations

import pytest

from copkit.core.agenda import lay_out
from copkit.core.design import Convening
from copkit.core.voice import VoiceFigures, efficiency, figures, size_class
from copkit.reading.library import Library

Row = tuple[str, int] | tuple[str, int, dict[str, object]]
A: list[Row] = [("opening", 10), ("panel", 60), ("questions", 20), ("plenary", 20), ("presentation", 10)]
B: list[Row] = [
    ("opening", 5), ("pairs", 10), ("presentation", 15), ("fours", 30, {"structured_turns": True}), ("break", 10),
    ("working-groups", 20), ("first-step", 15), ("plus-delta", 5), ("plenary", 5), ("opening", 5),
]  # fmt: skip
C: list[Row] = [
    ("opening", 10), ("panel", 30), ("pairs", 5), ("write", 5), ("questions", 20), ("fours", 20), ("first-step", 15),
    ("plus-delta", 5), ("presentation", 10),
]  # fmt: skip


def voiced(library: Library, people: int, rows: list[Row]) -> VoiceFigures:
    blocks = [{"title": r[0], "type": r[0], "minutes": r[1], **(r[2] if len(r) > 2 else {})} for r in rows]
    minutes = sum(int(str(b["minutes"])) for b in blocks)
    convening = Convening.model_validate(
        {
            "copkit": 1,
            "id": "x",
            "mode": "in-person",
            "people": people,
            "days": [{"minutes": minutes, "agenda": blocks}],
        }
    )
    return figures(lay_out(convening, people, library.activities, library.kinds))


def test_a_panel_leaves_most_people_out(library: Library) -> None:
    v = voiced(library, 24, A)
    assert (round(v.expected_airtime, 1), round(v.airtime_per_hour, 1), v.guaranteed_airtime) == (0.8, 0.4, 0)
    assert (v.small_group_share, round(v.active_share, 2)) == (0, 0.20)
    assert (v.first_voice, v.coverage, round(v.longest_listening)) == (None, 0, 82)
    assert v.longest_without_break == 120


def test_groups_give_everyone_a_voice(library: Library) -> None:
    v = voiced(library, 24, B)
    assert (round(v.expected_airtime, 1), round(v.airtime_per_hour, 1)) == (14.4, 7.9)
    assert round(v.guaranteed_airtime, 1) == 12.6
    assert (round(v.small_group_share, 2), round(v.active_share, 2)) == (0.55, 0.76)
    assert (v.first_voice, round(v.longest_listening), v.coverage) == (5, 15, 1)


def test_a_large_event_speaks_late(library: Library) -> None:
    v = voiced(library, 180, C)
    assert (round(v.expected_airtime, 1), round(v.airtime_per_hour, 1), round(v.guaranteed_airtime, 1)) == (
        6.5,
        3.3,
        4.4,
    )
    assert (round(v.small_group_share, 2), round(v.active_share, 2)) == (0.21, 0.48)
    assert (v.first_voice, round(v.longest_listening), v.coverage) == (40, 40, 1)


def test_the_same_two_hours_give_eighteen_times_more_airtime(library: Library) -> None:
    ratio = voiced(library, 24, B).expected_airtime / voiced(library, 24, A).expected_airtime
    assert round(ratio) == 18


@pytest.mark.parametrize(
    ("people", "size"), [(3, "small"), (30, "small"), (31, "medium"), (80, "medium"), (81, "large")]
)
def test_size_classes(people: int, size: str) -> None:
    assert size_class(people) == size


@pytest.mark.parametrize(("group", "eta"), [(2, 0.9), (3, 0.85), (5, 0.85), (6, 0.75), (7, 0.75), (None, 0.8)])
def test_efficiency(group: int | None, eta: float) -> None:
    assert efficiency(group) == eta


def test_a_go_round_is_sure_and_shared_by_all(library: Library) -> None:
    v = voiced(library, 12, [("go-round", 12)])
    assert (v.guaranteed_airtime, v.expected_airtime, v.first_voice) == (1, 1, 0)


def test_large_unstructured_groups_guarantee_nothing(library: Library) -> None:
    v = voiced(library, 40, [("fours", 20, {"group_size": 8, "structured_turns": False})])
    assert v.guaranteed_airtime == 0
    assert v.small_group_share == 0
    assert v.expected_airtime > 0
