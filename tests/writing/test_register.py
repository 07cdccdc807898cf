"""The register as a file: read back it is the same, and what a person wrote in it stays."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.followup import Register
from copkit.core.review import ReviewSheet
from copkit.reading.checked import check
from copkit.reading.source import parse_yaml
from copkit.writing.followup import csv_text, harmless
from copkit.writing.register import register_text
from copkit.writing.review import review_text

texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=25).map(str.strip)
commitments = st.lists(
    st.fixed_dictionaries({"who": texts, "what": texts, "by": texts, "visible_to": texts, "row": texts}), max_size=4
)


def register_of(rows: list[dict[str, Any]], notes: list[str]) -> Register:
    return Register.model_validate(
        {
            "commitments": [{"id": f"C{i}", **r} for i, r in enumerate(rows, 1)],
            "notes": [{"id": f"N{i}", "sign": "delta", "text": t} for i, t in enumerate(notes, 1)],
        }
    )


@settings(max_examples=120)
@given(commitments, st.lists(texts, max_size=3), commitments)
def test_what_is_written_is_read_back(
    rows: list[dict[str, Any]], notes: list[str], later: list[dict[str, Any]]
) -> None:
    register = register_of(rows, notes)
    text = register_text(None, register)
    assert check(parse_yaml(text, "register.yaml"), Register) == register
    assert register_text(text, register) == text
    other = register_of(later, notes)
    assert check(parse_yaml(register_text(text, other), "register.yaml"), Register) == other


def test_comments_and_order_stay() -> None:
    mine = """\
# our list
copkit: 1
notes:
  - sign: plus   # from the wall
    text: "pairs"
    id: N1
commitments:
  - id: C1
    who: Ada  # she asked for help
    what: write
    state: open
"""
    found = check(parse_yaml(mine, "register.yaml"), Register)
    assert register_text(mine, found) == mine
    done = found.model_copy(update={"commitments": (found.commitments[0].model_copy(update={"what": "write more"}),)})
    assert register_text(mine, done) == mine.replace("what: write", "what: write more")


def test_a_review_leaves_room_for_answers_and_keeps_them() -> None:
    sheet = ReviewSheet.model_validate({"deltas": [{"id": "N1", "text": "louder"}, {"id": "N2", "text": "breaks"}]})
    text = review_text(None, sheet)
    assert text.count("decision:\n") == 2
    assert "&" not in text
    mine = text.replace("decision:\n", "decision: do  # easy\n", 1)
    found = check(parse_yaml(mine, "review.yaml"), ReviewSheet)
    assert [d.decision for d in found.deltas] == ["do", None]
    assert review_text(mine, found) == mine


def test_a_formula_stays_text_in_a_spreadsheet() -> None:
    found = csv_text(
        ("who", "what"), register_of([{"who": "=cmd", "what": "a,b"}, {"who": "+1", "what": "x\ny"}], []).commitments
    )
    assert found == 'who,what\n\'=cmd,"a,b"\n\'+1,"x\ny"\n'
    assert harmless("plain") == "plain"
