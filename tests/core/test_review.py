"""What the review of an activity notices: one change to a well-made one, one finding."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from copkit.core.activity import Activity, review
from copkit.core.activity.review import lix
from copkit.reading.library import Library
from copkit.shelf import words

LICENCES = list(words()["labels"]["licences"])
ROOM = words()["review"]["room"]


@pytest.fixture
def plain(library: Library) -> dict[str, Any]:
    return library.activities["troika-consulting"].model_dump(mode="json", exclude_none=True)


def codes(library: Library, data: dict[str, Any]) -> list[str]:
    return [f.code for f in review(Activity.model_validate(data), set(library.activities), LICENCES, ROOM)]


def put(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    data = deepcopy(data)
    *parts, last = path.split(".")
    place: Any = data
    for part in parts:
        place = place[int(part)] if part.isdigit() else place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


def test_the_example_is_well_made(library: Library, plain: dict[str, Any]) -> None:
    assert codes(library, plain) == []


LONG = "This is a sentence that goes on and on with many small words so that nobody who hears it in a busy room can still know at its end how it began some time ago."


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("minutes.typical", 31, "minutes-differ"),
        ("minutes.min", 22, "minutes-differ"),
        ("minutes.fewest", 12, "minutes-differ"),
        ("minutes.most", 99, "minutes-differ"),
        ("people.typical", 61, "people-order"),
        ("gist", "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one more than that.", "gist-long"),
        ("what_for", LONG, "sentence-long"),
        ("capture", "Write it *down* now.", "markup-in-prose"),
        ("capture", "See [this](page) now.", "markup-in-prose"),
        ("steps.0.say", "Write. Then look. Then speak.", "prompt-sentences"),
        ("steps.0.say", "Contextualise organisational interdependencies methodologically throughout collaborative infrastructures.", "prompt-hard"),
        ("directions.virtual", None, "directions-missing"),
        ("modes", ["in-person", "virtual"], "directions-unused"),
        ("role", "momentum", "momentum-missing"),
        ("momentum", {"category": "first-step", "rationale": "It begins."}, "momentum-unused"),
        ("role", "closing", "cut-protected"),
        ("steps.0.do", "Put a card on the wall.", "room-only"),
        ("follow_with", ["no-such-thing"], "link-unknown"),
        ("instead", ["troika-consulting"], "link-self"),
        ("origin.licence", "secret", "licence-unknown"),
        ("steps.1.arrangement", "plenary", "round-fixed"),
        ("steps.1.minutes", {"min": 0, "typical": 8, "max": 12}, "turn-short"),
    ],
)  # fmt: skip
def test_one_change_is_noticed(path: str, value: Any, code: str, library: Library, plain: dict[str, Any]) -> None:
    plain["steps"][0].pop("online", None)
    assert code in codes(library, put(plain, path, value))


def test_a_prompt_of_forty_words_passes_and_one_more_does_not(library: Library, plain: dict[str, Any]) -> None:
    said = " ".join(["so"] * 19) + ". " + " ".join(["so"] * 21) + "."
    assert "prompt-words" not in codes(library, put(plain, "steps.0.say", said))
    assert "prompt-words" in codes(library, put(plain, "steps.0.say", "so " + said))


def test_the_readability_index_is_the_one_of_bjoernsson() -> None:
    """Ten words in two sentences, two of them long: 10/2 + 100·2/10 = 25."""
    assert lix("The children went outside today. They saw the big dog.") == pytest.approx(10 / 2 + 100 * 2 / 10)
    assert lix("") == 0


def test_a_round_of_forty_is_not_ten_minutes(library: Library) -> None:
    """Every plenary round in the library grows with the room."""
    for a in library.activities.values():
        assert not {"round-fixed", "turn-short"} & {f.code for f in review(a, set(library.activities), LICENCES, ROOM)}
