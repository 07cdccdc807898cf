"""What the room wrote is read back; what cannot be understood is pointed at and kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.followup import Register
from copkit.reading.capture import ALWAYS_THERE, parse_capture
from copkit.writing.escaping import escape

FULL = """# Spring: what the room wrote

<!-- capture: commitments -->

| who | what | when | first | by | helper | who may see it |
|---|---|---|---|---|---|---|
| Ada | Call the \\| two \\*leads\\* | When I am back | find numbers | 2027-04-01 | Kim | the group |
| Kim | Write it up | | | soon | | me |
| | | | | | | |

<!-- capture: groups -->

| group | purpose | lead | deputy | members | next meeting |
|---|---|---|---|---|---|
| Guide | one page | Ada | Kim | Ada, Kim, Lee | 2027-04-02 |

<!-- capture: notes -->

| + or Δ | what |
|---|---|
| + | pairs |
| Δ | more breaks |
| delta | louder |
| ? | odd |

<!-- capture: decisions -->

| what | who | by |
|---|---|---|
| Meet monthly | Lee | 2027-05-01 |

<!-- capture: channel -->

| platform | who |
|---|---|
| Signal | Lee |

<!-- capture: milestone -->

| what | by | who |
|---|---|---|
| Guide out | 2027-06-01 | Ada |

<!-- capture: spotlights -->

| who | why | agreed? |
|---|---|---|
| Lee | opened | yes |
"""


def table(section: str, width: int, *rows: str) -> str:
    """Return a sheet in which one table has rows; the marks of the others are there."""
    head = "|" + " x |" * width
    others = [f"<!-- capture: {name} -->" for name in ALWAYS_THERE if name != section]
    return "\n".join([f"<!-- capture: {section} -->", "", head, "|" + "---|" * width, *rows, "", *others])


def test_a_filled_sheet_is_read_in_full() -> None:
    found, problems = parse_capture(FULL, "capture.md")
    ada, kim = found.commitments
    assert (ada.id, ada.who, ada.what, ada.cue) == ("C1", "Ada", "Call the | two *leads*", "When I am back")
    assert (ada.first_step, ada.by, ada.due) == ("find numbers", "2027-04-01", date(2027, 4, 1))
    assert (ada.helper, ada.visible_to, ada.state) == ("Kim", "the group", "open")
    assert (kim.by, kim.due, kim.visible_to) == ("soon", None, "me")
    assert [(g.title, g.lead, g.next_meeting, g.shared_output) for g in found.groups] == [
        ("Guide", "Ada", "2027-04-02", True)
    ]
    assert [(n.id, n.sign, n.text, n.votes) for n in found.notes] == [
        ("N1", "plus", "pairs", 0),
        ("N2", "delta", "more breaks", 0),
        ("N3", "delta", "louder", 0),
        ("N4", "delta", "? odd", 0),
    ]
    assert [(d.text, d.owner, d.by) for d in found.decisions] == [("Meet monthly", "Lee", "2027-05-01")]
    assert (found.channel.name, found.milestone.what, found.milestone.by) == ("Signal", "Guide out", "2027-06-01")
    assert [(s.who, s.why, s.agreed) for s in found.spotlights] == [("Lee", "opened", "yes")]
    assert [(p.code, p.where and p.where.line) for p in problems] == [("odd-date", 8), ("odd-sign", 24)]


def test_votes_attendance_and_who_was_absent() -> None:
    notes = ["| + | pairs +1+1 | 2 |", "| Δ | +1 | |", "| Δ | louder | some |"]
    sheet = (
        table("notes", 3, *notes) + "\n" + table("attendance", 4, "| 1 | 30 | 22 | 5 |", "| 2 | | x | |", "| 3 | | | |")
    )
    found, problems = parse_capture(sheet + "\n" + table("absent", 1, "| Zoe |", "| |"), "capture.md")
    assert [(n.text, n.votes) for n in found.notes] == [("pairs", 4), ("+1", 0), ("louder some", 0)]
    assert [(a.day, a.registered, a.present, a.remote) for a in found.attendance] == [
        (1, 30, 22, 5),
        (2, None, None, None),
    ]
    assert found.absent == ("Zoe",)
    assert [p.code for p in problems] == ["odd-count", "odd-count"]


def test_a_row_with_too_many_or_too_few_cells_is_kept() -> None:
    found, problems = parse_capture(table("notes", 3, "| + | a | 1 | b |", "| + |"), "capture.md")
    assert [p.code for p in problems] == ["odd-count", "odd-row", "odd-row"]
    assert (found.notes[0].sign, found.notes[0].text) == ("plus", "a 1 | b")
    assert found.notes[1].sign == "plus"


def test_fifteen_circles_with_dates() -> None:
    rows = [f"| {n} | A, B, C | 2027-05-{n:02d} |" for n in range(1, 16)]
    found, problems = parse_capture(table("accountability", 3, *rows), "capture.md")
    assert (len(found.groups), problems) == (15, [])
    assert not any(g.shared_output for g in found.groups)
    assert len({g.id for g in found.groups}) == 15


def test_a_sheet_without_its_marks_says_so() -> None:
    found, problems = parse_capture("# just text\n\n| a | b |\n", "capture.md")
    assert found == Register()
    assert [p.code for p in problems] == ["no-sections"]


def test_an_impossible_date_is_kept_as_text() -> None:
    row = "| Ada | x | | | 2027-02-30 | | |"
    found, problems = parse_capture(table("commitments", 7, row), "capture.md")
    assert (found.commitments[0].by, found.commitments[0].due) == ("2027-02-30", None)
    assert [p.code for p in problems] == ["odd-date"]


cells = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)


@settings(max_examples=150, deadline=None)
@given(who=cells, what=cells, helper=cells)
def test_what_copkit_escapes_it_reads_back(who: str, what: str, helper: str) -> None:
    row = f"| {escape(who)} | {escape(what)} | | | | {escape(helper)} | |"
    found, problems = parse_capture(table("commitments", 7, row), "capture.md")
    assert problems == []
    one = found.commitments[0]
    assert (one.who, one.what, one.helper) == (who, what, helper)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    parse_capture(FULL + text, "capture.md")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_do_not_matter(ending: str) -> None:
    found, _ = parse_capture(FULL.replace("\n", ending), "capture.md")
    assert len(found.commitments) == 2


def test_a_table_that_lost_its_mark_is_missed() -> None:
    found, problems = parse_capture(FULL.replace("<!-- capture: commitments -->", ""), "capture.md")
    assert found.commitments == ()
    assert [(p.code, p.facts["found"]) for p in problems if p.code == "lost-sections"] == [
        ("lost-sections", "`<!-- capture: commitments -->`")
    ]


def test_a_warning_never_shows_a_private_promise() -> None:
    _, problems = parse_capture(FULL, "capture.md")
    assert all(p.source_line is None for p in problems)
