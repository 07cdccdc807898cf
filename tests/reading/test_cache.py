"""The cache of parsed library files is only ever a shortcut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copkit.reading import cache


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache.os, "name", "posix")
    return tmp_path / "cache" / "copkit" / cache.FILE


def test_a_file_is_parsed_once_until_it_changes(tmp_path: Path, home: Path) -> None:
    calls: list[str] = []

    def parse(path: Path) -> Any:
        calls.append(path.name)
        return {"text": path.read_text(encoding="utf-8")}

    one = tmp_path / "one.yaml"
    one.write_text("a", encoding="utf-8")
    assert cache.cached([one], parse) == cache.cached([one], parse) == {one: {"text": "a"}}
    assert calls == ["one.yaml"]
    one.write_text("b", encoding="utf-8")
    assert cache.cached([one], parse) == {one: {"text": "b"}}
    assert len(calls) == 2
    assert home.is_file()


def test_a_file_with_faults_is_parsed_again(tmp_path: Path, home: Path) -> None:
    calls: list[int] = []
    one = tmp_path / "one.yaml"
    one.write_text("a", encoding="utf-8")
    for _ in range(2):
        cache.cached([one], lambda _: calls.append(1))
    assert len(calls) == 2
    assert not home.exists()


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "\x00", '{"x": '])
def test_a_corrupt_cache_is_the_same_as_none(rubbish: str, tmp_path: Path, home: Path) -> None:
    home.parent.mkdir(parents=True)
    home.write_text(rubbish, encoding="utf-8")
    one = tmp_path / "one.yaml"
    one.write_text("a", encoding="utf-8")
    assert cache.cached([one], lambda _: 1) == {one: 1}


def test_a_folder_in_the_way_does_no_harm(tmp_path: Path, home: Path) -> None:
    home.mkdir(parents=True)
    one = tmp_path / "one.yaml"
    one.write_text("a", encoding="utf-8")
    assert cache.cached([one], lambda _: 1) == {one: 1}
