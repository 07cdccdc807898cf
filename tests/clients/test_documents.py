"""Documents in the programs that people open them with: a browser, LibreOffice, a PDF reader."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from PIL import Image
from tests.clients.conftest import needed

from copkit.shelf import Shelf
from copkit.writing.document import document_of
from copkit.writing.html import html_page
from copkit.writing.pdf import pdf_page
from copkit.writing.render import Renderer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IN_DARK = {"run-sheet", "diagnosis", "review"}
KINDS = {
    "plan",
    "run-sheet",
    "agenda",
    "materials",
    "diagnosis",
    "calendar",
    "review",
    "check-in-agenda",
    "commitments",
    "05-summary",
}


def files(made: Path, form: str) -> list[Path]:
    found = sorted(made.rglob(f"*.{form}"))
    assert found
    return found


def test_every_document_is_there_in_every_form(made: Path) -> None:
    pages = {p.relative_to(made).with_suffix("") for p in files(made, "md")}
    sheets = {p for p in pages if p.name == "capture"}
    assert len(sheets) == 1
    assert len(pages) > 25
    assert {p.relative_to(made).with_suffix("") for p in files(made, "pdf")} == pages
    for form in ("html", "docx"):
        assert {p.relative_to(made).with_suffix("") for p in files(made, form)} == pages - sheets


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_phone(
    made: Path, browser: Browser, accessible: Callable[[Page], list[str]], scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, offline=True)
    page, said = context.new_page(), []
    page.on("console", lambda m: said.append(m.text))
    page.on("requestfailed", lambda r: said.append(r.url))
    wanted = {"light": KINDS, "dark": IN_DARK}[scheme]
    for file in files(made, "html") if scheme == "light" else [f for f in files(made, "html") if f.stem in wanted]:
        page.goto(file.as_uri())
        assert file.stem not in wanted or accessible(page) == [], file.name
        assert page.evaluate("document.documentElement.scrollWidth") == 320, file.name
        assert page.title().strip()
    context.close()
    assert said == []


def test_a_page_says_what_its_markdown_says(made: Path, page: Page) -> None:
    for file in files(made, "html"):
        page.goto(file.as_uri())
        shown = page.inner_text("main")
        marks = [w for w in ("**", "\\_", "&lt;", "&amp;", "](", "<!--", "| ---") if w in shown]
        assert marks == [], file.name
        heads = [
            line.lstrip("# ")
            for line in file.with_suffix(".md").read_text(encoding="utf-8").split("\n")
            if line.startswith("#")
        ] or ["the subject of a message"]
        assert page.locator("h1, h2, h3, h4, h5, h6").count() == len(heads), file.name


def test_a_page_is_printed_at_twelve_points(made: Path, page: Page) -> None:
    page.goto(files(made, "html")[0].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == pytest.approx(16)


def test_every_pdf_is_tagged_titled_and_holds_its_fonts(made: Path) -> None:
    for file in files(made, "pdf"):
        reader = pypdf.PdfReader(file)
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], file.name
        assert "/StructTreeRoot" in root
        assert root["/Lang"].startswith("en")
        assert reader.metadata.title
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data(), "it says that it keeps PDF/UA"
        for page in reader.pages:
            assert [round(float(x)) for x in page.mediabox[2:]] == [595, 842]
            for font in page["/Resources"].get("/Font", {}).values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                assert any(k.startswith("/FontFile") for k in inner), file.name


def test_a_long_table_repeats_its_head_on_every_page(page: Page, tmp_path: Path) -> None:
    rows = "".join(f"| row {n} | {'words ' * 30}|\n" for n in range(60))
    document = document_of(f"# A page\n\n| number | much text |\n|---|---|\n{rows}", "en")
    renderer = Renderer(Shelf())
    (tmp_path / "page.html").write_text(html_page(renderer, document)[0], encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    for pdf in (pdf_page(renderer, document)[0], page.pdf(format="A4"), page.pdf(format="Letter")):
        texts = [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        assert len(texts) > 3
        assert all("number much text" in t for t in texts)
        assert sum(t.count(f"words {'words ' * 29}".strip()) for t in texts) == 60, "no row is cut by the end of a page"


def test_libreoffice_opens_every_word_file(
    made: Path, office: Callable[[list[Path], str], list[Path]], tmp_path: Path
) -> None:
    copies = [shutil.copy(f, tmp_path / f"{n:02d}-{f.name}") for n, f in enumerate(files(made, "docx"))]
    for word, text in zip(copies, office(copies, "txt"), strict=True):
        shown = " ".join(text.read_text(encoding="utf-8-sig").split())
        for paragraph in docx.Document(word).paragraphs:
            assert " ".join(paragraph.text.split()) in shown, (word, paragraph.text)


SCRIPTS = {
    "Arabic": "مرحبا بالعالم", "Persian": "خوش آمدید", "Hebrew": "ברוכים הבאים", "Chinese": "欢迎大家", "Japanese": "ようこそ皆さん",
    "Korean": "환영합니다", "Hindi": "आपका स्वागत है", "Amharic": "እንኳን ደህና መጡ", "Greek": "Καλώς ήρθατε", "Ukrainian": "Ласкаво просимо",
    "Thai": "ยินดีต้อนรับ", "Tamil": "வரவேற்கிறோம்", "Georgian": "მოგესალმებით", "Vietnamese": "Chào mừng các bạn",
}  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_every_script_are_drawn(script: str, pictured: Callable[..., list[Path]], tmp_path: Path) -> None:
    if not list(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc")):
        needed("fonts-noto-cjk", "fonts-noto-core and fonts-noto-cjk")
    renderer = Renderer(Shelf())
    pdf, problems = pdf_page(renderer, document_of(f"# {SCRIPTS[script]}\n\n{SCRIPTS[script]}\n", "en"))
    assert problems == []
    (tmp_path / "page.pdf").write_bytes(pdf)
    found = subprocess.run(
        [needed("pdftotext", "poppler-utils"), tmp_path / "page.pdf", "-"], capture_output=True, check=True
    )
    letters = {c for c in SCRIPTS[script] if c.isalpha()}
    assert letters <= set(unicodedata.normalize("NFKC", found.stdout.decode())) | set(found.stdout.decode())
    with Image.open(pictured(tmp_path / "page.pdf", 40)[0]) as page:
        assert sum(page.convert("L").histogram()[:100]) > 50, "something black is on the page"
