"""Composing: a frame of opening, voice, momentum and closing; work in between; rest where it is due."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.core.activity import Mode, MomentumCategory, Role
from copkit.core.composing.choosing import (
    Option,
    Setting,
    builder,
    cheapest_cover,
    in_order,
    option_of,
    options,
)  # fmt: skip
from copkit.core.composing.timing import Timed, fit, has_lunch, shortest, stretched, with_breaks, with_lunch
from copkit.core.design import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.activity import Activity, Mechanism
    from copkit.core.community import Profile
    from copkit.core.design import Convening, GatheringDay, Outcome

ASSUMED_PEOPLE = 20
LEAST_WORK = 15
LONG = 120
WORKING_GROUPS_FROM = 150
BUFFER, MOST_BUFFER = 5, 15
MORE_BREAKS = 6
GAP = 10
SHORT_WORK = 15
SAME_TYPE = 2.5
BREAK = {True: 15, False: 10}
VIRTUAL_BREAK = {True: 10, False: 5}


@dataclass(frozen=True, slots=True)
class Draft:
    """A first agenda: blocks for each day, what people do before and after, and needs that nothing could meet."""

    days: tuple[tuple[Block, ...], ...]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    unmet: tuple[Mechanism, ...]


@dataclass(frozen=True, slots=True)
class TooShort:
    """No agenda fits: the minutes there are on a day, and the least that are needed."""

    day: int
    given: int
    needed: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands on a day before any work is chosen."""

    day: GatheringDay
    head: tuple[Option, ...]
    middle: tuple[Option, ...]
    tail: tuple[Option, ...]
    lunch: Option | None
    rest: Option
    spare: Option

    @property
    def least(self) -> int:
        """Return the minutes that the frame takes at its shortest, with lunch."""
        fixed = (*self.head, *self.middle, *self.tail, *((self.lunch,) if self.lunch else ()))
        return sum(shortest(o) for o in fixed)

    def kept(self, setting: Setting) -> int:
        """Return the spare minutes to keep, as `copkit check` asks for them, in fives."""
        share, least = (setting.standards.figure("CPK216", name) for name in ("share", "from_minutes"))
        wanted = BUFFER * math.ceil(share * self.day.length / BUFFER)
        return min(MOST_BUFFER, wanted) if self.day.length >= least else 0

    def pause(self, setting: Setting) -> Timed:
        """Return a break of this day."""
        in_person = setting.mode is Mode.IN_PERSON
        minutes = (BREAK if in_person else VIRTUAL_BREAK)[self.day.length >= WORKING_GROUPS_FROM]
        return Timed(replace(self.rest, low=minutes, typical=minutes, high=minutes), minutes, pause=True)

    def breaks(self, setting: Setting) -> int:
        """Return how many breaks the day needs at the least."""
        parts = 2 if self.lunch else 1
        return parts * (math.ceil(self.day.length / parts / (setting.stretch + GAP)) - 1)

    def budget(self, setting: Setting, breaks: int) -> int:
        """Return the minutes for work."""
        return self.day.length - self.least - breaks * self.pause(setting).minutes - self.kept(setting)


def assumed_people(convening: Convening, profile: Profile) -> int:
    """Return the head count to plan for: as typed, else the audience's counts, else twenty."""
    if convening.people is not None:
        return convening.people
    counts = [s.count for s in profile.segments if s.id in convening.strategic.audience and s.count]
    return max(3, sum(counts)) if counts else ASSUMED_PEOPLE


def compose(convening: Convening, setting: Setting, activities: Mapping[str, Activity]) -> Draft | TooShort:
    """Draft an agenda for each day of a convening.

    Every agenda opens, lets everyone speak early, rests, holds one momentum builder of each category (S2-1) with the
    first step in the last part of the last day (S2-10), collects plus and delta and closes.
    """
    frames = [_frame(convening, i, setting, activities) for i in range(len(convening.days))]
    for number, frame in enumerate(frames, start=1):
        if frame.day.length < frame.least + LEAST_WORK:
            return TooShort(number, frame.day.length, frame.least + LEAST_WORK)
    total = sum(max(LEAST_WORK, f.budget(setting, f.breaks(setting))) for f in frames)
    pool = [o for o in options(activities, Role.WORK, setting) if o.activity.quadrant.startswith("sync")]
    must = cheapest_cover(pool, setting.needs, total)
    chosen = _choose(pool, must, convening.outcomes, total)
    days = []
    queue = in_order(chosen)
    share = min(1.0, sum(o.typical for o in chosen) / total)  # what there is, is spread over the days
    for i, frame in enumerate(frames):
        timed, queue = _fill(frame, queue, setting, must, share=share, last=i == len(frames) - 1)
        days.append(timed)
    used = {t.id for day in days for t in day}
    chosen = [o for o in chosen if o.id in used]
    momentum = [o for f in frames for o in f.middle + f.tail if o.activity.role is Role.MOMENTUM]
    serves = served(chosen, momentum, convening.outcomes)
    met = {m for o in chosen for m in o.activity.does} | {
        m for f in frames for o in f.tail + f.head + f.middle for m in o.activity.does
    }
    return Draft(
        tuple(tuple(_block(t, serves) for t in day) for day in days),
        *around(activities, convening.outcomes),
        tuple(m for m in setting.needs if m not in met),
    )


def _frame(convening: Convening, index: int, setting: Setting, activities: Mapping[str, Activity]) -> _Frame:
    day = convening.days[index]
    first, last = index == 0, index == len(convening.days) - 1

    def one(name: str) -> tuple[Option, ...]:
        return (option_of(activities[name], setting),) if name in activities else ()

    head = (*one("opening-why"), *one("pair-hello")) if first else one("one-word-check")
    lunch, rest, spare = (option_of(activities[name], setting) for name in ("lunch", "break", "buffer"))
    pauses = (lunch if has_lunch(day) else None, rest, spare)
    if not last:
        return _Frame(day, head, (), one("plus-delta"), *pauses)
    room = day.length
    in_person = setting.mode is Mode.IN_PERSON
    step = (
        ("postcard-exchange", "send-the-email")
        if in_person and setting.purpose in {"network", "peer-support", "learn"}
        else ("send-the-email", "postcard-exchange")
    )
    quick = ("accountability-pairs",) if room < LONG // 2 + LEAST_WORK else ()
    ahead = ("working-groups", "thirty-day-check-in") if room >= WORKING_GROUPS_FROM else ("thirty-day-check-in",)
    what_next = builder(activities, MomentumCategory.WHAT_NEXT, setting, max(5, room // 4), ahead)
    ties = ("make-alongside-groups", "group-channel") if convening.format == "make-together-day" else ("group-channel",)
    relation = builder(activities, MomentumCategory.RELATIONSHIPS, setting, max(10, room // 3), ties)
    first_step = builder(activities, MomentumCategory.FIRST_STEP, setting, 15, (*quick, *step))
    tail = (*one("plus-delta"), *((first_step,) if first_step else ()), *one("closing-next-step"))
    middle = tuple(o for o in (what_next, relation) if o)
    return _Frame(day, head, middle, tail, *pauses)


def _choose(pool: Sequence[Option], must: Sequence[Option], outcomes: Sequence[Outcome], total: int) -> list[Option]:
    """Add to what the purpose needs: something for each outcome, then the worthiest until the time is used."""
    chosen = list(must)

    def room() -> int:
        return total - sum(o.typical for o in chosen)

    for outcome in outcomes:
        if not any(outcome.kind in o.activity.outcomes for o in chosen):
            serving = (o for o in pool if o not in chosen and outcome.kind in o.activity.outcomes)
            chosen += [o for o in serving if o.low <= room()][:1]
    while room() >= LEAST_WORK:
        types = [o.activity.type for o in chosen]
        more = max(
            (o for o in pool if o not in chosen and o.draftable and o.typical >= SHORT_WORK and o.low <= room()),
            key=lambda o: (o.worth - SAME_TYPE * types.count(o.activity.type), o.id),
            default=None,
        )
        if more is None:
            break
        chosen.append(more)
    return chosen


def _fill(
    frame: _Frame, queue: Sequence[Option], setting: Setting, must: Sequence[Option], *, share: float, last: bool
) -> tuple[list[Timed], list[Option]]:
    """Fill one day from the queue, with as many breaks as its blocks turn out to need."""
    placed: list[Timed] = []
    taken: list[Option] = []
    first = frame.breaks(setting)
    for breaks in range(first, first + MORE_BREAKS):
        budget = max(0, frame.budget(setting, breaks))
        taken = _take(queue, budget if last else round(budget * share), must, last=last)
        placed = _arrange(frame, taken, budget, setting)
        placed = with_lunch(frame.day, placed, frame.lunch) if frame.lunch else placed
        closing = len(frame.middle) + len(frame.tail)
        placed = with_breaks(placed, frame.pause(setting), setting.stretch, closing)
        if sum(t.minutes for t in placed) <= frame.day.length or not budget:
            break
    return stretched(placed, frame.day.length), [o for o in queue if o not in taken]


def _take(queue: Sequence[Option], budget: int, must: Sequence[Option], *, last: bool) -> list[Option]:
    """Take from the front of the queue what fits; on the last day what the purpose needs, then the worthiest."""
    ranked = sorted(queue, key=lambda o: (o not in must, -o.worth, o.id)) if last else list(queue)
    taken: list[Option] = []
    for option in ranked:
        room = budget - sum(shortest(o) if last else max(shortest(o), o.typical) for o in taken)
        if shortest(option) <= room:
            taken.append(option)
    return [o for o in queue if o in taken]


def _arrange(frame: _Frame, taken: Sequence[Option], budget: int, setting: Setting) -> list[Timed]:
    """Time the work within the budget; what it leaves makes the frame's own blocks and the spare time less tight."""
    fixed = (*frame.head, *frame.middle, *frame.tail)
    work = fit(taken, budget)
    left = budget - sum(t.minutes for t in work)
    framed = fit(fixed, sum(shortest(o) for o in fixed) + left)
    left -= sum(t.minutes for t in framed) - sum(shortest(o) for o in fixed)
    minutes = min(MOST_BUFFER, frame.kept(setting) + left)
    buffer = [Timed(frame.spare, minutes, pause=True)] if minutes >= BUFFER else []
    return [*framed[: len(frame.head)], *work, *buffer, *framed[len(frame.head) :]]


def served(
    work: Sequence[Option], momentum: Sequence[Option], outcomes: Sequence[Outcome]
) -> dict[str, tuple[str, ...]]:
    """Say which outcomes each block serves: those of a kind that it can serve; momentum carries them all."""
    everything = tuple(o.id for o in outcomes)
    found = {o.id: everything for o in momentum}
    for option in work:
        found[option.id] = tuple(o.id for o in outcomes if o.kind in option.activity.outcomes)
    for outcome in outcomes:
        if work and not any(outcome.id in found[o.id] for o in work):
            nearest = min(work, key=lambda o: (len(found[o.id]), -o.worth, o.id))
            found[nearest.id] = (*found[nearest.id], outcome.id)
    return {name: serves or everything[:1] for name, serves in found.items()}


def _block(timed: Timed, serves: Mapping[str, tuple[str, ...]]) -> Block:
    return Block(activity=timed.id, minutes=timed.minutes, serves=serves.get(timed.id, ()))


def around(
    activities: Mapping[str, Activity], outcomes: Sequence[Outcome]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Choose what people do in their own time before and after."""
    before = _async(activities, ("reading-and-reflection", "async-poll"), outcomes)
    return before, _async(activities, ("after-call-thread", "async-discussion-week"), outcomes)


def _async(activities: Mapping[str, Activity], names: Iterable[str], outcomes: Sequence[Outcome]) -> tuple[Block, ...]:
    """Choose what people do in their own time before or after: practice starts earlier and lasts longer (S1-6)."""
    found = next((name for name in names if name in activities), None)
    return (Block(activity=found, serves=tuple(o.id for o in outcomes)),) if found else ()
