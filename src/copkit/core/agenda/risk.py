"""The risk that a day does not hold its times, if nobody intervenes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from copkit.core.activity import total_minutes
from copkit.core.agenda.parts import BUFFER, is_fixed, is_own, parts_of
from copkit.core.agenda.spread import Spread, exactly, latest, mixed, triangle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.agenda.block import Agenda, Placed
    from copkit.core.agenda.parts import Part

ENOUGH = 8
HELP = 5
PAUSE_OVER = 5
WORTH_SAYING = 0.005


@dataclass(frozen=True, slots=True)
class Point:
    """A moment that should hold, with the spread of when it could come; `block` is None for the end of the day."""

    block: Placed | None
    at: int
    spread: Spread

    def held(self, grace: int = 0) -> float:
        """Return the chance that it comes on time, or at most so many minutes late."""
        return self.spread.by(self.at + grace)

    @property
    def over(self) -> float:
        """Return the expected minutes that it comes late."""
        return self.spread.over(self.at)


@dataclass(frozen=True, slots=True)
class Help:
    """What five more minutes of buffer before a block add: to all chances together, and to each point after it."""

    before: Placed
    gain: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """A day's points, where a buffer helps most, and what the lengths were taken from."""

    points: tuple[Point, ...]
    helps: tuple[Help, ...]
    ratios: int
    own: tuple[str, ...]

    @property
    def end(self) -> Point:
        """Return the end of the day."""
        return self.points[-1]


def risk(agenda: Agenda, day: int, history: Sequence[float] = ()) -> Risk:
    """Return the chance of each fixed point and of the end, worked out exactly over whole minutes.

    Blocks follow one another; nobody shortens anything. A fixed point begins at its time or when what comes before it
    ends, whichever is later. A buffer of b minutes that should end at e and is reached at t takes min(b, max(0, e - t))
    minutes. A fork ends with its last track. The lengths of blocks are independent of one another (see `length_of`).
    `history` holds ratios of actual to planned minutes; from 8 on it takes the place of the assumption.
    Where five more minutes of buffer help: everything behind them, and the end, moves by five minutes; the gain is the
    sum of what the chances to be on time (0 minutes late) win, each fixed point and the end counting one. Places are
    in order of their gain, and what gains less than half a percentage point is left out.
    """
    plan = agenda.days[day - 1]
    parts = parts_of(plan.blocks)
    known = tuple(history) if len(history) >= ENOUGH else ()
    lengths = {b.index: length_of(b, known) for b in plan.blocks if b.type != BUFFER}
    now, arrivals, points = exactly(0), [], []
    for part in parts:
        arrivals.append(now)
        now, found = _through(part, now, 0, lengths)
        points.append(found)
    end = Point(None, plan.day.length, now)
    own = tuple(dict.fromkeys(b.title for b in plan.blocks if is_own(b) and not b.pause))
    helps = [_help(parts, i, arrivals[i], points, end, lengths) for i in range(1, len(parts))]
    return Risk(
        (*(p for found in points for p in found), end),
        tuple(sorted((h for h in helps if h.gain >= WORTH_SAYING), key=lambda h: -round(h.gain, 9))),
        len(known),
        () if known else own,
    )


def length_of(block: Placed, history: Sequence[float] = ()) -> Spread:
    """Return how long a block may take: a triangle over whole minutes with its top at the planned minutes.

    Described by an activity: from planned - (typical - min) to planned + (max - typical), for its people. An
    organiser's own: from a quarter less (rounded down) to half more (rounded up). Breaks and meals: up to 5 minutes
    more. With a history each of its ratios is as likely: planned times ratio, rounded; breaks and meals stay.
    """
    planned = block.minutes
    if not planned:
        return exactly(0)
    if block.pause:
        return triangle(planned, planned, planned + PAUSE_OVER)
    if history:
        return mixed((round(planned * ratio), 1 / len(history)) for ratio in history)
    if block.activity is None or is_own(block):
        return triangle(planned - planned // 4, planned, planned - -planned // 2)
    low, usual, high = (total_minutes(block.activity, block.people, level) for level in ("min", "typical", "max"))
    return triangle(max(1, planned - (usual - low)), planned, planned + high - usual)


def _help(
    parts: Sequence[Part],
    place: int,
    now: Spread,
    points: Sequence[Sequence[Point]],
    end: Point,
    lengths: Mapping[int, Spread],
) -> Help:
    """Work out what a buffer before a part adds to the chances behind it."""
    due = max(b.end for p in parts[:place] for b in p.blocks)
    now = _absorbed(now, due + HELP, HELP)
    before = [p for found in points[place:] for p in found]
    after: list[Point] = []
    for part in parts[place:]:
        now, found = _through(part, now, HELP, lengths)
        after += found
    before.append(end)
    after.append(Point(None, end.at + HELP, now))
    gain = sum(b.held() - a.held() for a, b in zip(before, after, strict=True))
    return Help(parts[place].blocks[0], gain, tuple(after))


def _through(part: Part, now: Spread, moved: int, lengths: Mapping[int, Spread]) -> tuple[Spread, list[Point]]:
    """Go through a part that is reached at `now`; return when it ends, and its fixed points."""
    if len(part.tracks) == 1:
        return _along(part.tracks[0], now, moved, lengths)
    points = [p for track in part.tracks for p in _along(track, now, moved, lengths)[1]]
    if all(not is_fixed(b) and b.type != BUFFER for b in part.blocks):
        longest = reduce(latest, (_along(track, exactly(0), moved, lengths)[0] for track in part.tracks))
        return now.plus(longest), points
    ends: list[tuple[int, float]] = []
    for moment, chance in now.items:
        tracks = (_along(track, exactly(moment), moved, lengths)[0] for track in part.tracks)
        ends += [(minute, chance * share) for minute, share in reduce(latest, tracks).items]
    return mixed(ends), points


def _along(
    track: Sequence[Placed], now: Spread, moved: int, lengths: Mapping[int, Spread]
) -> tuple[Spread, list[Point]]:
    points = []
    for block in track:
        if is_fixed(block):
            if block.start > 0:
                points.append(Point(block, block.start + moved, now))
            now = now.not_before(block.start + moved)
        buffer = block.type == BUFFER
        now = _absorbed(now, block.end + moved, block.minutes) if buffer else now.plus(lengths[block.index])
    return now, points


def _absorbed(now: Spread, due: int, minutes: int) -> Spread:
    """Let a buffer take up what is late: it ends when it should, or at once where that is past."""
    return now.mapped(lambda t: t + min(minutes, max(0, due - t)))
