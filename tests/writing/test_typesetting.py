"""Typesetting: tagged, the same bytes each time, content stays content, and what cannot be drawn is said."""

from __future__ import annotations

import io
import sys

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.problem import InputError
from copkit.shelf import Shelf
from copkit.writing.escaping import for_typst
from copkit.writing.render import Renderer
from copkit.writing.typesetting import drawn, typeset

PAGE = '#set document(title: "A page")\n'


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_pdf_is_tagged_titled_and_the_same_each_time() -> None:
    made, problems = typeset(PAGE + "= Hello")
    assert problems == []
    assert made == typeset(PAGE + "= Hello")[0]
    found = pypdf.PdfReader(io.BytesIO(made))
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert found.metadata.title == "A page"
    assert "Hello" in text_of(made)


@pytest.mark.parametrize(
    "typed",
    [
        '#read("main.typ")',
        "#panic()",
        '"quoted" \\ back',
        "$x$ *bold* _em_ = head",
        "<label> @ref // no",
        "`code`",
        "[a](b)",
        "\\u{41}",
    ],
)
def test_what_a_person_typed_is_not_code(typed: str) -> None:
    made, _ = typeset(PAGE + f"Before {for_typst(typed)} after")
    assert typed.replace(" ", "") in text_of(made).replace(" ", "").replace("”", '"').replace("“", '"')


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", blacklist_categories=("Co", "Cn")), max_size=30))
def test_no_text_breaks_a_page(typed: str) -> None:
    assert typeset(PAGE + f"[{for_typst(typed)}]")[0].startswith(b"%PDF")


def test_a_sign_without_a_font_is_said_and_the_page_is_made() -> None:
    made, problems = typeset(PAGE + "Before \U000105c0 after")
    assert "after" in text_of(made)
    if problems:  # a machine may have a font for a script of the Caucasus
        assert [p.code for p in problems] == ["no-font"]


def test_a_page_becomes_a_picture() -> None:
    page = "#set page(width: 5cm, height: 5cm)\nHi"
    assert [b"<svg" in p for p in drawn(page, "svg")] == [True]
    assert [p[:4] for p in drawn(page + "\n#pagebreak()\nYou", "png")] == [b"\x89PNG"] * 2


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "/../../etc/passwd"])
def test_a_source_reads_no_file(path: str) -> None:
    with pytest.raises(RuntimeError):
        typeset(PAGE + f'#read("{path}")')


def test_a_source_fetches_no_package() -> None:
    with pytest.raises(RuntimeError):
        typeset(PAGE + '#import "@preview/cetz:0.3.0"')


def test_without_the_extra_there_is_one_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError) as error:
        typeset("Hi")
    assert [(p.code, p.facts) for p in error.value.problems] == [("missing-extra", {"extra": "pdf"})]


def test_each_kind_of_template_escapes_in_its_own_way(tmp_path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for kind in ("md", "html", "svg", "typ"):
        (folder / f"x.{kind}.j2").write_text("{{ name }}\n", encoding="utf-8")
    renderer = Renderer(Shelf(tmp_path))
    said = {k: renderer.render(f"x.{k}.j2", {"name": '<b>*"#x'}) for k in ("md", "html", "svg", "typ")}
    assert said == {
        "md": '&lt;b&gt;\\*"#x\n',
        "html": "&lt;b&gt;*&#34;#x\n",
        "svg": "&lt;b&gt;*&#34;#x\n",
        "typ": '#"<b>*\\"#x"\n',
    }
