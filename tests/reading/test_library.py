"""The layers of the library: ours, packs, the person's settings, the workspace; and what is broken in one of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copkit.problem import Severity
from copkit.reading.library import Library
from copkit.shelf import HERE, Shelf, config_folder, packs
from copkit.writing.render import Renderer

OURS = HERE / "library"


def put(folder: Path, name: str, title: str, source: str = "break") -> None:
    """Write an activity with an id and a title of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (OURS / "activities" / f"{source}.yaml").read_text(encoding="utf-8")
    text = text.replace(f"id: {source}\n", f"id: {name}\n").replace("title: Break\n", f"title: {title}\n")
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed pack whose code must not run."""
    site = tmp_path / "site"
    inner = site / "acme_methods" / "data"
    info = site / "acme_methods-1.0.dist-info"
    info.mkdir(parents=True)
    inner.mkdir(parents=True)
    (site / "acme_methods" / "__init__.py").write_text("raise SystemExit('the code of a pack ran')\n", encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-methods\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[copkit.library]\nacme = acme_methods.data\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    packs.cache_clear()
    yield inner
    sys.modules.pop("acme_methods", None)
    monkeypatch.undo()
    packs.cache_clear()


def test_a_pack_adds_activities_formats_and_templates(pack: Path) -> None:
    put(pack / "activities", "acme-tea", "Tea with Acme")
    (pack / "formats").mkdir()
    text = (OURS / "formats" / "problem-clinic.yaml").read_text(encoding="utf-8")
    (pack / "formats" / "acme-clinic.yaml").write_text(
        text.replace("id: problem-clinic", "id: acme-clinic"), encoding="utf-8"
    )
    (pack / "templates" / "activities").mkdir(parents=True)
    (pack / "templates" / "activities" / "list.md.j2").write_text("Acme: {{ total }}\n", encoding="utf-8")
    library = Library(Shelf())
    assert library.activities["acme-tea"].title == "Tea with Acme"
    assert library.activities.owner("acme-tea") == "acme"
    assert "acme-clinic" in library.formats
    assert library.problems == ()
    assert Renderer(library.shelf).render("activities/list.md.j2", {"total": 3}) == "Acme: 3\n"


def test_the_nearer_layer_wins(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    put(pack / "activities", "break", "Of the pack")
    assert Library(Shelf(tmp_path)).activities["break"].title == "Of the pack"
    put(config_folder() / "activities", "break", "Of my settings")
    assert Library(Shelf(tmp_path)).activities["break"].title == "Of my settings"
    put(tmp_path / "activities", "break", "Of my community")
    found = Library(Shelf(tmp_path)).activities
    assert found["break"].title == "Of my community"
    assert found.owner("break") == "yours"
    assert [(n.code, n.facts["owner"], n.severity) for n in found.notes] == [
        ("takes-the-place", owner, Severity.INFO) for owner in ("copkit", "acme", "yours")
    ]


def test_a_broken_nearer_one_leaves_ours(tmp_path: Path) -> None:
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "break.yaml").write_text("copkit: 1\nid: break\ntitle: 5\nfoo: 1\n", encoding="utf-8")
    found = Library(Shelf(tmp_path)).activities
    assert found["break"].title == "Break"
    assert found.owner("break") == "copkit"
    assert [(p.code, p.severity) for p in found.problems] == [("left-out", Severity.WARNING)]


def test_a_broken_pack_never_sinks_the_rest(pack: Path, library: Library) -> None:
    shutil.rmtree(pack)
    pack.write_text("no folder", encoding="utf-8")
    assert list(Library(Shelf()).activities) == list(library.activities)


def test_a_pack_that_names_nothing_is_no_pack(pack: Path, library: Library) -> None:
    info = next(pack.parents[1].glob("*.dist-info"))
    (info / "entry_points.txt").write_text("[copkit.library]\nghost = no_such_package.inner\n", encoding="utf-8")
    packs.cache_clear()
    assert packs() == ()
    assert len(Library(Shelf()).activities) == len(library.activities)


def test_one_fault_is_told_as_itself_and_many_as_one(tmp_path: Path) -> None:
    put(tmp_path / "activities", "one", "One")
    path = tmp_path / "activities" / "one.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("energy: ", "energy: very-"), encoding="utf-8")
    (tmp_path / "activities" / "two.yaml").write_text("copkit: 1\nid: two\n", encoding="utf-8")
    found = Library(Shelf(tmp_path)).activities.problems
    assert [p.code for p in found] == ["bad-choice", "left-out"]
    assert int(found[1].facts["n"]) > 10
