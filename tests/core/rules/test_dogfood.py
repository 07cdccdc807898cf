"""The three plans of domain model §C4."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.core.rules.book import COMMUNITY, TODAY, WORDS, answers, case_of

from copkit.core.agenda import lay_out
from copkit.core.community import Profile
from copkit.core.composing import assumed_people
from copkit.core.design import Convening
from copkit.core.rules import Case, choose, judge
from copkit.core.stage import diagnose, evidence_of
from copkit.reading.checked import check
from copkit.reading.library import Library
from copkit.reading.source import parse_yaml, read_text
from copkit.shelf import shipped

PLANS = Path(__file__).parent / "plans"


def judged(path: Path, library: Library) -> Counter[str]:
    convening = check(parse_yaml(read_text(path, path.name), path.name), Convening)
    sheet = {"as_of": "2026-12-01", "answers": answers(library, "1", "2")}
    profile = Profile.model_validate({**COMMUNITY, "diagnosis": sheet})
    diagnosis = diagnose(library.stage_model, evidence_of(profile, library.stage_model), profile.dates, TODAY)
    purpose = convening.strategic.purpose_type
    case = Case(
        convening,
        lay_out(convening, assumed_people(convening, profile), library.activities, library.kinds),
        profile,
        diagnosis,
        library.timeline,
        library.activities,
        library.purposes[purpose] if purpose else None,
        library.formats.get(convening.format or ""),
    )
    return Counter(f.rule for f in judge(case, choose(library.standards, WORDS)))


def test_a_panel_is_told_what_it_leaves_out(library: Library) -> None:
    found = judged(PLANS / "panel-default.yaml", library)
    must = {201, 202, 203, 204, 205, 210, 212, 219, 220, 229, 232, 301, 604}
    assert {f"CPK{n}" for n in must} <= set(found)
    assert found["CPK220"] == 3


def test_the_day_of_making_is_not_asked_for_streams_or_dates(library: Library) -> None:
    found = judged(shipped("examples") / "creator-day" / "convenings" / "creator-day" / "convening.yaml", library)
    assert "CPK224" not in found
    assert "CPK236" not in found


def test_a_retreat_with_all_builders_is_clean(library: Library) -> None:
    found = judged(PLANS / "retreat.yaml", library)
    assert found == Counter()


def test_the_complete_plan_has_nothing_that_the_default_set_would_say(library: Library) -> None:
    assert judge(case_of(library), choose(library.standards, WORDS)) == []
