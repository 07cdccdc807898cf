"""Documents in the programs that people open them with: a browser, LibreOffice, a PDF reader."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from PIL import Image, ImageChops, ImageStat

from copkit.shelf import Shelf
from copkit.writing.document import document_of
from copkit.writing.html import html_page
from copkit.writing.pdf import pdf_page
from copkit.writing.render import Renderer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLE = Shelf().examples["cen-central-asia"]
SEEN = Path(__file__).parent / "seen"
TODAY = ("--today", "2026-11-01")
SIZES = {"phone": (360, 740), "projector": (1920, 1080)}
IN_DARK = {"run-sheet", "diagnosis", "05-summary", "review"}
LARGEST_DIFFERENCE = 0.02


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make every document of an example in every form."""
    from typer.testing import CliRunner

    from copkit.cli.app import app

    folder = tmp_path_factory.mktemp("made") / "mine"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        name = next((folder / "convenings").iterdir()).name
        for words in (
            ("diagnose", "--out", "out"),
            ("plan", name),
            ("followup", name),
            ("review", name),
            ("calendar",),
        ):
            ran = CliRunner().invoke(app, [*words, "--format", "md,html,pdf,docx", *TODAY])
            assert ran.exit_code == 0, ran.output
    finally:
        os.chdir(before)
    return folder


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
    kinds = [f for f in files(made, "html") if f.parent.name != "messages" or f.stem in IN_DARK]
    seen = {"light": kinds, "dark": [f for f in files(made, "html") if f.stem in IN_DARK]}[scheme]
    for file in seen:
        page.goto(file.as_uri())
        assert accessible(page) == [], file.name
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


@pytest.mark.parametrize("name", ["run-sheet", "agenda", "plan", "diagnosis", "check-in-agenda"])
def test_a_pdf_looks_as_it_did_when_someone_looked(
    made: Path, pictured: Callable[..., list[Path]], name: str, tmp_path: Path
) -> None:
    (file,) = [f for f in files(made, "pdf") if f.stem == name]
    same(pictured(shutil.copy(file, tmp_path / file.name), 40)[0], f"{name}.png")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["run-sheet", "agenda", "05-summary"])
def test_a_page_looks_as_it_did_when_someone_looked(
    made: Path, browser: Browser, name: str, size: str, tmp_path: Path
) -> None:
    wide, high = SIZES[size]
    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme="light", offline=True)
    page = context.new_page()
    (file,) = [f for f in files(made, "html") if f.stem == name]
    page.goto(file.as_uri())
    page.screenshot(path=tmp_path / "shot.png")
    context.close()
    same(tmp_path / "shot.png", f"{name}-{size}.png")


def same(shot: Path, name: str) -> None:
    """Compare a picture, small and grey, with the one that someone looked at; COPKIT_ACCEPT=1 takes the new one."""
    with Image.open(shot) as full:
        now = full.convert("L").reduce(max(1, full.width // 330))
    if os.environ.get("COPKIT_ACCEPT"):
        SEEN.mkdir(exist_ok=True)
        now.save(SEEN / name, optimize=True)
    with Image.open(SEEN / name) as then:
        assert now.size == then.size
        assert ImageStat.Stat(ImageChops.difference(now, then)).mean[0] / 255 < LARGEST_DIFFERENCE
