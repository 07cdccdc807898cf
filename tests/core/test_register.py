"""The register: what is taken in is neither lost nor doubled; promises change honestly; a member can be forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.followup import (
    BackwardsError,
    Commitment,
    Note,
    Register,
    State,
    Taken,
    candidates,
    changed,
    counts,
    row_of,
    take_in,
)
from copkit.core.followup.register import cells_of
from copkit.core.forgetting import mentions, sheet_without, without_person, without_text
from copkit.core.people import Person, by_name

DAY = date(2027, 3, 12)
STATES: tuple[State, ...] = ("open", "doing", "done", "renegotiated", "dropped")
words = st.text("abcde |\\ÄÖ", min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)


def promise(n: int, who: str, what: str, by: str = "", helper: str = "") -> Commitment:
    row = row_of([who, what, "", "", by, helper, ""])
    return Commitment(id=f"C{n}", who=who, what=what, by=by, helper=helper, row=row)


def sheet(*entries: Commitment) -> Register:
    return Register(commitments=tuple(e.model_copy(update={"id": f"C{i}"}) for i, e in enumerate(entries, start=1)))


@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_the_cells_of_a_row_are_told_apart(cells: list[str]) -> None:
    assert len(cells_of(row_of(cells))) == len(cells)


@settings(max_examples=80)
@given(st.lists(st.tuples(words, words), max_size=8))
def test_reading_a_sheet_again_changes_nothing(rows: list[tuple[str, str]]) -> None:
    written = sheet(*(promise(0, who, what) for who, what in rows))
    once, taken = take_in(Register(), written, whole=True)
    again, nothing = take_in(once, written, whole=True)
    assert len(taken.new) == len(rows)
    assert (again, nothing) == (once, Taken())
    assert sorted((c.who, c.what) for c in once.commitments) == sorted(rows)


@settings(max_examples=80)
@given(st.lists(st.tuples(words, words), max_size=6), st.lists(st.tuples(words, words), max_size=6), st.randoms())
def test_nothing_is_lost_when_rows_move_or_go(before: list[Any], after: list[Any], chance: Any) -> None:
    once, _ = take_in(Register(), sheet(*(promise(0, *r) for r in before)), whole=True)
    mixed = [*before, *after]
    chance.shuffle(mixed)
    twice, taken = take_in(once, sheet(*(promise(0, *r) for r in mixed)), whole=True)
    assert {c.id for c in once.commitments} <= {c.id for c in twice.commitments}
    assert len({c.id for c in twice.commitments}) == len(twice.commitments)
    told = {(c.who, c.what) for c in twice.commitments}
    assert set(mixed) <= told
    fewer, some = take_in(once, sheet(*(promise(0, *r) for r in after)), whole=True)
    corrected = {label.partition(":")[2] for label in some.changed}
    assert {c for c in once.commitments if c.id not in corrected} <= set(fewer.commitments)
    assert len(twice.commitments) == len(once.commitments) + sum(n.startswith("commitments:") for n in taken.new)


def test_a_corrected_row_changes_only_what_it_corrects() -> None:
    once, _ = take_in(Register(), sheet(promise(1, "Kim", "call the two leads", "soon")), whole=True)
    moved = changed(once.commitments[0], "renegotiated", DAY, "ill", by="2027-05-01")
    held = once.model_copy(update={"commitments": (moved,)})
    twice, taken = take_in(held, sheet(promise(1, "Kim", "call the three leads", "soon")), whole=True)
    assert (twice.commitments[0].what, twice.commitments[0].by) == ("call the three leads", "2027-05-01")
    assert twice.commitments[0].history == moved.history
    assert (taken.changed, taken.new, taken.gone) == (["commitments:C1"], [], [])


def test_what_leaves_the_sheet_stays_and_is_told() -> None:
    once, _ = take_in(Register(), sheet(promise(1, "Kim", "call"), promise(2, "Ada", "write a page")), whole=True)
    twice, taken = take_in(once, sheet(promise(1, "Ada", "write a page")), whole=True)
    assert [c.who for c in twice.commitments] == ["Kim", "Ada"]
    assert taken.gone == ["commitments:C1"]
    back, told = take_in(twice, sheet(promise(1, "Kim", "call"), promise(2, "Ada", "write a page")), whole=True)
    assert (back, told.anything) == (twice, False)


def test_two_same_lines_are_two_voices() -> None:
    notes = tuple(Note(id=f"N{n}", sign="plus", text="pairs", row="+ | pairs | ") for n in (1, 2))
    once, _ = take_in(Register(), Register(notes=notes), whole=True)
    assert len(once.notes) == 2
    table = Register(notes=tuple(Note(sign="plus", text="pairs") for _ in range(3)))
    twice, taken = take_in(once, table, whole=False)
    assert (len(twice.notes), taken.new) == (3, ["notes:N3"])
    assert take_in(twice, table, whole=False)[0] == twice


def test_an_id_of_somebody_else_is_another_promise() -> None:
    held = Register(commitments=(Commitment(id="C1", who="Ada", what="write"),))
    found, taken = take_in(held, Register(commitments=(Commitment(id="C1", who="Kim", what="call"),)), whole=False)
    assert [(c.id, c.who) for c in found.commitments] == [("C1", "Ada"), ("C2", "Kim")]
    assert taken.new == ["commitments:C2"]
    same, _ = take_in(held, Register(commitments=(Commitment(id="C1", who="ada", what="write more"),)), whole=False)
    assert [(c.id, c.what) for c in same.commitments] == [("C1", "write more")]


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 5), words), max_size=8))
def test_a_history_only_grows(steps: list[tuple[State, int, str]]) -> None:
    one, day = Commitment(id="C1", who="Ada", what="first"), DAY
    for state, days, what in steps:
        day += timedelta(days=days)
        new = changed(one, state, day, what=what)
        assert new.history[: len(one.history)] == one.history
        if new.history != one.history:
            assert (new.history[-1].state, new.history[-1].on) == (new.state, day)
            assert new.history[-1].was in ({}, {"what": one.what})
        one = new
    assert [h.on for h in one.history] == sorted(h.on for h in one.history)
    assert sum(counts(Register(commitments=(one,))).values()) == 1
    if one.history and one.history[-1].on > DAY:
        with pytest.raises(BackwardsError):
            changed(one, "open", DAY - timedelta(days=1), "earlier")


def test_spotlights_take_turns_and_never_repeat() -> None:
    people = by_name(
        [
            Person("Ada", segment="new"),
            Person("Kim", segment="new"),
            Person("Lee", segment="old"),
            Person("Mo", spotlight=False),
        ]
    )
    now = Register.model_validate(
        {
            "groups": [{"id": "g", "title": "G", "lead": "Ada", "deputy": "Kim", "members": "x"}],
            "outputs": [{"what": "page", "who": "Lee, Mo"}],
            "commitments": [
                {"id": "C1", "who": "Kim", "what": "call", "visible_to": "all", "state": "done", "history": [{"on": DAY, "state": "done"}]},
                {"id": "C2", "who": "Zoe", "what": "rest", "state": "done", "history": [{"on": DAY, "state": "done"}]},
            ],
        }
    )  # fmt: skip
    assert [(c.name, c.reasons) for c in candidates(now, (), people)] == [
        ("Kim", ("kept", "led")),
        ("Lee", ("made",)),
        ("Ada", ("led",)),
    ]
    before = Register.model_validate({"spotlights": [{"who": "KIM", "agreed": "yes"}]})
    assert [c.name for c in candidates(now, [before], people)] == ["Lee", "Ada"]


names = st.sampled_from(["Ada", "Ada Example", "Bo", "Zoë Ö", "Müller-Lüdenscheid"])


@settings(max_examples=60)
@given(names, words, words)
def test_a_forgotten_name_stands_nowhere(name: str, before: str, after: str) -> None:
    text = f"{before}. {name}, {name.upper()}; {name}: {after}"
    found = without_text(text, name)
    assert name.casefold() not in found.casefold().split()
    assert before in found
    assert after in found
    assert without_text(found, name) == found


def test_forgetting_takes_what_is_theirs_and_the_name_from_the_rest() -> None:
    register = Register.model_validate(
        {
            "commitments": [{"id": "C1", "who": "Ada", "what": "write"}, {"id": "C2", "who": "Kim", "what": "ask Ada", "helper": "ada"}],
            "groups": [{"id": "g", "title": "G", "lead": "Ada", "members": "Ada, Adam, Kim", "row": "G | Ada, Adam, Kim"}],
            "mentors": [{"id": "M1", "mentor": "Kim", "newcomer": "Ada"}],
            "outputs": [{"id": "O1", "what": "song", "who": "Ada; Kim"}],
            "absent": ["Ada", "Bo"],
        }
    )  # fmt: skip
    found = without_person(register, "Ada")
    assert [(c.id, c.what, c.helper) for c in found.commitments] == [("C2", "ask …", "…")]
    assert (found.groups[0].lead, found.groups[0].members, found.groups[0].row) == ("…", "Adam, Kim", "G | Adam, Kim")
    assert (found.mentors, found.absent, found.outputs[0].who) == ((), ("Bo",), "Kim")
    assert without_person(found, "Ada") == found


def test_a_sheet_without_a_person_still_has_its_tables() -> None:
    text = "<!-- capture: commitments -->\n\n| who | what |\n|---|---|\n| Ada | x |\n| Kim | help Ada |\n"
    assert (
        sheet_without(text, "Ada") == "<!-- capture: commitments -->\n\n| who | what |\n|---|---|\n| Kim | help … |\n"
    )
    assert mentions("Ada came\nand Adam", "Ada Example") == (1,)
    assert mentions("Ada came", "Ada") == ()


def test_another_row_in_the_same_place_takes_nobodys_place() -> None:
    once, _ = take_in(Register(), sheet(promise(1, "Ada", "write one page")), whole=True)
    twice, taken = take_in(once, sheet(promise(1, "Ada", "sing in the choir of the harbour")), whole=True)
    assert [c.what for c in twice.commitments] == ["write one page", "sing in the choir of the harbour"]
    assert (taken.new, taken.changed, taken.gone) == (["commitments:C2"], [], ["commitments:C1"])


def test_what_was_typed_in_stands_before_what_the_sheet_was_printed_with() -> None:
    typed = Register.model_validate({"channel": {"name": "Signal: reef"}})
    printed = Register.model_validate({"channel": {"name": "Signal", "host": "Lee", "row": "Signal | Lee"}})
    found, _ = take_in(typed, printed, whole=True)
    assert (found.channel.name, found.channel.host) == ("Signal: reef", "Lee")
    corrected = Register.model_validate({"channel": {"name": "Matrix", "host": "Lee", "row": "Matrix | Lee"}})
    assert take_in(found, corrected, whole=True)[0].channel.name == "Matrix"
