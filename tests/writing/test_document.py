"""One model, many writers: what a template says reaches every form, and content stays content."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.problem import Severity
from copkit.shelf import Shelf
from copkit.writing.document import document_of
from copkit.writing.escaping import CONTROLS, escape
from copkit.writing.files import Artefact
from copkit.writing.forms import Forms, in_forms
from copkit.writing.html import html_page
from copkit.writing.interface import (
    Code,
    Document,
    Drawing,
    Facts,
    Form,
    Heading,
    Item,
    Items,
    Paragraph,
    Quote,
    Span,
    Table,
    from_right,
    plain,
    sections,
)
from copkit.writing.mail import mail_draft
from copkit.writing.pdf import pdf_page
from copkit.writing.picture import Picture
from copkit.writing.render import Renderer
from copkit.writing.word import word_file

RENDERER = Renderer(Shelf())
TYPED = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table><h1>out</h1>",
    "a | b || c",
    "`code` and ``more``",
    "*bold* _em_ **x** __y__ ~~z~~",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "> not a quote",
    "[a](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "=cmd|' /C calc'!A0",
    '#read("/etc/passwd")',
    "#panic() $x$ @ref <label>",
    '"quoted" \\ back\\slash',
    "&amp; &lt; &#60; &copy;",
    "{{ 7 * 7 }} {% raw %}",
    "--- *** ___",
    "[ ] not a box",
    "[x] nor this",
    "```picture airtime",
    "مرحبا بالعالم",
    "Zoë Ærø, Łódź, Ελλάδα, Україна",
    "]]> --> <!-- copkit",
    "http://example.org/a_b?c=1&d=2",
    "line\u2028separator\u0085next",
    "nul\x00bell\x07 \u202eevil\u202c \ufeffmark",
    'w:t xml:space="preserve" <w:p/>',
)


def as_shown(text: str) -> str:
    return " ".join(CONTROLS.sub("", text).split())


def one(text: str) -> str:
    """Put a typed text into every place that a template can put it."""
    said = escape(text)
    return f"# Page {said}\n\nBefore {said} after\n\n- {said}\n- [ ] {said}\n\n1. **{said}**\n\n| a | b |\n|---|---|\n| {said} | x |\n\n> {said}\n"


class Reader(HTMLParser):
    """What a page says, and with which tags."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.kept = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.kept = tag not in {"style", "title"}
        self.links += [str(v) for k, v in attrs if k in {"href", "src"}]
        assert not [k for k, _ in attrs if k.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self.kept:
            self.said.append(data)


def html_of(markdown: str) -> Reader:
    reader = Reader()
    reader.feed(html_page(RENDERER, document_of(markdown, "en"))[0])
    return reader


OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "p", "ul", "ol", "li", "label", "input", "span",
    "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "a", "em",
}  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_stays_content_on_a_page(typed: str) -> None:
    reader = html_of(one(typed))
    assert reader.tags <= OURS
    assert re.sub(r"\s+", " ", "".join(reader.said)).count(as_shown(typed)) == 7
    assert all(link.startswith(("http://", "https://")) for link in reader.links)


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_stays_content_in_word(typed: str) -> None:
    file = docx.Document(io.BytesIO(word_file(RENDERER, document_of(one(typed), "en"))[0]))
    texts = [p.text for p in file.paragraphs] + [c.text for t in file.tables for r in t.rows for c in r.cells]
    assert sum(as_shown(typed) in t for t in texts) == 7


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_stays_content_in_a_pdf(typed: str) -> None:
    pdf, _ = pdf_page(RENDERER, document_of(one(typed), "en"))
    found = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    wanted = as_shown(typed)
    if wanted.isascii():
        assert re.sub(r"\s", "", found).count(re.sub(r"\s", "", wanted)) >= 6


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_comes_back_out_of_the_markdown(typed: str) -> None:
    document = document_of(f"# Head\n\nBefore {escape(typed)} after\n\n| a |\n|---|\n| x{escape(typed)}x |\n", "en")
    shown = as_shown(typed)
    paragraph, table = document.blocks[1:]
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert " ".join(plain(paragraph.spans).split()) == " ".join(f"Before {shown} after".split())
    inner = " ".join(plain(table.rows[0][0]).split())
    assert inner == " ".join(("x" + CONTROLS.sub("", typed) + "x").split())


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_writer(typed: str) -> None:
    document = document_of(one(typed), "en")
    assert html_page(RENDERER, document)[0].endswith("</html>\n")
    assert zipfile.ZipFile(io.BytesIO(word_file(RENDERER, document)[0])).testzip() is None


def test_a_document_is_what_its_markdown_says() -> None:
    picture = Picture("airtime", "<svg/>", "|||", "Who speaks.")
    text = """# Title

Some **bold** and *soft* `code` with https://example.org/a_b, and [mail](mailto:a@example.org), [rel](x.md).

### Too deep

3. three
   - inner
4. four

- [ ] open
- [x] done

| a | b |
|---|---:|
| 1 | 2 |

> said

```picture airtime
|||
```

```text
kept  as
it is
```

<!-- made by copkit; 0123456789abcdef -->
"""
    assert document_of(text, "en", [picture]) == Document(
        "Title",
        "en",
        (
            Heading(1, (Span("Title"),)),
            Paragraph(
                (
                    Span("Some "), Span("bold", strong=True), Span(" and "), Span("soft", emphasis=True), Span(" "),
                    Span("code", code=True), Span(" with "),
                    Span("https://example.org/a_b", link="https://example.org/a_b"), Span(", and "),
                    Span("mail", link="mailto:a@example.org"), Span(", rel."),
                )
            ),
            Heading(2, (Span("Too deep"),)),
            Items(
                (
                    Item((Paragraph((Span("three"),)), Items((Item((Paragraph((Span("inner"),)),)),)))),
                    Item((Paragraph((Span("four"),)),)),
                ),
                3,
            ),
            Items((Item((Paragraph((Span("open"),)),), False), Item((Paragraph((Span("done"),)),), True))),
            Table(((Span("a"),), (Span("b"),)), (((Span("1"),), (Span("2"),)),), (False, True)),
            Quote((Paragraph((Span("said"),)),)),
            Drawing(picture),
            Code("kept  as\nit is"),
        ),
    )  # fmt: skip


def test_the_front_of_a_message_becomes_facts() -> None:
    found = document_of(
        '---\nwhen: "the day after"\nask_by: "Friday"\nto: [Ada, Bo]\n---\n\nSubject: Hi\n\nHello\n', "en"
    )
    facts = Facts((("when", "the day after"), ("ask by", "Friday"), ("to", "Ada, Bo")))
    assert found.blocks == (Heading(1, (Span("Hi"),)), facts, Paragraph((Span("Hello"),)))
    assert found.title == "Hi"


EMPTY = (
    "",
    "# \u202e\n",
    "###\n\nx\n",
    "| a |\n|---|\n",
    "- \n",
    "> \n",
    "1. \n\n   - [ ] \n",
    "| | |\n|---|---|\n| | |\n",
    '---\nwhen: "now"\n---\n',
)


@pytest.mark.parametrize("text", EMPTY)
def test_a_document_with_almost_nothing_is_written_all_the_same(text: str) -> None:
    document = document_of(text, "en")
    assert document.title
    assert html_page(RENDERER, document)[1] == []
    assert pdf_page(RENDERER, document)[1] == []
    assert word_file(RENDERER, document)[1] == []
    assert mail_draft(RENDERER, document)[1] == []


def test_no_name_in_a_picture_closes_its_fence() -> None:
    picture = Picture("airtime", "<svg/>", "```\n````\n<script>", "Who speaks.")
    text = f"# Page\n\n{picture.__html__()}\nafter\n"
    assert document_of(text, "en", [picture]).blocks[1:] == (Drawing(picture), Paragraph((Span("after"),)))


def test_sections_and_directions() -> None:
    document = document_of("Before\n\n# One\n\nx\n\n## Two\n\ny\n", "en")
    assert [len(s) for s in sections(document)] == [1, 2, 2]
    assert [from_right(t) for t in ("12 مرحبا", "שלום", "Hello مرحبا", "...")] == [True, True, False, False]


PAGE = "# Spring call\n\nHello\n\n" + "".join(f"## Part {n}\n\ntext\n\n" for n in range(6))


def test_a_page_needs_nothing_else_and_can_be_jumped_about_in() -> None:
    text, problems = html_page(RENDERER, document_of(PAGE + "## Part 1\n\nagain\n", "en"))
    assert problems == []
    assert not re.search(r"<script|<link|@import|url\(|src=", text)
    assert [f'href="#part-{n}"' in text for n in range(6)] == [True] * 6
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert '<html lang="en"' in text


def test_a_word_file_has_real_styles_lists_and_tables() -> None:
    text = "# T\n\n## H\n\n1. a\n2. b\n\ntext\n\n1. c\n\n- x\n  - y\n\n| n | m |\n|---|---|\n| 1 | 2 |\n\n> q\n"
    file = docx.Document(io.BytesIO(word_file(RENDERER, document_of(text, "en"))[0]))
    styles = [p.style.name for p in file.paragraphs if p.text]
    assert styles == [
        "Title", "Heading 2", "List Number", "List Number", "Normal", "List Number", "List Bullet", "List Bullet 2",
        "Quote",
    ]  # fmt: skip
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2], "the second list counts from one again"
    head = file.tables[0].rows[0]._tr.xml
    assert "w:tblHeader" in head
    assert all("w:cantSplit" in r._tr.xml for r in file.tables[0].rows)
    assert file.core_properties.title == "T"
    assert file.core_properties.author == ""


def test_a_word_file_shows_a_picture_with_its_words() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
    text = "# T\n\n```picture bars\n|||\n```\n"
    content, _ = word_file(RENDERER, document_of(text, "en", [Picture("bars", svg, "|||", "All of it.")]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        body = archive.read("word/document.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
    assert {"word/media/bars.svg"} < set(names)
    assert any(n.endswith(".png") for n in names)
    assert 'descr="All of it."' in body
    assert "svgBlip" in body
    assert "image/svg+xml" in types


def test_a_page_read_from_the_right_is_set_from_the_right() -> None:
    document = document_of("# مرحبا\n\nمرحبا بالعالم\n\n- مرحبا\n", "en")
    assert 'dir="auto"' in html_page(RENDERER, document)[0]
    xml = zipfile.ZipFile(io.BytesIO(word_file(RENDERER, document)[0])).read("word/document.xml").decode()
    assert xml.count("<w:bidi") == 3


def written(folder: Path, *asked: str, sheet: bool = False, **kinds: Any) -> tuple[list[str], list[Any]]:
    made, problems = in_forms(
        RENDERER,
        [Artefact("plan.md", PAGE, sheet=sheet), Artefact("list.csv", "a\n")],
        Forms(frozenset(map(Form, asked))),
        folder,
    )
    return [a.name for a in made], problems


def test_forms_are_those_that_are_asked_for_and_those_that_stand_there(tmp_path: Path) -> None:
    assert written(tmp_path) == (["plan.md", "list.csv"], [])
    assert written(tmp_path, "html", "docx") == (["plan.html", "plan.docx", "list.csv"], [])
    (tmp_path / "plan.pdf").write_bytes(b"")
    assert written(tmp_path)[0] == ["plan.pdf", "list.csv"]
    assert written(tmp_path, "md")[0] == ["plan.md", "plan.pdf", "list.csv"]
    assert written(tmp_path, "docx", sheet=True)[0] == ["plan.md", "plan.pdf", "list.csv"]


def test_without_an_extra_the_other_forms_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("typst", "docx"):
        monkeypatch.setitem(sys.modules, name, None)
    names, problems = written(tmp_path, "md", "html", "pdf", "docx")
    assert names == ["plan.md", "plan.html", "list.csv"]
    assert [(p.code, p.facts["extra"], p.severity) for p in problems] == [
        ("missing-extra", "pdf", Severity.ERROR),
        ("missing-extra", "docx", Severity.ERROR),
    ]
    (tmp_path / "plan.pdf").write_bytes(b"")
    assert [p.severity for p in written(tmp_path, "md")[1]] == [Severity.WARNING]


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    asked = Forms(frozenset(Form))
    one, two = (in_forms(RENDERER, [Artefact("plan.md", PAGE)], asked, tmp_path)[0] for _ in range(2))
    assert [a.marked for a in one] == [a.marked for a in two]
