"""The house: sizes, words, and sentences that are said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from copkit.cli.reporting import sentence, text_of
from copkit.problem import InputError, Location, Problem
from copkit.shelf import HERE, shipped, words

MODULES = sorted(p for p in HERE.rglob("*.py"))
NAMES = [p.relative_to(HERE).as_posix() for p in MODULES]
CODES = words()["problems"]


def source() -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in MODULES)


@pytest.mark.parametrize("name", NAMES)
def test_rooms_stay_small(name: str) -> None:
    """A smell detector: 250 lines a module and 40 a function, with a little air for tables and signatures."""
    text = (HERE / name).read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 55, node.name


def test_there_are_no_generic_drawers() -> None:
    assert not {p.stem for p in MODULES} & {"utils", "helpers", "common", "services", "manager", "misc"}


def test_every_problem_has_words_and_every_word_a_problem() -> None:
    used = set(
        re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+|alias|refused|tab|tag|gap|overlap|order|size|words|missing)"', source())
    )
    own = {"order", "size", "sum", "words", "value_error"}
    own |= {f"unknown-{kind}{end}" for kind in ("reference", "choice") for end in ("", "-far", "-none")}
    assert set(CODES) - used - own == set()


def test_every_code_that_is_raised_has_words() -> None:
    raised = set(re.findall(r'(?:Problem|stop|problem|problem_at|warn)\(\s*"([a-z0-9-]+)"', source()))
    raised |= set(re.findall(r'code = "([a-z0-9-]+)"', source()))
    assert raised - set(CODES) == set()


@pytest.mark.parametrize("code", CODES)
def test_a_message_is_one_line_in_house_form(code: str) -> None:
    message, hint = CODES[code]
    for text in (message, hint):
        assert "\n" not in text
        assert not text.endswith((".", "!"))
        assert not re.search(r"\b(dict|tuple|NoneType|schema error|invalid|validation)\b", text)
    assert message[0] in "`{" or message[0].islower()


def test_a_problem_in_the_form_of_the_house() -> None:
    problem = Problem(
        "bad-rhythm",
        Location("community.yaml", 3, 10),
        {"found": "every now and then"},
        source_line="rhythm: every now and then",
    )
    assert text_of(problem) == (
        "community.yaml:3:10: error: `every now and then` is not a rhythm [bad-rhythm]\n"
        "    3 | rhythm: every now and then\n"
        "      |          ^\n"
        "  hint: use `weekly`, `monthly`, `quarterly`, or `every 6 weeks`"
    )


def test_problems_are_sorted_by_place_and_a_hint_may_hold_braces() -> None:
    later, earlier = (Problem("tab", Location("a", n, 1)) for n in (9, 2))
    assert InputError(later, earlier).problems == (earlier, later)
    assert "`]` or `}`" in sentence(Problem("open-bracket"))[1]


def test_no_sentence_of_a_document_stands_in_python() -> None:
    """Prose lives in templates and in the library; Python holds docstrings, comments and keys."""
    for path in MODULES:
        if path.name == "source.py":
            continue  # it knows the YAML parser's own sentences, in order to replace them
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(n.body[0].value)
            for n in ast.walk(tree)
            if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef)) and n.body and isinstance(n.body[0], ast.Expr)
        }
        helps = {id(k.value) for n in ast.walk(tree) if isinstance(n, ast.Call) for k in n.keywords if k.arg == "help"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | helps:
                assert (
                    len(re.findall(r"[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", node.value)) == 0 or "{% " in node.value
                ), (path.name, node.value)


def test_templates_do_no_arithmetic() -> None:
    for path in shipped("templates").rglob("*.j2"):
        for code in re.findall(r"{[{%](.*?)[%}]}", path.read_text(encoding="utf-8"), re.DOTALL):
            bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", code).strip("-+ ")
            assert not re.search(r"[\w)\]] [*/] [\w(]|[\w)\]] [-] \w+\b(?! %)", bare), (path.name, code)


@pytest.mark.parametrize("folder", ["templates", "library"])
def test_prose_has_no_exclamation_marks_and_no_emoji(folder: str) -> None:
    root = shipped("templates") if folder == "templates" else HERE / "library"
    for path in (p for p in root.rglob("*") if p.suffix in {".j2", ".yaml", ".toml"}):
        text = re.sub(r"<!--|<!doctype|{#-?|!=|!!", "", path.read_text(encoding="utf-8"))
        assert "!" not in text, path
        assert not re.search("[\U0001f300-\U0001faff]", text), path


def test_the_scripts_are_where_the_readme_says() -> None:
    root = HERE.parents[1]
    for script in ("examples/try.sh", "tests/run.sh", ".ci/run"):
        assert Path(root / script).stat().st_mode & 0o111


def test_the_hook_runs_what_there_is(copkit: Callable[..., Any]) -> None:
    """The entry of .pre-commit-hooks.yaml is a command, and it looks at the files that people write."""
    (hook,) = YAML(typ="safe", pure=True).load(HERE.parents[1] / ".pre-commit-hooks.yaml")
    program, *words = hook["entry"].split()
    assert program == "copkit"
    assert "no-workspace" in copkit(*words).err
    files = re.compile(hook["files"])
    for name in ("community.yaml", "check.yaml", "convenings/spring/convening.yaml", "a/convenings/x/capture.md"):
        assert files.search(name), name
    assert not files.search("convenings/spring/out/plan.md")
