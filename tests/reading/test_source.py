"""Plain values keep their places; hostile YAML constructs nothing."""

from __future__ import annotations

from datetime import time

import pytest

from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.problem import InputError
from copkit.reading.checked import check, nearest
from copkit.reading.source import MAX_BYTES, parse_yaml, read_text

HEAD = "copkit: 1\nname: X\n"


def codes(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(InputError) as error:
        check(parse_yaml(text, "f.yaml"), Profile)
    return [(p.code, p.where.line, p.where.column) for p in error.value.problems if p.where]


def test_values_and_keys_keep_their_places() -> None:
    source = parse_yaml("a:\n  - b: 9:30\n    c: no\n", "f.yaml")
    assert source.data == {"a": [{"b": "9:30", "c": "no"}]}
    assert source.places[("a", 0, "b")] == (2, 8)
    assert source.keys[("a", 0, "c")] == (3, 5)


def test_a_date_a_time_and_a_yes_stay_what_was_typed() -> None:
    source = parse_yaml("d: 2027-03-12\nt: 09:30\nn: 007\ny: yes\nx: 0x1F\nf: 1.5\nz: ~\n", "f.yaml")
    assert source.data == {"d": "2027-03-12", "t": "09:30", "n": "007", "y": "yes", "x": "0x1F", "f": 1.5, "z": None}


def test_every_fault_comes_at_once_in_file_order() -> None:
    text = (
        HEAD
        + "rythm: monthly\nmembers: many\nsegments:\n  - id: Bad Id\n    titel: T\ndates:\n  last_gathering: 2026-02-31\n"
    )
    assert codes(text) == [
        ("misspelt-key", 3, 1),
        ("not-a-number", 4, 10),
        ("bad-id", 6, 9),
        ("misspelt-key", 7, 5),
        ("no-such-day", 9, 19),
    ]


def test_duplicate_keys_name_the_first() -> None:
    with pytest.raises(InputError) as error:
        parse_yaml(HEAD + "name: Y\n", "f.yaml")
    problem = error.value.problems[0]
    assert (problem.code, problem.facts) == ("duplicate-key", {"found": "name", "line": "2"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("# only a comment\n", "empty-file"),
        ("\tname: X\n", "tab"),
        ("name: 'open\n", "open-quote"),
        ("a: [1, 2\n", "open-bracket"),
        ("a: b: c\n", "stray-colon"),
        ("a: 1\n---\nb: 2\n", "two-documents"),
        ("a: &x 1\nb: *x\n", "alias"),
        ("a: !!python/object/apply:os.system ['true']\n", "tag"),
        ("? [a]\n: b\n", "odd-key"),
        ("a: " + "[" * 3000, "too-deep"),
        ("a: " + "[" * 70 + "]" * 70, "too-deep"),
        ("a: \x00\n", "unreadable-character"),
    ],
)
def test_bad_yaml(text: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        parse_yaml(text, "f.yaml")
    assert code in {p.code for p in error.value.problems}


def test_an_alias_bomb_stays_small() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(InputError) as error:
        parse_yaml(bomb, "f.yaml")
    assert {p.code for p in error.value.problems} == {"alias"}


def test_a_list_at_the_top_is_no_profile() -> None:
    assert [c for c, _, _ in codes("- a\n- b\n")] == ["not-a-profile"]


@pytest.mark.parametrize(
    ("line", "code"),
    [("name: X", "no-version"), ("copkit: 2\nname: X", "other-version"), ("copkit: true\nname: X", "other-version")],
)
def test_versions(line: str, code: str) -> None:
    assert [c for c, _, _ in codes(line + "\n")] == [code]


def test_a_large_file_is_not_even_parsed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(InputError) as error:
        read_text(path, "big.yaml")
    assert error.value.problems[0].code == "too-large"


def test_times_are_read_with_and_without_quotes() -> None:
    text = 'copkit: 1\nid: x\nmode: virtual\ndays:\n  - {start: 9:30, end: "11:00"}\n'
    day = check(parse_yaml(text, "f.yaml"), Convening).days[0]
    assert (day.start, day.end, day.length) == (time(9, 30), time(11, 0), 90)


@pytest.mark.parametrize(
    ("word", "near"), [("troika", "troika-consulting"), ("postcards-exchange", "postcard-exchange"), ("zzz", None)]
)
def test_the_nearest_word(word: str, near: str | None) -> None:
    assert nearest(word, ["troika-consulting", "postcard-exchange", "break"]) == near
