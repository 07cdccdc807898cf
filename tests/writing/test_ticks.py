"""Ticks: an entry comes and goes in whatever form a person wrote the file, and their remarks stay."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.reading.ticks import parse_ticks
from copkit.writing.ticks import ticked, unticked

DAY = date(2027, 1, 26)
FORMS = [
    "copkit: 1\n",
    "copkit: 1\ndone:\n",
    "copkit: 1\ndone:",
    "copkit: 1\ndone: []\n",
    "copkit: 1\ndone: ~  # nothing so far\n",
    "# mine\ncopkit: 1\ndone:\n  # before\n  - {task: a, on: 2027-01-01}  # by phone\n  # after\n# end\n",
    "copkit: 1\ndone:\n- task: a\n  on: 2027-01-01\n- task: b\n  on: 2027-01-02\n\n# end",
    "copkit: 1\ndone: [{task: a, on: 2027-01-01}, {on: 2027-01-02, task: b}]  # both\n",
    "copkit: 1\ndone: [\n  {task: a, on: 2027-01-01},\n  {task: b, on: 2027-01-02}\n]\n",
    "done:\n    - {task: a, on: 2027-01-01}\ncopkit: 1\n",
    "copkit: 1\r\ndone:\r\n  - {task: a, on: 2027-01-01}\r\n",
]


def said(text: str) -> dict[str, date]:
    return {t.task: t.on for t in parse_ticks(text, "tasks.yaml")[0].done}


def tick(text: str, task: str) -> str:
    _, source = parse_ticks(text, "tasks.yaml")
    return ticked(source.text, source.places, source.keys, task, DAY)


def untick(text: str, task: str) -> str:
    ticks, source = parse_ticks(text, "tasks.yaml")
    return unticked(source.text, source.places, [t.task for t in ticks.done].index(task))


def remarks(text: str) -> list[str]:
    return re.findall(r"#.*", text.replace("\r", ""))


@pytest.mark.parametrize("form", FORMS)
def test_a_tick_is_added_to_every_form_and_every_other_letter_stays(form: str) -> None:
    after = tick(form, "new")
    assert said(after) == {**said(form), "new": DAY}
    assert remarks(after) == remarks(form)
    assert set(form.split("\n")) - set(after.split("\n")) <= {
        row for row in form.split("\n") if row.startswith("done: [") or "~" in row or row == "done:"
    }
    assert said(untick(after, "new")) == said(form)
    assert remarks(untick(after, "new")) == remarks(form)


@pytest.mark.parametrize("form", [f for f in FORMS if said(f)])
def test_ticks_are_taken_away_one_after_the_other_and_remarks_stay(form: str) -> None:
    text = form
    for task in sorted(said(form)):
        left = {t: on for t, on in said(text).items() if t != task}
        text = untick(text, task)
        assert said(text) == left
    assert remarks(text) == remarks(form)
    assert said(tick(text, "a")) == {"a": DAY}


@given(form=st.sampled_from(FORMS), moves=st.lists(st.sampled_from(["a", "b", "c-1", "d"]), max_size=12))
def test_ticking_back_and_forth_never_loses_another_tick(form: str, moves: list[str]) -> None:
    text, known = form, said(form)
    for task in moves:
        if task in known:
            text = untick(text, task)
            del known[task]
        else:
            text = tick(text, task)
            known[task] = DAY
        assert said(text) == known
    assert ("\r\n" in text) == ("\r\n" in form)
    assert "\r" not in text.replace("\r\n", "")
