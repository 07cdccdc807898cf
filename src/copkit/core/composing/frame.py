"""The frame of each day: what stands before any work is chosen, and the parts that work can fill."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from copkit.core.activity import Mode, Role
from copkit.core.agenda import elapsed
from copkit.core.composing.choosing import GRID, option_of, own_option
from copkit.core.dates import minutes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.activity import Activity
    from copkit.core.composing.choosing import Kinds, Option, Setting
    from copkit.core.design import Block, Convening, GatheringDay

LONG_DAY = 300
LONG_ENOUGH_FOR_BREAKS = 150
NOON = 12 * 60 + 30
LUNCH_FROM, LUNCH_TO = 11 * 60 + 30, 14 * 60
LUNCH, USUAL_LUNCH = 45, 60
MOST_SPARE = 15
BREAK = {True: 15, False: 10}
VIRTUAL_BREAK = {True: 10, False: 5}
EVENING = "evening-before"


@dataclass(frozen=True, slots=True)
class Part:
    """The time between two long rests or fixed things: its day, and its place in the whole work between 0 and 1."""

    number: int
    day: int
    place: float


@dataclass(frozen=True, slots=True)
class Window:
    """The time from one fixed thing to the next; `before_lunch` are the minutes after which lunch should begin."""

    minutes: int
    parts: tuple[Part, ...]
    before_lunch: float | None
    then: Option | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One day before any work is chosen; `lunch` is the organiser's own, where they want one at no fixed time."""

    number: int
    day: GatheringDay
    windows: tuple[Window, ...]
    head: tuple[Option, ...]
    tail: tuple[Option, ...]
    rest: int
    last: bool
    lunch: Option | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return all parts of the day."""
        return tuple(p for w in self.windows for p in w.parts)


def spare_minutes(day: GatheringDay, setting: Setting) -> int:
    """Return the spare minutes to keep, as `copkit check` asks for them, in fives."""
    share, least = (setting.standards.figure("CPK216", name) for name in ("share", "from_minutes"))
    wanted = GRID * math.ceil(share * day.length / GRID)
    return min(MOST_SPARE, wanted) if day.length >= least else 0


def is_lunch(block: Block) -> bool:
    """Tell whether a block is the meal at midday."""
    return "lunch" in {block.type, block.activity}


def is_fixed(block: Block, day: GatheringDay) -> bool:
    """Tell whether a block stands at a time that is known."""
    return block.at is not None and day.start is not None


def has_lunch(day: GatheringDay) -> bool:
    """Tell whether a meal is to be placed: where it is wanted, or in five hours or more across midday.

    A lunch at a fixed time is there already. Where the hours are unknown, midday is taken to be among them.
    """
    meals = [b for b in day.keep if is_lunch(b)]
    if meals:
        return not any(is_fixed(b, day) for b in meals)
    if day.length < LONG_DAY:
        return False
    return day.start is None or (minutes_of(day.start) < LUNCH_FROM and minutes_of(day.start) + day.length > LUNCH_TO)


def frames_of(
    convening: Convening, setting: Setting, activities: Mapping[str, Activity], kinds: Kinds
) -> tuple[Frame, ...]:
    """Return the frame of each day that has work; the evening before has none."""
    main = [i for i, d in enumerate(convening.days) if d.kind != EVENING]
    shapes = {i: _shape(convening.days[i], setting, activities, kinds) for i in main}
    total = sum(1 if meal is None else 2 for shape in shapes.values() for _, meal, _ in shape)
    found, number = [], 0
    for i in main:
        windows = []
        for minutes, meal, then in shapes[i]:
            count = 1 if meal is None else 2
            parts = tuple(Part(number + n, i, (number + n + 0.5) / total) for n in range(count))
            number += count
            windows.append(Window(minutes, parts, meal, then))
        day, last = convening.days[i], i == main[-1]
        head = ("opening-why", "pair-hello") if i == main[0] else ("one-word-check",)
        tail = ("plus-delta", "closing-next-step") if last else ("plus-delta",)
        kept = {b.activity for b in day.keep}
        opened, closed = (
            tuple(option_of(activities[n], setting, kinds) for n in names if n in activities and n not in kept)
            for names in (head, tail)
        )
        meal_ = next((b for b in day.keep if is_lunch(b) and has_lunch(day)), None)
        lunch = kept_option(meal_, setting, activities, kinds) if meal_ else None
        found.append(Frame(i, day, tuple(windows), opened, closed, _rest(day, setting), last, lunch))
    return tuple(found)


def _rest(day: GatheringDay, setting: Setting) -> int:
    table = BREAK if setting.mode is Mode.IN_PERSON else VIRTUAL_BREAK
    return table[day.length >= LONG_ENOUGH_FOR_BREAKS]


def _shape(
    day: GatheringDay, setting: Setting, activities: Mapping[str, Activity], kinds: Kinds
) -> list[tuple[int, float | None, Option | None]]:
    """Return for each window: its minutes, those before lunch where it stands in it, what ends it."""
    fixed = fixed_points(day, setting, activities, kinds)
    edges = [(0, 0), *((start, start + option.low) for start, option in fixed), (day.length, day.length)]
    spans = [(end, max(0, start - end)) for (_, end), (start, _) in pairwise(edges)]
    meal = _with_lunch(day, spans)
    enders = [*(option for _, option in fixed), None]
    found: list[tuple[int, float | None, Option | None]] = []
    for i, ((begins, minutes), ender) in enumerate(zip(spans, enders, strict=True)):
        target = min(max(noon(day) - begins, minutes / 4), minutes * 3 / 4 - USUAL_LUNCH) if i == meal else None
        found.append((minutes, target, ender))
    return found


def noon(day: GatheringDay) -> float:
    """Return when lunch should begin, in minutes after the day's start: at half past twelve, else in the middle."""
    return (day.length - USUAL_LUNCH) / 2 if day.start is None else NOON - minutes_of(day.start)


def _with_lunch(day: GatheringDay, spans: Sequence[tuple[int, int]]) -> int | None:
    if not has_lunch(day):
        return None
    middle = noon(day)
    return min(
        range(len(spans)), key=lambda i: max(spans[i][0] - middle, middle - spans[i][0] - spans[i][1] + LUNCH, 0)
    )


def fixed_points(
    day: GatheringDay, setting: Setting, activities: Mapping[str, Activity], kinds: Kinds
) -> list[tuple[int, Option]]:
    """Return what must stand at its time, with its minutes after the day's start, in order."""
    rows = [
        (elapsed(block.at, day), kept_option(block, setting, activities, kinds))
        for block in day.keep
        if block.at is not None and is_fixed(block, day)
    ]
    return sorted(rows, key=lambda row: row[0])


def overlapping(points: Sequence[tuple[int, Option]], day: GatheringDay) -> bool:
    """Tell whether two things stand at the same time, or one outside its day."""
    end = 0
    for start, option in points:
        if start < end:
            return True
        end = start + option.low
    return end > day.length


def kept_option(block: Block, setting: Setting, activities: Mapping[str, Activity], kinds: Kinds) -> Option:
    """Describe what a draft must hold."""
    if block.activity is None:
        return own_option(block, setting, kinds)
    option = option_of(activities[block.activity], setting, kinds, block)
    return option if block.at is None or block.minutes else _at_typical(option, setting, activities, kinds)


def _at_typical(option: Option, setting: Setting, activities: Mapping[str, Activity], kinds: Kinds) -> Option:
    """Give what stands at a time and names no length its typical one."""
    block = option.block.model_copy(update={"minutes": option.typical})
    return option_of(activities[option.block.activity or ""], setting, kinds, block)


def rests(option: Option) -> bool:
    """Tell whether people rest in it."""
    return option.role is Role.PAUSE and option.type != "buffer"
