"""copkit import people as an organiser runs it: people.csv grows, and nothing that was typed changes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.cli.welcoming import bring_people
from copkit.reading.people import parse_people, read_people
from copkit.reading.workspace import open_workspace

Run = Callable[..., Any]
FORMATS = Path(__file__).resolve().parents[1] / "data" / "formats"
LIST = "name,email,organisation,tenure,languages,remote,preferences,together\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("people.csv\n", encoding="utf-8")
    shutil.copytree(FORMATS, tmp_path, dirs_exist_ok=True)
    return tmp_path


def table(home: Path) -> str:
    return (home / "people.csv").read_bytes().decode()


def test_a_call_becomes_a_list_and_twice_is_once(home: Path, inside: Run) -> None:
    ran = inside("import", "people", "zoom-meeting-participants-full.csv")
    assert (ran.code, ran.err) == (0, "")
    assert table(home) == "name,email,segment,named\nAda,ada@example.org,,\nBo,,,\nCy,cy@example.org,,\n"
    assert "Read as Zoom, a meeting: 3 people in 4 rows. 3 were there" in ran.out
    assert "- Ada, ada@example.org (line 5)" in ran.out
    assert "- came back: Bo (line 7, to line 6)" in ran.out
    again = inside("import", "people", "zoom-meeting-participants-full.csv")
    assert "people.csv stays as it is: nothing new was found (3 there already)." in again.out
    assert table(home) == "name,email,segment,named\nAda,ada@example.org,,\nBo,,,\nCy,cy@example.org,,\n"


def test_one_program_after_another_puts_people_together(home: Path, inside: Run) -> None:
    for name in (
        "eventbrite-attendees.csv",
        "luma-guests.csv",
        "teams-attendance-utf16.csv",
        "teams-live-event.csv",
        "slack-export",
    ):
        assert inside("import", "people", name).code == 0
    assert table(home) == "name,email,segment,named\nAda L,ada@example.org,,\nBo M,bo@example.org,,\n"
    ran = inside("import", "people", "teams-attendance-utf8.csv")
    assert "- Ada Lovelace (line 11) is Ada L in line 2 of people.csv" in ran.out
    assert "- Guest (line 13): the name does not say who it is; not written" in ran.out
    left = inside("import", "people", "eventbrite-attendees.csv").out + inside("import", "people", "slack-export").out
    for line in (
        "- not attending: Cy N (line 4)",
        "- account deleted: Bo M (line 12)",
        "- a program, no person: Bot (line 22)",
    ):
        assert line in left


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ones_own_lines_stay_to_the_letter(home: Path, inside: Run, encoding: str, newline: str) -> None:
    own = (
        "# kept by Bo; ask before you share it\nMitglied;Ort ;Notiz;E-Mail\n"
        'Ada L;;"two\nlines";\nZoë;  Köln;=1+1\n# a note; in between\nBo M;;;typed@elsewhere.org\n\n'
    )
    (home / "people.csv").write_bytes(own.replace("\n", newline).encode(encoding))
    (home / "new.csv").write_text(
        'name,email,place\nada l,ada@example.org,"Rome; EUR"\nBo M,,Paris\nDi,di@example.org,\nZoë,zoe@example.org,Berlin\n',
        encoding="utf-8",
    )
    ran = inside("import", "people", "new.csv")
    assert (ran.code, "1 added, 3 filled in" in ran.out, "in UTF-8 now" in ran.out) == (0, True, False)
    expected = (
        "# kept by Bo; ask before you share it\nMitglied;Ort ;Notiz;E-Mail\n"
        'Ada L;"Rome; EUR";"two\nlines";ada@example.org\nZoë;Köln;=1+1;zoe@example.org\n# a note; in between\nBo M;Paris;;typed@elsewhere.org\n'
        "Di;;;di@example.org\n"
    )
    assert (home / "people.csv").read_bytes() == expected.replace("\n", newline).encode(encoding)
    assert "- Ada L, line 3 of people.csv: e-mail, place (from line 2)" in ran.out


def test_every_field_comes_along_and_columns_that_are_missing_are_added_at_the_right(home: Path, inside: Run) -> None:
    (home / "people.csv").write_text("name,In person,Wünsche?,Vorname\nBo,,x,,surplus\nCy,yes,,,\n", encoding="utf-8")
    (home / "new.csv").write_text(
        LIST + 'Bo,b@x.org,Reef,6 weeks,"en, Klingon",Zoom,data > law = tax,Cy; Di\nCy,,,,,yes,,\nDi,,,,,,a; b,\n',
        encoding="utf-8",
    )
    assert inside("import", "people", "new.csv").code == 0
    assert table(home) == (
        "name,In person,Wünsche?,Vorname,,email,organisation,tenure,languages,preferences,together\n"
        'Bo,no,x,,surplus,b@x.org,Reef,new,"en; klingon",data > law = tax,"Cy; Di"\nCy,yes,,,\nDi,,,,,,,,,a > b,\n'
    )
    brought, own = (parse_people((home / f).read_text(encoding="utf-8"), "p")[0] for f in ("new.csv", "people.csv"))
    assert (own[0], own[2]) == (brought[0], brought[2])
    assert own[1].remote is False


@pytest.mark.parametrize(("head", "row"), [("Vorname,Nachname", "Ada,Lovelace"), ("pseudonym,x", "Ada Lovelace,"), ("Nachname,name", ",Ada Lovelace"), ("vorname", "Ada Lovelace")])  # fmt: skip
def test_a_new_name_goes_where_names_stand(home: Path, inside: Run, head: str, row: str) -> None:
    (home / "people.csv").write_text(head + "\n", encoding="utf-8")
    (home / "new.csv").write_text("name\nAda Lovelace\n", encoding="utf-8")
    inside("import", "people", "new.csv")
    assert table(home) == f"{head}\n{row}\n"
    assert read_people(home / "people.csv", "p")[0][0].name == "Ada Lovelace"


def test_what_is_not_certain_is_listed_and_not_written(home: Path, inside: Run) -> None:
    (home / "people.csv").write_text("name,email\nAda,a@x.org\nAnne Smith,\nBo,b@x.org\n", encoding="utf-8")
    (home / "new.csv").write_text(
        "name,email\nAda,other@x.org\nAnn Smith,\nCy,b@x.org\nBo,b@x.org\niPhone von Ada,\n", encoding="utf-8"
    )
    ran = inside("import", "people", "new.csv")
    assert table(home) == "name,email\nAda,a@x.org\nAnne Smith,\nBo,b@x.org\nAnn Smith,\nCy,b@x.org\n"
    for line in (
        "- Ada (line 2): has another address than the person of that name; nothing was written (people.csv: Ada, line 2)",
        "- Ann Smith (line 3): new, and the name is nearly one of yours (people.csv: Anne Smith, line 3)",
        "- Cy (line 4): new, and the address is that of somebody of yours (people.csv: Bo, line 4)",
        "- Cy (line 4), Bo (line 5): one address for several names; kept as different people",
        "- iPhone von Ada (line 6), Ada (line 2): the name is of a device, so it is not clear who it is; not written",
    ):
        assert line in ran.out
    before = table(home)
    assert "nothing new was found" in inside("import", "people", "new.csv").out
    assert table(home) == before


def test_an_address_of_somebody_else_fills_no_gap(home: Path, inside: Run) -> None:
    (home / "people.csv").write_text("name,email\nAda,a@x.org\nBo,\n", encoding="utf-8")
    (home / "new.csv").write_text("name,email,place\nAda,a@x.org,\nBo,a@x.org,Rome\n", encoding="utf-8")
    inside("import", "people", "new.csv")
    assert table(home) == "name,email,place\nAda,a@x.org\nBo,,Rome\n"


def test_names_that_an_encoding_cannot_hold_make_it_utf_8(home: Path, inside: Run) -> None:
    (home / "people.csv").write_bytes("name\nZoë\n".encode("cp1252"))
    (home / "new.csv").write_text("name\nŁucja\n", encoding="utf-8")
    assert "would be in UTF-8 now" in inside("import", "people", "new.csv", "--dry-run").out
    assert "people.csv is in UTF-8 now" in inside("import", "people", "new.csv").out
    assert (home / "people.csv").read_bytes() == "name\nZoë\nŁucja\n".encode("utf-8-sig")
    (home / "people.csv").write_bytes("name\nZoë\n".encode("cp1252") + "Łucja\n".encode())
    assert json.loads(inside("import", "people", "people.csv", "--json").out)["now_utf_8"] is False


def test_a_list_that_cannot_be_kept_as_it_is_is_not_touched(home: Path, inside: Run) -> None:
    (home / "people.csv").write_bytes(b"name\nZo\x81\n")
    ran = inside("import", "people", "luma-guests.csv")
    assert (ran.code, "[people-letters]" in ran.err) == (1, True)
    assert (home / "people.csv").read_bytes() == b"name\nZo\x81\n"


@pytest.mark.parametrize(
    ("ignored", "warned"),
    [
        ("people.csv\n", False),
        ("*.csv\n!people.csv\n", True),
        ("/people.*\n", False),
        ("people.csv/\n", True),
        ("# people.csv\n", True),
        ("**/people.csv", False),
        (None, True),
    ],
)
def test_git_must_not_take_it(home: Path, inside: Run, ignored: str | None, warned: bool) -> None:
    (home / ".gitignore").unlink()
    if ignored is not None:
        (home / ".gitignore").write_text(ignored, encoding="utf-8")
    ran = inside("import", "people", "luma-guests.csv")
    assert (ran.code, "[people-not-ignored]" in ran.err) == (0, warned)


def test_a_repository_around_the_workspace_may_ignore_it(home: Path, inside: Run, tmp_path: Path) -> None:
    inner = home / "inner"
    inner.mkdir()
    (inner / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    assert "[people-not-ignored]" not in inside("import", "people", "../luma-guests.csv", folder=inner).err
    (inner / ".git").mkdir()
    assert "[people-not-ignored]" in inside("import", "people", "../luma-guests.csv", folder=inner).err


def test_a_rehearsal_writes_nothing_and_json_says_all(home: Path, inside: Run) -> None:
    ran = inside("import", "people", "zoom-webinar-attendee-report.csv", "--dry-run", "--json")
    data = json.loads(ran.out)
    assert not (home / "people.csv").exists()
    assert data["added"] == [{"name": "Ada L", "email": "ada@example.invalid", "line": 10}]
    assert data["left_out"] == [{"reason": "absent", "name": "Bo M", "email": "bo@example.invalid", "line": 11}]
    assert data["doubtful"] == [{"why": "generic-name", "people": [{"name": "Host", "line": 7}], "known": []}]
    assert (data["kind"], data["written"], data["rows"], data["people"], data["came"]) == (
        "zoom-webinar",
        False,
        3,
        2,
        2,
    )
    page = inside("import", "people", "zoom-webinar-attendee-report.csv", "--dry-run").out
    assert "would be written: 1 added" in page
    assert "Nothing was written" in page


def test_a_problem_shows_nobody(home: Path, inside: Run) -> None:
    (home / "people.csv").write_text("name,email,tenure\nSecret Person,at home,soon\n", encoding="utf-8")
    (home / "new.csv").write_text("name,email,time zone\nHidden Guest,at work,Nowhere\n", encoding="utf-8")
    ran = inside("import", "people", "new.csv")
    assert {"[odd-address]", "[tenure-unclear]", "[person-time-zone]"} <= set(ran.err.split())
    assert not {"Secret", "Hidden"} & set(ran.err.replace("`", " ").split())
    (home / "new.csv").write_text('name,email\n"Hidden Guest,x@y.org\n', encoding="utf-8")
    assert "Hidden" not in inside("import", "people", "new.csv").err


NAMES = st.text(st.sampled_from("Aab ,;|\t\"'#=+-@é学\u2028\u202e\x1b(.)"), min_size=1, max_size=12)
ROWS = st.lists(
    st.tuples(NAMES, st.sampled_from(["", "a@x.org", "b@x.org", "+1@x.org"]), NAMES), min_size=1, max_size=6
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, own=ROWS, delimiter=st.sampled_from(",;\t|"))
def test_whatever_is_brought_twice_is_once_nothing_typed_changes_and_no_formula_begins(
    home: Path, monkeypatch: pytest.MonkeyPatch, rows: Any, own: Any, delimiter: str
) -> None:
    def text(sign: str, head: list[str], lines: Any) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=sign, lineterminator="\n").writerows([head, *lines])
        return out.getvalue()

    monkeypatch.chdir(home)
    (home / "new.csv").write_text(text(",", ["name", "email", "place"], rows), encoding="utf-8")
    (home / "people.csv").write_text(text(delimiter, ["name", "email", "note"], own), encoding="utf-8")
    known = read_people(home / "people.csv", "p")[0]
    workspace = open_workspace(home)
    brought = bring_people(workspace, home / "new.csv", dry_run=False)
    now = read_people(home / "people.csv", "p")[0]
    first = (home / "people.csv").read_bytes()
    assert [(p.name, p.email or q.email) for p, q in zip(known, now, strict=False)] == [
        (q.name, q.email) for q in now[: len(known)]
    ]
    assert [p.name for p in now[len(known) :]] == [brought.roster.people[at].name for at in brought.added]
    bring_people(workspace, home / "new.csv", dry_run=False)
    assert (home / "people.csv").read_bytes() == first
    for cells in (
        list(csv.reader(io.StringIO(first.decode()), delimiter=delimiter))[-len(brought.added) :]
        if brought.added
        else []
    ):
        assert not any(c.startswith(("=", "+", "-", "@")) for c in cells)
