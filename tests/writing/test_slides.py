"""Slides: what the room may read, in order, in letters that fit; and a person's text never parts a slide."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.markdown import Markdown
from ruamel.yaml import YAML

from copkit.core.agenda import lay_out
from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.reading.library import Library
from copkit.shelf import Shelf
from copkit.writing.escaping import CONTROLS
from copkit.writing.render import Renderer
from copkit.writing.slides import slide_files

HOSTILE = [
    "---", "- ---", "***", "___", "===", "~~~", "```", "# head", "## C #", "> quote", "- item", "1. item", "a | b", "<script>x</script>",
    "<!-- _class: x -->", "$x$ and $y$", ":smile:", "![bg](x.png)", "[a](b)", "`code`", "two\nlines", "\u202eevil", "&lt;", "=cmd",
    "a; b", "]]>", "{{ x }} {% y %}", "\\",
]  # fmt: skip


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Shelf())


def made(renderer: Renderer, library: Library, *blocks: dict[str, Any], **more: Any) -> tuple[str, str]:
    values = {
        "title": "Spring",
        "mode": "in-person",
        "people": 24,
        "days": [{"start": "09:00", "minutes": 480, "agenda": blocks}],
    }
    plan = Convening.model_validate({"copkit": 1, "id": "x", **values, **more})
    profile = Profile.model_validate({"copkit": 1, "name": "Reef"})
    agenda = lay_out(plan, 24, library.activities, library.kinds)
    html, marp = slide_files(renderer, plan, profile, agenda)
    return html.text, marp.text


def headings(marp: str) -> list[str]:
    return re.findall(r"^# (.*)$", marp, re.MULTILINE)


def parts(marp: str) -> list[str]:
    """Part a deck as Marp does: at each ruler after the front matter."""
    head, body = marp.removeprefix("---\n").split("\n---\n", 1)
    assert YAML(typ="safe").load(head)["marp"] is True
    tokens = Markdown(body).parsed
    ends = [t.map[0] for t in tokens if t.type == "hr" and t.map]
    assert not [t for t in tokens if t.type in {"fence", "code_block", "html_block", "table_open", "blockquote_open", "bullet_list_open"}
                and not t.content.startswith("<!-- _class: ")]  # fmt: skip
    lines = body.split("\n")
    return ["\n".join(lines[a:b]) for a, b in zip([0, *ends], [*ends, len(lines)], strict=True)]


def shown(markdown: str) -> str:
    tokens = Markdown(markdown).parsed
    return "".join(
        c.content for t in tokens for c in (t.children or []) if c.type in {"text", "text_special", "code_inline"}
    )


def test_a_step_is_a_slide_with_its_time_its_groups_and_what_comes_next(renderer: Renderer, library: Library) -> None:
    html, marp = made(renderer, library, {"activity": "1-2-4-all", "minutes": 25}, {"activity": "break", "minutes": 15},
                      {"title": "Talk", "type": "presentation", "minutes": 10})  # fmt: skip
    found = parts(marp)
    assert headings(marp)[0] == "Spring"
    pairs = next(p for p in found if "In pairs" in p and "**" in p and "12 groups of 2" in p)
    assert re.search(r"\*\*\d+ min, until 09:\d\d\*\*", pairs)
    assert "*Next: In fours*" in pairs
    assert "Tell each other your ideas" in pairs
    rest = next(p for p in found if "# Break" in p)
    assert "We go on at 09:40." in rest
    assert "*Next: Talk, 09:40*" in rest
    assert "What comes next" in found[-1]
    assert len(found) == html.count("<section")


def test_the_room_sees_no_notes_no_owners_and_no_open_questions(renderer: Renderer, library: Library) -> None:
    block = {"title": "Work", "type": "fours", "minutes": 30, "say": "Share it.", "note": "SECRET", "owner": "SECRET",
             "resources": ["SECRET"]}  # fmt: skip
    deck = made(renderer, library, block, {"activity": "wise-crowds"}, strategic={"deeper_purpose": "SECRET"},
                team={"host": "SECRET", "core_group": ["SECRET"]}, voice={"how_we_care": "SECRET"},
                momentum={"channel": {"host": "SECRET"}, "milestone": {"what": "A guide", "owner": "SECRET"}})  # fmt: skip
    for text in deck:
        assert "SECRET" not in text
        assert "Share it." in text
        assert "To decide" not in text
        for step in library.activities["wise-crowds"].steps:
            assert step.do not in " ".join(text.split())


def test_spare_time_has_no_slide_and_is_not_announced(renderer: Renderer, library: Library) -> None:
    _, marp = made(renderer, library, {"title": "One", "type": "pairs", "minutes": 10}, {"activity": "buffer", "minutes": 10},
                   {"title": "Two", "type": "pairs", "minutes": 10})  # fmt: skip
    assert headings(marp) == ["Spring", "One", "Two", "What comes next"]
    assert "*Next: Two, 09:20*" in marp


def test_tracks_stand_side_by_side_and_then_one_after_the_other(renderer: Renderer, library: Library) -> None:
    rows = [
        {"title": t, "type": "pairs", "minutes": 10, "track": k, "room": f"Room {k}"}
        for k, t in (("N", "One"), ("S", "Two"))
    ]
    _, marp = made(renderer, library, *rows, {"activity": "break", "minutes": 10})
    assert headings(marp) == ["Spring", "Side by side: choose one", "N: One", "S: Two", "Break", "What comes next"]
    assert "09:00 N, Room N: One" in marp
    assert marp.count("*Next: Break, 09:10*") == 2


def test_days_have_slides_where_there_are_several(renderer: Renderer, library: Library) -> None:
    day = {"start": "09:00", "minutes": 60, "agenda": [{"activity": "pair-hello"}]}
    _, marp = made(
        renderer, library, days=[{**day, "date": "2027-03-12", "place": "Hall"}, {**day, "date": "2027-03-13"}]
    )
    assert headings(marp)[0] == "Spring"
    assert [h for h in headings(marp) if h.startswith("Day")] == ["Day 1", "Day 2"]
    assert "Day 2, Saturday 13 March 2027, 09:00 to 10:00" in marp


def test_without_a_start_there_is_no_clock(renderer: Renderer, library: Library) -> None:
    _, marp = made(
        renderer, library, days=[{"minutes": 60, "agenda": [{"activity": "pair-hello"}, {"activity": "break"}]}]
    )
    assert not re.search(r"\d\d:\d\d", marp)
    assert re.search(r"^\*\*\d+ min\*\*$", marp, re.MULTILINE)


def test_what_a_text_points_at_stands_on_its_slide(renderer: Renderer, library: Library) -> None:
    _, marp = made(
        renderer, library, {"activity": "opening-why", "minutes": 10}, {"activity": "pair-hello", "minutes": 10},
        {"activity": "thirty-day-check-in", "minutes": 5}, {"activity": "closing-next-step", "minutes": 10},
        outcomes=[{"id": "O1", "statement": "Two peers help with a real problem."}],
        momentum={"check_in": {"date": "2027-04-12"}, "milestone": {"what": "A shared page"}},
    )  # fmt: skip
    found = parts(marp)
    for head, fact in (
        ("Opening with the why", "Two peers help"),
        ("Thirty-day check-in", "12 April 2027"),
        ("Closing with the next step", "A shared page"),
    ):
        slides = [p for p in found if f"# {head}" in p]
        assert slides
        assert any(fact in p for p in slides), head
    assert not [p for p in found if "# Hello in pairs" in p and ("Two peers" in p or "12 April" in p)]


def test_the_last_slide_says_what_comes_next(renderer: Renderer, library: Library) -> None:
    _, marp = made(
        renderer, library, {"activity": "pair-hello"},
        outcomes=[{"id": "O1", "statement": "x", "call_to_action": "Write to one person."}],
        momentum={"check_in": {"date": "2027-04-12", "start": "16:00"}, "milestone": {"what": "A guide", "date": "2027-05-01"}},
        next={"title": "Autumn", "date": "2027-09-01"},
    )  # fmt: skip
    last = parts(marp)[-1]
    for text in (
        "Write to one person.",
        "A guide (Saturday 1 May 2027)",
        "Monday 12 April 2027, 16:00",
        "Autumn (Wednesday 1 September 2027)",
    ):
        assert text in last


@pytest.mark.parametrize("typed", HOSTILE)
def test_content_stays_content_for_marp(typed: str, renderer: Renderer, library: Library) -> None:
    block = {"title": typed, "type": "pairs", "minutes": 10, "say": typed, "track": typed}
    plain = " ".join(CONTROLS.sub("", typed).split())
    html, marp = made(
        renderer, library, block, {"title": "Two", "type": "pairs", "minutes": 5}, title=typed, ground_rules=[typed]
    )
    found = parts(marp)
    assert len(found) == 5 == html.count("<section")
    assert shown(found[0]).startswith(plain)
    assert shown(found[2]).count(plain) >= 2
    assert "\\:smile:" in marp if ":smile:" in typed else True
    assert not re.search(r"(?<!\\)\$", marp.split("\n---\n", 1)[1])


def test_a_long_text_goes_on_and_nothing_of_it_is_lost(renderer: Renderer, library: Library) -> None:
    words = " ".join(f"word{n}" for n in range(400))
    html, marp = made(renderer, library, {"title": "Long", "type": "pairs", "minutes": 10, "say": words})
    assert headings(marp).count("Long") > 3
    for text in (html, marp):
        assert re.findall(r"word\d+", text) == words.split()


def test_short_texts_are_large_and_long_ones_small(renderer: Renderer, library: Library) -> None:
    def size(say: str) -> str:
        _, marp = made(renderer, library, {"title": "B", "type": "pairs", "minutes": 10, "say": say})
        return re.findall(r"_class: (\w+)", marp)[1]

    assert [size("Talk."), size("Talk about it. " * 13), size("Talk about it. " * 24)] == ["large", "medium", "small"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    says=st.lists(
        st.text(min_size=1, max_size=60).filter(lambda t: CONTROLS.sub("", t).strip()), min_size=1, max_size=2
    )
)
def test_whatever_is_said_the_decks_have_the_same_slides(says: list[str], renderer: Renderer, library: Library) -> None:
    blocks = [
        {"title": s[:60] if CONTROLS.sub("", s[:60]).strip() else "T", "type": "pairs", "minutes": 5, "say": s}
        for s in says
    ]
    html, marp = made(renderer, library, *blocks)
    assert len(parts(marp)) == html.count("<section")
    assert (html, marp) == made(renderer, library, *blocks)
