"""Nothing is lost: two copkit at one time, edits by hand in between, and kills in the middle of a write."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.conftest import Ran

from copkit.cli.adding import added, amended
from copkit.cli.capturing import keep, take_everything
from copkit.core.dates import parse_date
from copkit.reading.register import read_register
from copkit.reading.workspace import open_workspace
from copkit.writing.files import LOCK

Run = Callable[..., Ran]
DAY = parse_date("2027-03-13")
SHEET = "convenings/spring/out/capture.md"
REGISTER = "convenings/spring/private/register.yaml"
HEAD = "<!-- capture: commitments -->\n\n| who | what | when | first | by | helper | who may see it |\n|---|---|---|---|---|---|---|\n"
OTHERS = "\n".join(f"<!-- capture: {name} -->" for name in ("notes", "decisions", "channel", "milestone"))
words = st.text("abcdefgh", min_size=3, max_size=8)


def workspace_in(folder: Path) -> Path:
    (folder / "convenings/spring/out").mkdir(parents=True)
    (folder / "community.yaml").write_text("copkit: 1\nname: Reef\n", encoding="utf-8")
    plan = "copkit: 1\nid: spring\nmode: virtual\ndays: [{date: 2027-03-12, minutes: 60}]\n"
    (folder / "convenings/spring/convening.yaml").write_text(plan, encoding="utf-8")
    return folder


class Killed(BaseException):
    """The end of the process, wherever it stands."""


class Captures(RuleBasedStateMachine):
    """An organiser who types, edits files by hand, and whose machine fails now and then."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.place = tempfile.TemporaryDirectory()
        self.folder = workspace_in(Path(self.place.name) / "reef")
        self.workspace = open_workspace(self.folder)
        self.rows: list[tuple[str, str]] = []
        self.said: set[tuple[str, str]] = set()  # what stands in the register for sure
        self.notes: list[str] = []

    def teardown(self) -> None:
        self.place.cleanup()

    def register(self) -> Any:
        return read_register(self.folder / REGISTER, "register.yaml")

    @rule(who=words, what=words)
    def write_on_the_sheet(self, who: str, what: str) -> None:
        self.rows.append((who, what))
        self.save_sheet()

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def strike_a_row(self, data: Any) -> None:
        self.rows.pop(data.draw(st.integers(0, len(self.rows) - 1)))
        self.save_sheet()

    def save_sheet(self) -> None:
        rows = "".join(f"| {who} | {what} | | | | | |\n" for who, what in self.rows)
        (self.folder / SHEET).write_text(f"{HEAD}{rows}\n{OTHERS}\n", encoding="utf-8")

    @rule()
    def capture(self) -> None:
        found = take_everything(self.workspace, "spring", (), DAY)
        keep(self.workspace, "spring", found.register)
        self.said |= set(self.rows)

    @rule(who=words, what=words)
    def type_in(self, who: str, what: str) -> None:
        register, _ = added(self.register(), "commitment", what, [f"who={who}"])
        keep(self.workspace, "spring", register)
        self.said.add((who, what))

    @precondition(lambda self: self.said)
    @rule(state=st.sampled_from(["doing", "done", "dropped"]))
    def say_what_became_of_it(self, state: str) -> None:
        before = self.register()
        one = before.commitments[-1]
        if one.state != state:
            keep(self.workspace, "spring", amended(before, one.id, [state], "", DAY)[0])

    @precondition(lambda self: self.said)
    @rule(note=words)
    def write_a_comment_into_the_register(self, note: str) -> None:
        path = self.folder / REGISTER
        path.write_text(path.read_text(encoding="utf-8") + f"# {note}\n", encoding="utf-8")
        self.notes.append(note)

    @rule(who=words, what=words, after=st.sampled_from(["fsync", "replace", "chmod"]))
    def be_killed_while_typing_in(self, who: str, what: str, after: str) -> None:
        path = self.folder / REGISTER
        before = path.read_bytes() if path.exists() else None
        with pytest.MonkeyPatch.context() as patch:

            def fail(*_: Any, **__: Any) -> None:
                raise Killed

            patch.setattr(os, after, fail)
            register, _ = added(self.register(), "commitment", what, [f"who={who}"])
            with pytest.raises(Killed):
                keep(self.workspace, "spring", register)
        assert (path.read_bytes() if path.exists() else None) == before

    @invariant()
    def everything_that_was_said_stands_there(self) -> None:
        found = self.register()
        assert self.said <= {(c.who, c.what) for c in found.commitments}
        assert len({c.id for c in found.commitments}) == len(found.commitments)
        path = self.folder / REGISTER
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert all(f"# {note}" in text for note in self.notes)


def test_captures_edits_and_kills_lose_nothing() -> None:
    quiet = settings(max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Captures, settings=quiet)


def test_two_copkit_at_one_time_lose_no_entry(copkit: Run, tmp_path: Path) -> None:
    home = workspace_in(tmp_path / "reef")

    def one(n: int) -> Ran:
        return copkit("capture", "add", "plus", f"line {n}", "--in", "spring", folder=home)

    with ThreadPoolExecutor(4) as pool:
        ran = list(pool.map(one, range(8)))
    assert [r.code for r in ran] == [0] * 8
    found = read_register(home / REGISTER, "register.yaml")
    assert sorted(n.text for n in found.notes) == [f"line {n}" for n in range(8)]
    assert len({n.id for n in found.notes}) == 8


def test_a_kill_leaves_a_whole_file_and_a_free_lock(copkit: Run, tmp_path: Path) -> None:
    home = workspace_in(tmp_path / "reef")
    assert copkit("capture", "add", "plus", "first", "--in", "spring", folder=home).code == 0
    for pause in (0.2, 0.5, 0.8):
        words = [sys.executable, "-m", "copkit", "capture", "add", "plus", f"after {pause}", "--in", "spring"]
        running = subprocess.Popen(words, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        running.kill()
        running.wait()
        assert "first" in [n.text for n in read_register(home / REGISTER, "register.yaml").notes]
    assert copkit("capture", "add", "plus", "last", "--in", "spring", folder=home).code == 0
    assert read_register(home / REGISTER, "register.yaml").notes[-1].text == "last"


def test_a_lock_that_is_held_gives_a_clear_message(
    inside: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    home = workspace_in(tmp_path / "reef")
    monkeypatch.setattr("copkit.writing.files.PATIENCE_SECONDS", 0.1)
    with FileLock(home / LOCK):
        ran = inside("capture", "add", "plus", "x", "--in", "spring", folder=home)
    assert (ran.code, "[already-at-work]" in ran.err) == (1, True)
    assert not (home / REGISTER).exists()
    assert inside("capture", "add", "plus", "x", "--in", "spring", folder=home).code == 0
