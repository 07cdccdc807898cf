"""Nothing that a person wrote is ever written over, and no file is ever half written."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.problem import InputError
from copkit.writing.files import Artefact, Fate, save, write_atomically
from copkit.writing.marking import edited


def fates(text: str, folder: Path, **how: bool) -> list[tuple[str, str]]:
    return [(s.path.name, s.fate.value) for s in save([Artefact("plan.md", text)], folder, **how)]


def test_a_new_document_is_written_and_then_left_alone(tmp_path: Path) -> None:
    assert fates("one\n", tmp_path) == [("plan.md", "written")]
    assert fates("one\n", tmp_path) == [("plan.md", "unchanged")]
    assert fates("two\n", tmp_path) == [("plan.md", "written")]


def test_an_edited_document_is_kept_and_the_new_one_stands_beside_it(tmp_path: Path) -> None:
    save([Artefact("plan.md", "one\n")], tmp_path)
    mine = (tmp_path / "plan.md").read_text(encoding="utf-8").replace("one", "mine")
    (tmp_path / "plan.md").write_text(mine, encoding="utf-8")
    assert fates("one\n", tmp_path) == [("plan.md", "kept")]
    assert fates("two\n", tmp_path) == [("plan.new.md", "beside")]
    assert (tmp_path / "plan.md").read_text(encoding="utf-8") == mine
    assert "two" in (tmp_path / "plan.new.md").read_text(encoding="utf-8")


def test_an_edited_copy_beside_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("all mine\n", encoding="utf-8")
    (tmp_path / "plan.new.md").write_text("mine as well\n", encoding="utf-8")
    assert fates("two\n", tmp_path) == [("plan.new2.md", "beside")]
    assert fates("three\n", tmp_path) == [("plan.new2.md", "beside")]
    assert (tmp_path / "plan.new.md").read_text(encoding="utf-8") == "mine as well\n"


def test_force_writes_over_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert fates("one\n", tmp_path, dry_run=True) == [("plan.md", "written")]
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "plan.md").write_text("mine\n", encoding="utf-8")
    assert fates("two\n", tmp_path, force=True) == [("plan.md", "written")]
    assert "mine" not in (tmp_path / "plan.md").read_text(encoding="utf-8")


def test_windows_line_ends_are_no_edit(tmp_path: Path) -> None:
    save([Artefact("plan.md", "one\ntwo\n")], tmp_path)
    path = tmp_path / "plan.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fates("one\ntwo\n", tmp_path) == [("plan.md", "unchanged")]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=80),
    more=st.text("ab \n", min_size=1, max_size=5),
)
def test_any_change_is_noticed(text: str, more: str) -> None:
    made = Artefact("x.md", text).marked
    assert not edited(made)
    assert edited(made.replace(b"\n<!--", f"\nX{more}\n<!--".encode(), 1))


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
ARCHIVE = b"PK\x03\x04 a word file PK\x05\x06" + bytes(18)
KINDS = {
    "page.md": "# Page\n",
    "page.html": "<!doctype html>\n<p>Hi</p>\n",
    "sign.svg": "<svg/>\n",
    "list.csv": "a,b\n1,2\n",
    "data.json": '{\n  "a": 1\n}\n',
    "year.ics": CALENDAR,
    "letter.eml": "Subject: Hi\r\n\r\nHello\r\n",
    "page.pdf": b"%PDF-1.7\n...\n%%EOF\n",
    "page.docx": ARCHIVE,
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_carries_a_mark_and_tells_when_it_was_changed(name: str, tmp_path: Path) -> None:
    made = Artefact(name, KINDS[name])
    assert [s.fate for s in save([made], tmp_path)] == [Fate.WRITTEN]
    assert [s.fate for s in save([made], tmp_path)] == [Fate.UNCHANGED]
    path = tmp_path / name
    there = path.read_bytes()
    assert not edited(there)
    path.write_bytes(there.replace(there[5:7], b"__", 1))
    assert edited(path.read_bytes())
    assert [s.fate for s in save([made], tmp_path)] == [Fate.KEPT]
    other = (
        KINDS[name][:6] + KINDS[name][5:] if isinstance(KINDS[name], str) else KINDS[name][:6] + b"x" + KINDS[name][6:]
    )
    assert [(s.fate, s.path.suffix) for s in save([Artefact(name, other)], tmp_path)] == [(Fate.BESIDE, path.suffix)]
    if isinstance(KINDS[name], str):
        path.write_bytes(there.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert not edited(path.read_bytes())


def test_what_a_mark_is_made_of_opens_as_before() -> None:
    lines = Artefact("year.ics", CALENDAR).marked.decode().split("\r\n")
    assert lines[-3].startswith("X-COPKIT-DIGEST:")
    assert lines[-2:] == ["END:VCALENDAR", ""]
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("a.txt", "hello")
    with zipfile.ZipFile(io.BytesIO(Artefact("page.docx", memory.getvalue()).marked)) as archive:
        assert archive.read("a.txt") == b"hello"
        assert archive.testzip() is None


def test_a_folder_in_the_way_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(InputError) as error:
        save([Artefact("plan.md", "one\n")], tmp_path)
    assert error.value.problems[0].code == "cannot-write"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError):
        save([Artefact("plan.md", "one\n")], tmp_path / "file")


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x", encoding="utf-8")
    path.chmod(0o640)
    write_atomically(path, "y")
    assert path.stat().st_mode & 0o777 == 0o640


KILLED = """
import sys
from pathlib import Path
from copkit.writing.files import write_atomically
path = Path(sys.argv[1])
print("go", flush=True)
while True:
    for letter in "ab":
        write_atomically(path, letter * 200_000)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    write_atomically(path, "a" * 200_000)
    for round_ in range(8):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.003 * round_)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert set(path.read_text(encoding="utf-8")) in ({"a"}, {"b"})
        assert path.stat().st_size == 200_000


def test_fates_have_words() -> None:
    from copkit.shelf import words

    assert set(words()["labels"]["fates"]) == {f.value for f in Fate}


def test_a_sheet_that_was_filled_in_is_never_written_over(tmp_path: Path) -> None:
    save([Artefact("capture.md", "empty\n", sheet=True)], tmp_path)
    filled = (tmp_path / "capture.md").read_text(encoding="utf-8").replace("empty", "Ada will call")
    (tmp_path / "capture.md").write_text(filled, encoding="utf-8")
    save([Artefact("capture.md", "new\n", sheet=True)], tmp_path, force=True)
    assert (tmp_path / "capture.md").read_text(encoding="utf-8") == filled
    assert "new" in (tmp_path / "capture.new.md").read_text(encoding="utf-8")


def test_a_version_beside_goes_when_the_document_is_up_to_date_again(tmp_path: Path) -> None:
    save([Artefact("plan.md", "one\n")], tmp_path)
    (tmp_path / "plan.md").write_text("mine\n", encoding="utf-8")
    save([Artefact("plan.md", "two\n")], tmp_path)
    assert (tmp_path / "plan.new.md").exists()
    save([Artefact("plan.md", "two\n")], tmp_path, force=True)
    assert not (tmp_path / "plan.new.md").exists()
