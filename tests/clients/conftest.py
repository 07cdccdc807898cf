"""The programs that people open copkit's files with; on CI none may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


def needed(program: str, package: str) -> str:
    """Return where a program is; skip the test where it is missing, and on CI fail."""
    found = shutil.which(program)
    if found is None:
        said = f"{program} is not installed (Debian package {package})"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a real browser."""
    from playwright.sync_api import sync_playwright

    chromium = needed("chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page that may fetch nothing."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def accessible() -> Callable[[Any], list[str]]:
    """Return what axe finds against WCAG 2.2 AA and its own best practices on a page."""
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
        return [f"{v['id']}: {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]

    return check


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Path], str], list[Path]]:
    """Open files with LibreOffice, and return what it makes of them in another form."""
    program = needed("soffice", "libreoffice-writer")
    home = tmp_path_factory.mktemp("office")

    def convert(files: list[Path], form: str) -> list[Path]:
        out = files[0].parent / "converted"
        subprocess.run(
            [program, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", form, "--outdir", out, *files],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        return [out / f"{f.stem}.{form}" for f in files]

    return convert


@pytest.fixture(scope="session")
def pictured() -> Callable[[Path, int], list[Path]]:
    """Draw each page of a PDF as a picture."""
    program = needed("pdftoppm", "poppler-utils")

    def draw(pdf: Path, dots: int = 60) -> list[Path]:
        subprocess.run([program, "-r", str(dots), "-gray", "-png", pdf, pdf.with_suffix("")], check=True, timeout=60)
        return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))

    return draw
