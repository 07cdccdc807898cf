"""The board in a browser: a grid, one column on a phone, readable in light and dark, one page on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.writing.test_board import crowded, page, workspace

from copkit.reading.workspace import open_workspace
from copkit.writing.board import board_files
from copkit.writing.printing import PAPERS
from copkit.writing.render import Renderer


@pytest.fixture(scope="module", params=["asks", "crowded"])
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board") / "reef"
    home = crowded(folder) if request.param == "crowded" else workspace(folder)
    (html,), _ = board_files(Renderer(open_workspace(home).shelf), page(home), ["html"], PAPERS["a4"])
    path = folder / "board.html"
    path.write_bytes(html.marked)
    return path


def opened(browser: Any, board: Path, width: int, scheme: str = "light") -> Any:
    found = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    found.on("request", lambda r: asked.append(r.url))
    found.goto(board.as_uri())
    assert asked == [board.as_uri()]  # nothing else is loaded
    return found


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (800, 2), (360, 1)])
def test_it_has_columns_as_the_width_allows_and_never_scrolls_sideways(
    width: int, columns: int, browser: Any, board: Path
) -> None:
    tab = opened(browser, board, width)
    lefts = tab.eval_on_selector_all("section", "all => all.map(x => Math.round(x.getBoundingClientRect().left))")
    assert len(lefts) == 6
    assert len(set(lefts)) == columns
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_in_light_and_dark(
    scheme: str, browser: Any, accessible: Callable[[Any], list[str]], board: Path
) -> None:
    tab = opened(browser, board, 1280, scheme)
    assert accessible(tab) == []
    tab.close()


def test_it_prints_on_one_page(browser: Any, board: Path) -> None:
    tab = opened(browser, board, 1280, "dark")
    for size in ({"format": "A4"}, {"format": "Letter"}):
        made = tab.pdf(landscape=True, prefer_css_page_size=False, print_background=True, **size)
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1
    tab.close()
