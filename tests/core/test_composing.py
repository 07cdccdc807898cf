"""The composer: whatever the wishes, the agenda keeps the rules that copkit promises."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time
from itertools import product

import pytest
from tests.core.rules.book import WORDS, case_of

from copkit.core.activity import Mode, MomentumCategory, Purpose, Role, total_minutes
from copkit.core.agenda import Agenda, builders, lay_out
from copkit.core.community import Profile
from copkit.core.composing import (
    Conflict,
    Demand,
    Draft,
    Setting,
    Task,
    WayOut,
    Wishes,
    begin,
    compose,
    default_purpose,
    runs_past_midnight,
)
from copkit.core.design import Convening
from copkit.core.format import fitting_formats
from copkit.core.rules import choose, judge
from copkit.core.voice import figures
from copkit.reading.library import Library

PURPOSES: tuple[Purpose, ...] = (
    "alignment", "align-act", "peer-support", "learn", "network", "innovate", "foresight", "influence",
)  # fmt: skip
LENGTHS = ((60,), (75,), (90,), (120,), (210,))
SETTINGS = [
    *product(Mode, (3, 12, 24, 60, 150, 5000), LENGTHS),
    *product(Mode, (12, 150), ((420,),)),
    (Mode.IN_PERSON, 24, (180, 420)),
    (Mode.VIRTUAL, 60, (180, 180, 180)),
]


def drafted(
    library: Library,
    mode: Mode,
    people: int,
    stage: int,
    purpose: Purpose,
    lengths: tuple[int, ...],
    start: str | None = None,
) -> tuple[Convening, Draft, Agenda]:
    kind = library.purposes[purpose].outcome_kind
    days = [{"minutes": m} if start is None else {"start": start, "minutes": m} for m in lengths]
    outcomes = [{"id": "O1", "kind": kind}, {"id": "O2", "kind": "action"}]
    made = Convening.model_validate(
        {"copkit": 1, "id": "x", "mode": mode, "people": people, "days": days, "outcomes": outcomes}
    )
    setting = Setting(
        mode,
        people,
        stage,
        purpose,
        library.purposes[purpose].needs,
        tuple({o.kind: 0 for o in made.outcomes}),
        library.standards,
        library.preferences,
    )
    draft = compose(Task(made, setting, library.activities, library.kinds))
    assert isinstance(draft, Draft)
    full = made.model_copy(
        update={"days": tuple(d.model_copy(update={"agenda": b}) for d, b in zip(made.days, draft.days, strict=True))}
    )
    return full, draft, lay_out(full, people, library.activities, library.kinds)


@pytest.mark.parametrize(("number", "mode", "people", "lengths"), [(i, *s) for i, s in enumerate(SETTINGS)])
def test_a_draft_keeps_its_promises(
    number: int, mode: Mode, people: int, lengths: tuple[int, ...], library: Library
) -> None:
    chosen = PURPOSES if lengths in {(60,), (90,)} else [PURPOSES[number % len(PURPOSES)]]
    for i, purpose in enumerate(chosen):
        stage = (i + number) % 3 + 1  # every purpose meets every stage over the lengths and head counts
        convening, _, agenda = drafted(library, mode, people, stage, purpose, lengths)
        where = f"{mode} {people} {stage} {purpose} {lengths}"
        assert agenda.misfits == (), where
        assert all(day.blocks[-1].end <= day.day.length for day in agenda.days), where
        assert all(found for found in builders(agenda).values()), where
        voice = figures(agenda)
        assert voice.coverage == 1, where
        assert voice.first_voice is not None, where
        assert voice.first_voice <= 15, where
        assert voice.longest_without_break <= (75 if mode is Mode.IN_PERSON else 60), where
        _order_holds(agenda, where)
        _everything_serves(convening, agenda, where)
        _rules_are_kept(convening, agenda, library, where)
        for b in agenda.blocks:
            assert b.activity is not None, where
            assert mode in b.activity.modes, where
            assert b.activity.fit(stage).fit > 0 or b.role is not Role.WORK, where
            assert b.pause or b.minutes >= min(total_minutes(b.activity, people, "min"), b.minutes), where


def _order_holds(agenda: Agenda, where: str) -> None:
    roles = [b.role for b in agenda.blocks]
    assert roles[0] is Role.OPENING, where
    assert roles[-1] is Role.CLOSING, where
    assert Role.FEEDBACK in roles, where
    last = agenda.days[-1]
    first_steps = [b for b in agenda.blocks if b in builders(agenda)[MomentumCategory.FIRST_STEP]]
    assert all(b.day == last.number for b in first_steps), where
    assert all(b.end > last.blocks[-1].end * 3 / 4 for b in first_steps), where
    work = Counter(b.activity.id for b in agenda.blocks if b.activity and b.role is Role.WORK)
    assert not work or max(work.values()) == 1, where


# What the rules say of an agenda by itself.
KEPT = [f"CPK{n}" for n in (*range(200, 208), *range(209, 224), 237)]


def _rules_are_kept(convening: Convening, agenda: Agenda, library: Library, where: str) -> None:
    case = replace(case_of(library), convening=convening, agenda=agenda)
    short = agenda.days[0].day.length < 90  # what frames a short call leaves little for groups
    found = judge(case, choose(library.standards, WORDS, KEPT, ["CPK210"] if short else []))
    assert [(f.rule, f.path) for f in found if library.standards.rules[f.rule].default] == [], where


def _everything_serves(convening: Convening, agenda: Agenda, where: str) -> None:
    served = {o for b in agenda.blocks for o in b.block.serves}
    assert served == {o.id for o in convening.outcomes}, where
    assert all(b.block.serves for b in agenda.blocks if b.role in {Role.WORK, Role.MOMENTUM}), where


@pytest.mark.parametrize(("mode", "people", "purpose"), list(product(Mode, (5, 24, 150), PURPOSES)))
def test_a_half_day_holds_everything_that_its_purpose_needs(
    mode: Mode, people: int, purpose: Purpose, library: Library
) -> None:
    stage = people % 3 + 1
    _, draft, agenda = drafted(library, mode, people, stage, purpose, (210,))
    assert draft.unmet == ()
    assert set(library.purposes[purpose].needs) <= {m for b in agenda.blocks if b.activity for m in b.activity.does}


def test_lunch_stands_near_noon(library: Library) -> None:
    _, _, agenda = drafted(library, Mode.IN_PERSON, 24, 2, "align-act", (420,), "09:30")
    lunch = next(b for b in agenda.blocks if b.id == "lunch")
    assert "11:30" <= lunch.from_clock <= "13:30"
    assert lunch.minutes >= 45


def test_an_afternoon_has_no_lunch(library: Library) -> None:
    _, _, agenda = drafted(library, Mode.IN_PERSON, 24, 2, "align-act", (300,), "14:00")
    assert "lunch" not in {b.id for b in agenda.blocks}


def test_a_draft_invents_no_speakers(library: Library) -> None:
    for purpose, lengths in product(PURPOSES, ((90,), (210,))):
        _, _, agenda = drafted(library, Mode.IN_PERSON, 24, 2, purpose, lengths)
        assert not {b.type for b in agenda.blocks} & {"panel", "presentation", "questions"}


@pytest.mark.parametrize("minutes", [1, 15, 30])
def test_too_little_time_is_said_with_what_is_needed(minutes: int, library: Library) -> None:
    made = Convening.model_validate({"copkit": 1, "id": "x", "mode": "virtual", "days": [{"minutes": minutes}]})
    needs = library.purposes["peer-support"].needs
    setting = Setting(Mode.VIRTUAL, 12, 1, "peer-support", needs, ("action",), library.standards, library.preferences)
    found = compose(Task(made, setting, library.activities, library.kinds))
    assert found == Conflict((Demand("length", str(minutes)),), (WayOut(lengths=((0, 40),)),))


def test_the_same_wishes_give_the_same_agenda(library: Library) -> None:
    one, two = (drafted(library, Mode.HYBRID, 30, 2, "innovate", (420,))[1] for _ in range(2))
    assert one == two


def test_a_beginning_takes_over_what_is_known_and_invents_nothing(library: Library) -> None:
    profile = Profile.model_validate(
        {
            "copkit": 1,
            "name": "X",
            "segments": [{"id": "leads", "title": "Leads", "needs": [{"id": "N7", "burning_need": "time"}]}],
        }
    )
    wishes = Wishes("x", Mode.VIRTUAL, "peer-support", 1, 90, ("leads",), start=time(9, 30))
    made = begin(wishes, profile, library.purposes["peer-support"])
    assert [(n.id, n.segment, n.burning_need) for n in made.strategic.needs] == [("N7", "leads", "time")]
    assert [(o.id, o.problem_that_matters, o.statement) for o in made.outcomes] == [("O1", "N7", None)]
    assert [e.supports for e in made.evidence] == [("O1",)]
    assert made.days[0].end == time(11, 0)
    assert (made.title, made.strategic.deeper_purpose, made.first_day) == (None, None, None)


def test_hours_past_midnight_are_noticed() -> None:
    assert runs_past_midnight(Wishes("x", Mode.VIRTUAL, "learn", 1, 180, start=time(22, 0)))
    assert not runs_past_midnight(Wishes("x", Mode.VIRTUAL, "learn", 1, 90, start=time(22, 0)))


def test_where_purpose_is_not_shared_aligning_comes_first(library: Library) -> None:
    from datetime import date

    from copkit.core.community import Dates
    from copkit.core.stage import diagnose, from_marks

    def proposed(marks: str) -> Purpose:
        found = diagnose(library.stage_model, from_marks(library.stage_model, marks), Dates(), date(2026, 1, 1))
        return default_purpose(found, fitting_formats(library.formats.values(), found.planning_stage), library.purposes)

    assert proposed("110" + "222" * 7) == "alignment"
    assert proposed("222" * 8) != "alignment"
