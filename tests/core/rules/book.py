"""A complete plan that no rule complains about, and a way to change it."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from copkit.core.agenda import lay_out
from copkit.core.community import Profile
from copkit.core.composing import assumed_people
from copkit.core.design import Convening
from copkit.core.followup import Register
from copkit.core.rules import ALL, Case, Chosen, Finding, Year, choose, judge, judge_year
from copkit.core.stage import Diagnosis, diagnose, evidence_of
from copkit.reading.library import Library
from copkit.shelf import rule_texts

TODAY = date(2027, 1, 15)
KNOWN: dict[str, Diagnosis] = {}
WORDS = {key: tuple(found) for key, found in rule_texts()["words"].items()}

COMMUNITY: dict[str, Any] = {
    "copkit": 1,
    "name": "River teachers",
    "purpose": "Teachers along the river bring it into their lessons.",
    "rhythm": "quarterly",
    "time_zone": "Europe/Vienna",
    "segments": [
        {"id": "teachers", "title": "Teachers", "count": 20, "time_zone": "Europe/Vienna", "needs": [{"id": "T1", "urgent_problem": "Lessons are ready too late."}]},
        {"id": "newcomers", "title": "Newcomers", "count": 4, "tenure": "new"},
    ],
    "stakeholders": [{"id": "museum", "title": "River museum", "relation": "partner"}],
    "platforms": [{"name": "Signal", "private": True}],
    "care": {"diversity": "Rural schools are missing; we call two.", "safe_space": "What is said here stays here."},
    "dates": {"started": "2026-06-01"},
    "diagnosis": {"as_of": "2026-12-01", "answers": {}},
}  # fmt: skip

CONVENING: dict[str, Any] = {
    "copkit": 1,
    "id": "spring",
    "title": "Spring clinic",
    "format": "problem-clinic",
    "mode": "in-person",
    "people": 24,
    "next": {"id": "summer", "date": "2027-06-11"},
    "strategic": {
        "expressed_purpose": "Teachers leave with a lesson that they can use in April.",
        "deeper_purpose": "Teachers ask one another before they ask the organiser.",
        "purpose_type": "peer-support",
        "audience": ["teachers", "newcomers"],
        "needs": [{"id": "N1", "segment": "teachers", "urgent_problem": "Lessons are ready too late.", "source": "interviews", "date": "2026-12-10"}],
        "codesigners": ["Ana"],
    },
    "outcomes": [
        {
            "id": "O1",
            "statement": "Teachers can run one lesson at the river by 30 April.",
            "kind": "action",
            "application": {"career": "in their own class"},
            "problem_that_matters": "N1",
            "call_to_action": "Hold one lesson and post a photo by 30 April.",
            "segments": ["teachers", "newcomers"],
        }
    ],
    "evidence": [
        {
            "id": "E1",
            "for": ["O1"],
            "signal": "A lesson was held and a photo posted.",
            "level": "applied",
            "collect": {"who": "Ana", "when": "at the check-in", "how": "by a list"},
            "useful_for_member": "a lesson to use again",
            "needs_support_if": "no date chosen by day 14",
        }
    ],
    "before": [{"activity": "reading-and-reflection", "serves": ["O1"], "owner": "Ana", "until": "2027-03-10"}],
    "days": [
        {
            "date": "2027-03-12",
            "start": "09:00",
            "minutes": 225,
            "agenda": [
                {"activity": "opening-why", "minutes": 5},
                {"activity": "pair-hello", "minutes": 10},
                {"activity": "troika-consulting", "minutes": 40, "serves": ["O1"]},
                {"activity": "break", "minutes": 20},
                {"activity": "practice-threes", "minutes": 30, "serves": ["O1"]},
                {"activity": "help-in-pairs", "minutes": 20, "serves": ["O1"]},
                {"activity": "break", "minutes": 15},
                {"activity": "group-channel", "minutes": 10, "serves": ["O1"]},
                {"activity": "thirty-day-check-in", "minutes": 5, "serves": ["O1"]},
                {"activity": "appreciations", "minutes": 15, "serves": ["O1"]},
                {"activity": "send-the-email", "minutes": 15, "serves": ["O1"]},
                {"activity": "plus-delta", "minutes": 5},
                {"activity": "closing-next-step", "minutes": 10},
            ],
        }
    ],
    "after": [{"activity": "after-call-thread", "serves": ["O1"], "owner": "Ben", "until": "2027-03-31"}],
    "voice": {"how_participants_matter": "Each brings a problem.", "how_we_care": "We answer each card."},
    "ground_rules": ["What is said here stays here."],
    "registration": {"asks": ["access", "language", "diet"]},
    "languages": {"working": "de"},
    "messages": [{"date": "2027-02-01", "to": ["teachers"], "sender": "leader", "asks": ["Write one problem."], "outside": True}],
    "momentum": {
        "channel": {
            "platform": "Signal",
            "host": "Ben",
            "first_posts": {"progress": "The first photo.", "idea": "A lesson in the rain.", "connection": "Ana and Ben."},
        },
        "check_in": {"start": "17:00", "host": "Ben"},
        "milestone": {"what": "Ten lessons are held.", "date": "2027-04-30", "owner": "Ana"},
    },
    "synthesis": {"asset": "a booklet of lessons", "owner": "Ana", "due": "2027-05-30"},
    "success": [
        {"id": "S1", "indicator": "Teachers tell of a lesson that they share.", "when": "check-in", "owner": "Ana"},
        {"id": "S2", "indicator": "Lessons held", "type": "quantitative", "baseline": "0", "target": "10", "when": "check-in", "owner": "Ben"},
    ],
    "team": {"manager": "Cem", "leader": "Dora", "host": "Eva", "facilitator": "Fay", "timekeeper": "Gus", "note_maker": "Hal", "producer": "Ida", "core_group": ["Ana", "Ben"]},
}  # fmt: skip


def changed(data: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with values put at dotted paths; `...` takes a value away."""
    found: dict[str, Any] = copy.deepcopy(dict(data))
    for path, value in edits.items():
        *parents, last = [int(p) if re.fullmatch(r"-?\d+", p) else p for p in path.split(".")]
        here: Any = found
        for part in parents:
            here = here.setdefault(part, {}) if isinstance(here, dict) else here[part]
        if value is ...:
            del here[last]
        else:
            here[last] = copy.deepcopy(value)
    return found


def answers(library: Library, mark: str, purpose: str) -> dict[str, Any]:
    """Answer every question of the diagnosis with one mark, and those about the purpose with another."""
    return {i.id: int(purpose if i.id.startswith("PUR") else mark) for i in library.stage_model.items}


def diagnosed(library: Library, profile: Profile) -> Diagnosis:
    """Diagnose a profile, once for each."""
    key = profile.model_dump_json()
    if key not in KNOWN:
        KNOWN[key] = diagnose(library.stage_model, evidence_of(profile, library.stage_model), profile.dates, TODAY)
    return KNOWN[key]


def case_of(
    library: Library,
    edits: Mapping[str, Any] = {},
    community: Mapping[str, Any] = {},
    *,
    mark: str = "1",
    purpose_mark: str = "2",
    captured: Register | None = None,
    previous: Register | None = None,
    others: tuple[Mapping[str, Any], ...] = (),
) -> Case:
    """Make a case from the complete plan with edits."""
    profile = Profile.model_validate(
        changed(
            {**COMMUNITY, "diagnosis": {"as_of": "2026-12-01", "answers": answers(library, mark, purpose_mark)}},
            community,
        )
    )
    convening = Convening.model_validate(changed(CONVENING, edits))
    diagnosis = diagnosed(library, profile)
    people = assumed_people(convening, profile)
    kind = convening.strategic.purpose_type
    return Case(
        convening,
        lay_out(convening, people, library.activities, library.kinds),
        profile,
        diagnosis,
        library.timeline,
        library.activities,
        library.purposes[kind] if kind else None,
        library.formats.get(convening.format or ""),
        captured or Register(),
        previous or Register(),
        tuple(Convening.model_validate(changed(CONVENING, other)) for other in others),
    )


def year_of(cases: tuple[Case, ...]) -> Year:
    """Make a year of cases."""
    return Year(cases[0].profile, cases[0].diagnosis, cases, TODAY)


def everything(library: Library) -> Chosen:
    """Choose all rules."""
    return choose(library.standards, WORDS, [ALL])


def found(case: Case, library: Library) -> list[Finding]:
    """Run all rules about a convening."""
    return judge(case, everything(library))


def found_in_year(year: Year, library: Library) -> list[Finding]:
    """Run all rules about the community."""
    return judge_year(year, everything(library))
