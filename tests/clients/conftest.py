"""The programs that people open copkit's files with; on CI none may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from copkit.shelf import Shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


EXAMPLE = Shelf().examples["cen-central-asia"]
MARKS = "222 221 212 121 222 112 211 222"
MEMBERS = """name,segment,pronouns,organisation
Aisuluu Toktogulova,,she/her,Women's network
محمد رضائی,,,
Þórdís Kolbrún Reykfjörð Gylfadóttir-Hernández,,they/them,An organisation with a very long name that goes on and on
王小明,,,
"""
ROUNDS = """name,round 1,round 2,round 3,round 4,round 5,round 6,round 7
Aisuluu Toktogulova,1,2,3,4,5,6,7
محمد رضائی,2,3,,4,12,6,1
Muhammad Abdulrahman Al-Khwarizmi-Featherstonehaugh,12,11,10,9,8,7,6
王小明,,,,,,,1
Jo,3,3,3,3,3,3,3
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one client on one worker: what they look at takes seconds to make."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            shared = {"made", "hung_up"} & set(getattr(item, "fixturenames", ()))
            item.add_marker(pytest.mark.xdist_group("documents" if shared else item.path.stem))


def needed(program: str, package: str) -> str:
    """Return where a program is; skip the test where it is missing, and on CI fail."""
    found = shutil.which(program)
    if found is None:
        said = f"{program} is not installed (Debian package {package})"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    return found


def run_all(folder: Path, *calls: tuple[str, ...]) -> Path:
    """Run commands in a folder; each must succeed."""
    from typer.testing import CliRunner

    from copkit.cli.app import app

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words in calls:
            ran = CliRunner().invoke(app, [*words, "--today", "2026-11-01"])
            assert ran.exit_code == 0, ran.output
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make every document of an example in every form."""
    folder = tmp_path_factory.mktemp("made") / "mine"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    name = next((folder / "convenings").iterdir()).name
    calls = (("diagnose", "--out", "out"), ("plan", name), ("followup", name), ("review", name), ("calendar",))
    return run_all(folder, *((*words, "--format", "md,html,pdf,docx") for words in calls))


@pytest.fixture(scope="session")
def hung_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make what hangs on a wall, lies on a table or stands on a screen."""
    folder = tmp_path_factory.mktemp("hung") / "mine"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    (folder / "people.csv").write_text(MEMBERS, encoding="utf-8")
    name = next((folder / "convenings").iterdir()).name
    rounds = folder / "convenings" / name / "groups" / "rounds.csv"
    rounds.parent.mkdir()
    rounds.write_text(ROUNDS, encoding="utf-8")
    return run_all(
        folder,
        ("board", "--format", "html,pdf"),
        ("export", "print", name),
        ("diagnose", "--answers", MARKS, "--out", "out", "--format", "html,pdf"),
        ("calendar", "--format", "html"),
    )


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
