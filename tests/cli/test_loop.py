"""From what the room wrote to the next gathering: capture, followup --when, review, plan --from, forget."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from copkit.core.followup import Commitment, Register
from copkit.reading.register import read_register
from copkit.reading.review import read_next_inputs, read_review
from copkit.writing.followup import private

Run = Callable[..., Ran]
DATA = Path(__file__).parents[3] / "shared/data"
PROMISE = "| Ada | Write one page | When I am back | Open a file | 2027-04-01 | Kim | the group |"
PRIVATE = "| Kim | Ask for help at work | | | soon | | me |"


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    assert inside("init", "reef", "--yes", folder=tmp_path).code == 0
    words = (
        "--purpose",
        "peer-support",
        "--length",
        "half-day",
        "--people",
        "24",
        "--start",
        "09:30",
        "--on",
        "2027-03-12",
    )
    assert inside("plan", "spring", *words, "--today", "2027-01-05", folder=tmp_path / "reef").code == 0
    return tmp_path / "reef"


@pytest.fixture
def filled(home: Path) -> Path:
    """Return the workspace with a sheet on which people wrote."""
    path = home / "convenings/spring/out/capture.md"
    text = path.read_text(encoding="utf-8")

    def put(section: str, *rows: str) -> None:
        nonlocal text
        head, mark, table = text.partition(f"<!-- capture: {section} -->")
        lines = table.split("\n")
        for row in rows:
            at = next(i for i, line in enumerate(lines) if line.startswith("|") and not line.strip("| "))
            lines[at] = row
        text = head + mark + "\n".join(lines)

    put("commitments", PROMISE, PRIVATE)
    put("groups", "| Guide | one page | Ada | Kim | Ada, Kim, Lee | 2027-03-20 | 2027-06-01 |")
    put("notes", "| + | pairs | 3 |", "| Δ | Kim spoke too low #sound +1 | |")
    put("absent", "| Zoe |")
    text = text.replace("| 1 |  | | |", "| 1 | 30 | 22 | |")
    path.write_text(text, encoding="utf-8")
    return home


def register(home: Path, name: str = "spring") -> Register:
    return read_register(home / "convenings" / name / "private/register.yaml", "register.yaml")


def test_what_the_room_wrote_stands_in_a_private_file(inside: Run, filled: Path) -> None:
    ran = inside("capture", "spring", "--today", "2027-03-13", folder=filled)
    assert (ran.code, "2 made" in ran.out, "odd-date" in ran.err) == (0, True, True)
    assert "Ask for help" not in ran.out + ran.err
    found = register(filled)
    assert [(c.id, c.who, c.state) for c in found.commitments] == [("C1", "Ada", "open"), ("C2", "Kim", "open")]
    assert [(n.sign, n.text, n.votes) for n in found.notes] == [
        ("plus", "pairs", 3),
        ("delta", "Kim spoke too low #sound", 1),
    ]
    assert (found.attendance[0].present, found.absent, found.groups[0].sunset) == (22, ("Zoe",), "2027-06-01")
    assert (filled / "convenings/spring/private/.gitignore").read_text(encoding="utf-8") == "*\n"
    again = inside("capture", "spring", "--today", "2027-03-14", folder=filled)
    assert "Nothing is new." in again.out
    assert register(filled) == found


def test_a_dry_run_writes_nothing(inside: Run, filled: Path) -> None:
    ran = inside("capture", "spring", "--dry-run", folder=filled)
    assert "Nothing was written." in ran.out
    assert not (filled / "convenings/spring/private").exists()


def test_typed_in_quickly_and_said_what_became_of_it(inside: Run, home: Path) -> None:
    late = ("--today", "2027-03-13")
    assert (
        inside("capture", "add", "commitment", "Bring a map", "who=Lee", "by=2027-04-02", *late, folder=home).code == 0
    )
    assert inside("capture", "add", "delta", "louder", "tags=sound, room", *late, folder=home).code == 0
    assert inside("capture", "add", "group", "Maps", "lead=Lee", "--in", "spring", folder=home).code == 0
    assert inside("capture", "add", "channel", "Signal: reef", "host=Lee", *late, folder=home).code == 0
    assert inside("capture", "add", "attendance", "22", "registered=30", *late, folder=home).code == 0
    assert inside("capture", "add", "absent", "Zoe", *late, folder=home).code == 0
    assert inside("capture", "set", "c1", "doing", "--today", "2027-03-20", folder=home).code == 0
    assert (
        inside("capture", "set", "C1", "by=2027-05-01", "--note", "ill", "--today", "2027-03-21", folder=home).code == 0
    )
    assert inside("capture", "set", "N1", "votes=4", *late, folder=home).code == 0
    found = register(home)
    one = found.commitments[0]
    assert (one.state, one.by, [h.state for h in one.history]) == (
        "renegotiated",
        "2027-05-01",
        ["doing", "renegotiated"],
    )
    assert (one.history[1].note, one.history[1].was) == ("ill", {"by": "2027-04-02"})
    assert (found.notes[0].votes, found.notes[0].tags) == (4, ("sound", "room"))
    assert (found.channel.name, found.groups[0].lead, found.attendance[0].registered) == ("Signal: reef", "Lee", 30)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "wish", "x"), "unknown-thing"),
        (("add", "plus", "x", "vote=1"), "unknown-field"),
        (("add", "plus", "x", "votes=many"), "bad-field"),
        (("add", "attendance", "some"), "bad-field"),
        (("set", "C9", "done"), "no-entry"),
        (("set", "C1", "finnished"), "unknown-state"),
        (("set", "N1", "done"), "no-state"),
        (("set", "C1"), "nothing-to-set"),
        (("set", "C1", "done", "--today", "2027-03-01"), "changed-later"),
        (("read", "sprung"), "no-convening-near"),
    ],
)
def test_what_is_not_understood_changes_nothing(words: tuple[str, ...], code: str, inside: Run, home: Path) -> None:
    inside("capture", "add", "commitment", "x", "who=Lee", "--in", "spring", folder=home)
    inside("capture", "add", "plus", "x", "--in", "spring", folder=home)
    inside("capture", "set", "C1", "doing", "--in", "spring", "--today", "2027-03-20", folder=home)
    before = register(home)
    where = () if words[0] == "read" else ("--in", "spring")
    ran = inside("capture", *words, *where, folder=home)
    assert (ran.code, f"[{code}]" in ran.err) in {(2, True), (1, True)}
    assert register(home) == before


def test_it_is_said_which_gathering_where_two_could_be_meant(inside: Run, home: Path) -> None:
    inside(
        "plan",
        "autumn",
        "--length",
        "90min",
        "--mode",
        "virtual",
        "--on",
        "2027-09-10",
        "--today",
        "2027-01-05",
        folder=home,
    )
    ran = inside("capture", "add", "plus", "x", "--today", "2027-01-06", folder=home)
    assert (ran.code, "[which-convening]" in ran.err) == (2, True)
    assert inside("capture", "add", "plus", "x", "--today", "2027-04-06", folder=home).code == 0
    assert len(register(home).notes) == 1


def test_a_table_filled_in_the_call_gives_new_states(inside: Run, filled: Path) -> None:
    inside("followup", "spring", "--today", "2027-03-13", folder=filled)
    table = filled / "convenings/spring/out/follow-up/commitments.csv"
    text = table.read_text(encoding="utf-8")
    assert "Ask for help" not in text
    table.write_text(text.replace(",open,", ",done,"), encoding="utf-8")
    assert inside("capture", "spring", "--from", str(table), "--today", "2027-04-12", folder=filled).code == 0
    assert [(c.id, c.state) for c in register(filled).commitments] == [("C1", "done"), ("C2", "open")]
    assert "| done |" in next(
        line for line in (inside("capture", "spring", folder=filled).out.splitlines()) if line.startswith("| C1")
    )


def test_a_private_promise_stands_in_no_shared_document(inside: Run, filled: Path) -> None:
    inside("followup", "spring", "--today", "2027-03-13", folder=filled)
    inside("review", "spring", "--today", "2027-03-13", folder=filled)
    inside("plan", "autumn", "--from", "spring", "--on", "2027-09-10", "--today", "2027-04-20", folder=filled)
    for path in filled.rglob("*"):
        if path.is_file() and path.parent.name != "private" and path.name != "capture.md":
            assert "Ask for help" not in path.read_text(encoding="utf-8"), path
    for words in (("capture", "spring"), ("followup", "spring", "--when", "day-1"), ("review", "spring")):
        assert "Ask for help" not in inside(*words, "--json", folder=filled).out
    assert "Ask for help" not in (filled / "convenings/spring/private/next-inputs.yaml").read_text(encoding="utf-8")


def test_what_is_due_on_a_day_with_a_letter_for_each(inside: Run, filled: Path) -> None:
    (filled / "people.csv").write_text("name,email\nAda,ada@example.org\n", encoding="utf-8")
    data = json.loads(
        inside("followup", "spring", "--when", "day-1", "--today", "2027-03-13", "--json", folder=filled).out
    )
    assert [m["id"] for m in data["messages"]] == ["summary", "absentees"]
    letters = {(x["message"], x["name"]): x["text"] for x in data["letters"]}
    assert set(letters) == {("summary", "Ada"), ("summary", "Kim"), ("absentees", "Zoe")}
    assert "Hello Ada," in letters["summary", "Ada"]
    assert "Write one page" in letters["summary", "Ada"]
    assert 'email: "ada@example.org"' in letters["summary", "Ada"]
    assert "Write one page" not in letters["summary", "Kim"]
    assert "You have a promise of your own that you keep to yourself" in letters["summary", "Kim"]
    out = filled / "convenings/spring/out/follow-up"
    assert "summary,person,Ada,ada@example.org" in (out / "merge.csv").read_text(encoding="utf-8")
    written = sorted(p.name for p in out.rglob("*.md"))
    assert written == ["05-summary.md", "06-absentees.md", "ada.md", "kim.md", "zoe.md"]
    pulse = json.loads(inside("followup", "spring", "--when", "day-14", "--json", folder=filled).out)
    assert [(x["kind"], x["name"]) for x in pulse["letters"]] == [
        ("group", "Guide"),
        ("person", "Ada"),
        ("person", "Kim"),
    ]
    ran = inside("followup", "spring", "--when", "day-15", folder=filled)
    assert (ran.code, "`day-14`" in ran.err) == (2, True)
    assert json.loads(inside("followup", "spring", "--when", "check-in", "--json", folder=filled).out)["tasks"]


def test_a_wish_gets_its_answer_and_goes_along(inside: Run, filled: Path) -> None:
    assert inside("review", "spring", "--today", "2027-04-13", folder=filled).code == 0
    path = filled / "convenings/spring/private/review.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("decision:\n") == 1
    mine = text.replace("decision:\n    reason:\n", "decision: do  # at once\n    reason: easy\n")
    mine = mine.replace(
        "unmet_needs: []", "unmet_needs:\n  - {id: N9, burning_need: somewhere to test permits, source: interviews}"
    )
    path.write_text(mine, encoding="utf-8")
    ran = inside("review", "spring", "--today", "2027-04-14", folder=filled)
    assert "| Kim spoke too low #sound | do | easy |" in ran.out
    assert "### sound (2 voices)" in ran.out
    assert "30 had said yes, 22 came" in ran.out
    assert path.read_text(encoding="utf-8") == mine
    inputs = read_next_inputs(path.with_name("next-inputs.yaml"), "next-inputs.yaml")
    assert inputs is not None
    assert [(d.text, d.decision) for d in inputs.deltas] == [("… spoke too low #sound", "do")]
    assert [(c.id, c.who) for c in inputs.unfinished] == [("C1", "Ada")]
    ran = inside("plan", "autumn", "--from", "spring", "--on", "2027-09-10", "--today", "2027-04-20", folder=filled)
    assert "needs 1, wishes 1, promises that go on 1" in ran.out
    drafted = (filled / "convenings/autumn/convening.yaml").read_text(encoding="utf-8")
    assert "previous: spring" in drafted
    assert 'text: "… spoke too low #sound"' in drafted
    assert "somewhere to test permits" in drafted
    assert "Ada" not in drafted
    assert [(c.who, c.source) for c in register(filled, "autumn").carried] == [("Ada", "spring")]
    assert "CPK605" not in inside("check", "autumn", "--select", "CPK605", "--today", "2027-04-20", folder=filled).out
    again = inside("plan", "autumn", "--from", "spring", "--today", "2027-04-21", folder=filled)
    assert "`--from`" in again.err


def test_a_gathering_that_was_not_reviewed_gives_nothing_yet(inside: Run, home: Path) -> None:
    ran = inside("plan", "autumn", "--from", "spring", "--on", "2027-09-10", folder=home)
    assert (ran.code, "[not-reviewed]" in ran.err) == (2, True)
    assert not (home / "convenings/autumn").exists()


@pytest.mark.skipif(not DATA.exists(), reason="the public feedback set is not on this machine")
def test_the_public_feedback_is_reviewed(inside: Run, home: Path) -> None:
    table = DATA / "feedback/ttt-ssi-online-2021/plus-delta.csv"
    assert inside("capture", "spring", "--from", str(table), folder=home).code == 0
    data = json.loads(inside("review", "spring", "--json", folder=home).out)
    assert {t["tag"] for t in data["themes"]} == {f"day {n} feedback" for n in (1, 2, 3, 4)}
    voices = [t["voices"] for t in data["themes"]]
    assert voices == sorted(voices, reverse=True)
    assert sum(len(t["plus"]) + len(t["delta"]) for t in data["themes"]) == 84
    assert len(data["undecided"]) == 39
    assert len(read_review(home / "convenings/spring/private/review.yaml", "review.yaml").deltas) == 39


def test_a_member_is_forgotten_everywhere_after_a_yes(inside: Run, filled: Path) -> None:
    (filled / "people.csv").write_text("name,email\nAda,ada@example.org\nKim,kim@example.org\n", encoding="utf-8")
    inside("followup", "spring", "--today", "2027-03-13", folder=filled)
    inside("followup", "spring", "--when", "day-1", "--today", "2027-03-13", folder=filled)
    inside("review", "spring", "--today", "2027-03-13", folder=filled)
    (filled / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00")
    before = {p: p.read_bytes() for p in filled.rglob("*") if p.is_file()}
    asked = inside("forget", "ada", folder=filled)
    assert "Nothing is changed yet" in asked.out
    assert {p: p.read_bytes() for p in filled.rglob("*") if p.is_file()} == before
    done = inside("forget", "ada", "--yes", folder=filled)
    assert "photo.jpg: this is no text" in done.out
    for path in filled.rglob("*"):
        if path.is_file() and path.suffix != ".jpg":
            assert "Ada" not in path.read_text(encoding="utf-8").replace("Adam", ""), path
    assert [c.who for c in register(filled).commitments] == ["Kim"]
    assert (filled / "people.csv").read_text(encoding="utf-8") == "name,email\nKim,kim@example.org\n"
    assert "beside" not in inside("followup", "spring", "--today", "2027-03-13", folder=filled).out
    assert "stands in no file" in inside("forget", "Ada", folder=filled).out
    assert inside("forget", "!", folder=filled).code == 2


def test_whoever_is_forgotten_takes_nobody_else_along(inside: Run, filled: Path) -> None:
    """A name in the wishes of others goes from them, and their rows and columns stay as they are."""
    own = (
        "# Cy keeps this\r\nname,together,place,apart,preferences,email\r\nAda,Cy,Rome,,data > x,a@x.org\r\n"
        'Bo,"Ada; Cy; Di",Cy Street,Cy,,\r\nCy,Ada,Rome,,,"c@x.org"\r\nDi,"Ada, Cy","two\r\nlines",,,\r\nCyra,Cyra,Rome,,,\r\n'
    )
    (filled / "people.csv").write_bytes(own.encode())
    inside("forget", "Cy", "--yes", folder=filled)
    assert (filled / "people.csv").read_bytes().decode() == (
        "# … keeps this\r\nname,together,place,apart,preferences,email\r\nAda,,Rome,,data > x,a@x.org\r\n"
        'Bo,"Ada; Di",… Street,,,\r\nDi,Ada,"two\r\nlines",,,\r\nCyra,Cyra,Rome,,,\r\n'
    )


def test_answers_that_moved_since_the_gathering_go_along(inside: Run, home: Path) -> None:
    profile = home / "community.yaml"
    text = profile.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.strip().startswith("PUR1:"))
    for level, day in (("1", "2027-02-01"), ("2", "2027-06-01")):
        profile.write_text(text.replace(first, f"    PUR1: {level}"), encoding="utf-8")
        assert inside("diagnose", "--today", day, folder=home).code == 0
    ran = inside("review", "spring", "--today", "2027-06-02", folder=home)
    assert "Answers of the diagnosis that changed" in ran.out
    inputs = read_next_inputs(home / "convenings/spring/private/next-inputs.yaml", "next-inputs.yaml")
    assert inputs is not None
    assert [(a.item.split()[0], a.before, a.now) for a in inputs.answers] == [("PUR1", "1", "2")]
    ran = inside("plan", "autumn", "--from", "spring", "--on", "2027-09-10", "--today", "2027-06-03", folder=home)
    assert "Answers of the diagnosis that changed since then: PUR1" in ran.out


def test_what_was_captured_teaches_how_many_to_expect(inside: Run, home: Path) -> None:
    for n, month in enumerate(("02", "03", "04"), start=1):
        words = ("--length", "half-day", "--on", f"2026-{month}-10", "--people", "20", "--today", "2026-01-05")
        assert inside("plan", f"past-{n}", "--purpose", "peer-support", *words, folder=home).code == 0
        said = inside("capture", "add", "attendance", "10", "registered=20", "--in", f"past-{n}", folder=home)
        assert said.code == 0
    data = json.loads(inside("plan", "spring", "--today", "2027-01-06", "--json", folder=home).out)["expected_show"]
    assert data["events"] == 3
    assert data["own"]
    assert data["people"]["low"] <= 12 <= data["people"]["high"]


def test_the_call_is_an_agenda_like_any_other(inside: Run, home: Path) -> None:
    inside("followup", "spring", "--today", "2027-03-13", folder=home)
    page = (home / "convenings/spring/out/follow-up/check-in-agenda.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith(("| 09:", "| 10:"))]
    assert [r[0].strip() for r in rows] == ["09:30", "09:35", "09:50", "10:00", "10:15", "10:25"]
    assert sum(int(r[1]) for r in rows) == 60
    assert "Everyone has a sure voice: 100%, from the first minute on" in page


def test_only_what_may_be_shown_is_shown_with_names_of_those_who_agreed(inside: Run, home: Path) -> None:
    (home / "people.csv").write_text("name,named\nAda,no\n", encoding="utf-8")
    for words in (
        ("song", "who=Ada; Kim", "show=yes, please"),
        ("poem", "who=Ada", "show=Yes"),
        ("film", "who=Lee"),
        ("map", "who=Bo", "show=no"),
    ):
        inside("capture", "add", "output", *words, "--in", "spring", folder=home)
    inside("followup", "spring", "--today", "2027-03-13", folder=home)
    page = (home / "convenings/spring/out/follow-up/gallery.md").read_text(encoding="utf-8")
    assert "| song | Kim |" in page
    assert "| poem | a member |" in page
    assert "film" not in page
    assert "map" not in page
    assert "One more piece waits for a yes" in page


def test_a_file_that_changed_meanwhile_is_not_written_over(
    inside: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copkit.writing import files

    path = home / "convenings/spring/convening.yaml"
    text = path.read_text(encoding="utf-8")
    words = ("agenda", "swap", "spring", "wise-crowds", "--today", "2027-01-06")
    offered = json.loads(inside(*words, "--json", folder=home).out)["replacements"][0]["id"]
    monkeypatch.setattr(files, "_read", lambda p: text + "# mine\n" if p == path else None)
    assert "[changed-meanwhile]" in inside(*words, "--with", offered, folder=home).err
    assert path.read_text(encoding="utf-8") == text


def test_a_table_leaves_its_trace_in_the_history(inside: Run, home: Path) -> None:
    inside("capture", "add", "commitment", "Bring a map", "who=Lee", "by=2027-04-02", "--in", "spring", folder=home)
    (home / "p.csv").write_text("id,who,what,by\nC1,Lee,Bring two maps,2027-05-01\n", encoding="utf-8")
    assert inside("capture", "spring", "--from", "p.csv", "--today", "2027-04-12", folder=home).code == 0
    one = register(home).commitments[0]
    assert (one.what, one.by, one.state) == ("Bring two maps", "2027-05-01", "renegotiated")
    assert one.history[0].was == {"what": "Bring a map", "by": "2027-04-02"}


def test_a_correction_is_no_change_of_a_promise(inside: Run, home: Path) -> None:
    inside("capture", "add", "commitment", "Bring a map", "who=?", "--in", "spring", folder=home)
    inside("capture", "set", "C1", "who=Lee", "visible_to=me", "--in", "spring", folder=home)
    assert register(home).commitments[0].state == "open"
    ran = inside("capture", "set", "C1", "open", "by=soon", "--in", "spring", folder=home)
    assert (register(home).commitments[0].state, "[odd-date]" in ran.err) == ("open", True)


def test_who_was_absent_gets_no_thanks_for_coming(inside: Run, home: Path) -> None:
    inside("capture", "add", "commitment", "Write", "who=Ada & Bo", "--in", "spring", folder=home)
    inside("capture", "add", "absent", "Ada (ill)", "--in", "spring", folder=home)
    data = json.loads(inside("followup", "spring", "--when", "day-1", "--json", folder=home).out)
    assert {(x["message"], x["name"]) for x in data["letters"]} == {("summary", "Bo"), ("absentees", "Ada")}
    soon = json.loads(inside("followup", "spring", "--when", "day-23", "--json", folder=home).out)
    assert [x["name"] for x in soon["letters"]] == ["Ada", "Bo"]


def test_letters_of_before_follow_what_changed(inside: Run, home: Path) -> None:
    inside("capture", "add", "commitment", "Write", "who=Ada", "--in", "spring", folder=home)
    inside("capture", "add", "commitment", "Sing", "who=Bo", "--in", "spring", folder=home)
    inside("followup", "spring", "--when", "day-1", "--today", "2027-03-13", folder=home)
    folder = home / "convenings/spring/out/follow-up/messages/05-summary"
    inside("capture", "set", "C1", "visible_to=me", "--in", "spring", folder=home)
    inside("capture", "set", "C2", "who=Lee", "--in", "spring", folder=home)
    inside("followup", "spring", "--today", "2027-03-13", folder=home)
    assert sorted(p.name for p in folder.iterdir()) == ["ada.md"]
    assert "Write" not in (folder / "ada.md").read_text(encoding="utf-8").split("Our channel")[1]


@pytest.mark.parametrize(
    "said", ["me", "Me only", "only me and Alice", "**me**", "nur ich", "private!", "no one", "just for me", "hidden"]
)
def test_what_is_not_clearly_shared_is_private(said: str) -> None:
    assert private(Commitment(id="C1", what="x", visible_to=said))


@pytest.mark.parametrize(
    "said", ["", "the group", "everyone", "All", "my group", "only the group", "the whole community", "Team Salt"]
)
def test_what_is_shared_is_shared(said: str) -> None:
    assert not private(Commitment(id="C1", what="x", visible_to=said))


def test_a_reason_goes_along_without_names_and_an_old_review_does_not(inside: Run, filled: Path) -> None:
    inside("review", "spring", folder=filled)
    path = filled / "convenings/spring/private/review.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "decision:\n    reason:\n", "decision: decline\n    reason: Ada is against it\n"
    )
    path.write_text(text, encoding="utf-8")
    os.utime(path, (path.stat().st_mtime + 5,) * 2)
    words = ("plan", "autumn", "--from", "spring", "--on", "2027-09-10", "--today", "2027-04-20")
    assert "[reviewed-before]" in inside(*words, folder=filled).err
    os.utime(path, (path.stat().st_mtime - 60,) * 2)
    inside("review", "spring", folder=filled)
    assert inside(*words, folder=filled).code == 0
    drafted = (filled / "convenings/autumn/convening.yaml").read_text(encoding="utf-8")
    assert ("Ada" in drafted, 'reason: "… is against it"' in drafted) == (False, True)


def test_a_member_may_be_called_like_a_gathering(inside: Run, filled: Path) -> None:
    inside("review", "spring", folder=filled)
    inside("capture", "add", "commitment", "Write", "who=Spring", "--in", "spring", folder=filled)
    assert inside("forget", "Spring", "--yes", folder=filled).code == 0
    assert "Spring" not in {c.who for c in register(filled).commitments}
    assert "never stands by itself" in inside("forget", "promise", folder=filled).out
    assert not (filled / "convenings/spring/out/follow-up/merge.csv").exists()


def test_who_has_no_address_is_said_and_dates_are_spoken(inside: Run, filled: Path) -> None:
    (filled / "people.csv").write_text("name,email\nAda,ada@example.org\n", encoding="utf-8")
    page = inside("followup", "spring", "--when", "day-14", "--today", "2027-03-26", folder=filled).out
    assert "by the name that stands in the register: Kim, Lee." in page
    assert "Guide: Sat 20 Mar 2027" in page


def test_do_may_be_written_large(inside: Run, filled: Path) -> None:
    inside("review", "spring", folder=filled)
    path = filled / "convenings/spring/private/review.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("decision:\n", "decision: Do\n"), encoding="utf-8")
    assert "| Kim spoke too low #sound | do |" in inside("review", "spring", folder=filled).out


def test_a_table_without_ids_tells_states_too(inside: Run, home: Path) -> None:
    (home / "p.csv").write_text("name,promise,status\nAda,Write,done\nKim,Call,\n", encoding="utf-8")
    inside("capture", "spring", "--from", "p.csv", "--today", "2027-04-12", folder=home)
    assert [(c.who, c.state, len(c.history)) for c in register(home).commitments] == [
        ("Ada", "done", 1),
        ("Kim", "open", 0),
    ]
    (home / "p.csv").write_text("id,who,what,status\nC1,Bo,Sing,dropped\n", encoding="utf-8")
    inside("capture", "spring", "--from", "p.csv", "--today", "2027-04-12", folder=home)
    assert [(c.who, c.state) for c in register(home).commitments] == [
        ("Ada", "done"),
        ("Kim", "open"),
        ("Bo", "dropped"),
    ]
