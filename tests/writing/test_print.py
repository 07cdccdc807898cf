"""What is printed: counted, measured, nothing cut off, content stays content, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from copkit.cli.gathering import brief_of, laid_out
from copkit.core.agenda import with_spares
from copkit.core.followup import Commitment, Register, WorkingGroup
from copkit.core.grouping.seating import Seating
from copkit.core.people import Person
from copkit.reading.workspace import open_workspace
from copkit.writing.printing import PAPERS, SHEETS, Job, Left, Sheet, is_public, printed, sheet_files
from copkit.writing.printing.doors import code_svg
from copkit.writing.render import Renderer
from copkit.writing.typesetting import drawn, typeset

POINTS = 72 / 25.4
PLAN = """copkit: 1
id: spring
title: Spring clinic
mode: in-person
people: 24
link: https://example.org/reef?a=1&b=2
days:
  - date: 2027-03-12
    start: "09:30"
    end: "11:30"
    place: Great Hall
    agenda:
      - {activity: opening-why, minutes: 5}
      - {activity: troika-consulting, minutes: 35}
      - {activity: postcard-exchange, minutes: 15}
      - {activity: plus-delta, minutes: 5}
momentum:
  streams:
    - {id: guide, title: Guide for newcomers, lead: Ada}
"""
HOSTILE = (
    "<script>alert(1)</script>",
    "a | b",
    "`code` ``two``",
    "line\none\r\ntwo",
    "\u202eevil\u2066",
    '#read("main.typ")',
    "\"quoted\" \\ 'single'",
    "#panic() $x$ @ref <label> // */",
    "{{ 7 }} {% raw %} {# x #}",
    "[x]](https://x)",
)
SEATED = Seating(("Kim Sample", "ada example", "Lee"), ((1, 2), (2, None), (4, 1)))
NAMES = (
    "Zoë Šuška",
    "محمد بن سلمان",
    "李小龙",
    "አበበ ቢቂላ",
    "Wolfeschlegelsteinhausenbergerdorff-Maximiliana Example",
    "Jo",
)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("reef")
    (folder / "community.yaml").write_text(
        "copkit: 1\nname: Reef\nsegments: [{id: new, title: Newcomers}]\n", encoding="utf-8"
    )
    (folder / "convenings" / "spring").mkdir(parents=True)
    (folder / "convenings" / "spring" / "convening.yaml").write_text(PLAN, encoding="utf-8")
    workspace = open_workspace(folder)
    brief = brief_of(workspace, laid_out(workspace, "spring"), date(2026, 11, 21))
    return Job(Renderer(workspace.shelf), brief, Register(), (), PAPERS["a4"])


def sheet(job: Job, what: str) -> Sheet:
    (found,) = printed(job, [what])
    assert isinstance(found, Sheet)
    return found


def read(found: Sheet) -> pypdf.PdfReader:
    pdf, problems = typeset(found.source, found.pictures)
    assert problems == []
    return pypdf.PdfReader(io.BytesIO(pdf))


def letters(reader: pypdf.PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def millimetres(reader: pypdf.PdfReader) -> set[tuple[float, float]]:
    return {
        (round(float(p.mediabox.width) / POINTS, 1), round(float(p.mediabox.height) / POINTS, 1)) for p in reader.pages
    }


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("what", SHEETS)
def test_each_sheet_is_tagged_titled_and_has_the_pages_that_were_counted(what: str, paper: str, job: Job) -> None:
    people = (Person("Ada Example", segment="new"),)
    found = sheet(replace(job, paper=PAPERS[paper], people=people, seating=SEATED), what)
    reader = read(found)
    assert len(reader.pages) == found.pages
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Spring clinic"
    one = PAPERS[PAPERS[paper].larger if what == "canvases" else paper]
    assert millimetres(reader) <= {(one.width, one.height), (one.height, one.width)}


def test_small_canvases_are_on_the_printers_own_paper(job: Job) -> None:
    assert millimetres(read(sheet(replace(job, small=True), "canvases"))) == {(297.0, 210.0)}


def test_there_is_a_card_for_each_person_and_spares_and_the_host_knows_both_ways(job: Job) -> None:
    found = sheet(job, "cards")
    each = with_spares(24)
    assert (each, found.count, found.pages) == (27, 2 * each, 2 * (1 + 7))
    text = letters(read(found)).lower()
    assert text.count("thefirststep") == each
    assert text.count("onethingtochange") == each
    for said in ("27cards", "3tospare", "sheet7of7", "byhand", "bythehosts", "thinkofonepersonhere"):
        assert said in text, said


def dark(image: Image.Image, box: tuple[float, float, float, float], scale: float) -> bool:
    """Tell whether anything is drawn in a box of millimetres."""
    low, _ = image.crop(tuple(round(v * scale) for v in box)).getextrema()
    return low < 200


@pytest.mark.parametrize(("paper", "size"), [("a4", (105, 148)), ("letter", (107.95, 139.7))])
def test_cards_have_their_size_and_marks_stand_on_the_cuts_only(
    paper: str, size: tuple[float, float], job: Job
) -> None:
    """Four cards fill the sheet: marks run along the cuts, and the rest of each card's edge is blank."""
    one = PAPERS[paper]
    assert one.card == size
    for x, y in one.card_places:
        assert x + size[0] <= one.width
        assert y + size[1] <= one.height
    picture = drawn(sheet(replace(job, paper=one), "cards").source, "png")[1]
    image = Image.open(io.BytesIO(picture)).convert("L")
    scale = image.width / one.width
    w, h = one.width, one.height
    for mark in (
        (w / 2 - 1, 0, w / 2 + 1, 4),
        (w / 2 - 1, h - 4, w / 2 + 1, h),
        (0, h / 2 - 1, 4, h / 2 + 1),
        (w - 4, h / 2 - 1, w, h / 2 + 1),
    ):
        assert dark(image, mark, scale), mark
    for x, y in one.card_places:
        right, bottom = x + size[0], y + size[1]
        for strip in (
            (x + 9, y + 1, right - 9, y + 6),
            (x + 1, y + 9, x + 6, bottom - 9),
            (right - 6, y + 9, right - 1, bottom - 9),
        ):
            assert not dark(image, strip, scale), strip


def test_every_name_stands_on_a_badge_and_nothing_private_does(job: Job) -> None:
    people = tuple(
        Person(n, email="secret@example.org", segment="new", language="Secretish") for n in NAMES[:1] + NAMES[4:]
    )
    more = (Person("Hidden Person", named=False), Person("Kim Sample", pronouns="they/them", organisation="Reef Lab"))
    found = sheet(replace(job, people=(*people, *more)), "badges")
    text = letters(read(found))
    for name in (
        "ZoëŠuška",
        "Wolfeschlegelsteinhausenbergerdorff-MaximilianaExample",
        "Jo",
        "KimSample",
        "they/them·ReefLab",
        "Newcomers",
    ):
        assert name in text, name
    assert "secret" not in text.lower()
    assert "Hidden" not in text
    assert found.count == with_spares(24)
    assert any("1" in r for r in found.remarks)


def test_without_people_there_are_blank_badges_for_all(job: Job) -> None:
    found = sheet(job, "badges")
    assert (found.count, found.pages) == (27, 4)
    assert "people.csv" in found.said


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_drawn_within_its_badge(name: str, job: Job) -> None:
    """Nothing crosses the edge of a badge; the first stands 15 mm from the left and 28.5 mm from the top of A4."""
    found = sheet(replace(job, people=(Person(name),)), "badges")
    image = Image.open(io.BytesIO(drawn(found.source, "png")[0])).convert("L")
    scale = image.width / 210
    assert dark(image, (21, 40, 99, 75), scale)
    for edge in ((16, 30, 19, 88), (101, 30, 104, 88)):
        assert not dark(image, edge, scale), edge


def stands(typed: str, text: str) -> bool:
    """Tell whether a text was printed as it was typed, but for white space, hidden marks and the form of quotes."""
    wanted = "".join(c for c in typed if not c.isspace() and c not in "\u202e\u2066")
    return wanted in text.replace("”", '"').replace("“", '"').replace("’", "'").replace("‘", "'")


@pytest.mark.parametrize("what", ["badges", "seats", "signs", "canvases"])
def test_names_that_people_typed_stay_content(what: str, job: Job) -> None:
    groups = tuple(WorkingGroup(id=f"g{n}", title=t, lead=t, purpose=t, sunset=t) for n, t in enumerate(HOSTILE))
    promises = tuple(
        Commitment(id=f"C{n}", who=t, what=t, by=t, group=f"g{n}", visible_to="everyone") for n, t in enumerate(HOSTILE)
    )
    people = tuple(Person(t, segment=t, organisation=t, pronouns=t) for t in HOSTILE)
    seating = Seating(HOSTILE, ((1,),) * len(HOSTILE))
    own = replace(job, people=people, register=Register(groups=groups, commitments=promises), seating=seating)
    text = letters(read(sheet(own, what)))
    assert [t for t in HOSTILE if not stands(t, text)] == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_titles_and_places_that_people_typed_stay_content(typed: str, job: Job) -> None:
    convening = job.brief.convening.model_copy(update={"title": typed})
    own = replace(job, brief=replace(job.brief, convening=convening))
    assert stands(typed, letters(read(sheet(own, "wall"))))
    assert stands(typed, letters(read(sheet(own, "doors"))))


def test_a_name_with_an_accent_does_not_change_the_fonts(job: Job) -> None:
    """The fonts of the machine are used only for scripts that ours do not have."""
    plain, accent, chinese = (sheet(replace(job, people=(Person(n),)), "badges").source for n in ("Zoe", "Zoë", "李"))
    from copkit.writing.typesetting import _own_fonts_suffice

    assert [_own_fonts_suffice(s, None) for s in (plain, accent, chinese)] == [True, True, False]


def test_private_promises_stay_off_the_canvases(job: Job) -> None:
    group = WorkingGroup(id="g", title="Guide", lead="Ada")
    shared = Commitment(id="C1", who="Kim", what="Write a page", by="2027-04-01", group="g", visible_to="everyone")
    own = Commitment(id="C2", who="Lee", what="Ask for a rise", group="g", visible_to="me")
    text = letters(read(sheet(replace(job, register=Register(groups=(group,), commitments=(shared, own))), "canvases")))
    assert "Writeapage" in text
    assert "Thu1Apr2027" in text
    assert "rise" not in text


def test_a_table_sign_is_read_from_both_sides_and_said_once(job: Job) -> None:
    reader = read(sheet(job, "signs"))
    assert len(reader.pages) == 1 + 8  # a stream, and eight tables of three
    image = Image.open(io.BytesIO(drawn(sheet(job, "signs").source, "png")[3])).convert("L")
    w, h = image.size
    upper = image.crop((0, 0, w, h // 2)).rotate(180)
    lower = image.crop((0, h - h // 2, w, h))
    same = sum(a == b for a, b in zip(upper.tobytes(), lower.tobytes(), strict=True)) / (w * (h // 2))
    assert same > 0.985


def seated(names: Sequence[str], rounds: int) -> Seating:
    """Return a seating in which the tables tell the person and the round."""
    return Seating(tuple(names), tuple(tuple(100 + 20 * n + r for r in range(rounds)) for n in range(len(names))))


def test_each_card_has_a_name_and_its_tables_in_the_order_of_names_and_nothing_else(job: Job) -> None:
    secret = "Secretish"
    more = {
        "email": "s@secretish.org", "segment": "new", "language": secret, "pronouns": secret, "organisation": secret,
        "tenure": "new", "languages": (secret,), "place": secret, "roles": (secret,), "interests": (secret,),
        "together": (secret,), "apart": (secret,), "access": secret,
    }  # fmt: skip
    found = sheet(replace(job, people=tuple(Person(n, **more) for n in SEATED.names), seating=SEATED), "seats")
    assert (found.pages, found.count, found.remarks) == (1, 3, ())
    assert letters(read(found)) == (
        "SpringclinicadaexampleRound1Table2Round2–"
        "SpringclinicKimSampleRound1Table1Round2Table2"
        "SpringclinicLeeRound1Table4Round2Table1Page1of1"
    )


def test_numbers_stand_in_the_order_in_which_one_counts(job: Job) -> None:
    text = letters(read(sheet(replace(job, seating=Seating(("10", "9"), ((1,), (2,)))), "seats")))
    assert text.index("9Round1Table2") < text.index("10Round1Table1")


def test_who_does_not_want_to_be_named_is_pointed_out_without_a_name(job: Job) -> None:
    people = (Person("LEE", named=False), Person("Kim Sample", named=True), Person("Away", named=False))
    (said,) = sheet(replace(job, people=people, seating=SEATED), "seats").remarks
    assert ": 1." in said
    assert "lee" not in said.lower()


@pytest.mark.parametrize(("rounds", "cards"), [(1, 1), (3, 1), (4, 1), (7, 1), (12, 1), (13, 2), (60, 5)])
def test_a_card_holds_twelve_rounds_at_ten_points_and_more_go_onto_the_next(rounds: int, cards: int, job: Job) -> None:
    found = sheet(replace(job, seating=seated(["Ada"], rounds)), "seats")
    reader, sizes = read(found), []

    def measure(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if "Table" in text or "Round" in text:
            sizes.append(abs(cm[3] * tm[3]) * size)

    for page in reader.pages:
        page.extract_text(visitor_text=measure)
    assert found.count == cards
    assert len(sizes) >= rounds
    assert min(sizes) >= 10
    text = letters(reader)
    wanted = "".join(f"Round{r + 1}Table{100 + r}" for r in range(rounds))
    assert "".join(re.findall(r"Round\d+Table\d{3}", text)) == wanted


@pytest.mark.parametrize("rounds", [2, 12])
@pytest.mark.parametrize("name", [*NAMES, "Muhammad Abdulrahman Al-Khwarizmi-Featherstonehaugh"])
def test_a_name_and_its_rounds_are_drawn_within_the_card(name: str, rounds: int, job: Job) -> None:
    """The first card stands 15 mm from the left and 28.5 mm from the top of A4: around it is nothing, in it there is."""
    picture = drawn(sheet(replace(job, seating=seated([name], rounds)), "seats").source, "png")[0]
    image = Image.open(io.BytesIO(picture)).convert("L")
    scale = image.width / 210
    assert dark(image, (21, 40, 99, 53), scale)
    assert dark(image, (21, 55, 99, 82), scale)
    for edge in ((16, 30, 19, 88), (101, 30, 104, 88), (16, 83.5, 104, 260), (20, 53.7, 100, 54.3)):
        assert not dark(image, edge, scale), edge


def test_without_rounds_there_is_no_card_and_the_command_is_named(job: Job) -> None:
    for asked in ([], ["seats"]):
        (left,) = [x for x in printed(job, asked) if isinstance(x, Left) and x.what == "seats"]
        assert (left.if_named, left.run) == (False, "copkit groups mix spring")
    (left,) = printed(replace(job, faulty=True), ["seats"])
    assert isinstance(left, Left)
    assert (left.if_named, left.run) == (False, "")
    assert "rounds.csv" in left.why


def test_the_tables_of_the_rounds_have_signs_and_nobody_is_named_on_them(job: Job) -> None:
    own = replace(job, people=(Person("Lee", segment="new", organisation="Reef Lab"),), seating=SEATED)
    found = sheet(own, "signs")
    assert found.pages == 1 + 3  # a stream, and the tables 1, 2 and 4
    text = letters(read(found))
    assert [t for t in ("Table1", "Table2", "Table3", "Table4") if t in text] == ["Table1", "Table2", "Table4"]
    assert not [n for n in ("Kim", "Lee", "Newcomers", "Lab") if n in text]


def test_groups_formed_beforehand_have_signs_where_neither_the_room_nor_the_plan_has_groups(job: Job) -> None:
    convening = job.brief.convening
    bare = convening.model_copy(update={"momentum": convening.momentum.model_copy(update={"streams": ()})})
    formed = replace(job, formed=("Data cleaning", "R Users"), seating=SEATED)
    planned = replace(formed, brief=replace(job.brief, convening=bare))
    roomed = replace(planned, register=Register(groups=(WorkingGroup(id="g", title="Of the room"),)))
    for own, titles in (
        (planned, ["Datacleaning", "RUsers"]),
        (formed, ["Guidefornewcomers"]),
        (roomed, ["Oftheroom"]),
    ):
        found = sheet(own, "signs")
        text = letters(read(found))
        assert found.count == len(titles) + 3
        assert [t for t in ("Datacleaning", "RUsers", "Guidefornewcomers", "Oftheroom") if t in text] == titles


def modules(png: bytes, box: tuple[float, float, float, float], count: int) -> list[list[int]]:
    image = Image.open(io.BytesIO(png)).convert("L")
    scale = image.width / 210
    code = image.crop(tuple(round(v * scale) for v in box))
    step = code.width / count
    return [
        [int(code.getpixel((int((i + 0.5) * step), int((j + 0.5) * step))) < 128) for i in range(count)]
        for j in range(count)
    ]


def test_the_code_on_the_door_leads_where_it_says(job: Job) -> None:
    """The modules are read back out of the printed picture."""
    import segno

    address = "https://example.org/reef?a=1&b=2"
    found = sheet(job, "doors")
    assert found.pictures["code.svg"] == code_svg(address)
    expected = [[int(m) for m in row] for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]
    count = len(expected)
    png = drawn(found.source, "png", found.pictures)[0]
    bottom = 297 - 22
    assert modules(png, (22, bottom - 44, 66, bottom), count) == expected
    assert "https://example.org/reef?a=1&b=2" in letters(read(found))


@pytest.mark.parametrize(
    ("mode", "link", "platform", "printed_one"),
    [
        ("in-person", "https://example.org/a", None, "https://example.org/a"),
        ("hybrid", "https://example.org/a", None, None),  # the way into the call
        ("in-person", "https://us02web.zoom.us/j/1", None, None),
        ("hybrid", "https://zoom.us/j/1", "https://chat.example.org/x", "https://chat.example.org/x"),
        ("in-person", "javascript:alert(1)", None, None),
        ("in-person", "https://[", None, None),
        ("in-person", None, "Slack", None),
    ],
)
def test_only_public_addresses_come_on_a_door(
    mode: str, link: str | None, platform: str | None, printed_one: str | None, job: Job
) -> None:
    convening = job.brief.convening
    channel = convening.momentum.channel.model_copy(update={"platform": platform})
    momentum = convening.momentum.model_copy(update={"channel": channel})
    changed = type(convening).model_validate(convening.model_dump(by_alias=True) | {"mode": mode, "link": link})
    changed = changed.model_copy(update={"momentum": momentum})
    found = sheet(replace(job, brief=replace(job.brief, convening=changed)), "doors")
    assert found.pictures == ({"code.svg": code_svg(printed_one)} if printed_one else {})


@pytest.mark.parametrize(
    ("typed", "ok"),
    [
        ("https://a.org", True),
        ("mailto:a@b.org", True),
        ("ftp://a", False),
        ("https://a b", False),
        ("https://", False),
        ("https://a/" + "x" * 400, False),
    ],
)
def test_what_is_a_public_address(typed: str, ok: bool) -> None:
    assert is_public(typed) is ok


def test_a_gathering_online_needs_no_paper_and_gets_it_when_asked(job: Job) -> None:
    dumped = job.brief.convening.model_dump(by_alias=True) | {"mode": "virtual"}
    online = replace(job, brief=replace(job.brief, convening=type(job.brief.convening).model_validate(dumped)))
    assert all(isinstance(x, Left) for x in printed(online, []))
    assert isinstance(printed(online, ["wall"])[0], Sheet)


def test_the_same_input_gives_the_same_bytes(job: Job) -> None:
    one, two = (sheet_files([sheet(job, "doors")], ["pdf", "svg"])[0] for _ in range(2))
    assert one == two
    assert [a.name for a in one] == ["doors.pdf", "doors-1.svg", "doors-2.svg", "doors-3.svg", "doors-4.svg"]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Co", "Cn")), min_size=1, max_size=90), max_size=5
    )
)
def test_any_names_give_the_pages_that_were_counted(names: list[str]) -> None:
    made = sheet(replace(WHOLE["job"], people=tuple(Person(n, segment=n[:3], organisation=n) for n in names)), "badges")
    pdf, _ = typeset(made.source, made.pictures)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == made.pages


@pytest.mark.parametrize("typed", ["\u202e", "\u200b", "\u200f\u200e", "\u00ad", "\ufe0f", "\u0301"])
def test_a_title_of_which_nothing_is_seen_breaks_no_sheet(typed: str, job: Job) -> None:
    convening = job.brief.convening.model_copy(update={"title": typed})
    group = WorkingGroup(id="g", title=typed, lead=typed)
    own = replace(
        job, brief=replace(job.brief, convening=convening), register=Register(groups=(group,)), people=(Person(typed),),
        seating=Seating((typed,), ((1,),)),
    )  # fmt: skip
    for what in ("seats", "signs", "canvases", "doors", "wall"):
        made = sheet(own, what)
        assert typeset(made.source, made.pictures)[0].startswith(b"%PDF")


WHOLE: dict[str, Job] = {}


@pytest.fixture(scope="module", autouse=True)
def _for_hypothesis(job: Job) -> None:
    WHOLE["job"] = job


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing")
def test_another_reader_draws_the_pages(job: Job, tmp_path: Path) -> None:
    pdf, _ = typeset(sheet(job, "doors").source, sheet(job, "doors").pictures)
    (tmp_path / "x.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-png", "x.pdf", "x"], cwd=tmp_path, check=True, capture_output=True)
    pages = sorted(tmp_path.glob("x-*.png"))
    assert len(pages) == 4
    assert all(Image.open(p).convert("L").getextrema()[0] < 100 for p in pages)
