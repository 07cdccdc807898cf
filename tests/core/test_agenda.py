"""Laying out: blocks follow one another, fixed points hold, what does not fit is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import MomentumCategory, Quadrant
from copkit.core.agenda import Agenda, builders, group_sizes, lay_out, matrix, supplies, trace, with_spares
from copkit.core.dates import minutes_of, parse_time
from copkit.core.design import Convening
from copkit.reading.library import Library


def convening(days: list[dict[str, Any]], **more: Any) -> Convening:
    return Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 24, "days": days, **more})


def laid(library: Library, made: Convening) -> Agenda:
    return lay_out(made, made.people or 20, library.activities, library.kinds)


def own(title: str, minutes: int, **more: Any) -> dict[str, Any]:
    return {"title": title, "minutes": minutes, "type": "plenary", **more}


def test_blocks_follow_one_another(library: Library) -> None:
    agenda = laid(library, convening([{"start": "9:30", "end": "10:30", "agenda": [own("A", 20), own("B", 40)]}]))
    assert [(b.from_clock, b.to_clock) for b in agenda.blocks] == [("09:30", "09:50"), ("09:50", "10:30")]
    assert agenda.misfits == ()


def test_without_a_start_times_count_from_zero(library: Library) -> None:
    agenda = laid(library, convening([{"minutes": 90, "agenda": [own("A", 65), own("B", 25)]}]))
    assert [b.from_clock for b in agenda.blocks] == ["+0:00", "+1:05"]
    assert (agenda.days[0].begins, agenda.days[0].ends) == ("+0:00", "+1:30")


def test_a_pin_is_kept_and_the_gap_before_it_is_said(library: Library) -> None:
    agenda = laid(
        library, convening([{"start": "09:00", "end": "12:00", "agenda": [own("A", 20), own("B", 40, at="10:00")]}])
    )
    assert agenda.blocks[1].from_clock == "10:00"
    assert [(m.code, m.minutes, m.title) for m in agenda.misfits] == [("gap", 40, "B"), ("early-end", 80, "B")]


def test_an_overrun_into_a_pin_is_said_with_its_minutes(library: Library) -> None:
    agenda = laid(
        library, convening([{"start": "09:00", "end": "12:00", "agenda": [own("A", 75), own("B", 40, at="10:00")]}])
    )
    assert [(m.code, m.minutes, m.title, m.block) for m in agenda.misfits] == [
        ("overlap", 15, "B", 1),
        ("early-end", 80, "B", 1),
    ]


def test_an_agenda_longer_than_the_day_is_said_with_its_minutes(library: Library) -> None:
    agenda = laid(
        library,
        convening(
            [{"start": "09:00", "end": "10:00", "agenda": [own("A", 75)]}, {"minutes": 10, "agenda": [own("B", 10)]}]
        ),
    )
    assert [(m.code, m.day, m.minutes) for m in agenda.misfits] == [("over-end", 1, 15)]


def test_a_pin_before_the_start_is_said(library: Library) -> None:
    agenda = laid(library, convening([{"start": "09:00", "end": "10:00", "agenda": [own("A", 15, at="08:45")]}]))
    assert agenda.misfits[0].code == "before-start"


blocks = st.lists(
    st.tuples(
        st.integers(1, 90), st.one_of(st.none(), st.integers(0, 23 * 60).map(lambda m: f"{m // 60:02d}:{m % 60:02d}"))
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(rows=blocks)
def test_pins_hold_and_every_violation_is_said(library: Library, rows: list[tuple[int, str | None]]) -> None:
    agenda = laid(
        library,
        convening(
            [
                {
                    "start": "09:00",
                    "end": "17:00",
                    "agenda": [own(f"B{i}", m, **({"at": at} if at else {})) for i, (m, at) in enumerate(rows)],
                }
            ]
        ),
    )
    assert [b.minutes for b in agenda.blocks] == [m for m, _ in rows]
    for placed, (_, at) in zip(agenda.blocks, rows, strict=True):
        if at:
            assert placed.start == minutes_of(parse_time(at)) - 9 * 60
    said = {(m.code, m.block) for m in agenda.misfits}
    for i, (one, other) in enumerate(zip(agenda.blocks, agenda.blocks[1:], strict=False)):
        if other.start < one.end:
            assert ("overlap", i + 1) in said
        if other.start > one.end:
            assert ("gap", i + 1) in said
    over = bool(agenda.blocks) and agenda.blocks[-1].end > 8 * 60
    assert over == any(code == "over-end" for code, _ in said)


@given(st.integers(1, 5000), st.integers(2, 12))
def test_groups_hold_everyone_and_differ_by_one(people: int, size: int) -> None:
    sizes = group_sizes(people, size)
    assert sum(s * n for s, n in sizes.items()) == people
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= min(2, people)
    assert people <= size or max(sizes) <= 2 * size


@pytest.mark.parametrize(("people", "cards"), [(24, 27), (30, 33), (31, 35), (40, 44), (100, 110)])
def test_spare_cards_are_three_or_one_in_ten(people: int, cards: int) -> None:
    assert with_spares(people) == cards


def test_what_people_use_again_is_counted_once(library: Library) -> None:
    rows = [{"activity": a} for a in ("troika-consulting", "postcard-exchange", "wise-crowds")]
    found = {s.item: s for s in supplies(laid(library, convening([{"minutes": 120, "agenda": rows}])))}
    assert found["pens"].count == 24
    assert found["cards"].count == 48
    assert (found["postcard"].count, found["postcard"].spares) == (24, 3)


def test_an_outcome_is_followed_to_its_evidence_and_blocks(library: Library) -> None:
    made = convening(
        [{"minutes": 90, "agenda": [{"activity": "troika-consulting", "minutes": 30, "serves": ["O1"]}, own("A", 10)]}],
        outcomes=[{"id": "O1"}, {"id": "O2"}],
        evidence=[{"id": "E1", "for": ["O1"]}],
    )
    rows = trace(made, laid(library, made))
    assert [(r.outcome.id, [e.id for e in r.evidence], [b.id for b in r.blocks], r.minutes) for r in rows] == [
        ("O1", ["E1"], ["troika-consulting"], 30),
        ("O2", [], [], 0),
    ]


def test_repeated_blocks_have_names_of_their_own(library: Library) -> None:
    agenda = laid(
        library,
        convening(
            [{"minutes": 90, "agenda": [{"activity": "break"}, {"activity": "break"}, own("Ä Ü", 5), own("Ä Ü", 5)]}]
        ),
    )
    assert len({b.id for b in agenda.blocks}) == 4


def test_the_matrix_leaves_out_pauses_and_takes_in_what_surrounds(library: Library) -> None:
    agenda = laid(
        library, convening([{"minutes": 90, "agenda": [{"activity": "troika-consulting"}, {"activity": "break"}]}])
    )
    cells = matrix(agenda, [library.activities["after-call-thread"]])
    assert cells[Quadrant.SYNC_COLLABORATIVE] == ("Troika consulting",)
    assert cells[Quadrant.ASYNC_COLLABORATIVE] == (library.activities["after-call-thread"].title,)


def test_builders_stand_under_their_category(library: Library) -> None:
    rows = [{"activity": a} for a in ("group-channel", "thirty-day-check-in", "send-the-email")]
    found = builders(laid(library, convening([{"minutes": 90, "agenda": rows}])))
    assert [[b.id for b in found[c]] for c in MomentumCategory] == [
        ["group-channel"],
        ["thirty-day-check-in"],
        ["send-the-email"],
    ]


def test_a_group_size_and_turns_of_ones_own_are_kept(library: Library) -> None:
    rows = [{"activity": "troika-consulting", "group_size": 4, "structured_turns": False}]
    moves = laid(library, convening([{"minutes": 90, "agenda": rows}])).blocks[0].moves
    assert {m.group_size for m in moves if m.group_size != 1} == {4}
    assert "turns" not in {m.talk.value for m in moves}


@pytest.mark.parametrize(
    ("row", "code", "limit"),
    [
        ({"activity": "troika-consulting", "minutes": 5}, "below-least", 23),
        ({"activity": "troika-consulting", "minutes": 75}, "above-most", 42),
        ({"activity": "break", "minutes": 5}, None, 0),
        ({"activity": "troika-consulting", "type": "trios", "minutes": 5}, None, 0),
    ],
)
def test_minutes_that_an_activity_cannot_hold_are_said(
    row: dict[str, Any], code: str | None, limit: int, library: Library
) -> None:
    agenda = laid(library, convening([{"minutes": row["minutes"], "agenda": [row]}]))
    assert [(m.code, m.limit, m.serious) for m in agenda.misfits] == ([(code, limit, False)] if code else [])


def test_an_activity_for_another_mode_is_said(library: Library) -> None:
    made = convening([{"minutes": 15, "agenda": [{"activity": "postcard-exchange"}]}]).model_copy(
        update={"mode": "virtual"}
    )
    assert [m.code for m in laid(library, made).misfits] == ["wrong-mode"]
