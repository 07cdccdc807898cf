"""The activity library: every file is true to itself, and the six momentum builders carry their exact facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.core.activity import (
    Activity,
    Mode,
    MomentumCategory,
    Role,
    Talk,
    review,
    share_out,
    step_minutes,
    total_minutes,
)
from copkit.core.activity.review import texts
from copkit.core.agenda import lay_out
from copkit.core.design import Convening
from copkit.core.voice import figures
from copkit.reading.library import Library
from copkit.shelf import HERE, Shelf, words

FILES = sorted((HERE / "library" / "activities").glob("*.yaml"))
IDS = [p.stem for p in FILES]
LEVELS = ("min", "typical", "max")
FACTS = Path(__file__).parents[3] / "shared" / "domain" / "activities.yaml"


@pytest.fixture
def activity(request: pytest.FixtureRequest, library: Library) -> Activity:
    return library.activities[request.param]


def test_every_file_is_read_without_a_word(library: Library) -> None:
    assert library.problems == ()
    assert sorted(library.activities) == IDS


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_it_is_well_made(activity: Activity, library: Library) -> None:
    """Minutes sum at the fewest, the typical and the most people; prompts, directions, links and licence hold."""
    assert (
        review(activity, set(library.activities), list(words()["labels"]["licences"]), words()["review"]["room"]) == []
    )
    for level in LEVELS:
        assert total_minutes(activity, activity.people.typical, level) == getattr(activity.minutes, level)  # type: ignore[arg-type]
    ends = [
        (activity.people.min, activity.minutes.fewest),
        (activity.people.max or activity.people.typical, activity.minutes.most),
    ]
    for people, stated in ends:
        assert total_minutes(activity, people, "typical") == (activity.minutes.typical if stated is None else stated)


PHI = {"listen": 0.0, "questions": 0.4, "ring": 0.5, "pause": 0.0, "open": 0.8}


def airtime(talk: Talk, minutes: float, group: int | None, people: int) -> float:
    """Domain model §D3, expected airtime: written down once more from its text."""
    if group is not None and group > 1:
        eta = 0.9 if group == 2 else 0.85 if group <= 5 else 0.75
        return 0.0 if talk in {Talk.LISTEN, Talk.WRITE, Talk.MAKE} else minutes * eta / group
    if talk is Talk.TURNS:
        return minutes / people
    return minutes * 0.8 * PHI[talk] / people if talk in {Talk.OPEN, Talk.QUESTIONS, Talk.RING} else 0.0


def sure_share(talk: Talk, group: int | None) -> float:
    """Domain model §D3, guaranteed airtime as a share of the expected."""
    if talk is Talk.TURNS:
        return 1.0 if group is None or group <= 7 else 0.5
    if talk is not Talk.OPEN or group is None or group < 2:
        return 0.0
    return 0.5 if group <= 5 else 0.25 if group <= 7 else 0.0


@pytest.mark.parametrize("activity", IDS, indirect=True)
def test_steps_and_minutes_agree_with_the_voice_figures(activity: Activity, library: Library) -> None:
    """The activity alone in an agenda, against the formulas of domain model §D3."""
    people, total = max(3, activity.people.typical), activity.minutes.typical  # a convening begins with three
    day = {"minutes": max(total, 1), "agenda": [{"activity": activity.id, "minutes": total}]}
    made = Convening.model_validate(
        {"copkit": 1, "id": "x", "mode": activity.modes[0], "people": people, "days": [day]}
    )
    v = figures(lay_out(made, people, library.activities, library.kinds))
    pause = activity.role is Role.PAUSE
    steps = [
        (s.talk, step_minutes(s, people, "typical"), s.group_size)
        for s in activity.steps
        if not pause and s.talk is not Talk.PAUSE
    ]
    working = sum(t for _, t, _ in steps)
    small = sum(t for talk, t, g in steps if g in {2, 3, 4, 5} and talk in {Talk.TURNS, Talk.OPEN})
    grouped = {(talk, g): talk in {Talk.OPEN, Talk.QUESTIONS} and g is not None and g > 1 for talk, _, g in steps}
    active = sum(t * (1 if grouped[talk, g] else PHI.get(talk, 1.0)) for talk, t, g in steps)
    assert v.working_minutes == working
    assert v.expected_airtime == pytest.approx(sum(airtime(talk, t, g, people) for talk, t, g in steps))
    assert v.guaranteed_airtime == pytest.approx(
        sum(airtime(talk, t, g, people) * sure_share(talk, g) for talk, t, g in steps)
    )
    assert v.small_group_share == pytest.approx(small / working if working else 0)
    assert v.active_share == pytest.approx(active / working if working else 0)
    if activity.role in {Role.WORK, Role.FIRST_VOICE} and activity.intent == "create":
        assert v.active_share >= 0.5 or working <= 10, "people make and talk, it says, and most of the time they listen"
        assert v.coverage or v.small_group_share or Talk.MAKE in {talk for talk, *_ in steps}


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
        return " ".join(text for _, text in texts(a[name].model_dump(mode="json"))).lower()

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
def test_every_method_of_the_fact_sheet_is_there(library: Library) -> None:
    from ruamel.yaml import YAML

    facts = YAML(typ="safe", pure=True).load(FACTS.read_text(encoding="utf-8"))["methods"]
    assert len(facts) == 138
    assert {m["id"] for m in facts} <= set(library.activities)


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
    assert [p.severity.value for p in layered.problems] == ["warning"]
