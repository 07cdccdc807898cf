"""copkit activities and copkit formats as a person runs them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copkit.reading.library import Library
from copkit.shelf import HERE, Shelf

Run = Callable[..., Any]
OURS = HERE / "library" / "activities"


@pytest.fixture
def copkit(inside: Run) -> Run:
    """Run copkit in this process: these tests make many short runs."""
    return inside


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(Shelf().examples["us-rse-2019"], tmp_path / "home", ignore=shutil.ignore_patterns("out"))
    return tmp_path / "home"


def ids(ran: Any) -> list[str]:
    return re.findall(r"^\| `([a-z0-9-]+)`", ran.out, re.MULTILINE)


def test_the_list_holds_everything(copkit: Run, library: Library) -> None:
    ran = copkit("activities")
    assert ran.code == 0
    assert ids(ran) == list(library.activities)
    assert f"{len(library.activities)} of {len(library.activities)}" in ran.out


def test_all_filters_at_once(copkit: Run, library: Library) -> None:
    ran = copkit(
        "activities", "--minutes", "20..40", "--people", "60", "--stage", "1", "--mode", "virtual",
        "--purpose", "peer-support", "--momentum", "first-step", "--quadrant", "async-collaborative",
    )  # fmt: skip
    assert ran.code == 0
    assert "Nothing fits. Leave out one of the options." in ran.out
    some = copkit("activities", "--minutes", "20..40", "--people", "60", "--stage", "2", "--mode", "virtual")
    found = [library.activities[i] for i in ids(some)]
    assert len(found) > 3
    assert [a.fit(2).fit for a in found] == sorted((a.fit(2).fit for a in found), reverse=True)


@pytest.mark.parametrize("words", [("dot", "voting"), ("find", "dot", "voting"), ("dotvoting",), ("find", "vottes")])
def test_words_find_with_and_without_the_command(words: tuple[str, ...], copkit: Run) -> None:
    assert ids(copkit("activities", *words))[0] == "dot-voting"


def test_a_misspelt_word_is_told(copkit: Run) -> None:
    ran = copkit("activities", "fishbwol")
    assert "There is no “fishbwol” in the library; looked for fishbowl." in ran.out
    assert ids(ran)[0] == "fishbowl"


def test_words_and_filters_together(copkit: Run, library: Library) -> None:
    found = ids(copkit("activities", "ideas", "--people", "100"))
    assert found
    assert all((library.activities[i].people.max or 100) >= 100 for i in found)


def test_a_word_that_is_a_command_is_found_with_find(copkit: Run) -> None:
    assert copkit("activities", "find", "show").code == 0


def test_the_list_as_json_holds_what_a_person_sees(copkit: Run) -> None:
    data = json.loads(copkit("activities", "fishbwol", "--json").out)
    assert data["found"][0]["id"] == "fishbowl"
    assert data["found"][0]["owner"] == "copkit"
    assert data["read_as"] == {"fishbwol": ["fishbowl"]}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--minutes", "40..20"), ["bad-span"]), (("--minutes", "soon"), ["bad-span"]), (("--minutes", ".."), ["bad-span"]),
        (("--stage", "4"), ["bad-stage"]), (("--people", "none"), ["bad-head-count"]), (("--people", "²"), ["bad-head-count"]),
        (("--mode", "online"), ["unknown-choice-far"]), (("--purpose", "peer-suport"), ["unknown-choice"]),
        (("--momentum", "first-stp"), ["unknown-choice"]), (("--quadrant", "async-indivdual"), ["unknown-choice"]),
        (("--minutes", "x", "--stage", "9", "--mode", "zoom"), ["bad-span", "bad-stage", "unknown-choice-far"]),
    ],
)  # fmt: skip
def test_every_option_that_is_not_understood_is_told(options: tuple[str, ...], codes: list[str], copkit: Run) -> None:
    ran = copkit("activities", *options)
    assert ran.code == 2
    assert sorted(re.findall(r"error: .*\[([a-z-]+)\]$", ran.err, re.MULTILINE)) == sorted(codes)


@pytest.mark.parametrize("span", ["30", "20..40", "20-40", "..40", "20..", " 20 .. 40 "])
def test_spans(span: str, copkit: Run) -> None:
    assert copkit("activities", "--minutes", span).code == 0


def test_a_page_holds_everything_to_run_it(copkit: Run, library: Library) -> None:
    a = library.activities["dot-voting"]
    page = copkit("activities", "show", a.id).out
    for text in (
        a.title,
        a.gist,
        a.what_for,
        a.not_when,
        a.capture,
        a.everyone,
        a.access.seeing,
        a.stages.structured.why,
    ):
        assert text in page
    for step in a.steps:
        assert step.title in page
        assert step.do in page
        assert not step.say or f"“{step.say}”" in page
        assert not step.online or step.online.do in page
    assert "Evidence B" in page


def test_unchecked_figures_say_so(copkit: Run) -> None:
    assert "figures unchecked" in copkit("activities", "show", "pair-hello").out
    assert re.search(r"`pair-hello`.*Figures unchecked\.", copkit("activities").out)


def test_a_page_for_another_head_count(copkit: Run) -> None:
    few, many = (copkit("activities", "show", "one-minute-pledge", "--people", n).out for n in ("8", "30"))
    assert "for 8 people" in few
    assert "for 30 people" in many
    assert few != many
    data = json.loads(copkit("activities", "show", "one-minute-pledge", "--people", "30", "--json").out)
    assert data["at"]["people"] == 30
    assert sum(s["typical"] for s in data["at"]["steps"]) == data["at"]["typical"]


@pytest.mark.parametrize("words", [("show",), ("alternatives",), ("why",)])
def test_a_mistyped_id_names_the_nearest(words: tuple[str, ...], copkit: Run, home: Path) -> None:
    ran = copkit("activities", *words, "fishbwol", folder=home)
    assert ran.code == 2
    assert "did you mean `fishbowl`?" in ran.err


def test_why_for_the_community_and_for_a_convening(copkit: Run, home: Path) -> None:
    page = copkit("activities", "why", "lean-coffee", "community-call", folder=home)
    assert page.code == 0
    assert "# Lean coffee: it does not suit" in page.out
    assert "40 people are too many: 12 are the most." in page.out
    assert "In its place:" in page.out
    plain = copkit("activities", "why", "lean-coffee", folder=home).out
    assert "too many" not in plain
    assert "Stage 1" in plain
    data = json.loads(copkit("activities", "why", "lean-coffee", "community-call", "--json", folder=home).out)
    assert data["verdict"] == "not"
    assert data["reasons"][0]["code"] == "people-many"
    assert data["alternatives"]


def test_why_needs_a_community(copkit: Run) -> None:
    ran = copkit("activities", "why", "fishbowl")
    assert ran.code == 1
    assert "no-workspace" in ran.err


def test_why_of_a_convening_that_is_not_there(copkit: Run, home: Path) -> None:
    assert "did you mean `community-call`?" in copkit("activities", "why", "fishbowl", "comunity-call", folder=home).err


def test_alternatives(copkit: Run, library: Library) -> None:
    ran = copkit("activities", "alternatives", "fishbowl", "--people", "40", "--mode", "virtual")
    assert ids(ran)[:1] == [i for i in ids(ran) if i in library.activities["fishbowl"].instead][:1]
    assert "★ named by the activity itself" in ran.out
    rows = json.loads(copkit("activities", "alternatives", "fishbowl", "--json").out)["alternatives"]
    assert 0 < len(rows) <= 8


def test_a_new_activity_is_begun_checked_filled_and_used(copkit: Run, home: Path) -> None:
    ran = copkit("activities", "new", "walk-and-talk", folder=home)
    assert ran.code == 0
    path = home / "activities" / "walk-and-talk.yaml"
    text = path.read_text(encoding="utf-8")
    checked = copkit("activities", "check", folder=home)
    assert checked.code == 1
    assert set(re.findall(r"\[([a-z-]+)\]$", checked.err, re.MULTILINE)) <= {"empty-value", "left-out"}
    assert copkit("activities", "new", "walk-and-talk", folder=home).code == 2
    assert path.read_text(encoding="utf-8") == text
    gaps = re.sub(
        r"^(\s*(?:- )?(?!stages|access|steps|directions|origin|emerging|structured|self_organised)[a-z_]+:)( *#.*)?$",
        r"\1 Walk in twos and talk.",
        text,
        flags=re.MULTILINE,
    )
    path.write_text(gaps, encoding="utf-8")
    well = copkit("activities", "check", folder=home)
    assert well.code == 0, well.err
    assert "1 checked, all well made." in well.out
    assert ids(copkit("activities", "walk", "talk", folder=home))[0] == "walk-and-talk"
    assert "(yours)" in copkit("activities", "walk", "talk", folder=home).out


def test_a_skeleton_lists_every_choice_that_the_schema_allows(copkit: Run, home: Path, library: Library) -> None:
    from typing import get_args

    from copkit.core.activity import Arrangement, Mechanism, Mode, OutcomeKind, Purpose, Quadrant, Role, Strand, Talk

    copkit("activities", "new", "one", folder=home)
    text = (home / "activities" / "one.yaml").read_text(encoding="utf-8")
    for kind in (Purpose, Mechanism, OutcomeKind, Strand, Arrangement):
        assert all(word in text for word in get_args(kind)), kind
    for kind in (Mode, Role, Talk):
        assert all(word.value in text for word in kind), kind
    assert all(part in text for q in Quadrant for part in q.value.split("-"))
    assert all(kind in text for kind in library.kinds)


def test_new_without_a_community(copkit: Run, tmp_path: Path) -> None:
    assert copkit("activities", "new", "one").code == 2
    assert copkit("activities", "new", "one", "--in", "pack").code == 0
    assert (tmp_path / "pack" / "one.yaml").is_file()
    assert copkit("activities", "new", "Not An Id").code == 2


def test_check_tells_every_fault_with_its_place(copkit: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack" / "activities"
    pack.mkdir(parents=True)
    text = (OURS / "dot-voting.yaml").read_text(encoding="utf-8")
    text = text.replace("id: dot-voting", "id: my-vote").replace("licence: ", "licence: x-")
    text = re.sub(r"^instead: .*$", "instead: [no-such-thing]", text, flags=re.MULTILINE)
    text = re.sub(r"^minutes: \{min: \d+", "minutes: {min: 1", text, flags=re.MULTILINE)
    (pack / "my-vote.yaml").write_text(text, encoding="utf-8")
    for where in ("pack", "pack/activities", "pack/activities/my-vote.yaml"):
        ran = copkit("activities", "check", where)
        assert ran.code == 1
        found = re.findall(
            r"^pack/activities/my-vote\.yaml:(\d+):(\d+): error: .*\[([a-z-]+)\]$", ran.err, re.MULTILINE
        )
        assert {code for *_, code in found} == {"minutes-differ", "link-unknown", "licence-unknown"}
        assert all(int(line) > 1 for line, *_ in found)
    data = json.loads(copkit("activities", "check", "pack", "--json").out)
    assert data["checked"] == 1
    assert len(data["problems"]) == 3


def test_check_of_nothing(copkit: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "nothing-to-check" in copkit("activities", "check", "empty").err
    assert "no-such-file" in copkit("activities", "check", "nowhere.yaml").err


def test_the_librarys_own_files_pass_the_check(copkit: Run) -> None:
    ran = copkit("activities", "check", str(OURS))
    assert (ran.code, ran.err) == (0, "")


def test_ones_own_replaces_ours_with_a_note(copkit: Run, home: Path) -> None:
    (home / "activities").mkdir(exist_ok=True)
    text = (OURS / "break.yaml").read_text(encoding="utf-8").replace("title: Break", "title: Tea")
    (home / "activities" / "break.yaml").write_text(text, encoding="utf-8")
    ran = copkit("activities", "tea", folder=home)
    assert ran.code == 0
    assert "activities/break.yaml: info: this takes the place of `break` from copkit [takes-the-place]" in ran.err
    assert "yours, in place of copkit's own" in copkit("activities", "show", "break", folder=home).out
    assert "Tea" in copkit("activities", "show", "break", folder=home).out


def test_a_broken_file_is_one_warning_and_never_sinks_the_rest(copkit: Run, home: Path, library: Library) -> None:
    (home / "activities").mkdir(exist_ok=True)
    (home / "activities" / "broken.yaml").write_text("copkit: 1\nid: broken\ntitel: x\n", encoding="utf-8")
    (home / "activities" / "break.yaml").write_text("copkit: 1\n- : [\n", encoding="utf-8")
    ran = copkit("activities", folder=home)
    assert ran.code == 0
    assert len(re.findall(r": warning: ", ran.err)) == 2
    assert ids(ran) == list(library.activities)
    assert "title: Break" not in ran.err
    shown = copkit("activities", "show", "broken", folder=home)
    assert shown.code == 1
    assert "left-out" in shown.err


def test_formats_are_ranked_with_reasons(copkit: Run, home: Path, library: Library) -> None:
    ran = copkit("formats", "--purpose", "network", "--people", "40", folder=home)
    assert ran.code == 0
    data = json.loads(copkit("formats", "--purpose", "network", "--people", "40", "--json", folder=home).out)
    assert {f["id"] for f in data["formats"]} == set(library.formats)
    worth = [f["worth"] for f in data["formats"] if f["holds"] and f["fit"]]
    assert worth == sorted(worth, reverse=True)
    assert all(f["reasons"] for f in data["formats"])
    assert [f["id"] for f in data["formats"] if not f["holds"]] == [f["id"] for f in data["formats"]][
        -sum(not f["holds"] for f in data["formats"]) :
    ]


def test_a_format_has_a_page(copkit: Run, library: Library) -> None:
    page = copkit("formats", "problem-clinic").out
    assert library.formats["problem-clinic"].gist in page
    assert json.loads(copkit("formats", "problem-clinic", "--json").out)["id"] == "problem-clinic"
    assert "did you mean `problem-clinic`?" in copkit("formats", "problem-clinc").err


def test_check_of_a_format_in_a_pack(copkit: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pack" / "formats"
    folder.mkdir(parents=True)
    text = (HERE / "library" / "formats" / "problem-clinic.yaml").read_text(encoding="utf-8")
    text = re.split(r"^(?:sequences|source):", text, flags=re.MULTILINE)[0]
    own = """sequences:
  - title: Short
    why: It is short.
    modes: [in-person]
    people: {min: 6, max: 12}
    days:
      - minutes: 45
        agenda:
          - {activity: opening-why, minutes: 5}
          - {activity: no-such-thing, minutes: 5}
          - {activity: troika-consulting, minutes: 5}
          - {activity: closing-next-step, minutes: 30}
source: ours
"""
    (folder / "clinic.yaml").write_text(text.replace("id: problem-clinic", "id: clinic") + own, encoding="utf-8")
    ran = copkit("activities", "check", "pack")
    assert ran.code == 1
    found = re.findall(r"^pack/formats/clinic\.yaml:\d+:\d+: error: .*\[([a-z-]+)\]$", ran.err, re.MULTILINE)
    assert sorted(found) == ["sequence-minutes", "sequence-minutes", "unknown-activity"]
    (folder / "clinic.yaml").write_text(text + own.replace("minutes: 45", "minutes: 44"), encoding="utf-8")
    assert "[sum]" in copkit("activities", "check", "pack").err
