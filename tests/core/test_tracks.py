"""Tracks side by side: who is where, when everyone meets again, and what one person takes part in."""

from __future__ import annotations

from copkit.core.agenda import Agenda, lay_out
from copkit.core.design import Convening
from copkit.core.voice import figures
from copkit.reading.library import Library

FORKED = [
    {"title": "Welcome", "type": "opening", "minutes": 10},
    {"title": "Pairs", "type": "pairs", "minutes": 40, "track": "A"},
    {"title": "More pairs", "type": "pairs", "minutes": 10, "track": "A"},
    {"title": "A talk", "type": "presentation", "minutes": 30, "track": "B"},
    {"title": "Another talk", "type": "presentation", "minutes": 40, "track": "C"},
    {"title": "Closing", "type": "closing", "minutes": 10},
    {"title": "Stay on", "type": "fours", "minutes": 20, "track": "A"},
]


def laid(library: Library, blocks: list[dict[str, object]], **day: object) -> Agenda:
    made = Convening.model_validate(
        {
            "copkit": 1,
            "id": "x",
            "mode": "in-person",
            "people": 31,
            "days": [{"minutes": 120, **day, "agenda": blocks}],
        }
    )
    return lay_out(made, 31, library.activities, library.kinds)


def test_tracks_begin_together_and_everyone_waits_for_the_longest(library: Library) -> None:
    agenda = laid(library, FORKED)
    assert [(b.start, b.end, b.people) for b in agenda.blocks] == [
        (0, 10, 31), (10, 50, 10), (50, 60, 10), (10, 40, 10), (10, 50, 10), (60, 70, 31), (70, 90, 31),
    ]  # fmt: skip
    assert [m.code for m in agenda.misfits] == ["early-end"]


def test_a_route_is_what_one_person_takes_part_in(library: Library) -> None:
    agenda = laid(library, FORKED)
    assert agenda.tracks == ("A", "B", "C")
    assert [b.title for b in agenda.along("B").blocks] == ["Welcome", "A talk", "Closing", "Stay on"]
    assert len(agenda.routes) == 3
    assert figures(agenda) == figures(agenda.along("B"))  # those in the talks speak least
    assert figures(agenda.along("A")).expected_airtime > figures(agenda).expected_airtime


def test_an_overlap_within_a_track_is_told_and_beside_it_is_none(library: Library) -> None:
    blocks = [{**b, "at": at} for b, at in zip(FORKED[1:6], ("09:00", "09:30", "09:00", "09:10", "09:40"), strict=True)]
    agenda = laid(library, blocks, start="09:00")
    assert [(m.code, m.block) for m in agenda.misfits if m.code == "overlap"] == [("overlap", 1), ("overlap", 4)]


def test_a_day_may_last_past_midnight(library: Library) -> None:
    blocks = [{"title": "Music", "type": "social", "minutes": 60, "at": "01:30"}]
    agenda = laid(library, blocks, start="20:00", minutes=420)
    assert (agenda.blocks[0].start, agenda.blocks[0].from_clock) == (330, "01:30")
    assert [m.code for m in agenda.misfits] == ["gap", "early-end"]


def test_a_room_may_stand_empty(library: Library) -> None:
    blocks = [
        {"title": "A", "type": "pairs", "minutes": 20, "track": "A", "at": "09:00"},
        {"title": "B", "type": "pairs", "minutes": 20, "track": "B", "at": "09:20", "room": "Attic"},
        {"title": "C", "type": "closing", "minutes": 5, "at": "09:50"},
    ]
    agenda = laid(library, blocks, start="09:00", minutes=60)
    assert [(m.code, m.block) for m in agenda.misfits] == [("gap", 2)]
    assert [b.where for b in agenda.blocks] == ["A", "Attic", ""]
