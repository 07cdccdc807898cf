"""The activity library: every file is true to itself, and the six momentum builders carry their exact facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import Activity, Mode, MomentumCategory, Role, Talk, share_out, step_minutes, total_minutes
from copkit.reading.library import Library
from copkit.shelf import HERE, Shelf

FILES = sorted((HERE / "library" / "activities").glob("*.yaml"))
IDS = [p.stem for p in FILES]
LEVELS = ("min", "typical", "max")
FACTS = Path(__file__).parents[3] / "shared" / "domain" / "activities.yaml"


@pytest.fixture
def activity(request: pytest.FixtureRequest, library: Library) -> Activity:
    return library.activities[request.param]


def sentences(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from sentences(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from sentences(inner, path)
    elif isinstance(value, str) and not path.startswith((".origin", ".id")):
        yield from ((path, s) for s in re.split(r"(?<=[.?])\s", value))


def test_every_file_is_read_without_a_word(library: Library) -> None:
    assert library.problems == ()
    assert sorted(library.activities) == IDS
    assert len(IDS) >= 30


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_the_minutes_add_up(activity: Activity) -> None:
    for level in LEVELS:
        assert total_minutes(activity, activity.people.typical, level) == getattr(activity.minutes, level)  # type: ignore[arg-type]
    assert activity.people.min <= activity.people.typical <= (activity.people.max or activity.people.typical)


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_every_link_resolves(activity: Activity, library: Library) -> None:
    assert set(activity.follow_with + activity.instead) <= set(library.activities)
    assert activity.id not in activity.follow_with + activity.instead
    assert activity.type in library.kinds


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_prompts_are_short_and_prose_is_plain(activity: Activity) -> None:
    for step in activity.steps:
        assert len(re.findall(r"[.?](?:\s|$)", step.say or "")) <= 2
        assert len((step.say or "").split()) <= 40
    for path, sentence in sentences(activity.model_dump(mode="json")):
        assert not re.search(r"[!`<>*_]", sentence) or path in {".type", ".stages"}, (path, sentence)
        assert len(sentence.split()) <= 30, (path, sentence)


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_each_offered_mode_has_its_directions(activity: Activity) -> None:
    for mode in Mode:
        there = getattr(activity.directions, mode.value.replace("-", "_"))
        assert bool(there) == (mode in activity.modes)
    assert (activity.momentum is not None) == (activity.role is Role.MOMENTUM)
    assert activity.cut == 0 or activity.role not in {Role.MOMENTUM, Role.CLOSING}


@settings(max_examples=1000, deadline=None)
@given(name=st.sampled_from(IDS), people=st.integers(3, 5000), minutes=st.integers(1, 600))
def test_shared_out_minutes_sum_to_the_block(library: Library, name: str, people: int, minutes: int) -> None:
    activity = library.activities[name]
    parts = share_out(activity, people, minutes)
    assert sum(parts) == minutes
    assert min(parts) >= 0
    low, high = (total_minutes(activity, people, level) for level in ("min", "max"))
    if low <= minutes <= high:
        for step, part in zip(activity.steps, parts, strict=True):
            assert step_minutes(step, people, "min") <= part <= step_minutes(step, people, "max")


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_more_people_never_take_less_time(activity: Activity) -> None:
    totals = [total_minutes(activity, n, "typical") for n in (4, 8, 16, 32, 64)]
    assert totals == sorted(totals)
    turns = [s for s in activity.steps if s.group_size is None and s.talk is Talk.TURNS]
    assert all(s.minutes.per_person or s.minutes.per_group for s in turns), "a go-round of forty is not ten minutes"


def test_all_three_categories_have_builders_for_every_mode(library: Library) -> None:
    for category in MomentumCategory:
        for mode in Mode:
            assert any(
                a.momentum and a.momentum.category is category and mode in a.modes for a in library.activities.values()
            )


def test_the_six_builders_carry_their_facts(library: Library) -> None:
    a = library.activities
    postcard, email = a["postcard-exchange"], a["send-the-email"]
    assert all(total_minutes(x, 24, level) == 15 for x in (postcard, email) for level in LEVELS)  # type: ignore[arg-type]
    assert [step_minutes(s, 24, "typical") for s in email.steps if s.talk is Talk.MAKE] == [10]
    assert any(m.item == "postcard" and m.spare and m.per == "person" for m in postcard.materials)
    categories = {
        "group-channel": "relationships", "thirty-day-check-in": "what-next", "milestone-event-gathering": "what-next",
        "working-groups": "what-next", "postcard-exchange": "first-step", "send-the-email": "first-step",
    }  # fmt: skip
    for name, category in categories.items():
        momentum = a[name].momentum
        assert momentum is not None
        assert momentum.category.value == category

    def said(name: str) -> str:
        return " ".join(s for _, s in sentences(a[name].model_dump(mode="json"))).lower()

    assert "three to five streams" in said("working-groups")
    assert "lead" in said("working-groups")
    assert "next meeting" in said("working-groups")
    assert "during the gathering" in said("group-channel")
    assert "private" in said("group-channel")
    assert "30 days" in said("thirty-day-check-in")
    assert "before the" in said("thirty-day-check-in")
    assert "invit" in said("thirty-day-check-in")
    assert "timeline" in said("postcard-exchange")


@pytest.mark.skipif(not FACTS.exists(), reason=f"the fact sheet is not here: {FACTS.name}")
def test_no_gist_is_copied_from_the_fact_sheet(library: Library) -> None:
    from ruamel.yaml import YAML

    facts = {m["id"]: m for m in YAML(typ="safe", pure=True).load(FACTS.read_text(encoding="utf-8"))["methods"]}
    for name, a in library.activities.items():
        if name in facts:
            assert a.gist != facts[name]["gist"]
            assert a.evidence == facts[name]["evidence"]


def test_the_communitys_own_activity_replaces_ours(tmp_path: Path, library: Library) -> None:
    own = (
        (HERE / "library" / "activities" / "break.yaml")
        .read_text(encoding="utf-8")
        .replace("title: Break", "title: Tea")
    )
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "break.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "activities" / "broken.yaml").write_text("copkit: 1\nid: broken\n", encoding="utf-8")
    layered = Library(Shelf(tmp_path))
    assert layered.activities["break"].title == "Tea"
    assert len(layered.activities) == len(library.activities)
    assert layered.problems
    assert {p.severity.value for p in layered.problems} == {"warning"}
