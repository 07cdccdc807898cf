"""Real agendas before the rules: what is said of each was read by a person."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.core.rules.agendas import convening_of, names
from tests.core.rules.book import COMMUNITY, TODAY, WORDS

from copkit.core.agenda import lay_out
from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.core.followup import Register
from copkit.core.rules import ALL, Case, choose, judge
from copkit.core.stage import diagnose, evidence_of
from copkit.reading.library import Library
from copkit.reading.source import parse_yaml, read_text

EXPECTED = Path(__file__).with_name("agendas.yaml")
# Only what an agenda alone can show: nobody wrote down the outcomes, the voice answers or the momentum of these events.
SHOWN = [f"CPK{n}" for n in range(200, 220) if n != 208]

pytestmark = pytest.mark.skipif(not names(), reason="the real agendas are not beside this checkout")


def said(name: str, library: Library) -> dict[str, int]:
    made = Convening.model_validate(convening_of(name))
    profile = Profile.model_validate(COMMUNITY)
    diagnosis = diagnose(library.stage_model, evidence_of(profile, library.stage_model), profile.dates, TODAY)
    agenda = lay_out(made, made.people or 20, library.activities, library.kinds)
    case = Case(
        made, agenda, profile, diagnosis, library.timeline, library.activities, None, None, Register(), Register()
    )
    chosen = choose(library.standards, WORDS, [ALL])
    return dict(Counter(f.rule for f in judge(case, chosen) if f.rule in SHOWN))


def expected() -> dict[str, Any]:
    return parse_yaml(read_text(EXPECTED, "agendas.yaml"), "agendas.yaml").data


@pytest.mark.parametrize("name", names())
def test_what_is_said_of_a_real_agenda_was_reviewed(name: str, library: Library) -> None:
    agreed = expected()[name]
    assert said(name, library) == agreed["found"]
    assert agreed["why"]


def test_no_rule_speaks_of_all_of_them(library: Library) -> None:
    everything = [set(said(name, library)) for name in names()]
    assert set.intersection(*everything) == set()
