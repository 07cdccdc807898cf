"""Packing: every part filled to the minute, every rest in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.composing.choosing import GRID
from copkit.core.composing.frame import LUNCH, MOST_SPARE, USUAL_LUNCH, rests, spare_minutes
from copkit.core.composing.solver import INFINITE

if TYPE_CHECKING:
    from copkit.core.composing.frame import Frame, Part, Window
    from copkit.core.composing.modelling import Model, Terms

MOST_BREAKS = 8
WORTH_A_BREAK = 45.0  # minutes of sitting for each break
LUNCH_LEEWAY = 60
UNEVEN = 10.0
BARELY = -0.0005


def packed(model: Model) -> None:
    """Bind what stands where: the rows that make it an agenda that can be run."""
    for frame in model.frames:
        for w, window in enumerate(frame.windows):
            _fill(model, frame, w, window)
        _keep_spare(model, frame)
        _rest_in_time(model, frame)
        _wake(model, frame)


def _fill(model: Model, frame: Frame, number: int, window: Window) -> None:
    """Fill a window with its blocks, its breaks, its lunch and what is left over; keep lunch near noon."""
    program, p = model.program, model.setting.preferences
    filled: list[Terms] = []
    for part in window.parts:
        pauses = model.breaks[part.number] = program.variable(high=MOST_BREAKS)
        filled.append([*model.load(part), (pauses, float(frame.rest))])
        there = [(s.there, 1.0) for s in model.by_part.get(part.number, ())]
        program.row([*there, (pauses, -1 - 1 / MOST_BREAKS)], low=0.0)  # a block on either side of each
        program.row([*model.sitting(part), (pauses, -WORTH_A_BREAK)], low=0.0)  # none only to fill the time
    terms = [t for load in filled for t in load]
    if window.before_lunch is not None:
        wanted = frame.lunch.block.minutes if frame.lunch else None
        low, high = (LUNCH, USUAL_LUNCH) if wanted is None else (wanted, wanted)
        lunch = program.variable(p.lunch_step, low=low / GRID, high=high / GRID, whole=wanted is None)
        model.lunch[frame.number] = lunch
        terms.append((lunch, float(GRID)))
        late = program.variable(order=p.late_lunch_minute, high=INFINITE, whole=False)
        target = window.before_lunch
        program.row([(late, 1.0), *filled[0]], low=target)
        program.row([(late, 1.0), *[(n, -w) for n, w in filled[0]]], low=-target)
        program.row(filled[0], low=target - LUNCH_LEEWAY, high=target + LUNCH_LEEWAY)
    if window.then is not None and not rests(window.then):
        for side in ("before", "after", "through"):
            model.around[frame.number, number, side] = program.variable()
        terms.append((model.around[frame.number, number, "before"], float(frame.rest)))
    if (frame.number, number - 1, "after") in model.around:
        terms.append((model.around[frame.number, number - 1, "after"], float(frame.rest)))
    gap = model.gaps[frame.number, number] = program.variable(high=INFINITE, whole=False)
    longer = [(model.longer[frame.number], -1.0)] if window.then is None else []
    program.row([*terms, (gap, 1.0), *longer], low=window.minutes, high=window.minutes)


def loosened(model: Model, times: int) -> None:
    """Leave so many times more minutes free for each break, so that blocks find their place more easily."""
    for row, pauses in model.stretches:
        model.program.rows[row][0][pauses] = times * UNEVEN - model.setting.stretch


def _keep_spare(model: Model, frame: Frame) -> None:
    """Keep spare time as `copkit check` asks (CPK216), and waste no more than that."""
    program, p = model.program, model.setting.preferences
    gaps = [(gap, 1.0) for (day, _), gap in model.gaps.items() if day == frame.number]
    spare = spare_minutes(frame.day, model.setting)
    missing = program.variable(p.rule_minute, high=INFINITE, whole=False)
    program.row([*gaps, (missing, 1.0)], low=spare)
    idle = program.variable(p.idle_minute, high=INFINITE, whole=False)
    program.row([(idle, 1.0), *[(n, -w) for n, w in gaps]], low=-spare)


def _rest_in_time(model: Model, frame: Frame) -> None:
    """Keep every stretch without a break within the limit (CPK212), also beside what stands at a fixed time.

    Blocks seldom fill several stretches to the minute: for each break a few minutes are left free. People rest before
    or after a fixed block, unless it fits into one stretch with what stands around it.
    """
    program, limit = model.program, float(model.setting.stretch)
    for w, window in enumerate(frame.windows):
        for part in window.parts:
            terms: Terms = [*model.sitting(part), (model.breaks[part.number], UNEVEN - limit)]
            _long_ones_apart(model, part)
            beside = 0.0
            if part is window.parts[-1]:
                terms += _spare(model, frame, w)
            for number, side in ((w - 1, "after"), (w, "before")):
                edge = window.parts[0] if side == "after" else window.parts[-1]
                pause = model.around.get((frame.number, number, side))
                if pause is not None and part is edge:
                    fixed = float(_fixed(frame, number))
                    terms.append((pause, -fixed))
                    beside += fixed
            model.stretches.append((program.row(terms, high=limit - beside), model.breaks[part.number]))
        if (frame.number, w, "through") in model.around:
            before, after, through = (model.around[frame.number, w, s] for s in ("before", "after", "through"))
            program.row([(before, 1.0), (after, 1.0), (through, 1.0)], low=1.0)
            around = [*model.sitting(window.parts[-1]), *model.sitting(frame.windows[w + 1].parts[0])]
            least = limit - _fixed(frame, w)
            program.row([*around, (through, 4 * limit)], high=least + 4 * limit)


def _spare(model: Model, frame: Frame, number: int) -> Terms:
    """Return the spare time that is written into a window; at the end of a day what is beyond that stays free."""
    gap = model.gaps[frame.number, number]
    if frame.windows[number].then is not None:
        return [(gap, 1.0)]
    free = model.free[frame.number, number] = model.program.variable(order=BARELY, high=INFINITE, whole=False)
    model.program.row([(gap, 1.0), (free, -1.0)], low=0.0, high=MOST_SPARE)
    return [(gap, 1.0), (free, -1.0)]


def _long_ones_apart(model: Model, part: Part) -> None:
    """Let a stretch hold one block of more than half of it, or two of more than a third."""
    stretch = model.setting.stretch
    here = [s for s in model.by_part.get(part.number, ()) if not s.option.own_pace]
    halves = [
        (s.there, 1.0 if 2 * s.option.shortest > stretch else 0.5) for s in here if 3 * s.option.shortest > stretch
    ]
    model.program.row([*halves, (model.breaks[part.number], -1.0)], high=1.0)


def _fixed(frame: Frame, number: int) -> int:
    then = frame.windows[number].then
    return then.low if then is not None else 0


def _wake(model: Model, frame: Frame) -> None:
    """Let no two calm blocks follow each other and none follow lunch (CPK215): another one stands between."""
    for part in frame.parts:
        here = model.by_part.get(part.number, ())
        calm = [(s.there, 1.0 if s.option.energy == "down" else -1.0) for s in here]
        if any(w > 0 for _, w in calm):
            model.program.row(calm, high=0.0)
