"""What is kept between runs is only ever a shortcut: stale, corrupt, poisoned or unwritable is the same as none."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from copkit.core.activity import Activity
from copkit.problem import InputError
from copkit.reading import cache, kept
from copkit.reading.collection import Collection
from copkit.reading.kept import read_plans
from copkit.reading.library import Library
from copkit.reading.search import search
from copkit.reading.source import Source
from copkit.shelf import HERE, Layer, Shelf

OURS = HERE / "library" / "activities"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "copkit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "activities"
    folder.mkdir()
    for name in ("fishbowl", "break", "dot-voting"):
        shutil.copy(OURS / f"{name}.yaml", folder)
    return folder


def read(folder: Path) -> Collection[Activity]:
    return Collection([Layer("test", folder)], Activity)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed."""
    from copkit.reading import collection

    names: list[str] = []
    real = collection.read_yaml

    def counted(path: Path, name: str) -> object:
        names.append(path.stem)
        return real(path, name)

    monkeypatch.setattr(collection, "read_yaml", counted)
    return names


def test_a_file_is_parsed_once_until_it_changes(folder: Path, home: Path, parsed: list[str]) -> None:
    first = read(folder).values()
    assert sorted(parsed) == ["break", "dot-voting", "fishbowl"]
    assert read(folder).values() == first
    assert len(parsed) == 3
    path = folder / "break.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Break", "title: Tea"), encoding="utf-8")
    assert read(folder)["break"].title == "Tea"
    assert parsed[3:] == ["break"]


def test_nothing_is_validated_before_it_is_asked_for(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(folder)
    again = read(folder)
    assert list(again) == ["break", "dot-voting", "fishbowl"]
    assert again._items == {}
    assert again["fishbowl"].id == "fishbowl"
    assert set(again._items) == {"fishbowl"}


def test_what_is_kept_is_what_was_read(home: Path) -> None:
    """Every file of the library comes back from the cache as it was."""
    first = dict(Library(Shelf()).activities.items())
    again = Library(Shelf())
    assert dict(again.activities.items()) == first
    assert Library(Shelf()).stage_model == again.stage_model
    assert dict(Library(Shelf()).formats.items()) == dict(again.formats.items())


def test_a_file_with_faults_is_parsed_again_each_time(folder: Path, home: Path, parsed: list[str]) -> None:
    (folder / "broken.yaml").write_text("copkit: 1\nid: broken\n", encoding="utf-8")
    for _ in range(2):
        assert [p.code for p in read(folder).problems] == ["left-out"]
    assert parsed.count("broken") == 2


def test_the_same_content_under_another_name_is_another_thing(folder: Path, home: Path) -> None:
    read(folder)
    shutil.copy(folder / "break.yaml", folder / "tea.yaml")
    assert [p.code for p in read(folder).problems] == ["id-is-not-file"]


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
@pytest.mark.parametrize("which", ["library-2.db", "search-*.db"])
def test_a_corrupt_cache_is_the_same_as_none(rubbish: bytes, which: str, folder: Path, home: Path) -> None:
    first = read(folder).values()
    found = search(read(folder), "rest").ids
    assert found
    for path in home.glob(which):
        path.write_bytes(rubbish)
    assert read(folder).values() == first
    assert search(read(folder), "rest").ids == found
    assert read(folder).values() == first


@pytest.mark.parametrize("body", ["{}", "null", '{"copkit": 1}', "[" * 1000, ""])
def test_a_poisoned_cache_is_the_same_as_none(body: str, folder: Path, home: Path) -> None:
    first = read(folder).values()
    with closing(sqlite3.connect(home / cache.FILE)) as database, database:
        database.execute("UPDATE item SET body = ?", [body])
    assert read(folder).values() == first


def test_a_cache_without_its_table_or_with_another_is_the_same_as_none(folder: Path, home: Path) -> None:
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / cache.FILE)) as database, database:
        database.execute("CREATE TABLE item (other TEXT)")
    assert len(read(folder).values()) == 3


def test_a_folder_in_the_way_does_no_harm(folder: Path, home: Path) -> None:
    (home / cache.FILE).mkdir(parents=True)
    assert len(read(folder).values()) == 3
    assert search(read(folder), "rest").ids


def test_a_home_that_is_a_file_does_no_harm(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(read(folder).values()) == 3
    assert search(read(folder), "rest").ids


def test_a_locked_cache_is_the_same_as_none(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "WAIT", 0.01)
    read(folder)
    with closing(sqlite3.connect(home / cache.FILE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert len(read(folder).values()) == 3


def test_the_cache_does_not_grow_without_end(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEEP", 5)
    for i in range(12):
        cache.keep({f"key-{i}": "x"})
    assert cache.known() == {f"key-{i}" for i in range(7, 12)}


def test_old_indexes_are_cleared_away(folder: Path, home: Path) -> None:
    path = folder / "break.yaml"
    text = path.read_text(encoding="utf-8")
    for i in range(9):
        path.write_text(text.replace("title: Break", f"title: Break {i}"), encoding="utf-8")
        search(read(folder), "rest")
    assert len(list(home.glob("search-*.db"))) == 6
    assert not list(home.glob("*.tmp"))


# ---------------------------------------------------------------- plans

PLAN = "copkit: 1\nid: x\nmode: in-person\ndays: [{minutes: 60, agenda: [{title: Talk, minutes: 60}]}]\n"


def kept_again(path: Path) -> Source:
    (source,) = read_plans([(path, "x")])
    assert isinstance(source, Source)
    return source


def test_a_plan_comes_back_as_it_was_parsed(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "convening.yaml"
    path.write_text(PLAN, encoding="utf-8")
    first = kept_again(path)
    monkeypatch.setattr(kept, "parse_yaml", None)
    assert kept_again(path) == first
    assert (home / kept.FILE).stat().st_mode & 0o077 == 0


def test_an_edited_plan_is_parsed_anew(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "convening.yaml"
    path.write_text(PLAN, encoding="utf-8")
    kept_again(path)
    path.write_text(PLAN.replace("Talk", "Walk"), encoding="utf-8")
    assert kept_again(path).data["days"][0]["agenda"][0]["title"] == "Walk"


def test_a_plan_with_faults_gives_them_each_time(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "convening.yaml"
    path.write_text("days: [", encoding="utf-8")
    for _ in range(2):
        (found,) = read_plans([(path, "x")])
        assert isinstance(found, InputError)


@pytest.mark.parametrize(
    "body", ["{}", "null", "[1, 2]", "[{}, [[1]]]", '[{}, [["a", 1, 1, 1, 1, "x"]]]', "[" * 1000, ""]
)
def test_a_poisoned_plan_is_the_same_as_none(body: str, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "convening.yaml"
    path.write_text(PLAN, encoding="utf-8")
    first = kept_again(path)
    with closing(sqlite3.connect(home / kept.FILE)) as database, database:
        database.execute("UPDATE item SET body = ?", [body])
    again = kept_again(path)
    if body.startswith("[{}, [["):
        return  # well formed and another's: the folder is the person's own, and only they can write there
    assert again == first
    assert kept_again(path) == first
