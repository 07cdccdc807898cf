"""The questions at a real terminal, in which not knowing is always an answer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.reading.checked import check
from copkit.reading.source import parse_yaml

pexpect = pytest.importorskip("pexpect", reason="pexpect has no terminals on Windows")


def start(folder: Path, *words: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable,
        ["-m", "copkit", *words],
        cwd=str(folder),
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "COLUMNS": "100", "TERM": "dumb"},
    )


def test_a_community_is_asked_about_and_may_be_unknown(tmp_path: Path) -> None:
    child = start(tmp_path, "init", "c")
    first = {
        "called": "Reef keepers", "care about together": "", "do better": "", "how many members": "",
        "shared need": "New divers", "need most": "somebody to dive with", "solve soon": "", "How often": "now and then",
        "not understood": "every 6 weeks", "hours a week": "", "last meet": "", "start a conversation": "",
    }  # fmt: skip
    for question, answer in first.items():
        child.expect(question)
        child.sendline(answer)
    child.expect("24 questions")
    child.expect("1 of 24")
    child.sendline("2")
    child.expect("2 of 24")
    child.sendline("7")
    child.expect("not understood")
    child.sendline("")
    for number in range(3, 25):
        child.expect(f"{number} of 24")
        child.sendline("")
    child.expect("Your community is in")
    child.expect(pexpect.EOF)
    profile = check(parse_yaml((tmp_path / "c" / "community.yaml").read_text(encoding="utf-8"), "c"), Profile)
    assert (profile.name, profile.rhythm, profile.segments[0].id) == ("Reef keepers", "every 6 weeks", "new-divers")
    assert profile.segments[0].needs[0].burning_need == "somebody to dive with"
    assert profile.diagnosis.answers["PUR1"].answer == "2"
    assert profile.diagnosis.answers["PUR2"].answer == "unknown"


def test_an_interruption_keeps_what_was_answered(tmp_path: Path) -> None:
    child = start(tmp_path, "init", "c")
    child.expect("called")
    child.sendline("Reef keepers")
    child.expect("care about together")
    child.sendintr()
    child.expect("saved")
    child.expect(pexpect.EOF)
    assert 'name: "Reef keepers"' in (tmp_path / "c" / "community.yaml").read_text(encoding="utf-8")


def test_a_gathering_is_asked_about_in_the_order_of_backward_design(tmp_path: Path) -> None:
    child = start(tmp_path, "init", "c", "--yes")
    child.expect(pexpect.EOF)
    child = start(tmp_path / "c", "plan", "spring")
    answers = {
        "called": "Spring clinic", "purpose. One of": "peer-support", "gathering is for": "", "different between": "People know whom to ask",
        "First step": None, "know or be able": "Members can hold a clinic", "do afterwards": "", "Where will they": "", "one thing that you ask": "", "Which problem": "",
        "Second step": None, "show it": "A clinic is held", "notice that somebody": "", "useful in": "", "Third step": None,
        "virtual or hybrid": "hybird", "How long": "2h", "which day": "2027-03-12", "what time": "9:30", "How many": "20",
    }  # fmt: skip
    for question, answer in answers.items():
        child.expect(question)
        if answer is not None:
            child.sendline(answer)
    child.expect(pexpect.EOF)
    text = (tmp_path / "c" / "convenings" / "spring" / "convening.yaml").read_text(encoding="utf-8")
    made = check(parse_yaml(text, "c"), Convening)
    assert (made.title, made.mode.value, made.people, made.days[0].length) == ("Spring clinic", "hybrid", 20, 120)
    assert (made.outcomes[0].statement, made.evidence[0].signal) == ("Members can hold a clinic", "A clinic is held")
    assert made.strategic.deeper_purpose == "People know whom to ask"
