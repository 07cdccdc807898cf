"""Tables of attendance as people really write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.turnout import Gathered
from copkit.problem import InputError
from copkit.reading.attendance import ReadAttendance, parse_attendance

HEAD = "slug,registered,day1,day2\n"


def read(text: str) -> ReadAttendance:
    return parse_attendance(text, "a.csv")


def found(text: str) -> list[tuple[str, int]]:
    return [(p.code, p.where.line) for p in read(text).problems if p.where]


@pytest.mark.parametrize(
    "text",
    [
        "convening,date,kind,registered,day_1,day_2\nclinic,2027-03-12,in-person,24,17,15\n",
        " Day 2 ;DAY-1;RSVPs;Mode;Event;Date\n15;17;24;In person;clinic;12.03.2027\n",
        "day2\tday1\tSaid yes\ttype\tworkshop\twhen\n 15 \t17.0\t24\tonsite\tclinic\t12 March 2027\n",
        '"Slug","Registered","Attended","Day 2","Kind","Day"\n"clinic","24","17","15","IN-PERSON","2027-03-12"\n,,,,,\n',
    ],
)
def test_columns_in_any_order_and_case(text: str) -> None:
    assert read(text).rows == (Gathered("clinic", date(2027, 3, 12), "in-person", 24, (17, 15)),)
    assert read(text).problems == ()


def test_the_date_may_stand_in_the_name() -> None:
    assert [r.date for r in read(HEAD + "2027-03-12-clinic,2,1,\nclinic,2,1,\n018-03-08-x,2,1\n").rows] == [
        date(2027, 3, 12),
        None,
        None,
    ]


def test_blanks_are_unknown_and_spaces_do_not_matter() -> None:
    rows = read(HEAD + "a, 45 ,36,29 \nb,,20, \nc,7,n/a,-,\nd,9,,4,,\n").rows
    assert [(r.registered, r.days) for r in rows] == [(45, (36, 29)), (None, (20,)), (7, ()), (9, (None, 4))]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,27-22-20", "several-counts"), ("a,52.45.40,", "several-counts"), ("a,many,3,", "not-a-count"), ("a,-3,3,", "not-a-count"),
        ("a,2.5,3,", "not-a-count"), ("a,1e3,3,", "not-a-count"), ("a,٣,3,", "not-a-count"), (",3,3,", "attendance-without-name"),
        ("a,,,", "attendance-without-counts"), ("good,4,4,4", "attendance-twice"), ("a,9999999,1,", "not-a-count"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_pointed_at_and_not_lost(row: str, code: str) -> None:
    text = f"{HEAD}good,3,2,1\n{row}\nlast,4,3,2\n"
    assert found(text) == [(code, 3)]
    assert [r.convening for r in read(text).rows] == ["good", "last"]
    assert read(text).unread == ((3, row),)


def test_what_is_worth_a_look_is_kept_with_its_line() -> None:
    text = HEAD + "a,3,2,1\na,3,2,1\nb,3,4,1\nc,9,3,4\nd,9,,4\ne,9,8,7,6,5\n"
    notes = read(text).notes
    assert {k: list(v) for k, v in notes.items() if k != "no-date"} == {
        "doubled": [3], "more-than-registered": [4], "grew": [5], "half": [6], "further-days": [7],
    }  # fmt: skip
    assert read(text).rows[-1].days == (8, 7, 6, 5)
    assert read(text).columns == ("convening", "registered", "day_1", "day_2", "day_3", "day_4")


def test_what_has_no_place_is_counted_by_its_column() -> None:
    text = "slug,Organiser,registered,RSVP\na,Ann,3,4\nb,Bo,3,\n"
    assert dict(read(text).left) == {"Organiser": 2, "RSVP": 1}
    assert [r.registered for r in read(text).rows] == [3, 3]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "slug,who\nx,y\n", "registered,day1\n1,2\n", "2027-03-12-x,3,4\n"])
def test_a_table_without_counts_or_gatherings_is_refused(text: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    assert [p.code for p in error.value.problems] == ["attendance-columns"]


@given(st.text(st.sampled_from(list("a1,;-./\"\n \t'=9")), max_size=80))
def test_every_line_is_a_row_or_is_told_of(body: str) -> None:
    """No line with text gets lost: it is a row, a doubled one, or not understood."""
    try:
        got = read(HEAD + body)
    except InputError:
        assert '"' in body, "only a quote that is never closed stops the reading"
        return
    assert bool(got.problems) == bool(got.unread)
    kept = len(got.rows) + len(got.notes.get("doubled", ())) + len(got.unread)
    if '"' not in body:
        assert kept == sum(bool(line.replace(",", "").strip()) for line in body.split("\n"))
    for row in got.rows:
        assert row.registered is not None or any(d is not None for d in row.days)
