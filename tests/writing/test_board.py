"""The board: six fields, one page in any case, and nothing claimed that is not known."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.cli.boarding import page_of
from copkit.core.board import MOST_LINES
from copkit.reading.workspace import open_workspace
from copkit.shelf import Shelf
from copkit.writing.board import board_files
from copkit.writing.printing import PAPERS
from copkit.writing.printing.sheet import named
from copkit.writing.render import Renderer

TODAY = date(2026, 11, 21)
DIMENSIONS = ("PUR", "COM", "CVS", "CNX", "BND", "LED", "CRE", "RHY")
LONG = "Members of a network with a very long name who meet by the sea " * 4
FIELDS = ("Stage", "Fitting opportunities", "Conversation", "Connection", "Communication", "Boundary-spanning")


def workspace(folder: Path, answers: str = "", more: str = "", name: str = "Reef") -> Path:
    given_ = "".join(
        f"    {d}{i + 1}: {a}\n" for d, x in zip(DIMENSIONS, answers.split(), strict=False) for i, a in enumerate(x)
    )
    text = f'copkit: 1\nname: "{name}"\n{more}' + (
        f"diagnosis:\n  answered_by: manager\n  answers:\n{given_}" if answers else ""
    )
    folder.mkdir(exist_ok=True)
    (folder / "community.yaml").write_text(text, encoding="utf-8")
    return folder


def page(folder: Path, today: date = TODAY) -> dict[str, Any]:
    home = open_workspace(folder)
    found, problems = page_of(home, Renderer(home.shelf), today)
    assert problems == []
    return found


def pdf(found: dict[str, Any], paper: str = "a4") -> pypdf.PdfReader:
    (made,), _ = board_files(Renderer(Shelf()), found, ["pdf"], PAPERS[paper])
    return pypdf.PdfReader(io.BytesIO(made.content))


def letters(reader: pypdf.PdfReader) -> str:
    return "".join("".join(p.extract_text() for p in reader.pages).split())


def test_where_nothing_is_known_every_field_asks(tmp_path: Path) -> None:
    found = page(workspace(tmp_path / "a"))
    assert [(f["number"], f["title"]) for f in found["fields"]] == list(enumerate(FIELDS, start=1))
    for field in found["fields"]:
        assert field["lines"] == []
        assert field["questions"]
    text = letters(pdf(found))
    for field in found["fields"]:
        for question in field["questions"]:
            assert "".join(question.split()) in text
    assert "Suggested,not" not in text


def test_a_stage_is_suggested_with_how_sure_and_unvalidated(tmp_path: Path) -> None:
    found = page(workspace(tmp_path / "a", "222 221 222 222 211 221 221 221"))
    stage, formats = found["fields"][:2]
    assert stage["lines"][0]["text"] == "Stage 2, structured"
    assert "not measured" in stage["lines"][1]["text"]
    assert stage["questions"] == []
    assert len(formats["lines"]) == 4
    text = letters(pdf(found))
    assert "Stage2,structured" in text
    assert "Unvalidated" in text
    assert "byanestimate" in text


def test_too_few_answers_claim_nothing(tmp_path: Path) -> None:
    found = page(workspace(tmp_path / "a", "1 1"))
    assert found["fields"][0]["lines"] == []
    assert not any(x["kind"] == "expected" for f in found["fields"] for x in f["lines"])
    assert found["fields"][1]["questions"]


def test_a_dormant_community_is_told_to_listen(tmp_path: Path) -> None:
    more = "dates: {last_gathering: 2026-01-01, last_member_message: 2026-01-02}\n"
    found = page(workspace(tmp_path / "a", "333 332 333 323 333 333 332 323", more))
    assert [x["kind"] for x in found["fields"][0]["lines"]] == ["dormant"]
    assert found["fields"][1]["lines"] == []


def test_plans_to_come_fill_the_fields_and_past_ones_do_not(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "a")
    (folder / "convenings" / "spring").mkdir(parents=True)
    plan = (
        "copkit: 1\nid: spring\ntitle: Spring clinic\nmode: in-person\npeople: 24\ndays:\n  - date: 2027-03-12\n    start: '09:30'\n"
        "    minutes: 60\n    agenda:\n      - {activity: opening-why, minutes: 5}\n      - {activity: troika-consulting, minutes: 35}\n"
    )
    (folder / "convenings" / "spring" / "convening.yaml").write_text(plan, encoding="utf-8")
    conversation = page(folder)["fields"][2]
    assert conversation["lines"][0]["head"] == "Spring clinic"
    assert "Troika consulting" in conversation["lines"][0]["text"]
    assert page(folder, date(2027, 3, 13))["fields"][2]["lines"] == []


def crowded(folder: Path) -> Path:
    people = "".join(f'  - {{id: s{n}, title: "{LONG}", relation: expert}}\n' for n in range(12))
    places = "".join(f'  - {{name: "{LONG}", members_can: [start-threads, form-groups]}}\n' for n in range(12))
    more = f'purpose: "{LONG}"\nrhythm: monthly call; yearly gathering\nstakeholders:\n{people}platforms:\n{places}'
    return workspace(folder, "222 221 222 222 211 221 221 221", more, LONG)


@pytest.mark.parametrize("paper", ["a4", "a3", "letter"])
def test_long_texts_stay_on_one_page_and_lists_are_counted(paper: str, tmp_path: Path) -> None:
    found = page(crowded(tmp_path / "a"))
    assert max(len(f["lines"]) for f in found["fields"]) == MOST_LINES
    assert found["fields"][5]["more"] == "and 9 more"  # twelve, an estimate and the next move, without the five
    reader = pdf(found, paper)
    assert len(reader.pages) == 1
    one = PAPERS[paper]
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4, 1), round(float(box.height) / 72 * 25.4, 1)) == (one.height, one.width)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = letters(reader)
    for field in found["fields"]:
        for line in field["lines"]:
            assert "".join(line["text"].split()) in text
        assert "".join(field["more"].split()) in text


def test_nothing_of_a_crowded_board_is_cut_off(tmp_path: Path) -> None:
    """The space between the fields stays blank, and below the last line there is room to the foot."""
    from PIL import Image

    from copkit.writing.typesetting import drawn

    renderer = Renderer(Shelf())
    source = renderer.render("board/board.typ.j2", {**page(crowded(tmp_path / "a")), "paper": PAPERS["a4"]})
    image = Image.open(io.BytesIO(drawn(source, "png")[0])).convert("L")
    scale = image.width / 297
    width = (297 - 26 - 18) / 3
    height = (210 - 26 - 25 - 8 - 9) / 2
    for left in (13 + width + 1, 13 + 2 * width + 10):
        assert image.crop(tuple(round(v * scale) for v in (left, 38, left + 7, 190))).getextrema()[0] > 200
    for top in (38 + height, 38 + 2 * height + 9):
        assert image.crop(tuple(round(v * scale) for v in (13, top + 0.3, 284, top + 2))).getextrema()[0] > 200


HOSTILE = ("<script>alert(1)</script>", "a | `b`", '#read("x") $y$', "\u202eevil", "&amp; {{ 7 }}")


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_typed_stays_content(typed: str, tmp_path: Path) -> None:
    found = page(workspace(tmp_path / "a"))
    found |= {"name": typed, "purpose": typed}
    found["fields"][5]["lines"] = [{"kind": "outside", "head": typed, "text": typed}]
    files, _ = board_files(Renderer(Shelf()), found, ["html", "pdf"], PAPERS["a4"])
    html, made = files
    assert "<script>" not in html.text
    assert "\u202e" not in html.text
    wanted = "".join(typed.replace("\u202e", "").split())
    text = letters(pypdf.PdfReader(io.BytesIO(made.content))).replace("”", '"').replace("“", '"')
    assert text.count(wanted) >= 4


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Co", "Cn")), max_size=150), min_size=1, max_size=8
    )
)
def test_any_texts_stay_on_one_page(texts: list[str]) -> None:
    fields = [
        {"number": n, "id": "x", "title": t, "about": t, "lines": [{"kind": "x", "head": x[:60], "text": x} for x in texts[:MOST_LINES]], "more": "", "questions": texts[:3]}
        for n, t in enumerate(FIELDS, start=1)
    ]  # fmt: skip
    found = {"name": named(texts[0], 110), "purpose": texts[-1], "banner": texts[0], "today": TODAY, "fields": fields}
    assert len(pdf(found).pages) == 1


def test_without_the_extra_the_page_for_the_browser_is_still_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = page(workspace(tmp_path / "a"))
    monkeypatch.setitem(sys.modules, "typst", None)
    files, problems = board_files(Renderer(Shelf()), found, ["html", "pdf", "svg"], PAPERS["a4"])
    assert [f.name for f in files] == ["board.html"]
    assert [(p.code, p.facts) for p in problems] == [("missing-extra", {"extra": "pdf"})]


def test_the_same_input_gives_the_same_bytes_in_each_form(tmp_path: Path) -> None:
    found = page(workspace(tmp_path / "a"))
    make: Callable[[], Any] = lambda: board_files(Renderer(Shelf()), found, ["html", "pdf", "svg"], PAPERS["a4"])[0]  # noqa: E731
    assert make() == make()
    assert [f.name for f in make()] == ["board.html", "board.pdf", "board.svg"]
