"""Content stays content; the user's templates come first and can do no harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.markdown import Markdown

from copkit.problem import InputError
from copkit.shelf import Shelf, shipped, words
from copkit.writing.escaping import escape, quoted
from copkit.writing.render import Renderer, bar

HOSTILE = [
    "<script>alert(1)</script>",
    "a | b",
    "`code`",
    "line\nbreak",
    "[x](http://e)",
    "**bold**",
    "# head",
    "- item",
    "1. item",
    "\u202eevil",
    "&lt;",
    "_em_",
    "---",
    "- ---",
    "===",
    "~~~",
    "~~gone~~",
    "## head",
    "> quote",
    "=cmd",
]


def plain_text(markdown: str) -> str:
    """Return what a Markdown reader shows for one paragraph."""
    tokens = Markdown(markdown).parsed
    return "".join(t.content for token in tokens for t in (token.children or []) if t.type in {"text", "text_special"})


@pytest.mark.parametrize("text", HOSTILE)
def test_a_persons_text_is_shown_as_typed(text: str) -> None:
    shown = plain_text(str(escape(text)))
    assert shown == " ".join(text.replace("\u202e", "").split())


@given(st.text(max_size=60))
def test_escaped_text_never_leaves_its_line_or_its_cell(text: str) -> None:
    made = str(escape(text))
    assert "\n" not in made
    assert "<" not in made
    tokens = Markdown(f"| a | b |\n|---|---|\n| {made} | z |\n").parsed
    cells = [t for t in tokens if t.type == "td_open"]
    assert len(cells) == 2


@given(st.text(max_size=60))
def test_quoted_text_is_one_yaml_value(text: str) -> None:
    from ruamel.yaml import YAML

    from copkit.writing.escaping import CONTROLS

    expected = " ".join(CONTROLS.sub("", text).split())
    made = str(quoted(text))
    assert "\n" not in made
    try:
        found = YAML(typ="safe", pure=True).load(f"a: {made}\n")["a"]
    except Exception as error:  # noqa: BLE001
        pytest.fail(f"{made!r}: {error}")
    assert found == expected


def own(tmp_path: Path, text: str) -> Renderer:
    (tmp_path / "templates").mkdir(exist_ok=True)
    (tmp_path / "templates" / "x.md.j2").write_text(text, encoding="utf-8")
    return Renderer(Shelf(tmp_path))


def test_the_users_template_may_extend_ours_and_replace_a_block(tmp_path: Path) -> None:
    (tmp_path / "templates" / "plan").mkdir(parents=True)
    (tmp_path / "templates" / "plan" / "summary.md.j2").write_text("Mine\n", encoding="utf-8")
    assert Renderer(Shelf(tmp_path)).render("plan/summary.md.j2", {}) == "Mine\n"
    assert (
        own(tmp_path, '{% extends "shipped/follow-up/closing.md.j2" %}').environment("x.md.j2").get_template("x.md.j2")
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("line\n{% if %}", "template-syntax"),
        ("line\n{{ nothing }}", "template-name"),
        ("line\n{{ ''.__class__.__mro__ }}", "template-refused"),
        ("line\n{{ 1 / 0 }}", "template-fault"),
        ("line\n{% extends 'nowhere' %}", "template-missing"),
        ("line\n{{ [].append(1) }}", "template-refused"),
    ],
)
def test_a_template_fault_names_its_file_and_line(text: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        own(tmp_path, text).render("x.md.j2", {})
    problem = error.value.problems[0]
    assert problem.code == code
    assert problem.where is not None
    if code != "template-missing":
        assert (Path(problem.where.file).name, problem.where.line) == ("x.md.j2", 2)


def test_a_fault_in_our_own_template_is_a_bug() -> None:
    with pytest.raises(Exception, match="undefined"):
        Renderer(Shelf()).render("plan/plan.md.j2", {})


def test_every_shipped_template_compiles() -> None:
    env = Renderer(Shelf()).environment("x.md.j2")
    folder = shipped("templates")
    for path in folder.rglob("*.j2"):
        env.get_template(path.relative_to(folder).as_posix())


def test_dates_and_distances_in_words() -> None:
    r = Renderer(Shelf())
    assert r.day(date(2027, 3, 12)) == "Friday 12 March 2027"
    assert r.short_day(date(2027, 3, 12)) == "Fri 12 Mar 2027"
    assert [r.offset(a, d) for a, d in (("start", -7), ("start", -1), ("end", 0), ("end", 30), ("check-in", 1), ("start", 0))] == [
        "7 days before the start", "the day before the start", "on the last day", "30 days after the end",
        "the day after the check-in", "on the day of the start",
    ]  # fmt: skip


def test_bars() -> None:
    assert [bar(v, 1, 3, 4) for v in (1, 2, 3, 0, 9)] == ["░░░░", "██░░", "████", "░░░░", "████"]


def test_an_open_question_is_shown_as_one() -> None:
    r = Renderer(Shelf())
    assert str(r.ask(None, "date")).startswith("**To decide:** *")
    assert str(r.ask("a|b", "date")) == r"a\|b"
    assert set(words()["questions"]) >= {"date", "deeper_purpose"}
