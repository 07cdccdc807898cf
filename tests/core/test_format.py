"""Convening formats: their table, their ranking, and ready sequences that run as they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from copkit.core.activity import Mode, MomentumCategory, Role, holds, total_minutes
from copkit.core.agenda import Agenda, builders, lay_out
from copkit.core.community import Dates
from copkit.core.composing import Setting, Task, fitting_sequence, follow
from copkit.core.design import Convening
from copkit.core.format import Format, Sequence, fitting_formats, rank_formats
from copkit.core.stage import diagnose, from_marks
from copkit.core.voice import figures
from copkit.reading.library import Library
from copkit.shelf import HERE

IDS = sorted(p.stem for p in (HERE / "library" / "formats").glob("*.yaml"))
LENGTHS = {(45,), (90,), (210,), (420,), (420, 420)}
HAS_LUNCH, ALL_THREE = 300, 90
FIRST_VOICE = 15
# Domain model §B6: fit at stage 1, 2, 3, and head counts (mentor circles: circles of 4 to 8, up to five of them).
TABLE = {
    "alignment-co-creation": (3, 1, 1, 6, 60), "leader-opened-call": (3, 1, 0, 8, 200), "newcomer-welcome": (3, 2, 2, 6, 100),
    "show-and-tell": (3, 2, 2, 6, 60), "problem-clinic": (2, 3, 2, 6, 90), "peer-assist-call": (1, 3, 2, 5, 12),
    "world-cafe-rounds": (2, 3, 2, 12, 200), "working-group-sprint": (1, 3, 2, 9, 40), "synthesis-session": (1, 3, 2, 4, 15),
    "neighbour-exchange": (1, 3, 3, 10, 80), "expert-in-the-circle": (2, 3, 1, 8, 80), "core-group-retreat": (1, 3, 1, 4, 12),
    "open-space-day": (0, 2, 3, 15, 300), "member-meet-up": (0, 2, 3, 4, 40), "open-house": (0, 1, 3, 20, 300),
    "publication-sprint": (0, 2, 3, 5, 25), "mentor-circles": (1, 2, 3, 4, 40), "make-together-day": (2, 3, 3, 9, 120),
    "global-event-session": (1, 3, 3, 8, 60),
}  # fmt: skip


def sequences(library: Library) -> list[tuple[Format, Sequence]]:
    return [(f, s) for f in library.formats.values() for s in f.sequences]


def convening(sequence: Sequence, mode: Mode, people: int) -> Convening:
    days = [
        {
            "start": "09:30" if day.minutes < HAS_LUNCH else "09:00",
            "minutes": day.minutes,
            "agenda": [b.model_dump() for b in day.agenda],
        }
        for day in sequence.days
    ]
    return Convening.model_validate({"copkit": 1, "id": "x", "mode": mode, "people": people, "days": days})


def laid(sequence: Sequence, mode: Mode, people: int, library: Library) -> Agenda:
    return lay_out(convening(sequence, mode, people), people, library.activities, library.kinds)


@pytest.mark.parametrize("name", IDS)
def test_the_table_of_formats(name: str, library: Library) -> None:
    f = library.formats[name]
    assert (f.fit(1).fit, f.fit(2).fit, f.fit(3).fit, f.people.min, f.people.max) == TABLE[name]
    assert set(TABLE) == set(library.formats)


@pytest.mark.parametrize("name", IDS)
def test_each_format_has_ready_sequences(name: str, library: Library) -> None:
    found = library.formats[name].sequences
    assert found
    assert {tuple(d.minutes for d in s.days) for s in found} <= LENGTHS
    assert len({s.title for s in found}) == len(found)


def test_every_length_is_there(library: Library) -> None:
    assert {tuple(d.minutes for d in s.days) for _, s in sequences(library)} == LENGTHS


@pytest.mark.parametrize("name", IDS)
def test_a_sequence_runs_as_it_stands(name: str, library: Library) -> None:
    """In each of its modes, with the fewest, some and the most people that it was made for."""
    f = library.formats[name]
    for s in f.sequences:
        assert f.people.min <= s.people.min <= s.people.max <= f.people.max
        for mode in s.modes:
            for people in {s.people.min, (s.people.min + s.people.max) // 2, s.people.max}:
                case = (name, s.title, mode, people)
                for block in (b for d in s.days for b in d.agenda):
                    a = library.activities[block.activity]
                    assert mode in a.modes, (case, a.id)
                    assert holds(a, people), (case, a.id)
                    if a.role is not Role.PAUSE:
                        assert total_minutes(a, people, "min") <= block.minutes <= total_minutes(a, people, "max"), (
                            case,
                            a.id,
                        )
                agenda = laid(s, mode, people, library)
                assert agenda.misfits == (), case
                voice = figures(agenda)
                assert voice.first_voice is not None, case
                assert voice.first_voice <= FIRST_VOICE, case
                bound = library.standards.by_mode("CPK212", mode)
                assert voice.longest_without_break <= bound, (case, voice.longest_without_break)
                assert voice.active_share >= 0.5, case


@pytest.mark.parametrize("name", IDS)
def test_a_sequence_opens_carries_on_and_closes(name: str, library: Library) -> None:
    for s in library.formats[name].sequences:
        agenda = laid(s, s.modes[0], s.people.min, library)
        for day in agenda.days:
            assert day.blocks[0].role in {Role.OPENING, Role.FIRST_VOICE}, (name, s.title)
            assert not day.blocks[-1].pause, (name, s.title)
            if day.day.length >= HAS_LUNCH:
                assert any(b.activity and b.activity.id == "lunch" for b in day.blocks), (name, s.title)
        assert agenda.blocks[-1].role is Role.CLOSING, (name, s.title)
        assert any(b.role is Role.WORK for b in agenda.blocks)
        found = builders(agenda)
        wanted = set(MomentumCategory) if sum(d.minutes for d in s.days) >= ALL_THREE else {MomentumCategory.WHAT_NEXT}
        assert {c for c, blocks in found.items() if blocks} >= wanted, (name, s.title)
        last = agenda.days[-1]
        for block in found[MomentumCategory.FIRST_STEP]:
            assert block.day == last.number, (name, s.title)
            assert block.start >= last.day.length / 2, (name, s.title)
        ids = [b.activity.id for b in agenda.blocks if b.activity and not b.pause]
        assert len(set(ids)) >= len(ids) - 2, (name, s.title, "the same method again and again")


def test_a_draft_follows_a_sequence_where_one_is_made_for_it(library: Library) -> None:
    for f, s in sequences(library):
        outcomes = [{"id": "O1", "statement": "Members can help.", "kind": "skill"}]
        days = [{"minutes": d.minutes} for d in s.days]
        asked = Convening.model_validate(
            {"copkit": 1, "id": "x", "mode": s.modes[0], "people": s.people.min, "days": days, "outcomes": outcomes}
        )
        setting = Setting(
            s.modes[0], s.people.min, 2, f.purposes[0], (), ("skill",), library.standards, library.preferences
        )
        task = Task(asked, setting, library.activities, library.kinds)
        found = fitting_sequence(f, task)
        assert found is not None
        draft = follow(found, task)
        assert [[b.activity for b in d] for d in draft.days] == [[b.activity for b in d.agenda] for d in found.days]
        assert all(any("O1" in b.serves for b in d) for d in draft.days[-1:])
        assert fitting_sequence(f, replace(task, setting=replace(setting, people=5000))) is None


def test_ranking(library: Library) -> None:
    diagnosis = diagnose(library.stage_model, from_marks(library.stage_model, "1" * 24), Dates(), date(2026, 11, 20))
    assert diagnosis.planning_stage == 1
    ranked = rank_formats(library.formats.values(), diagnosis, "peer-support", 40)
    assert sorted(r.format.id for r in ranked) == IDS
    able = [r for r in ranked if r.holds and r.fit]
    assert ranked[: len(able)] == able
    assert [r.worth for r in able] == sorted((r.worth for r in able), reverse=True)
    assert all("peer-support" in r.format.purposes for r in ranked if r.purpose)
    best = fitting_formats(library.formats.values(), 1)
    assert {f.format.id for f in best} == {r.format.id for r in ranked if r.fit}


def test_what_lags_behind_lifts_a_format(library: Library) -> None:
    """With boundary-spanning lowest of all, a format that spans boundaries names it as a reason."""
    order = [d.id for d in library.stage_model.dimensions]
    marks = "".join("000" if d == "BND" else "222" for d in order)
    diagnosis = diagnose(library.stage_model, from_marks(library.stage_model, marks), Dates(), date(2026, 11, 20))
    ranked = rank_formats(library.formats.values(), diagnosis, None, None)
    assert all((r.lags == ("boundary-spanning",)) == ("boundary-spanning" in r.format.strands) for r in ranked)
    assert any(r.lags for r in ranked)
