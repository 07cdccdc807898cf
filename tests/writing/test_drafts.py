"""Drafts: a file that copkit begins reads back; a file that a person began keeps every letter of theirs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import Mode
from copkit.core.community import Profile
from copkit.core.composing import Wishes, begin
from copkit.core.design import Block, Convening
from copkit.core.stage import StageModel
from copkit.reading.checked import check
from copkit.reading.library import Library
from copkit.reading.source import parse_yaml
from copkit.shelf import Shelf
from copkit.writing.beginning import new_workspace
from copkit.writing.drafts import convening_text, with_agenda
from copkit.writing.render import Renderer

BEGUN = """# my own words, above
copkit: 1
id:   spring     # odd spaces, kept
title: 'Single "quoted" title'
mode: virtual
people: 12

days:
  # the great day
  - date: 2027-03-12
    start: "09:30"   # early
    end: '11:00'
outcomes:
- id: O1
  statement: "Members can do it"
  # last words
"""
BLOCKS = [Block(activity="opening-why", minutes=5), Block(activity="troika-consulting", minutes=30, serves=("O1",))]


@pytest.mark.parametrize(
    "text", [BEGUN, BEGUN.replace("- id: O1\n  ", "  - id: O1\n    ").replace("  # last words", "")]
)
def test_an_agenda_goes_into_a_begun_file_and_nothing_is_lost(text: str) -> None:
    made = with_agenda(text, [BLOCKS])
    data = parse_yaml(made, "f").data
    agenda = data["days"][0].pop("agenda")
    assert data == parse_yaml(text, "f").data
    assert agenda == [
        {"activity": "opening-why", "minutes": 5},
        {"activity": "troika-consulting", "minutes": 30, "serves": ["O1"]},
    ]
    for piece in (
        "# my own words, above",
        "# odd spaces, kept",
        "'Single \"quoted\" title'",
        "# the great day",
        '"09:30"',
        "# early",
        "'11:00'",
        "# last words",
    ):
        assert (piece in made) == (piece in text)
    assert [line for line in made.splitlines() if line in text.splitlines() and line.strip()] == [
        line for line in text.splitlines() if line.strip() and line in made.splitlines()
    ]


@pytest.mark.parametrize(
    "text",
    [
        BEGUN,
        BEGUN.replace("    end: '11:00'\n", "    end: '11:00'\n    agenda:   # to come\n"),
        BEGUN.replace("    end: '11:00'\n", "    agenda: []   # to come\n    end: '11:00'\n"),
        BEGUN.replace("    end: '11:00'\n", "    end: '11:00'\n    place:\n"),
        BEGUN.replace("- date: 2027-03-12\n    start", "- agenda:\n    date: 2027-03-12\n    start"),
    ],
)
def test_in_block_style_every_letter_stays(text: str) -> None:
    made = with_agenda(text, [BLOCKS]).splitlines()
    assert [line.replace(" []", "") for line in text.splitlines() if line.replace(" []", "") not in made] == []
    assert len(parse_yaml("\n".join(made), "f").data["days"][0]["agenda"]) == 2


def test_in_flow_style_comments_order_and_quotes_stay() -> None:
    text = "# mine\ncopkit: 1\nid: x\ndays: [{start: '09:30', end: \"11:00\"}] # day\nmode: virtual\n"
    made = with_agenda(text, [BLOCKS])
    for piece in ("# mine", "'09:30'", '"11:00"', "# day"):
        assert piece in made
    assert list(parse_yaml(made, "f").data) == ["copkit", "id", "days", "mode"]


def test_two_days_each_get_their_own() -> None:
    text = "copkit: 1\ndays:\n  - minutes: 60\n\n  - minutes: 90\n    place: here\n# end\n"
    days = parse_yaml(with_agenda(text, [BLOCKS[:1], BLOCKS[1:]]), "f").data["days"]
    assert [[b["activity"] for b in d["agenda"]] for d in days] == [["opening-why"], ["troika-consulting"]]


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf")), max_size=40)


@settings(max_examples=60, deadline=None)
@given(title=texts, purpose=texts, statement=texts, people=st.one_of(st.none(), st.integers(3, 500)))
def test_whatever_is_told_a_draft_reads_back(
    library: Library, title: str, purpose: str, statement: str, people: int | None
) -> None:
    told = {"title": title, "deeper_purpose": purpose, "outcome_statement": statement}
    wishes = Wishes("x", Mode.HYBRID, "learn", 2, 210, people=people, texts=told)
    profile = Profile(copkit=1, name="X")
    made = begin(wishes, profile, library.purposes["learn"])
    text = convening_text(Renderer(Shelf()), made, list(library.purposes))
    back = check(parse_yaml(text, "f"), Convening)

    def flat(value: str | None) -> str | None:
        return " ".join((value or "").split()) or None

    assert (back.title, back.strategic.deeper_purpose, back.outcomes[0].statement) == (
        flat(title),
        flat(purpose),
        flat(statement),
    )
    assert back.people == people
    assert [d.length for d in back.days] == [210, 210]


def test_the_skeleton_holds_every_item_with_its_anchors(library: Library, model: StageModel) -> None:
    files = new_workspace(Renderer(Shelf()), model, {}, {}, "my community")
    text = files["community.yaml"]
    assert text.startswith("# yaml-language-server: $schema=")
    assert "people.csv" in files[".gitignore"]
    for item in model.items:
        assert f"    # {item.question}" in text
        for i, anchor in enumerate(item.anchors):
            assert f"    #   {i} {anchor.word}: {anchor.text}" in text
        assert f"    {item.id}: unknown" in text
    profile = check(parse_yaml(text, "community.yaml"), Profile)
    assert profile.name == "my community"
    assert {a.answer for a in profile.diagnosis.answers.values()} == {"unknown"}


def test_what_was_told_stands_in_the_file(model: StageModel) -> None:
    told: dict[str, Any] = {
        "name": 'A "B" C',
        "segment": "New people",
        "segment_id": "new-people",
        "members": 0,
        "answers": {"PUR1": 2},
    }
    profile = check(parse_yaml(new_workspace(Renderer(Shelf()), model, {}, told, "x")["community.yaml"], "c"), Profile)
    assert (profile.name, profile.members, profile.segments[0].id, profile.diagnosis.answers["PUR1"].answer) == (
        'A "B" C',
        0,
        "new-people",
        "2",
    )


def test_an_agenda_stands_behind_what_the_day_must_hold() -> None:
    text = (
        'copkit: 1\nid: x\ndays:\n  - minutes: 90\n    keep:\n      - {activity: fishbowl, at: "10:00"}\n      - activity: lunch\n'
        "        note: |\n          two\n          lines\n# a remark\nstrategic:\n  purpose_type: learn\n"
    )
    found = with_agenda(text, [[Block(activity="break", minutes=5)]])
    assert found == text.replace(
        "          lines\n", "          lines\n    agenda:\n      - activity: break\n        minutes: 5\n"
    )
