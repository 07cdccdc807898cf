"""What an unlucky disk, an odd terminal or an unkind text may do: never a traceback, never a file that breaks."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from copkit.cli.app import app
from copkit.core.community import Profile

Run = Callable[..., Any]
TODAY = ("--today", "2026-11-20")
COMMUNITY = "copkit: 1\nname: Test community\nsegments:\n  - {id: newcomers, title: Newcomers}\n"
HEAD = "copkit: 1\nid: spring\nmode: in-person\n"
DAY = "days:\n  - minutes: 60\n    agenda:\n      - {title: Talk, minutes: 60}\n"
CONVENING = "convenings/spring/convening.yaml"
OUT = "convenings/spring/out"
ACTIVITY = Path(__file__).parents[2] / "src/copkit/library/activities/one-word-check.yaml"
NASTY = "a<script>x</script> | b `c` **d** [e](f)\n\n# g\n| h | i |\n---\n\u202eright\u200f to left\u2066 \\| &lt; \\"
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
links = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX only")


def put(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a file, with the folders above it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace with a convening that is in order."""
    put(tmp_path, "w/community.yaml", COMMUNITY)
    put(tmp_path, f"w/{CONVENING}", HEAD + DAY)
    return tmp_path / "w"


@pytest.fixture
def call(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run copkit within this process, in the workspace; it must end as it should."""
    monkeypatch.chdir(home)

    def run(*words: str) -> Any:
        ran = CliRunner().invoke(app, [*words, *TODAY])
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        assert ran.exit_code in {0, 1, 2}, ran.stderr
        return ran

    return run


def shell(home: Path, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which `copkit` is copkit."""
    begun = f'copkit() {{ "{sys.executable}" -m copkit "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", begun + line], cwd=home, env={**os.environ, **env}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, timeout=120,
    )  # fmt: skip


# --- files that are too large, missing, or something else


def test_ten_megabytes_are_refused_at_once(home: Path, call: Run) -> None:
    put(home, "community.yaml", COMMUNITY + "# a line of ten\n" * 700_000)
    began = time.monotonic()
    ran = call("diagnose")
    assert (ran.exit_code, "[too-large]" in ran.stderr) == (1, True)
    assert time.monotonic() - began < 2


def test_a_convening_without_its_file_is_not_there(home: Path, call: Run) -> None:
    (home / CONVENING).unlink()
    ran = call("followup", "spring")
    assert (ran.exit_code, "[no-convenings]" in ran.stderr) == (1, True)


def test_a_folder_named_convening_yaml(home: Path, call: Run) -> None:
    (home / CONVENING).unlink()
    (home / CONVENING).mkdir()
    assert call("plan", "spring", "--length", "90min").exit_code == 1


def test_a_folder_named_community_yaml(home: Path, call: Run) -> None:
    (home / "community.yaml").unlink()
    (home / "community.yaml").mkdir()
    ran = call("diagnose")
    assert (ran.exit_code, "[is-a-folder]" in ran.stderr) == (1, True)


def test_a_folder_named_capture_md(home: Path, call: Run) -> None:
    (home / OUT / "capture.md").mkdir(parents=True)
    assert "[is-a-folder]" in call("followup", "spring").stderr


def test_a_folder_among_the_activities_is_a_warning(home: Path, call: Run) -> None:
    (home / "activities" / "circle.yaml").mkdir(parents=True)
    ran = call("plan", "spring")
    assert (ran.exit_code, "warning:" in ran.stderr, "[is-a-folder]" in ran.stderr) == (0, True, True)


def test_files_where_folders_belong_do_no_harm(home: Path, call: Run) -> None:
    put(home, "templates", "no folder")
    put(home, "activities", "no folder")
    assert call("plan", "spring").exit_code == 0


# --- places that cannot be written


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (("plan", "spring"), OUT),
        (("followup", "spring"), f"{OUT}/follow-up"),
        (("plan", "summer", "--length", "90min"), "convenings/summer"),
        (("diagnose", "--out", "pages"), "pages"),
    ],
)
def test_a_file_has_taken_the_name_of_the_output_folder(
    words: tuple[str, ...], taken: str, home: Path, call: Run
) -> None:
    put(home, taken, "mine")
    ran = call(*words)
    assert (ran.exit_code, "[cannot-write]" in ran.stderr) == (1, True)
    assert (home / taken).read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_written_is_named_as_a_person_would_type_it(home: Path, call: Run) -> None:
    put(home, OUT, "mine")
    assert call("plan", "spring").stderr.startswith(f"{OUT}/plan.md: error:")


def test_a_folder_has_taken_the_name_of_a_document(home: Path, call: Run) -> None:
    put(home, f"{OUT}/plan.md/mine", "mine")
    ran = call("plan", "spring")
    assert (ran.exit_code, "[cannot-write]" in ran.stderr) == (1, True)


@posix
def test_an_unwritable_folder(home: Path) -> None:
    """Root may write everywhere, so root gives up its powers first."""
    (home / OUT).mkdir()
    (home / OUT).chmod(0o500)
    tame = "setpriv --bounding-set=-all --inh-caps=-all " if os.geteuid() == 0 else ""
    ran = shell(home, f'{tame}"{sys.executable}" -m copkit plan spring')
    (home / OUT).chmod(0o700)
    assert (ran.returncode, "[cannot-write]" in ran.stderr) == (1, True), ran.stderr


@links
@pytest.mark.parametrize("name", ["community.yaml", CONVENING, OUT, f"{OUT}/plan.md", "activities", "templates"])
def test_a_link_to_itself(name: str, home: Path, call: Run) -> None:
    path = home / name
    if path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.name)
    call("plan", "spring")


@links
def test_a_linked_convening_stays_a_link(home: Path, call: Run) -> None:
    (home / CONVENING).write_text(HEAD + "days:\n  - minutes: 90\n", encoding="utf-8")
    (home / CONVENING).rename(home / "elsewhere.yaml")
    (home / CONVENING).symlink_to(home / "elsewhere.yaml")
    assert call("plan", "spring").exit_code == 0
    assert (home / CONVENING).is_symlink()


def test_windows_line_ends_stay_when_an_agenda_is_put_in(home: Path, call: Run) -> None:
    put(home, CONVENING, (HEAD + "days:\n  - minutes: 90\n").replace("\n", "\r\n"))
    assert call("plan", "spring").exit_code == 0
    assert not re.search(rb"(?<!\r)\n", (home / CONVENING).read_bytes())


# --- terminals, pipes and surroundings


@posix
@pytest.mark.parametrize("words", ["diagnose", "diagnose --json", "schema", "plan spring", "followup spring"])
def test_a_reader_that_goes_away(words: str, home: Path) -> None:
    ran = shell(home, f"copkit {words} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (ran.returncode, ran.stderr) == (0, "")


@posix
@pytest.mark.parametrize("words", ["--version", "--help"])
def test_help_for_nobody(words: str, home: Path) -> None:
    assert "Traceback" not in shell(home, f"copkit {words} >&-").stderr


@posix
@pytest.mark.parametrize(
    "line",
    [
        "copkit diagnose >&-",
        "copkit plan spring >&-",
        "copkit plan summer <&-",
        "copkit init other <&-",
        "copkit diagnose 2>&-",
        "copkit plan summer --length 90min <&-",
        "mkdir gone; cd gone; rmdir ../gone; copkit diagnose",
        "test -w /dev/full || exit 0; copkit diagnose >/dev/full",
        "test -w /dev/full || exit 0; copkit --help >/dev/full",
    ],
)
def test_what_is_closed_full_or_gone(line: str, home: Path) -> None:
    ran = shell(home, line)
    assert ran.returncode in {0, 1, 2}, ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        "diagnose",
        "plan spring",
        "followup spring",
        "schema",
        "plan spring --json",
        "--help",
    ],
)
def test_a_terminal_that_lacks_letters(words: str, encoding: str, home: Path) -> None:
    put(home, "community.yaml", COMMUNITY.replace("Test community", "学习 → Łódź"))
    put(home, CONVENING, HEAD + "title: 学习 → Łódź\n" + DAY)
    ran = subprocess.run(
        [sys.executable, "-m", "copkit", *words.split()], cwd=home, env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_a_cache_with_the_wrong_values_is_the_same_as_none(
    home: Path, copkit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    assert copkit("diagnose", folder=home).code == 0
    with closing(sqlite3.connect(home / "cache" / "copkit" / "library-2.db")) as database, database:
        database.execute("UPDATE item SET body = ?", ['{"copkit": 1}'])
    assert copkit("diagnose", folder=home).code == 0


# --- files that break copkit


@pytest.mark.parametrize(
    ("words", "files"),
    [
        pytest.param(
            ("diagnose",), {"community.yaml": 'copkit: 1\nname: "\\U00110000"\n'},
            id="no such letter",
        ),
        pytest.param(("diagnose",), {"community.yaml": 'copkit: 1\nname: x\n"\\ud800": 1\n'}, id="half a letter"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + 'title: "\\ud800"\n' + DAY}, id="half a letter in a title"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + DAY + "before: [{activity: nowhere}]\n"}, id="before"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + DAY.replace("minutes: 60", "minutes: 60\n    date: 9999-12-31")}, id="last day"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + DAY.replace("minutes: 60", "minutes: 60\n    date: 0001-01-01")}, id="first day"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + "title: 2027-02-30\ndays:\n  - minutes: 90\n"}, id="a title like a date"),
        pytest.param(("plan", "spring"), {CONVENING: HEAD + "title: !!int abc\ndays:\n  - minutes: 90\n"}, id="tag that lies"),
        pytest.param(("plan", "x", "--length", "9999min"), {}, id="a week in one day"),
        pytest.param(("plan", "x" * 300, "--length", "90min"), {}, id="long id"),
        pytest.param(("followup", "x" * 300), {}, id="long id for the follow-up"),
        pytest.param(("diagnose", "--answers", "²" * 24), {}, id="raised digits"),
        pytest.param(
            ("plan", "spring"), {"templates/run-sheet/run-sheet.md.j2": "café".encode("latin-1")},
            id="template in latin-1",
        ),
        pytest.param(
            ("plan", "spring"),
            {
                CONVENING: HEAD + DAY.replace("title: Talk", "activity: circle"),
                "activities/circle.yaml": re.sub(
                    "^type: .*", "type: karaoke", ACTIVITY.read_text(encoding="utf-8"), flags=re.MULTILINE
                ).replace("id: one-word-check", "id: circle"),
            },
            id="own activity of an unknown type",
        ),
    ],
)  # fmt: skip
def test_no_file_ends_in_a_bug_report(
    words: tuple[str, ...], files: dict[str, str | bytes], home: Path, call: Run
) -> None:
    for name, text in files.items():
        put(home, name, text)
    ran = call(*words)
    assert "[" in ran.stderr or ran.exit_code == 0
    assert call("check", "--select", "ALL", "--format", "sarif").exit_code in {0, 1}


@pytest.mark.parametrize("model", ["weekly-problem-session", "community-call", "regional-peer-review"])
def test_an_example_as_a_model_for_another_community(model: str, call: Run) -> None:
    assert call("plan", "summer", "--like", model).exit_code == 0
    assert call("plan", "summer").exit_code == 0


def test_a_short_file_as_a_model(call: Run) -> None:
    assert call("plan", "summer", "--like", "spring").exit_code == 0


def test_a_mark_that_is_given_twice(home: Path, copkit: Run) -> None:
    put(home, "community.yaml", "copkit: 1\nname: &a x\nabout: &a y\n")
    assert "Warning" not in copkit("diagnose", folder=home).err


# --- sizes


def test_five_thousand_people(home: Path, call: Run) -> None:
    assert call("plan", "summer", "--people", "5000", "--length", "half-day", "--on", "2027-03-12").exit_code == 0
    assert call("followup", "summer").exit_code == 0
    pages = {p: p.read_text(encoding="utf-8") for p in (home / "convenings/summer/out").rglob("*.md")}
    assert all(len(text) < 200_000 for text in pages.values())
    assert all(_whole_tables(text) for text in pages.values())


def test_a_hundred_segments_and_blocks(home: Path, call: Run) -> None:
    segments = "".join(f"  - {{id: s{i}, title: Segment {i}}}\n" for i in range(100))
    blocks = "".join(f"      - {{title: Talk {i}, minutes: 5}}\n" for i in range(100))
    put(home, "community.yaml", "copkit: 1\nname: x\nsegments:\n" + segments)
    put(home, CONVENING, HEAD + "days:\n  - minutes: 500\n    agenda:\n" + blocks)
    assert call("plan", "spring").exit_code == 0


def test_many_faults_are_told_in_good_time(home: Path, call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    make = Profile.model_json_schema

    def counted(**options: Any) -> Any:
        calls.append(1)
        return make(**options)

    monkeypatch.setattr(Profile, "model_json_schema", counted)
    put(home, "community.yaml", COMMUNITY + "".join(f"zz{i}: 1\n" for i in range(20)))
    assert call("diagnose").stderr.count("[unknown-key]") == 20
    assert len(calls) <= 2


# --- texts that would like to be something else


def _whole_tables(text: str) -> bool:
    """Tell whether each row of each Markdown table has as many cells as its head."""
    lines = text.splitlines()
    bars = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines]
    rules = [i for i, line in enumerate(lines) if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line)]
    for rule in rules:
        for i in (rule - 1, *range(rule + 1, len(lines))):
            if not lines[i].startswith("|"):
                break
            if bars[i] != bars[rule]:
                return False
    return True


def _nasty_convening(text: str) -> str:
    says = json.dumps(text)
    return (
        HEAD.replace("in-person", "hybrid")
        + f"""
title: {says}
people: 20
remote_people: 5
link: {says}
strategic:
  expressed_purpose: {says}
  deeper_purpose: {says}
  audience: [newcomers]
  needs: [{{id: "N|1", segment: newcomers, burning_need: {says}, urgent_problem: {says}}}]
  codesigners: [{says}]
outcomes:
  - id: "O|1"
    statement: {says}
    after: {says}
    application: {{life: {says}, career: {says}, community: {says}}}
    call_to_action: {says}
    problem_that_matters: "N|1"
evidence:
  - id: "E|1"
    for: ["O|1"]
    signal: {says}
    collect: {{who: {says}, when: {says}, how: {says}}}
    useful_for_member: {says}
    needs_support_if: {says}
days:
  - date: 2027-03-12
    start: "09:30"
    minutes: 90
    place: {says}
    agenda:
      - {{activity: opening-why, title: {says}, minutes: 5, owner: {says}, say: {says}, note: {says}, serves: ["O|1"]}}
      - {{title: {says}, type: plenary, minutes: 30, resources: [{says}], say: {says}, note: {says}}}
voice: {{how_participants_matter: {says}, how_we_care: {says}}}
ground_rules: [{says}]
momentum:
  channel: {{platform: {says}, host: {says}, first_posts: {{progress: {says}, idea: {says}, connection: {says}}}}}
  check_in: {{reason: {says}, host: {says}, link: {says}}}
  milestone: {{what: {says}, owner: {says}, event: {says}, help_wanted: [{says}]}}
  streams: [{{id: tools, title: {says}, lead: {says}}}]
success: [{{id: "S|1", indicator: {says}, baseline: {says}, target: {says}, when: {says}, owner: {says}}}]
synthesis: {{asset: {says}, owner: {says}}}
team: {{manager: {says}, leader: {says}, host: {says}, facilitator: {says}, note_maker: {says}, core_group: [{says}]}}
tasks: [{{task: {says}, owner: {says}}}]
"""
    )


def _nasty_community(text: str) -> str:
    says = json.dumps(text)
    return f"""
copkit: 1
name: {says}
about: {says}
purpose: {says}
segments: [{{id: newcomers, title: {says}, needs: [{{id: "N|2", burning_need: {says}}}]}}]
platforms: [{{name: {says}, members_can: []}}]
care: {{diversity: {says}, safe_space: {says}}}
diagnosis:
  answers: {{PUR1: 3}}
  signals: [{{item: PUR1, level: 0, source: {says}}}]
"""


def _pages(home: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in home.rglob("*.md")}


FENCED = re.compile(r"^(`{3,})picture .*?^\1$", re.MULTILINE | re.DOTALL)


def test_no_text_breaks_a_page(home: Path, call: Run) -> None:
    put(home, "community.yaml", _nasty_community(NASTY))
    put(home, CONVENING, _nasty_convening(NASTY))
    assert [call(*words).exit_code for words in (("plan", "spring"), ("followup", "spring"))] == [0, 0]
    assert call("diagnose", "--out", "pages").exit_code == 0
    pages = _pages(home)
    assert {"plan.md", "run-sheet.md", "follow-up.md", "diagnosis.md"} <= pages.keys()
    for name, text in pages.items():
        assert _whole_tables(text), name
        assert "<script" not in FENCED.sub("", text), name
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), name
        assert not re.search(r"^# g", text, re.MULTILINE), name


LETTERS = st.text(
    st.sampled_from([*"ab|`*_<>[]()#-+=~!\\&;:.\"'{}%$@ 1", "\n", "\r", "\t", "\u2028", "\x85", "\u202e", "é", "学"])
)


@few
@given(text=LETTERS)
def test_whatever_is_typed_the_tables_of_the_plan_are_whole(text: str, home: Path, call: Run) -> None:
    put(home, CONVENING, _nasty_convening(text or "-"))
    call("plan", "spring", "--force")
    text = (home / OUT / "plan.md").read_text(encoding="utf-8")
    assert _whole_tables(text)
    assert text.count("\n## ") == 9


@pytest.mark.parametrize("sign", ["\\e[31m", "\\u202e", "\\x9b31m"])
def test_no_sign_steers_the_terminal(sign: str, home: Path, call: Run) -> None:
    put(home, "community.yaml", f'copkit: 1\nname: x\nrhythm: "{sign}often"\n')
    assert not re.search("[\x1b\x9b\u202e]", call("diagnose").stderr)


@pytest.mark.parametrize("typed", ["1.10", "0301234567", "1e3", "0x1F", "1_000"])
def test_a_text_of_digits_is_kept_as_typed(typed: str, home: Path, call: Run) -> None:
    put(home, CONVENING, f"{HEAD}title: {typed}\n{DAY}")
    assert call("plan", "spring").exit_code == 0
    first = (home / OUT / "plan.md").read_text(encoding="utf-8").splitlines()[0]
    assert first.replace("\\", "").startswith(f"# {typed}: ")


# --- anything at all


YAML_LIKE = st.lists(
    st.sampled_from(
        ["copkit: 1\n", "name: x\n", "about: ", "segments:\n", "  - ", "id: a\n", "title: b", "\n", "{", "}", "[", "]", ", ",
         ": ", "? ", "- ", "'", '"', "#", "|\n", ">\n", "&a ", "*b", "!x ", "!!int ", "---\n", "...\n", "%YAML 1.1\n", "\t",
         "1e999", "0x1G", ".inf", "2027-02-30", "~", "true", "\ufeff", "\u2028", "\x85", "\0", "\x7f", "é", "\U0001f600",
         "diagnosis: {answers: {PUR1: ", "dates: {started: ", "manager: ", "rhythm: ", "<<: ", "\\", "@", "`", "%"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@few
@given(text=st.one_of(YAML_LIKE, YAML_LIKE.map(COMMUNITY.__add__), YAML_LIKE.map("copkit: 1\nname: ".__add__)))
def test_no_text_ends_in_a_bug_report(text: str, home: Path, call: Run) -> None:
    put(home, "community.yaml", text)
    ran = call("diagnose")
    assert (ran.exit_code == 0) == ("error:" not in ran.stderr)


@few
@given(content=st.binary(max_size=200))
def test_no_bytes_end_in_a_bug_report(content: bytes, home: Path, call: Run) -> None:
    put(home, "community.yaml", content)
    call("diagnose")
    put(home, "community.yaml", COMMUNITY)
    put(home, f"{OUT}/capture.md", b"<!-- capture: commitments -->\n|---|\n" + content)
    call("followup", "spring")


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 3, 1441, 10**30, 1.5, "", " ", "x", "O1", "all", "newcomers", "2027-03-12", "09:30", "23:59", "a\nb",
     "|", "é" * 300, [], {}, [None], [{}], {"a": 1}, "opening-why", "break", "virtual", "closing", "private"]
)  # fmt: skip


@few
@given(data=st.data())
def test_no_value_in_any_place_ends_in_a_bug_report(data: st.DataObject, home: Path, call: Run) -> None:
    from ruamel.yaml import YAML

    convening = YAML(typ="safe").load(_nasty_convening("fine"))
    place: Any = convening
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(VALUES)
    put(home, CONVENING, json.dumps(convening, default=str))
    for words in (("plan", "spring"), ("followup", "spring"), ("check", "--select", "ALL"), ("tasks",)):
        assert call(*words).exit_code in {0, 1}
