"""The commands as an organiser runs them, in a folder of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copkit.core.activity import holds, total_minutes
from copkit.reading.library import Library
from copkit.writing.marking import edited

Run = Callable[..., Any]
DOCUMENTS = {"plan.md", "run-sheet.md", "agenda.md", "materials.md", "capture.md", "invitation.md"}
PLAN = (
    "--purpose",
    "peer-support",
    "--length",
    "half-day",
    "--on",
    "2027-03-12",
    "--start",
    "09:30",
    "--people",
    "24",
    "--mode",
    "in-person",
)
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def copkit(inside: Run) -> Run:
    """Run copkit inside: what it says is what these tests are about."""
    return inside


@pytest.fixture
def home(copkit: Run, tmp_path: Path) -> Path:
    """Return a new community's folder."""
    assert copkit("init", "c", "--yes").code == 0
    return tmp_path / "c"


def out(home: Path, name: str = "spring") -> Path:
    return home / "convenings" / name / "out"


def test_init_makes_a_workspace_that_git_keeps_private(copkit: Run, home: Path) -> None:
    assert {p.name for p in home.iterdir()} == {"community.yaml", ".gitignore", ".copkit"}
    ignored = (home / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"people.csv", "convenings/*/out/capture*", "convenings/*/out/follow-up/"} <= set(ignored)
    for kind in ("community", "convening", "activity"):
        assert (
            json.loads((home / ".copkit" / "schema" / f"{kind}.json").read_text(encoding="utf-8"))["type"] == "object"
        )
    again = copkit("init", "c", "--yes")
    assert (again.code, "[not-empty]" in again.err) == (2, True)


def test_init_in_the_folder_one_stands_in(copkit: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    ran = copkit("init", "--yes", folder=tmp_path / "here")
    assert ran.code == 0
    assert (tmp_path / "here" / "community.yaml").exists()


def test_init_without_a_terminal_says_what_to_do(copkit: Run) -> None:
    ran = copkit("init", "x")
    assert (ran.code, "[no-terminal]" in ran.err) == (2, True)


def test_init_like_an_example(copkit: Run, tmp_path: Path) -> None:
    assert copkit("init", "c", "--like", "creator-day").code == 0
    assert (tmp_path / "c" / "community.yaml").exists()
    assert not list((tmp_path / "c").glob("convenings/*/out"))
    wrong = copkit("init", "d", "--like", "creator")
    assert (wrong.code, "creator-day" in wrong.err) == (2, True)


def test_diagnose_from_paper_needs_no_files(copkit: Run) -> None:
    ran = copkit("diagnose", "--answers", "222 221 222 222 211 221 221 221")
    assert ran.code == 0
    assert "stage 2, structured** (suggested, not measured)" in ran.out.lower()
    assert "Unvalidated instrument" in ran.out
    assert "BND" in ran.out


def test_diagnose_as_json_has_everything(copkit: Run) -> None:
    ran = copkit("diagnose", "--answers", "323 332 332 323 232 322 233 323", "--json")
    data = json.loads(ran.out)
    assert data["stage"] == "2→3"
    assert len(data["probabilities"]) == 3
    assert {
        "expected",
        "coverage",
        "stability",
        "confidence",
        "dimensions",
        "blocked_by",
        "ask_next",
        "contributions",
        "banner",
    } <= set(data)
    assert data["blocked_by"][0]["item"] == "LED2"
    assert len(data["contributions"]) == 24
    assert {"item", "answer", "weight", "log_odds_2_vs_1", "log_odds_3_vs_2"} <= set(data["contributions"][0])


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ("222", "wrong-number-of-marks"),
        ("4" * 24, "bad-mark"),
        ("abc", "bad-mark"),
        ("2" * 25, "wrong-number-of-marks"),
        ("", "wrong-number-of-marks"),
    ],
)
def test_bad_marks_are_explained(marks: str, code: str, copkit: Run) -> None:
    ran = copkit("diagnose", "--answers", marks)
    assert (ran.code, f"[{code}]" in ran.err) == (2, True)


def test_diagnose_writes_its_page_where_asked(copkit: Run, home: Path) -> None:
    assert copkit("diagnose", "--out", "pages", folder=home).code == 0
    assert not edited((home / "pages" / "diagnosis.md").read_text(encoding="utf-8"))


def test_answers_may_be_numbers_words_or_notes(copkit: Run, home: Path, library: Library) -> None:
    text = (home / "community.yaml").read_text(encoding="utf-8")
    word = library.stage_model.item("CVS1").anchors[2].word
    for item, answer in (
        ("PUR1", "3"),
        ("CVS1", word),
        ("CNX1", "{answer: 1, note: newcomers told me, as_of: 2026-10-01}"),
        ("LED1", ""),
    ):
        text = text.replace(f"    {item}: unknown", f"    {item}: {answer}")
    (home / "community.yaml").write_text(text, encoding="utf-8")
    data = json.loads(copkit("diagnose", "--json", folder=home).out)
    assert {c["item"]: c["answer"] for c in data["contributions"]} == {"PUR1": 3, "CVS1": 2, "CNX1": 1}


def test_plan_drafts_and_then_leaves_the_file_alone(copkit: Run, home: Path) -> None:
    ran = copkit("plan", "spring", *PLAN, folder=home)
    assert ran.code == 0
    assert {p.name for p in out(home).iterdir()} == DOCUMENTS
    file = home / "convenings" / "spring" / "convening.yaml"
    mine = (
        file.read_text(encoding="utf-8")
        .replace("minutes: 30", "minutes: 25", 1)
        .replace("title:", "title: My clinic   # mine", 1)
    )
    file.write_text(mine, encoding="utf-8")
    again = copkit("plan", "spring", folder=home)
    assert again.code == 0
    assert file.read_text(encoding="utf-8") == mine
    assert "My clinic" in (out(home) / "plan.md").read_text(encoding="utf-8")


def test_options_for_a_drafted_file_are_not_applied_and_it_is_said(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    before = (home / "convenings" / "spring" / "convening.yaml").read_bytes()
    ran = copkit("plan", "spring", "--people", "60", "--for", "x", folder=home)
    assert (ran.code, ran.err.count("[already-drafted]")) == (0, 2)
    assert (home / "convenings" / "spring" / "convening.yaml").read_bytes() == before


def test_what_no_longer_fits_is_said_with_its_minutes_and_its_place(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    file = home / "convenings" / "spring" / "convening.yaml"
    text = file.read_text(encoding="utf-8").replace("minutes: 5\n", "minutes: 45\n", 1)
    file.write_text(text, encoding="utf-8")
    ran = copkit("plan", "spring", folder=home)
    assert ran.code == 1
    assert re.search(r"convening\.yaml:\d+:\d+: error: the agenda of day 1 runs 40 minutes over the end", ran.err)
    for name in ("plan.md", "run-sheet.md"):
        assert "40 minutes over the end" in (out(home) / name).read_text(encoding="utf-8")


def test_a_pin_is_kept_in_every_document(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    file = home / "convenings" / "spring" / "convening.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("      - activity: wise-crowds\n", '      - activity: wise-crowds\n        at: "09:45"\n')
    text = text.replace("minutes: 55", "minutes: 50", 1)
    file.write_text(text, encoding="utf-8")
    assert copkit("plan", "spring", folder=home).code == 0
    assert "| 09:45–" in (out(home) / "agenda.md").read_text(encoding="utf-8")


def test_a_file_begun_by_hand_gets_its_agenda(copkit: Run, home: Path) -> None:
    folder = home / "convenings" / "mine"
    folder.mkdir(parents=True)
    begun = "# mine\ncopkit: 1\nid: mine\nmode: virtual\ndays:\n  - start: 15:00\n    end: 16:30   # sharp\n"
    (folder / "convening.yaml").write_text(begun, encoding="utf-8")
    ran = copkit("plan", "mine", folder=home)
    assert ran.code == 0
    text = (folder / "convening.yaml").read_text(encoding="utf-8")
    assert "end: 16:30   # sharp" in text
    assert "agenda:" in text
    assert text.startswith("# mine\n")


def test_plan_for_a_segment_takes_over_its_needs(copkit: Run, home: Path) -> None:
    text = (
        (home / "community.yaml")
        .read_text(encoding="utf-8")
        .replace(
            "segments:",
            "segments:\n  - id: leads\n    title: Site leads\n    count: 12\n    needs:\n      - {id: N1, burning_need: More time, source: survey}",
        )
    )
    (home / "community.yaml").write_text(text, encoding="utf-8")
    ran = copkit("plan", "leads-call", "--for", "leads", "--json", folder=home)
    assert ran.code == 0, ran.err
    page = (out(home, "leads-call") / "plan.md").read_text(encoding="utf-8")
    assert "More time" in page
    assert "12 people (an assumption" in page
    assert "Site leads" in page


def test_like_takes_an_earlier_convening_as_a_model(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    assert copkit("plan", "autumn", "--like", "spring", "--on", "2027-09-10", folder=home).code == 0
    spring, autumn = (
        (home / "convenings" / n / "convening.yaml").read_text(encoding="utf-8") for n in ("spring", "autumn")
    )
    assert "previous: spring" in autumn
    assert "date: 2027-09-10" in autumn
    blocks = re.compile(r"- activity: (.*)")
    assert blocks.findall(spring) == blocks.findall(autumn)


def test_nothing_is_written_in_a_dry_run_or_for_a_diff(copkit: Run, home: Path) -> None:
    before = sorted(p for p in home.rglob("*"))
    assert "Nothing was written" in copkit("plan", "spring", *PLAN, "--dry-run", folder=home).out
    diff = copkit("plan", "spring", *PLAN, "--diff", folder=home)
    assert diff.out.startswith("--- convening.yaml (now)")
    assert "+++ run-sheet.md (new)" in diff.out
    assert sorted(p for p in home.rglob("*")) == before


def test_an_edited_run_sheet_is_kept(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    sheet = out(home) / "run-sheet.md"
    sheet.write_text("My own notes\n" + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    file = home / "convenings" / "spring" / "convening.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("minutes: 10\n", "minutes: 5\n", 1), encoding="utf-8")
    copkit("plan", "spring", folder=home)
    assert sheet.read_text(encoding="utf-8").startswith("My own notes\n")
    assert (out(home) / "run-sheet.new.md").exists()
    copkit("plan", "spring", "--force", folder=home)
    assert "My own notes" not in sheet.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(process: Run, tmp_path: Path) -> None:
    def everything(name: str) -> dict[str, bytes]:
        process("init", name, "--yes")
        folder = tmp_path / name
        text = (folder / "community.yaml").read_text(encoding="utf-8").replace(f'name: "{name}"', "name: Same")
        (folder / "community.yaml").write_text(text, encoding="utf-8")
        process("plan", "spring", *PLAN, *TODAY, folder=folder)
        process("followup", "spring", *TODAY, folder=folder)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert everything("one") == everything("two")


def test_json_of_a_plan_has_what_a_person_sees(copkit: Run, home: Path) -> None:
    data = json.loads(copkit("plan", "spring", *PLAN, "--json", folder=home).out)
    assert data["drafted"]
    assert data["agenda"][0]["from"] == "09:30"
    assert data["agenda"][-1]["to"] == "13:00"
    assert data["voice"]["coverage"] == 1
    assert data["open_questions"]
    assert {Path(f["path"]).name for f in data["files"]} == DOCUMENTS | {"convening.yaml"}


def test_the_participants_see_no_staff_notes(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    file = home / "convenings" / "spring" / "convening.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "      - activity: wise-crowds\n",
        "      - activity: wise-crowds\n        note: Kim may be upset\n        owner: Ada\n",
    )
    file.write_text(text, encoding="utf-8")
    copkit("plan", "spring", folder=home)
    assert "Kim may be upset" in (out(home) / "run-sheet.md").read_text(encoding="utf-8")
    for name in ("agenda.md", "invitation.md"):
        page = (out(home) / name).read_text(encoding="utf-8")
        assert "Kim" not in page
        assert "never cut" not in page


def test_the_invitation_holds_the_check_in_and_one_ask(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    page = (out(home) / "invitation.md").read_text(encoding="utf-8")
    assert "Monday 12 April 2027" in page
    assert page.count("\nask: ") == 1


def test_followup_works_with_nothing_captured_and_says_what_is_missing(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    ran = copkit("followup", "spring", "--today", "2027-03-13", folder=home)
    assert ran.code == 0
    assert "No promise is written down yet" in ran.out
    pack = {p.relative_to(out(home) / "follow-up").as_posix() for p in (out(home) / "follow-up").rglob("*.md")}
    assert {
        "follow-up.md",
        "check-in-agenda.md",
        "commitments.md",
        "milestones.md",
        "spotlights.md",
        "mentors.md",
        "rationale.md",
        "synthesis.md",
        "closing.md",
    } <= pack
    assert sum(p.startswith("messages/") for p in pack) >= 9


def test_followup_reads_what_the_room_wrote_and_keeps_secrets(copkit: Run, home: Path) -> None:
    copkit("plan", "spring", *PLAN, folder=home)
    sheet = out(home) / "capture.md"
    text = sheet.read_text(encoding="utf-8")
    text = text.replace(
        "| | | | | | | |\n",
        "| Ada | Open visit | | call Lee | 2027-04-01 | Lee | the group |\n| Kim | Secret plan | | | 2027-04-02 | | me |\n",
        1,
    )
    head, mark, rest = text.partition("<!-- capture: groups -->")
    text = (
        head + mark + rest.replace("| | | | | | | |", "| Guide | one page | Ada | Kim | Ada, Kim | 2027-04-03 | |", 1)
    )
    text = text.replace("\n| | | |\n", "\n| + | the pairs | |\n", 1)
    sheet.write_text(text, encoding="utf-8")
    ran = copkit("followup", "spring", folder=home)
    assert ran.code == 0
    pack = {
        p.relative_to(out(home) / "follow-up").as_posix(): p.read_text(encoding="utf-8")
        for p in (out(home) / "follow-up").rglob("*.md")
    }
    assert "Open visit" in pack["commitments.md"]
    assert not any("Secret plan" in page for page in pack.values())
    assert "Ada" in pack["groups/1-guide-charter.md"]
    copkit("plan", "spring", folder=home)
    assert sheet.read_text(encoding="utf-8") == text


def test_no_command_needs_a_workspace_to_explain_itself(copkit: Run) -> None:
    for words in (("plan", "x"), ("followup", "x"), ("diagnose",)):
        ran = copkit(*words)
        assert (ran.code, "[no-workspace]" in ran.err) == (1, True)


@pytest.mark.parametrize("words", [("plan",), ("plan", "x", "--today", "soon"), ("fly",), ("diagnose", "--nothing")])
def test_a_call_that_cannot_be_understood_ends_with_two(words: tuple[str, ...], copkit: Run) -> None:
    assert copkit(*words).code == 2


def test_a_bug_writes_a_report_and_no_traceback(copkit: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from copkit.cli.app import app
    from copkit.core import stage

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("my secret member list")

    monkeypatch.setattr(stage, "diagnose", broken)
    monkeypatch.chdir(home)
    ran = CliRunner().invoke(app, ["diagnose"])
    assert ran.exit_code == 3
    report = re.search(r"(\S+copkit-report-\S+\.txt)", ran.output)
    assert report
    text = Path(report[1].rstrip(";")).read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "secret" not in text


def test_a_format_is_drafted_from_its_ready_sequence(copkit: Run, home: Path, library: Library) -> None:
    ran = copkit("plan", "clinic", "--purpose", "problem-clinic", "--length", "90min", "--people", "21", folder=home)
    assert ran.code == 0
    folder = home / "convenings" / "clinic"
    ready = next(s for s in library.formats["problem-clinic"].sequences if s.days[0].minutes == 90)
    drafted = re.findall(r"- activity: (\S+)", (folder / "convening.yaml").read_text(encoding="utf-8"))
    assert drafted == [b.activity for b in ready.days[0].agenda]
    page = (folder / "out" / "run-sheet.md").read_text(encoding="utf-8")
    instead = re.search(r"try instead: (.+)\.", page)
    assert instead
    titles = {a.title: a for a in library.activities.values()}
    for title in instead.group(1).split(" or "):
        assert holds(titles[title], 21)
        assert total_minutes(titles[title], 21, "min") <= 35


def test_every_schema_accepts_what_copkit_writes(copkit: Run, home: Path) -> None:
    import jsonschema
    from ruamel.yaml import YAML

    from copkit.reading.source import parse_yaml

    copkit("plan", "spring", *PLAN, folder=home)
    files = {"community": home / "community.yaml", "convening": home / "convenings" / "spring" / "convening.yaml"}
    for kind, path in files.items():
        schema = json.loads(copkit("schema", kind).out)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(parse_yaml(path.read_text(encoding="utf-8"), "f").data, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"copkit": 1, "nmae": "x"}, schema)
    from copkit.shelf import HERE

    for kind in ("activity", "format"):
        schema = jsonschema.Draft202012Validator(json.loads(copkit("schema", kind).out))
        folder = HERE / "library" / {"activity": "activities", "format": "formats"}[kind]
        for path in sorted(folder.glob("*.yaml"))[:: 6 if kind == "activity" else 4]:
            schema.validate(YAML(typ="safe", pure=True).load(path))


def test_a_schema_knows_the_answers_of_each_item(copkit: Run) -> None:
    schema = json.loads(copkit("schema").out)
    led2 = schema["$defs"]["Questionnaire"]["properties"]["answers"]["properties"]["LED2"]
    assert {0, 1, 2, 3, "unknown"} <= set(led2["anyOf"][0]["enum"])
    assert "\n" in led2["description"]


people = st.sampled_from([None, 3, 7, 24, 31, 90, 5000])


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, length=st.sampled_from(["45min", "60min", "90min", "2h30", "half-day", "day"]), mode=st.sampled_from(["in-person", "virtual", "hybrid"]),
       purpose=st.sampled_from(["peer-support", "alignment", "learn", "network", "innovate", "foresight", "influence", "align-act"]), start=st.sampled_from([None, "09:00", "14:30"]))  # fmt: skip
def test_whatever_is_wished_every_document_is_whole(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    people: int | None,
    length: str,
    mode: str,
    purpose: str,
    start: str | None,
) -> None:
    import shutil

    from typer.testing import CliRunner

    from copkit.cli.app import app

    monkeypatch.chdir(home)
    shutil.rmtree(home / "convenings", ignore_errors=True)
    words = ["plan", "x", "--length", length, "--mode", mode, "--purpose", purpose]
    words += ["--people", str(people)] if people else []
    words += ["--start", start, "--on", "2027-03-12"] if start else []
    ran = CliRunner().invoke(app, words)
    assert ran.exit_code == 0, ran.output
    ran = CliRunner().invoke(app, ["followup", "x"])
    assert ran.exit_code == 0, ran.output
    for page in (home / "convenings" / "x" / "out").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"\bNone\b|\{\{|\}\}|\bnan\b|<bound|object at", text), page.name
        assert "\n\n\n" not in text, page.name
        for line in text.splitlines():
            if line.startswith("|"):
                assert line.rstrip().endswith("|"), (page.name, line)


def test_a_sheet_that_nobody_filled_in_holds_nothing(copkit: Run, tmp_path: Path) -> None:
    """The streams that stand on it from the start are planned, not captured."""
    copkit("init", "c", "--like", "us-rse-2019")
    copkit("plan", "community-call", folder=tmp_path / "c")
    ran = copkit("followup", "community-call", folder=tmp_path / "c")
    assert "Nothing is captured yet" in ran.out
    assert list((tmp_path / "c").glob("convenings/*/out/follow-up/groups/*-charter.md"))
