"""Every shipped template, put into a file of the user's own in each way that `copkit eject` knows, says the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from typer.testing import CliRunner

from copkit.cli.app import app
from copkit.reading.library import Library
from copkit.reading.workspace import Workspace
from copkit.shelf import Shelf, shipped, words
from copkit.writing.ejecting import Document, documents, extending, meant, parts, tails_of, whole
from copkit.writing.render import Renderer

TODAY = ("--today", "2026-11-01")
# Together these make every document at least once.
CALLS: tuple[tuple[str, ...], ...] = (
    ("plan", "community-call", *TODAY),
    (
        "plan",
        "dated",
        "--purpose",
        "peer-support",
        "--length",
        "90min",
        "--on",
        "2027-03-12",
        "--start",
        "09:30",
        *TODAY,
    ),
    ("plan", "spring", "--length", "90min", "--variants", "2", *TODAY),
    ("followup", "community-call", *TODAY),
    ("followup", "community-call", "--when", "day-14", *TODAY),
    ("capture", "community-call", *TODAY),
    ("capture", "add", "commitment", "Write one page", "who=Ada", "by=2027-04-01", "--in", "community-call", *TODAY),
    ("review", "community-call", *TODAY),
    ("forget", "Ada"),
    ("diagnose", *TODAY),
    ("diagnose", "--answers", "222 222 212 221 222 212 221 222", *TODAY),
    ("diagnose", "--history", *TODAY),
    ("formats", *TODAY),
    ("formats", "problem-clinic"),
    ("activities", "help"),
    ("activities", "show", "fishbowl"),
    ("activities", "why", "fishbowl"),
    ("activities", "alternatives", "fishbowl"),
    ("agenda", "voice", "community-call"),
    ("agenda", "why", "community-call", "speed-networking"),
    ("agenda", "swap", "community-call", "speed-networking"),
    ("agenda", "hours", "community-call"),
    ("agenda", "retime", "community-call", "--at", "+0:20", "--late", "1"),
    ("agenda", "retime", "community-call", "--at", "+0:20", "--late", "85"),
    ("agenda", "risk", "community-call"),
    ("tasks", *TODAY),
    ("tasks", "community-call", "--format", "md", *TODAY),
    ("tasks", "done", "summary", "community-call", *TODAY),
    ("calendar", "--write", *TODAY),
    ("explain",),
    ("explain", "CPK201"),
    ("eject",),
    ("plan", "community-call", "--format", "html,pdf,eml", *TODAY),
    ("board", "--format", "html,pdf", *TODAY),
    ("export", "ics", "dated", *TODAY),
    ("export", "slides", "community-call"),
    ("import", "agenda", "others.csv"),
    ("import", "attendance", "counts.csv"),
    ("groups", "mix", "community-call", "--people", "names.csv"),
    ("export", "print", "community-call", "cards", "badges", "seats", "signs", "doors", "canvases", "wall", *TODAY),
    ("groups", "check", "convenings/community-call/groups/rounds.csv", "--people", "names.csv"),
    ("groups", "work", "community-call", "--people", "who.csv"),
    ("groups", "check", "even.csv", "--for", "community-call", "--people", "names.csv"),
    ("groups", "cohort", "--people", "who.csv", *TODAY),
    ("import", "people", "call.csv"),
)
OURS = Renderer(Shelf())
Seen = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Return what each template was rendered with in a run through all commands, the last time."""
    found: Seen = {}
    render = Renderer.render

    def noted(self: Renderer, template: str, context: dict[str, Any]) -> str:
        found.setdefault(template, []).append(context)
        return render(self, template, context)

    folder = tmp_path_factory.mktemp("w") / "w"
    shutil.copytree(shipped("examples") / "us-rse-2019", folder)
    profile = folder / "community.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(
        text.replace("    tenure: months\n", "    tenure: months\n    time_zone: Europe/Berlin\n", 1), encoding="utf-8"
    )
    (folder / "others.csv").write_text("title,start,minutes\nOpening,09:00,30\nTalk,09:30,60\n", encoding="utf-8")
    (folder / "counts.csv").write_text(
        "date,kind,registered,attended\n2026-01-05,recurring-call,20,12\n", encoding="utf-8"
    )
    who = "".join(f"P{n},{'lead' if n < 2 else ''},{'abc'[n % 3]},P1\n" for n in range(12))
    (folder / "who.csv").write_text(f"name,role,organisation,apart\n{who}", encoding="utf-8")
    streams = ("social-media", "code-of-conduct", "other-groups")
    even = "".join(f"P{n},{streams[n % 3]}\n" for n in range(12))
    (folder / "even.csv").write_text(f"name,group\n{even}", encoding="utf-8")
    (folder / "names.csv").write_text("name\n" + "".join(f"P{n}\n" for n in range(12)), encoding="utf-8")
    (folder / "people.csv").write_text("name,email\nAnn Smith,\nBo,\nCyrus,c@x.org\n", encoding="utf-8")
    (folder / "call.csv").write_text(
        "Name (Original Name),User Email,Duration (Minutes)\nAnne Smith,,5\nBo,b@x.org,5\nBo,,2\nCy,c@x.org,5\nGuest,,1\nOtter.ai,,9\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "render", noted)
        patch.chdir(folder)
        failed = {words: ran.output for words in CALLS if (ran := CliRunner().invoke(app, list(words))).exit_code}
    assert not failed
    return {name: [contexts[-1]] for name, contexts in found.items()}


def same(document: Document, text: str, contexts: list[dict[str, Any]], folder: Path) -> bool:
    """Tell whether a template of the user's own makes what ours makes."""
    path = folder / "templates" / document.template
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    ours, own = OURS, Renderer(Shelf(folder))
    assert own.environment(document.template).get_template(document.template).filename == str(path)
    return all(own.render(document.template, c) == ours.render(document.template, c) for c in contexts)


def test_what_is_ejected_says_the_same_until_it_is_changed(seen: Seen, tmp_path: Path) -> None:
    """Each document: the small form, all its blocks taken up, all with our text, those within others alone, the whole."""
    renderer, different = Renderer(Shelf()), []
    assert {d.template for d in documents().values()} <= set(seen)
    for name, document in documents().items():
        small = extending(renderer, document, ())
        taken_up = re.sub(r"(?m)^\{# (\{% block .*) #\}$", r"\1", small)
        assert taken_up.count("\n{% block ") == len(document.blocks)
        texts = {"small": small, "super": taken_up, "whole": whole(renderer, document)}
        within = frozenset[str]().union(*(p.inner for p in document.blocks.values()))
        texts["text"] = extending(renderer, document, [b for b in document.blocks if b not in within])
        texts["inner"] = extending(renderer, document, sorted(within)) if within else small
        contexts = seen[document.template]
        different += [(name, form) for form, text in texts.items() if not same(document, text, contexts, tmp_path)]
    assert different == []


# Nothing that a template can get at by names may read or write; what it may call is looked at in its own place.
TOUCHING = (PurePath, Shelf, Library, Workspace, Renderer, ModuleType)


def reachable(value: Any, seen: set[int]) -> Iterator[Any]:
    """Return everything that a template can get at by names, from a value on."""
    if id(value) in seen or isinstance(value, str | int | float | date | time | type(None)):
        return
    seen.add(id(value))
    yield value
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif isinstance(value, BaseModel) or is_dataclass(value):
        names = type(value).model_fields if isinstance(value, BaseModel) else [f.name for f in fields(value)]
        inner = [getattr(value, n) for n in names]
    for one in inner:
        yield from reachable(one, seen)


def test_no_document_hands_out_what_touches_files(seen: Seen) -> None:
    found = {
        (name, key, type(thing).__name__)
        for name, contexts in seen.items()
        for key, value in contexts[0].items()
        for thing in reachable(value, set())
        if isinstance(thing, TOUCHING)
    }
    assert found == set()


def test_a_changed_block_changes_only_its_part(seen: Seen, tmp_path: Path) -> None:
    document = documents()["run-sheet"]
    text = extending(Renderer(Shelf()), document, ["doors"])
    changed = text.replace("Everything on the materials list", "The tea")
    assert changed != text
    context = seen[document.template]
    ours = Renderer(Shelf()).render(document.template, context[0])
    assert not same(document, changed, context[:1], tmp_path)
    own = Renderer(Shelf(tmp_path)).render(document.template, context[0])
    assert own == ours.replace("Everything on the materials list", "The tea")


def test_every_document_can_be_named_and_has_words() -> None:
    about = [title for texts in words()["documents"].values() for title in texts]
    assert sorted(about) == sorted(d.title for d in documents().values())
    assert len(set(about)) == len(about)
    for name, document in documents().items():
        assert meant(name) == [document]
        assert meant(document.template) == [document]
        assert meant(f"templates/{document.template}") == [document]


def test_every_document_has_parts() -> None:
    """A document of one part only is a page of a line or two, a loop, or a drawing."""
    few = {name for name, d in documents().items() if len(d.blocks) < 2}
    assert few == {"files", "checklist", "page.typ", "stage", "day", "airtime", "year"}


def test_a_name_of_several_documents_means_all_of_them() -> None:
    assert {d.name for d in meant("summary")} == {
        "capture/summary", "follow-up/summary", "messages/summary", "import/summary", "plan/summary", "print/summary",
    }  # fmt: skip
    assert [d.name for d in meant("plan")] == ["plan"]
    assert meant("nothing") == []


def test_drafts_and_shared_parts_are_no_documents() -> None:
    made = {d.template for d in documents().values()}
    assert not [t for t in made if t.startswith(("_parts", "drafts")) or t.endswith(".yaml.j2")]


def test_templates_of_other_endings_are_documents_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plan/plan.md.j2", "plan/plan.html.j2", "badges/badge.svg.j2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{% block title %}x{% endblock %}", encoding="utf-8")
    monkeypatch.setattr("copkit.writing.ejecting.shipped", lambda _: tmp_path)
    found = documents.__wrapped__()
    assert {n: d.template for n, d in found.items()} == {
        "plan.md": "plan/plan.md.j2", "plan.html": "plan/plan.html.j2", "badge": "badges/badge.svg.j2",
    }  # fmt: skip
    assert 'extends "shipped/badges/badge.svg.j2"' in extending(Renderer(Shelf()), found["badge"], ())


@given(st.lists(st.sampled_from(["plan", "agenda", "a", "b"]), min_size=1, max_size=4))
def test_the_ways_to_name_a_path_end_with_all_of_it(pieces: list[str]) -> None:
    path = "/".join(pieces)
    found = tails_of(path)
    assert found[-1] == path
    assert all(path.endswith(t) for t in found)
    assert len(set(found)) == len(pieces)


def test_blocks_within_blocks() -> None:
    found = parts("{% block a %}1{% block b scoped %}2{% endblock b %}3{% endblock %}{%- block c -%}{% endblock -%}")
    assert [(p.name, sorted(p.inner)) for p in found.values()] == [("a", ["b"]), ("b", []), ("c", [])]
    assert found["b"].text == "{% block b scoped %}2{% endblock b %}"
    assert found["c"].text == "{%- block c -%}{% endblock -%}"
