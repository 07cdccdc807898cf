"""Reading a solution: which blocks stand in which order, with their rests and their spare time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copkit.core.activity import Role
from copkit.core.composing.arranging import SPARE, arrange, rank
from copkit.core.composing.choosing import GRID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.composing.arranging import Placing
    from copkit.core.composing.choosing import Option
    from copkit.core.composing.frame import Frame, Part
    from copkit.core.composing.modelling import Model
    from copkit.core.composing.solver import Solved

HALF = 0.5
LONGEST_PAUSE = {"lunch": 75, "break": 20}
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Pauses:
    """What people rest in: a break, lunch, spare time."""

    rest: Option
    lunch: Option
    spare: Option


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on each day and for how long; its worth; the parts in which blocks had to be shortened."""

    days: Mapping[int, Sequence[Placing]]
    worth: float
    shortened: tuple[Part, ...]


@dataclass(slots=True)
class _Loss:
    """What shortening costs, and where it was needed."""

    worth: float = 0.0
    parts: list[Part] = field(default_factory=list)


def placed(model: Model, solved: Solved, part: Part) -> list[Placing]:
    """Return what a solution puts into a part, with its minutes."""
    found = []
    for s in model.by_part.get(part.number, ()):
        if solved.values[s.there] > HALF:
            more = round(solved.values[s.more]) if s.more is not None else 0
            found.append((s.option, s.option.shortest + GRID * more))
    return found


def blocks_of(model: Model, solved: Solved, pauses: Pauses) -> Found:
    """Return what stands on each day and for how long, in order."""
    loss = _Loss()
    days = {f.number: _day(model, solved, f, pauses, loss) for f in model.frames}
    return Found(days, solved.worth - loss.worth, tuple(loss.parts))


def _day(model: Model, solved: Solved, frame: Frame, pauses: Pauses, loss: _Loss) -> list[Placing]:
    found: list[Placing] = []
    free = 0
    for w, window in enumerate(frame.windows):
        found += [(pauses.rest, frame.rest)] if _on(model, solved, frame, w - 1, "after") else []
        gap = round(solved.values[model.gaps[frame.number, w]])
        unused = model.free.get((frame.number, w))
        buffer = gap - (0 if unused is None else round(solved.values[unused]))
        rows: list[Placing] = []
        for p, part in enumerate(window.parts):
            before, after = _beside(model, solved, frame, w, p)
            beside = (before, after + buffer * (part is window.parts[-1]))
            stretches, freed = _stretches(model, solved, part, beside, loss, rest=frame.rest, after_lunch=p > 0)
            free += freed
            for i, stretch in enumerate(stretches):
                rows += [(pauses.rest, frame.rest)] if i else []
                rows += stretch
            if p < len(window.parts) - 1:
                rows.append((frame.lunch or pauses.lunch, round(GRID * solved.values[model.lunch[frame.number]])))
        found += _with_spare(rows, pauses.spare, buffer)
        free += gap - buffer
        if window.then is not None:
            found += [(pauses.rest, frame.rest)] if _on(model, solved, frame, w, "before") else []
            found.append((window.then, window.then.low))
    return _stretched(found, free) if len(frame.windows) == 1 else found


def _stretches(
    model: Model, solved: Solved, part: Part, beside: tuple[int, int], loss: _Loss, *, rest: int, after_lunch: bool
) -> tuple[tuple[tuple[Placing, ...], ...], int]:
    """Arrange a part; where no order keeps every stretch short, shorten what loses least until one does."""
    here = placed(model, solved, part)
    breaks = round(solved.values[model.breaks[part.number]])
    p, limit = model.setting.preferences, model.setting.stretch
    wanted = {o.id for options in model.kept.values() for o in options}
    freed = 0
    while True:
        stretches = arrange(here, breaks, limit, beside, after_lunch=after_lunch)
        if stretches is not None:
            return stretches, freed
        if not freed:
            loss.parts.append(part)
        if len(here) <= breaks:
            breaks -= 1
            freed += rest
            continue
        shorter = [
            (o.value(m, p.beyond_typical) - o.value(m - GRID, p.beyond_typical), GRID, i)
            for i, (o, m) in enumerate(here)
            if m - GRID >= o.shortest
        ]
        gone = [
            (o.value(m, p.beyond_typical), m, i)
            for i, (o, m) in enumerate(here)
            if o.role is Role.WORK and o.id not in wanted
        ]
        if not shorter and not gone:  # only what the organiser wants is left: it stands, and `copkit check` speaks
            limit = sum(m for _, m in here) + sum(beside)
            continue
        cost, minutes, i = min(shorter or gone)
        here[i] = (here[i][0], here[i][1] - minutes)
        here = [(o, m) for o, m in here if m]
        loss.worth += cost - minutes * p.idle_minute
        freed += minutes


def _on(model: Model, solved: Solved, frame: Frame, window: int, side: str) -> bool:
    number = model.around.get((frame.number, window, side))
    return number is not None and solved.values[number] > HALF


def _beside(model: Model, solved: Solved, frame: Frame, w: int, p: int) -> tuple[int, int]:
    """Return the minutes of fixed blocks that touch a part at its start and at its end without a rest between."""
    sums = []
    for number, side, touches in ((w - 1, "after", p == 0), (w, "before", p == len(frame.windows[w].parts) - 1)):
        there = touches and (frame.number, number, side) in model.around
        then = frame.windows[number].then
        sums.append(then.low if there and then and not _on(model, solved, frame, number, side) else 0)
    return sums[0], sums[1]


def _with_spare(rows: Sequence[Placing], spare: Option, minutes: int) -> list[Placing]:
    """Put the spare time of a window before what closes it."""
    if not minutes:
        return list(rows)
    last = max((i + 1 for i, (o, _) in enumerate(rows) if o.type in LONGEST_PAUSE), default=0)
    where = next((i for i in range(last, len(rows)) if rank(rows[i][0]) > SPARE), len(rows))
    return [*rows[:where], (spare, minutes), *rows[where:]]


def _stretched(placed: Sequence[Placing], left: int) -> list[Placing]:
    """Give minutes that nothing needs to the pauses, five at a time: lunch first, then breaks."""
    found = list(placed)
    order = sorted((i for i, (o, _) in enumerate(found) if o.type in LONGEST_PAUSE), key=lambda i: (-found[i][1], i))
    for _ in range(ROUNDS):
        for i in order:
            option, minutes = found[i]
            if left >= GRID and minutes + GRID <= LONGEST_PAUSE[option.type]:
                found[i] = (option, minutes + GRID)
                left -= GRID
    return found
