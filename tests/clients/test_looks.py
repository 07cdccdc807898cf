"""What people see, compared with pictures that somebody looked at: on paper, on a phone, on a projector.

COPKIT_ACCEPT=1 takes the new pictures; then look at each of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEN = Path(__file__).parent / "seen"
SIZES = {"phone": (360, 740), "projector": (1920, 1080)}
LARGEST_DIFFERENCE = 0.02


def only(folder: Path, name: str) -> Path:
    (found,) = folder.rglob(name)
    return found


def same(shot: Path, name: str) -> None:
    """Compare a picture, small and grey, with the one that someone looked at."""
    with Image.open(shot) as full:
        now = full.convert("L").reduce(max(1, full.width // 330))
    if os.environ.get("COPKIT_ACCEPT"):
        SEEN.mkdir(exist_ok=True)
        now.save(SEEN / name, optimize=True)
    with Image.open(SEEN / name) as then:
        assert now.size == then.size
        assert ImageStat.Stat(ImageChops.difference(now, then)).mean[0] / 255 < LARGEST_DIFFERENCE


def on_paper(pdf: Path, pictured: Callable[..., list[Path]], tmp_path: Path, page: int = 0) -> Path:
    return pictured(shutil.copy(pdf, tmp_path / pdf.name), 40)[page]


def on_screen(browser: Browser, file: Path, size: str, tmp_path: Path, scheme: str = "light") -> Path:
    wide, high = SIZES[size]
    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.screenshot(path=tmp_path / "shot.png")
    context.close()
    return tmp_path / "shot.png"


@pytest.mark.parametrize("name", ["run-sheet", "agenda", "plan", "check-in-agenda"])
def test_a_document_on_paper(made: Path, pictured: Callable[..., list[Path]], name: str, tmp_path: Path) -> None:
    same(on_paper(only(made, f"{name}.pdf"), pictured, tmp_path), f"{name}.png")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["run-sheet", "agenda", "05-summary"])
def test_a_document_on_a_screen(made: Path, browser: Browser, name: str, size: str, tmp_path: Path) -> None:
    same(on_screen(browser, only(made, f"{name}.html"), size, tmp_path), f"{name}-{size}.png")


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("board", 0),
        ("badges", 0),
        ("seats", 0),
        ("signs", 0),
        ("doors", 0),
        ("doors", 1),
        ("canvases", 0),
        ("cards", 1),
        ("wall", 1),
        ("diagnosis", 0),
    ],
)
def test_what_hangs_on_the_wall(
    hung_up: Path, pictured: Callable[..., list[Path]], name: str, page: int, tmp_path: Path
) -> None:
    same(on_paper(only(hung_up, f"{name}.pdf"), pictured, tmp_path, page), f"wall-{name}-{page}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["board", "diagnosis", "calendar"])
def test_what_is_shown_on_a_screen(
    hung_up: Path, browser: Browser, name: str, size: str, scheme: str, tmp_path: Path
) -> None:
    shot = on_screen(browser, only(hung_up, f"{name}.html"), size, tmp_path, scheme)
    same(shot, f"screen-{name}-{size}-{scheme}.png")
