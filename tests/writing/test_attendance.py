"""attendance.csv: a person's lines and columns stay as they are."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.turnout import KINDS, Gathered
from copkit.reading.attendance import parse_attendance
from copkit.writing.attendance import new_table, with_rows

NAMES = st.text(st.sampled_from(list("ab ,;\"=é'-")), min_size=1, max_size=8).map(str.strip).filter(bool)
COUNTS = st.integers(0, 999)
ROWS = st.lists(
    st.builds(
        Gathered, convening=NAMES.map(lambda n: f"x {n} x"), date=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        kind=st.none() | st.sampled_from(KINDS), registered=COUNTS, days=st.lists(COUNTS, max_size=4).map(tuple),
    ),
    min_size=1, max_size=5, unique_by=lambda r: (r.convening.casefold(), r.date),
)  # fmt: skip


@given(ROWS)
def test_what_is_written_is_read_again(rows: list[Gathered]) -> None:
    rows = [r for r in rows if " ".join(r.convening.split()) == r.convening] or [Gathered("a", None, None, 1)]
    read = parse_attendance(new_table(rows), "attendance.csv")
    assert list(read.rows) == rows
    assert read.problems == ()
    assert new_table(read.rows) == new_table(rows)


def test_own_lines_columns_and_order_stay() -> None:
    text = 'Event;note;RSVP\n"Walk; far";rain, all day;12\n\nodd;;many\nClinic;"two\nlines";24\n'
    own = parse_attendance(text, "attendance.csv")
    assert [r.convening for r in own.rows] == ["Walk; far", "Clinic"]
    added = (Gathered("New", date(2027, 3, 12), "virtual", 9, (7,)),)
    filled = {own.lines[1]: Gathered("Clinic", None, "in-person", 24, (17,))}
    assert with_rows(text, own.delimiter, own.columns, added, filled) == (
        'Event;note;RSVP;date;kind;day_1\n"Walk; far";rain, all day;12\n\nodd;;many\nClinic;"two\nlines";24;;in-person;17\n'
        "New;;9;2027-03-12;virtual;7\n"
    )


def test_days_without_a_name_get_one_before_new_columns_stand_behind() -> None:
    own = parse_attendance("slug,registered,day1\na,9,8,7\n", "attendance.csv")
    assert with_rows(own.text, own.delimiter, own.columns, [Gathered("b", None, "virtual", 3, (2,))], {}) == (
        "slug,registered,day1,day_2,kind\na,9,8,7\nb,3,2,,virtual\n"
    )
