"""Pictures: well formed, inside their frame, the same each time, told in words, and never more than is known."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.agenda import Agenda, lay_out
from copkit.core.calendar import Known, OwnCalendar, plan_year
from copkit.core.community import Dates, Profile
from copkit.core.design import Convening
from copkit.core.stage import Diagnosis, StageModel, diagnose, from_marks
from copkit.core.voice import attendees
from copkit.reading.library import Library
from copkit.shelf import Shelf
from copkit.writing.escaping import CONTROLS
from copkit.writing.measuring import columns, cut, ems, wrapped
from copkit.writing.picture import Picture
from copkit.writing.pictures import agenda_strip, airtime_bars, stage_radar, year_map
from copkit.writing.render import Renderer
from copkit.writing.typesetting import drawn

TODAY = date(2026, 11, 21)
HALF = "2.. 12. ..2 222 ... .11 222 222"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>", "a | b", "`code`", "```", "two\nlines", "\u202eevil", "=cmd()", "a;b", "---", "]]>",
    "&amp; & \"q\" 'q'", "{name} {0}", "%s", "学校の会議", "שלום", "مرحبا", "👩‍👩‍👧", "", " ", "x" * 200,
]  # fmt: skip


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Shelf())


def diagnosed(model: StageModel, marks: str) -> Diagnosis:
    """Diagnose with few perturbations: they only say how stable the stage is."""
    quick = model.model_copy(update={"thresholds": model.thresholds.model_copy(update={"perturbations": 4})})
    return diagnose(quick, from_marks(quick, marks), Dates(), TODAY)


def agenda_of(library: Library, blocks: list[dict[str, Any]], **more: Any) -> Agenda:
    day = {"minutes": 480, "agenda": blocks, **more}
    plan = Convening.model_validate({"copkit": 1, "id": "x", "mode": "hybrid", "people": 24, "days": [day]})
    return lay_out(plan, 24, library.activities, library.kinds)


def pictures_of(renderer: Renderer, agenda: Agenda) -> list[Picture]:
    found = [agenda_strip(renderer, agenda, d) for d in agenda.days]
    return [*found, airtime_bars(renderer, attendees(agenda, second_language=True), 4.0)]


def year_of(library: Library, months: int = 12, **own: Any) -> Any:
    profile = Profile.model_validate({"copkit": 1, "name": "Reef", "manager": {"hours_per_week": 1}})
    diagnosis = diagnosed(library.stage_model, HALF)
    known = Known(
        library.calendar, profile, diagnosis, library.standards, OwnCalendar.model_validate({"copkit": 1, **own})
    )
    return plan_year(known, TODAY, months, TODAY)


def text_of(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter(f"{SVG}text")]


def within(picture: Picture) -> None:
    """Check what must hold for every picture, whatever it shows."""
    root = ET.fromstring(picture.svg)
    assert not re.search(r' (?:x|y|cx|cy|d|width|height|transform|viewBox)="[^"]*(?:nan|inf|None)', picture.svg)
    _, _, width, height = (float(n) for n in root.attrib["viewBox"].split())
    for e in root.iter():
        if e.tag in {f"{SVG}rect", f"{SVG}text", f"{SVG}circle"} and not e.attrib.get("transform"):
            if e.attrib.get("width") == "6":
                continue  # the ground of a pattern
            x, y = (float(e.attrib.get(k) or e.attrib.get(f"c{k}") or 0) for k in ("x", "y"))
            assert -0.1 <= x <= x + float(e.attrib.get("width", 0)) <= width + 0.2, ET.tostring(e)
            assert -0.1 <= y <= y + float(e.attrib.get("height", 0)) <= height + 0.1, ET.tostring(e)
    for e in root.iter(f"{SVG}text"):
        anchor = {None: 1.0, "middle": 0.5, "end": 0.0}[e.attrib.get("text-anchor")]
        wide = ems(e.text or "") * float(e.attrib.get("font-size", 12))
        left = float(e.attrib["x"]) - wide * (1 - anchor)
        assert -1 <= left <= left + wide <= width + 1, e.text
    assert root.find(f"{SVG}title") is not None
    assert (root.find(f"{SVG}desc").text or "").split() == CONTROLS.sub("", picture.alt).split()  # type: ignore[union-attr]
    ids = re.findall(r' id="([^"]+)"', picture.svg)
    assert len(ids) == len(set(ids))
    assert all(i.startswith(picture.name) for i in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", picture.svg)) <= set(ids)
    assert not re.search(
        r"<script|<style|<image|foreignObject|href|@import|on[a-z]+=", re.sub(r">[^<]*<", "><", picture.svg)
    )
    assert all(columns(line) <= 78 for line in picture.text.split("\n"))
    assert "\n```" not in f"\n{picture.text}"


@pytest.mark.parametrize(
    "marks", [HALF, "1.. ... 1.. 1.. ... ... 1.. ...", "." * 24, "3" * 24, "0" * 24, "223 232 322 223 232 322 223 232"]
)
def test_a_radar_keeps_to_its_frame(marks: str, renderer: Renderer, model: StageModel) -> None:
    within(stage_radar(renderer, diagnosed(model, marks)))


def test_a_radar_says_what_is_lowest_and_what_nobody_knows(renderer: Renderer, model: StageModel) -> None:
    made = stage_radar(renderer, diagnosed(model, HALF))
    assert "Leadership and self-organisation is lowest, at about 1.4 of 3." in made.alt
    assert "Not known: Boundary-spanning." in made.alt
    assert "suggested, not measured" in made.alt
    assert "unvalidated" in made.alt
    assert re.search(r"^Boundary-spanning +not known$", made.text, re.MULTILINE)
    assert made.svg.count("<circle") == 7
    assert made.svg.count('stroke-width="5"') == 7
    assert "not known" in text_of(made.svg)


def test_a_bar_reaches_as_far_as_the_stage_may_lie(renderer: Renderer, model: StageModel) -> None:
    found = diagnosed(model, HALF)
    view = found.dimension("LED")
    line = next(x for x in stage_radar(renderer, found).text.split("\n") if x.startswith("Leadership"))
    signs = line[33:54]
    assert view.low is not None
    assert view.high is not None
    assert (signs.index("├"), signs.index("┤")) == (round((view.low - 1) * 10), round((view.high - 1) * 10))


@pytest.mark.parametrize("marks", ["1.. ... 1.. 1.. ... ... 1.. ...", "." * 24])
def test_too_little_draws_nothing(marks: str, renderer: Renderer, model: StageModel) -> None:
    made = stage_radar(renderer, diagnosed(model, marks))
    assert "<circle" not in made.svg
    assert "●" not in made.text
    assert "Not enough is known" in made.alt
    assert "lowest" not in made.alt
    assert not re.search(r"\d\.\d", " ".join(text_of(made.svg)))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.sampled_from("0123."), min_size=24, max_size=24))
def test_any_answers_give_a_radar_in_its_frame(marks: list[str], renderer: Renderer, model: StageModel) -> None:
    within(stage_radar(renderer, diagnosed(model, "".join(marks))))


@pytest.mark.parametrize("name", HOSTILE[:-3])
def test_content_stays_content(name: str, renderer: Renderer, library: Library) -> None:
    blocks = [{"title": name, "type": "pairs", "minutes": 10, "track": t} for t in ("A", name)]
    agenda = agenda_of(library, [{"title": name, "type": "pairs", "minutes": 30}, *blocks])
    strip, airtime = pictures_of(renderer, agenda)
    flat = " ".join(CONTROLS.sub("", name).split())
    assert flat in text_of(strip.svg)
    assert flat in strip.alt
    assert flat in strip.text
    assert f"track {flat}" in text_of(airtime.svg)
    within(strip)
    within(airtime)


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_words(renderer: Renderer, library: Library) -> None:
    name = "A block with a name that is much longer than any line of a drawing on a phone can be"
    strip = pictures_of(renderer, agenda_of(library, [{"title": name, "type": "pairs", "minutes": 10}]))[0]
    assert any(t.endswith("…") and name.startswith(t[:-1]) for t in text_of(strip.svg))
    assert name in strip.alt


def test_a_day_says_who_has_the_floor_and_marks_the_first_voice(renderer: Renderer, library: Library) -> None:
    blocks = [
        {"title": "Talk", "type": "presentation", "minutes": 30}, {"title": "Pairs", "type": "pairs", "minutes": 10, "structured_turns": True},
        {"title": "Tea", "type": "break", "minutes": 20},
    ]  # fmt: skip
    strip = pictures_of(renderer, agenda_of(library, blocks, start="09:00"))[0]
    assert "Of the day: one speaks to all 30 min, pairs talk 10 min, rest 20 min." in strip.alt
    assert "The longest block is “Talk” with 30 min." in strip.alt
    assert "First sure voice for everyone: 09:30, in “Pairs”." in strip.alt
    lines = strip.text.split("\n")
    assert lines[0] == "09:00 ████████████   30 one to all Talk"
    assert lines[1] == "09:30 ∶∶∶∶           10 pairs      ▶ Pairs"
    used = set(re.findall(r"url\(#agenda-(\d)\)", strip.svg))
    assert used == {"1", "5", "8"}


def test_kinds_differ_by_pattern_and_not_by_colour_alone(renderer: Renderer, library: Library) -> None:
    strip = pictures_of(renderer, agenda_of(library, [{"activity": "1-2-4-all"}]))[0]
    patterns = [
        re.sub(r"#[0-9a-f]{6}|cp-\w+-\d|agenda-\d", "", p) for p in re.findall(r"<pattern.*?</pattern>", strip.svg)
    ]
    plain = {p for p in patterns if "<path" not in p}
    assert len(patterns) == 8
    assert len(set(patterns) - plain) == 6
    grounds = re.findall(r'class="cp-fill-[18]"[^>]*fill="(#\w+)"', strip.svg)
    assert grounds == ["#33475b", "#ffffff"]  # the two without marks are dark and white


def test_tracks_stand_in_lanes(renderer: Renderer, library: Library) -> None:
    blocks = [{"title": t, "type": "pairs", "minutes": 30, "track": t} for t in ("North", "South", "West")]
    strip = pictures_of(renderer, agenda_of(library, blocks))[0]
    root = ET.fromstring(strip.svg)
    tops = [float(r.attrib["y"]) for r in root.iter(f"{SVG}rect") if r.attrib.get("height") == "22.0"]
    assert tops == [12.0, 34.0, 56.0]
    assert "North: North" in strip.text


@st.composite
def days(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = st.one_of(st.sampled_from(HOSTILE[:-4]), st.text(min_size=1, max_size=40).filter(str.strip))
    kinds = st.sampled_from(
        ["presentation", "pairs", "fours", "write", "break", "make", "questions", "go-round", "buffer", "cafe"]
    )
    return [
        {"title": draw(names), "type": draw(kinds), "minutes": draw(st.integers(1, 600)),
         **({"track": draw(st.sampled_from(["A", "B", "学校", "x" * 60]))} if draw(st.booleans()) else {})}
        for _ in range(draw(st.integers(0, 6)))
    ]  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks=days(), start=st.sampled_from([None, "09:00", "23:30"]))
def test_any_day_gives_pictures_in_their_frames(
    blocks: list[dict[str, Any]], start: str | None, renderer: Renderer, library: Library
) -> None:
    for made in pictures_of(renderer, agenda_of(library, blocks, **({"start": start} if start else {}))):
        within(made)


def test_airtime_says_who_speaks_least_and_how_long_people_listen(renderer: Renderer, library: Library) -> None:
    blocks = [
        {"title": "Talk", "type": "presentation", "minutes": 30},
        {"title": "P", "type": "pairs", "minutes": 30, "structured_turns": True},
    ]
    agenda = agenda_of(library, [{**b, "remote": "listen"} for b in blocks])
    made = airtime_bars(renderer, attendees(agenda, second_language=False), 4.0)
    assert "A person speaks for about 13.5 min in an hour of work, and 13.5 of them are sure." in made.alt
    assert "Least: in the call, with about 0.0 min." in made.alt
    assert "Listening takes longest for this group: in the call, about 60 of 60 min." in made.alt
    assert "estimates" in made.text
    assert "│" in made.text
    without = airtime_bars(renderer, attendees(agenda, second_language=False), None)
    assert "aim" not in without.alt + without.text + without.svg


def test_a_year_shows_gaps_clashes_and_months_with_too_much(renderer: Renderer, library: Library) -> None:
    plan = year_of(
        library, free=[{"from": "2027-02-01", "to": "2027-05-20"}],
        fixed=[{"date": "2027-06-10", "kind": "gathering"}, {"date": "2027-06-24", "kind": "gathering"}],
    )  # fmt: skip
    made = year_map(renderer, library.calendar, plan)
    within(made)
    assert "Nothing of any strand happens in February 2027, March 2027, April 2027." in made.alt
    assert "Large events that stand too close: 1." in made.alt
    assert re.search(r"^look at .*◆", made.text, re.MULTILINE)
    rows = {line[:12].strip(): line for line in made.text.split("\n")}
    assert "○" in rows["ties"]
    assert "▲" in rows["look at"]
    assert "url(#year-2)" in made.svg
    assert {t for t in text_of(made.svg) if "gap" in t} == {"a gap: a rhythm is not kept here"}


def test_a_quiet_year_has_no_signs_to_look_at(renderer: Renderer, library: Library) -> None:
    plan = year_of(library, 3)
    made = year_map(renderer, library.calendar, plan)
    counted = sum(int(n) for line in made.text.split("\n")[2:7] for n in re.findall(r"\d+", line[12:]))
    assert counted == sum(e.strand is not None or e.kind == "preparation" for e in plan.entries)


@pytest.mark.parametrize("months", [1, 12, 13, 36])
def test_years_of_any_length_keep_to_their_frame(months: int, renderer: Renderer, library: Library) -> None:
    made = year_map(renderer, library.calendar, year_of(library, months))
    within(made)
    assert made.text.count("news") == -(-len(year_of(library, months).months) // 13)


def test_the_same_input_gives_the_same_bytes(library: Library, model: StageModel) -> None:
    agenda = agenda_of(library, [{"activity": "1-2-4-all"}])
    one, other = (
        [
            stage_radar(r, diagnosed(model, HALF)),
            *pictures_of(r, agenda),
            year_map(r, library.calendar, year_of(library)),
        ]
        for r in (Renderer(Shelf()), Renderer(Shelf()))
    )
    assert one == other


def test_a_pattern_is_drawn_outside_a_browser(renderer: Renderer, library: Library) -> None:
    svg = pictures_of(renderer, agenda_of(library, [{"title": "P", "type": "pairs", "minutes": 60}]))[0].svg
    page = '#set page(width: 360pt, height: 200pt, margin: 0pt)\n#image("p.svg", width: 360pt)'
    made = drawn(page, "png", {"p.svg": svg.encode()})[0]
    bare = drawn(page, "png", {"p.svg": re.sub(r"url\(#agenda-\d\)", "none", svg).encode()})[0]
    assert made.startswith(b"\x89PNG")
    assert made != bare


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_cut_text_fits_and_a_wrapped_one_loses_nothing(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= max(width, 1)
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(CONTROLS.sub("", text).split())
    assert all(ems(line) <= width or len(line) == 1 for line in lines)
