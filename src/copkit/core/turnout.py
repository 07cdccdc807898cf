"""Who comes of those who said yes: a range from the community's own gatherings, else from a stated judgement."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from copkit.core.activity import Mode
from copkit.core.dates import rhythm_days
from copkit.core.typed import Number, Text, Typed, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.core.design import Convening

GatheringKind = Literal["recurring-call", "virtual", "in-person", "residential"]
KINDS: tuple[GatheringKind, ...] = get_args(GatheringKind)
CERTAIN = 9  # decimals that are kept before people are counted whole


class Share(Typed):
    """A range of shares of those who said yes, and where it comes from."""

    low: Annotated[Number, Field(ge=0, le=1)]
    high: Annotated[Number, Field(ge=0, le=1)]


class Turnouts(Typed):
    """What to expect while a community has no history of its own, and how its own is turned into a range."""

    copkit: Literal[1]
    source: Text
    kinds: dict[GatheringKind, Share]
    enough: Annotated[Whole, Field(ge=1)]
    middle: Annotated[Number, Field(gt=0, le=1)]
    narrowest: Annotated[Number, Field(ge=0, le=1)]
    narrowest_times_events: Annotated[Number, Field(ge=0)]
    most: Annotated[Number, Field(ge=1)]
    call_minutes: Annotated[Whole, Field(ge=1)]
    call_days_apart: Annotated[Whole, Field(ge=1)]
    residential_days: Annotated[Whole, Field(ge=2)]


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many said yes to one gathering, and how many were there on each day; None is unknown."""

    convening: str
    date: date | None = None
    kind: GatheringKind | None = None
    registered: int | None = None
    days: tuple[int | None, ...] = ()

    @property
    def first(self) -> int | None:
        """Return how many were there on the first day."""
        return self.days[0] if self.days else None


@dataclass(frozen=True, slots=True)
class People:
    """A range of people, with the shares of those who said yes that it was counted from."""

    low: int
    high: int
    shares: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Expected:
    """Who comes, as an estimate: on the first day and, where that is known, on the second.

    `events` are the own gatherings behind the range, 0 where it is the library's judgement; `stay` is the middle share
    of the first day's people who are there on the second.
    """

    registered: int
    kind: GatheringKind
    people: People
    events: int
    known: int
    second_day: People | None = None
    stay: float | None = None


def kind_of(convening: Convening, rhythm: str | None, turnouts: Turnouts) -> GatheringKind:
    """Tell the kind of a gathering by its mode, its days, and how often the community meets.

    Online, on one day, short, and part of a rhythm: a recurring call. In person or hybrid with an evening before, or
    with many days, people sleep there: residential. Where the mode is virtual or in person otherwise, it says so.
    """
    days = [d for d in convening.days if d.kind == "main"]
    if convening.mode is Mode.VIRTUAL:
        apart = rhythm_days(rhythm) if rhythm else None
        short = len(days) == 1 and days[0].length <= turnouts.call_minutes
        return "recurring-call" if short and apart and apart <= turnouts.call_days_apart else "virtual"
    sleeps = len(days) < len(convening.days) or len(days) >= turnouts.residential_days
    return "residential" if sleeps else "in-person"


def expected(registered: int, kind: GatheringKind, history: Sequence[Gathered], turnouts: Turnouts) -> Expected:
    """Return how many of those who said yes come: from own gatherings of the kind where there are enough of them.

    Own range: the middle share (`middle`) of the ratios of present to registered, by linear interpolation, widened
    around its centre to `narrowest_times_events / events`, at least `narrowest`; never above the highest ratio seen or
    1, whichever is more. Ratios above `most` count as `most`. People are rounded outwards to whole ones.
    """
    own = [g for g in history if g.kind == kind and g.registered]
    ratios = [_ratio(g.first, g.registered, turnouts) for g in own if g.first is not None]
    if len(ratios) < turnouts.enough:
        share = turnouts.kinds[kind]
        return Expected(registered, kind, _people(registered, (share.low, share.high)), 0, len(ratios))
    stayed = [g for g in own if g.first and len(g.days) > 1 and g.days[1] is not None]
    found = Expected(registered, kind, _people(registered, spread(ratios, turnouts)), len(ratios), len(ratios))
    if len(stayed) < turnouts.enough:
        return found
    second = spread([_ratio(g.days[1] or 0, g.registered, turnouts) for g in stayed], turnouts)
    stay = quantile(sorted((g.days[1] or 0) / (g.first or 1) for g in stayed), 0.5)
    return replace(found, second_day=_people(registered, second), stay=min(stay, turnouts.most))


def spread(ratios: Sequence[float], turnouts: Turnouts) -> tuple[float, float]:
    """Return the range of the middle ratios, widened where few gatherings stand behind it (see `expected`)."""
    ordered = sorted(ratios)
    cut = (1 - turnouts.middle) / 2
    low, high = quantile(ordered, cut), quantile(ordered, 1 - cut)
    width = min(1.0, max(turnouts.narrowest, turnouts.narrowest_times_events / len(ordered)))
    if high - low < width:
        centre = (low + high) / 2
        low, high = centre - width / 2, centre + width / 2
    top = max(1.0, ordered[-1])
    if high > top:
        low, high = low - (high - top), top
    if low < 0:
        low, high = 0.0, high - low
    return max(0.0, low), min(top, high)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of ordered values lies, by linear interpolation between neighbours."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _ratio(present: int, registered: int | None, turnouts: Turnouts) -> float:
    return min(present / (registered or 1), turnouts.most)


def _people(registered: int, shares: tuple[float, float]) -> People:
    low, high = (round(registered * share, CERTAIN) for share in shares)
    return People(math.floor(low), math.ceil(high), shares)


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of rows that are brought in, by their places: new ones, rows to fill up, and the rest.

    `filled` holds the place of the own row and what it becomes; `differs` the places of the own and the new row.
    """

    added: tuple[Gathered, ...]
    filled: tuple[tuple[int, Gathered], ...]
    same: int
    differs: tuple[tuple[int, int], ...]


def merge(own: Sequence[Gathered], new: Sequence[Gathered]) -> Merged:
    """Put rows together without doubling: gaps of an own row are filled, and what differs stays as it was.

    Rows are of the same gathering where their names are the same, in large or small letters, and no dates differ.
    """
    rows = list(own)
    filled: dict[int, Gathered] = {}
    same, waiting, before = 0, list(enumerate(new)), -1
    while len(waiting) != before:  # a row that differs may find its own place once others have brought their dates
        before, pending, waiting = len(waiting), waiting, []
        for place, row in pending:
            there = _same_gathering(rows, row)
            both = row if there is None else together(rows[there], row)
            if both is None:
                waiting.append((place, row))
            elif there is None:
                rows.append(row)
            else:
                same += both == rows[there]
                if both != rows[there] and there < len(own):
                    filled[there] = both
                rows[there] = both
    differs = tuple((_same_gathering(rows, row) or 0, place) for place, row in waiting)
    return Merged(tuple(rows[len(own) :]), tuple(sorted(filled.items())), same, differs)


def _same_gathering(rows: Sequence[Gathered], row: Gathered) -> int | None:
    """Return the place of the row of the same gathering; of several, one that says all of it already, or fits."""
    alike = [n for n, r in enumerate(rows) if r.convening.casefold() == row.convening.casefold()]
    exact = next((n for n in alike if rows[n].date == row.date), None)
    if exact is not None or not row.convening:
        return exact
    perhaps = [n for n in alike if rows[n].date is None or row.date is None]
    fitting = [n for n in perhaps if together(rows[n], row) is not None]
    said = [n for n in fitting if together(rows[n], row) == rows[n]]
    return next(iter([*said, *fitting, *perhaps]), None)


def together(one: Gathered, other: Gathered) -> Gathered | None:
    """Fill the gaps of a row from another; None where the two say different things."""
    length = max(len(one.days), len(other.days))
    first, second = ((g.date, g.kind, g.registered, *g.days, *(None,) * (length - len(g.days))) for g in (one, other))
    if any(a is not None and b is not None and a != b for a, b in zip(first, second, strict=True)):
        return None
    day, kind, registered, *days = (b if a is None else a for a, b in zip(first, second, strict=True))
    return Gathered(one.convening, day, kind, registered, tuple(days))  # type: ignore[arg-type]
