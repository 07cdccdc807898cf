"""The slides and the pictures in a real browser: nothing overflows, everything is readable, content stays content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from copkit.core.agenda import lay_out
from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.reading.library import Library
from copkit.shelf import Shelf, shipped
from copkit.writing.pictures import agenda_strip
from copkit.writing.render import Renderer
from copkit.writing.slides import slide_files

SIZES = [(1280, 720), (1920, 1080), (360, 740), (768, 1024)]
LONG = "Talk with the person beside you about what you will do, with whom, and what might stand in the way of it. "
NASTY = [
    "<script>window.broken = 1</script>", "a | b", "`code` ``` fence", "one\ntwo", "\u202eevil", "=cmd()", "a; b", "---",
    "]]> & \"quoted\" 'single'", "<!-- comment -->", "שלום עולם", "مرحبا بالعالم", "学校" * 60, "x" * 400, "C #", "$x$ :smile:",
]  # fmt: skip
OVERFLOWING = """() => [...document.querySelectorAll(".slide")].flatMap((s, n) =>
  s.getBoundingClientRect().height > innerHeight + 2 || s.scrollWidth > s.clientWidth ? [[n, s.innerText]] : [])"""
TOO_SMALL = """(least) => [...document.querySelectorAll(".slide p, .slide h1, .slide h2, .slide button")]
  .filter((e) => e.innerText.trim() && parseFloat(getComputedStyle(e).fontSize) < least).map((e) => e.innerText)"""


def convening() -> Convening:
    blocks: list[dict[str, Any]] = [
        {"title": t, "type": "pairs", "minutes": 5, "say": t, "note": "PRIVATE note", "owner": "PRIVATE owner"}
        for t in NASTY
    ]
    blocks += [
        {"activity": "1-2-4-all", "minutes": 25},
        {"title": "Long", "type": "fours", "minutes": 20, "say": LONG * 12},
        {"activity": "break", "minutes": 15},
        {"title": "A", "type": "cafe", "minutes": 30, "track": "North", "room": "Hall"},
        {"title": "B", "type": "presentation", "minutes": 30, "track": "South"},
        {"activity": "closing-next-step", "minutes": 10},
    ]
    return Convening.model_validate({
        "copkit": 1, "id": "x", "title": "A gathering with a name that is rather long, as names of gatherings can be",
        "mode": "in-person", "people": 24, "ground_rules": ["Listen", LONG, LONG], "link": "https://example.org/PRIVATE",
        "days": [
            {"date": "2027-03-12", "start": "09:00", "minutes": 480, "place": "The hall", "agenda": blocks},
            {"date": "2027-03-13", "start": "09:00", "minutes": 60, "agenda": [{"activity": "pair-hello"}]},
        ],
    })  # fmt: skip


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library, plan = Library(Shelf()), convening()
    profile = Profile.model_validate({"copkit": 1, "name": "Reef & friends"})
    agenda = lay_out(plan, 24, library.activities, library.kinds)
    made = slide_files(Renderer(library.shelf), plan, profile, agenda)
    path = tmp_path_factory.mktemp("deck") / "slides.html"
    path.write_text(made[0].text, encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any, deck: Path) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    opened = context.new_page()
    opened.goto(deck.as_uri())
    yield opened
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_slide_overflows(size: tuple[int, int], page: Any) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_smallest_letters_are_24_points_in_a_frame_of_16_by_9(size: tuple[int, int], page: Any) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate(TOO_SMALL, 24 / 540 * size[1]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_nothing_stands_in_anybodys_way(
    size: tuple[int, int], scheme: str, page: Any, accessible: Callable[[Any], list[str]]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    assert accessible(page) == []


def test_content_stays_content_and_what_is_private_stays_away(page: Any) -> None:
    text = page.evaluate("document.body.textContent")
    flat = " ".join(text.split())
    for typed in NASTY:
        if len(typed) < 100:
            assert " ".join(typed.replace("\u202e", "").split()) in flat
    assert "x" * 400 in flat.replace(" ", "")
    assert page.evaluate("window.broken") is None
    assert "PRIVATE" not in page.content()
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.evaluate(
        "[...document.querySelectorAll('.slide')].every(s => s.querySelectorAll('h1, h2').length == 1)"
    )


def test_it_reads_without_scripts_and_asks_for_nothing_outside(browser: Any, deck: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(deck.as_uri())
    assert asked == [deck.as_uri()]
    assert page.locator(".slide").count() > 20
    assert page.locator(".count:visible").count() == 0
    assert not re.search(r"(?:src|href)=|@import|url\(", deck.read_text(encoding="utf-8"))
    context.close()


def test_keys_turn_the_pages_and_a_click_counts_down(page: Any) -> None:
    for key, where in (("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        page.wait_for_function(
            f"Math.abs(document.querySelectorAll('.slide')[{where}].getBoundingClientRect().top) < 5"
        )
    button = page.locator(".count").first
    assert button.inner_text() == "5:00"
    button.click()
    page.wait_for_function("document.querySelector('.count').textContent == '4:59'")
    button.click()
    assert button.inner_text() == "5:00"


def test_printed_each_slide_is_one_landscape_page(page: Any) -> None:
    import io

    import pypdf

    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf.pages) == page.locator(".slide").count()
    assert all(p.mediabox.width > p.mediabox.height for p in pdf.pages)


def test_a_person_who_wants_no_motion_gets_none(page: Any) -> None:
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page.emulate_media(reduced_motion=motion)
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_in_a_page_is_readable_and_stays_in_its_frame(scheme: str, browser: Any, library: Library) -> None:
    plan = convening()
    agenda = lay_out(plan, 24, library.activities, library.kinds)
    made = agenda_strip(Renderer(library.shelf), agenda, agenda.days[0])
    css = (shipped("templates") / "pictures" / "colours.css").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.set_content(
        f"<style>{css} body {{ margin: 0; background: {'#161616' if scheme == 'dark' else 'white'} }}</style>{made.svg}"
    )
    outside = """() => { const frame = document.querySelector("svg").getBoundingClientRect();
      return [...document.querySelectorAll("svg text")].filter((t) => { const b = t.getBoundingClientRect();
        return b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1; }).map((t) => t.textContent); }"""
    assert page.evaluate(outside) == []
    small = (
        "[...document.querySelectorAll('svg text')].filter((t) => parseFloat(getComputedStyle(t).fontSize) < 11).length"
    )
    assert page.evaluate(small) == 0
    inks = page.evaluate(
        "[...new Set([...document.querySelectorAll('svg text')].map((t) => getComputedStyle(t).fill))]"
    )
    dark = {"rgb(242, 242, 242)", "rgb(201, 201, 201)"}
    assert set(inks) <= (dark if scheme == "dark" else {"rgb(26, 26, 26)", "rgb(77, 77, 77)"})
    page.close()
