"""What calendars have seen: numbers that rise with every change and with nothing else, and nothing that just vanishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.publishing import KEPT_DAYS, Event, Published, PublishedEvent, publish

DAY = date(2026, 11, 21)
UIDS = [f"00000000-0000-5000-8000-{n:012d}" for n in range(4)]
NOTHING = Published(copkit=1, convening="spring", calendar=UIDS[0])


def event(n: int = 1, title: str = "Opening", minutes: int = 30, **more: object) -> Event:
    begins = datetime(2027, 3, 12, 9, 30, tzinfo=UTC)
    return replace(Event(UIDS[n], "block", begins, title, minutes, "Europe/Berlin"), **more)  # type: ignore[arg-type]


def only(published: Published) -> PublishedEvent:
    (found,) = published.events
    return found


def test_nothing_changes_where_nothing_changed() -> None:
    first = publish([event()], NOTHING, DAY)
    assert (only(first).sequence, only(first).changed, only(first).begins) == (0, DAY, event().begins)
    assert publish([event()], first, DAY + timedelta(days=40)) == first


def test_every_word_and_time_counts_as_a_change() -> None:
    first = publish([event()], NOTHING, DAY)
    others = [
        event(title="Close"), event(minutes=31), event(begins=date(2027, 3, 12), minutes=0), event(zone="Asia/Tokyo"),
        event(about="x"), event(place="x"), event(link="x"), event(category="x"), event(within="x"), event(busy=False),
    ]  # fmt: skip
    for other in others:
        assert only(publish([other], first, DAY + timedelta(days=1))).sequence == 1, other
    assert len({e.digest for e in [event(), *others]}) == len(others) + 1


def test_what_is_gone_is_cancelled_told_for_a_while_and_goes_on_with_its_number() -> None:
    first = publish([event()], NOTHING, DAY)
    gone = publish([], first, DAY + timedelta(days=1))
    assert (only(gone).sequence, only(gone).cancelled) == (1, DAY + timedelta(days=1))
    assert publish([], gone, DAY + timedelta(days=9)) == gone
    ends = date(2027, 3, 12)
    for days, told in ((0, 1), (KEPT_DAYS, 1), (KEPT_DAYS + 1, 0)):
        assert len(gone.still_told(ends + timedelta(days=days), shared=False)) == told
    assert gone.still_told(DAY, shared=True) == ()
    back = publish([event()], gone, DAY + timedelta(days=400))
    assert (only(back).sequence, only(back).cancelled) == (2, None)


def test_what_is_cancelled_after_it_was_is_told_as_long() -> None:
    gone = publish([], publish([event()], NOTHING, DAY), date(2028, 1, 1))
    assert gone.still_told(date(2028, 1, 31), shared=False)
    assert not gone.still_told(date(2028, 2, 1), shared=False)


def test_what_passes_midnight_ends_on_the_day_after() -> None:
    late = event(begins=datetime(2027, 3, 12, 23, 30, tzinfo=UTC), minutes=60)
    assert only(publish([late], NOTHING, DAY)).ends == date(2027, 3, 13)


STEPS = st.lists(
    st.tuples(st.dictionaries(st.integers(1, 3), st.sampled_from(["a", "b"])), st.integers(-5, 60)), max_size=8
)


@given(STEPS)
def test_numbers_and_days_never_go_back_and_nothing_is_lost(steps: list[tuple[dict[int, str], int]]) -> None:
    published, today = NOTHING, DAY
    for shown, days in steps:
        today += timedelta(days=days)
        before = {e.uid: e for e in published.events}
        published = publish([event(n, title) for n, title in shown.items()], published, today)
        after = {e.uid: e for e in published.events}
        assert before.keys() <= after.keys()
        assert {uid for uid, e in after.items() if not e.cancelled} == {UIDS[n] for n in shown}
        for uid, old in before.items():
            new = after[uid]
            assert new.changed >= old.changed
            changed = (new.digest, bool(new.cancelled)) != (old.digest, bool(old.cancelled))
            assert new.sequence == old.sequence + changed
        assert (
            publish([event(n, title) for n, title in shown.items()], published, today + timedelta(days=3)) == published
        )
