"""What was captured in a spreadsheet, and the list of members."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.followup import Register, take_in
from copkit.problem import InputError
from copkit.reading.people import parse_people
from copkit.reading.tables import parse_table, read_table
from copkit.writing.followup import COMMITMENT_COLUMNS, csv_text

FEEDBACK = Path(__file__).parents[3] / "shared/data/feedback/ttt-ssi-online-2021/plus-delta.csv"


@pytest.mark.skipif(not FEEDBACK.exists(), reason="the public feedback set is not on this machine")
def test_the_public_feedback_is_read_in_full() -> None:
    found = read_table(FEEDBACK, "plus-delta.csv")
    notes = found.register.notes
    assert (len(notes), found.problems, found.register.unclear) == (84, [], ())
    assert [sum(n.sign == s for n in notes) for s in ("plus", "delta")] == [45, 39]
    assert max(notes, key=lambda n: n.votes).text == "The time to master vs usefulness once mastered graph"
    rows = list(csv.DictReader(FEEDBACK.read_text(encoding="utf-8").splitlines()))
    assert [n.votes for n in notes] == [int(r["plus_ones"]) for r in rows]
    assert [n.text for n in notes] == [r["text"].strip() for r in rows]
    once, _ = take_in(Register(), found.register, whole=False)
    again, taken = take_in(once, found.register, whole=False)
    assert (len(once.notes), again, taken.anything) == (84, once, False)


def test_semicolons_other_names_and_states() -> None:
    text = '\ufeffName;Promise;Due;Status;Link\r\nAda;"write; then send";2027-04-01;Done;x\r\nKim;call;;paused;\r\n;;;;\r\n'
    found = parse_table(text.removeprefix("\ufeff"), "p.csv")
    assert [(c.who, c.what, c.by, c.evidence) for c in found.register.commitments] == [
        ("Ada", "write; then send", "2027-04-01", "x"),
        ("Kim", "call", "", ""),
    ]
    assert found.states == {"row-1": "done"}
    assert [(p.code, p.where and p.where.line) for p in found.problems] == [("odd-state", 3)]
    assert found.register.unclear[0].text == "Kim | call |  | paused |"


def test_rows_that_say_nothing_are_kept_word_for_word() -> None:
    found = parse_table("sign,text,votes\n+,good,two\n?,odd,1\nplus,fine,+2,extra\n", "n.csv")
    assert [(n.text, n.votes) for n in found.register.notes] == [("good", 0), ("fine", 2)]
    assert [p.code for p in found.problems] == ["odd-count", "row-without-sign", "too-many-columns"]
    assert [u.place for u in found.register.unclear] == ["n.csv:2", "n.csv:3", "n.csv:4"]
    assert all(p.source_line is None for p in found.problems)


def test_a_table_of_nothing_known_says_which_names_it_found() -> None:
    with pytest.raises(InputError) as caught:
        parse_table("a,b\n1,2\n", "x.csv")
    assert [(p.code, p.facts["found"]) for p in caught.value.problems] == [("unknown-table", "`a`, `b`")]
    assert parse_table("", "x.csv").register == Register()


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("decision,who\nmeet monthly,Lee\n", "decisions"),
        ("group,purpose,lead,publish date\nA,songs,Ada,2027-05-01\n", "groups"),
        ("mentor,newcomer\nAda,Bo\n", "mentors"),
        ("who,why,agreed\nAda,opened,yes\n", "spotlights"),
        ("output,by whom,link\nsong,Ada,x\n", "outputs"),
        ("day,registered,present\n1,30,22\n", "attendance"),
        ("absent\nZoe\n", "absent"),
    ],
)
def test_every_kind_of_table_is_known_by_its_columns(text: str, section: str) -> None:
    found = parse_table(text, "x.csv")
    assert (len(getattr(found.register, section)), found.problems) == (1, [])


cells = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)


@settings(max_examples=100)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5))
def test_a_table_that_copkit_wrote_gives_the_same(rows: list[tuple[str, str, str]]) -> None:
    register = Register.model_validate(
        {"commitments": [{"id": f"C{i}", "who": a, "what": b, "by": c} for i, (a, b, c) in enumerate(rows, 1)]}
    )
    found = parse_table(
        csv_text(COMMITMENT_COLUMNS, register.commitments) + "# made by copkit; 0123456789abcdef\n", "c.csv"
    )
    assert found.register.commitments == register.commitments
    assert take_in(register, found.register, whole=False)[0] == register


def test_members_with_and_without_an_address() -> None:
    text = "Name,E-mail,Segment,Named,Spotlight\nAda,ada@example.org,new,Yes,no\nKim,kim at home,,,\n,x@y.org,,,\n"
    people, problems = parse_people(text, "people.csv")
    assert [(p.name, p.email, p.segment, p.named, p.spotlight) for p in people] == [
        ("Ada", "ada@example.org", "new", True, False),
        ("Kim", "", "", None, None),
    ]
    assert [(p.code, p.where and p.where.line, p.source_line) for p in problems] == [
        ("odd-address", 3, None),
        ("person-without-name", 4, None),
    ]
    with pytest.raises(InputError):
        parse_people("a,b\n1,2\n", "people.csv")
