"""Conflicts: which demands cannot hold together, and the cheapest ways out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from copkit.core.composing.demands import demands_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from copkit.core.composing.compose import Task
    from copkit.core.composing.demands import Demand
    from copkit.core.composing.modelling import Model
    from copkit.core.composing.solver import Solved

MOST_LONGER = 24 * 60.0
HALF = 0.5
MOST_DROPPED = 2


@dataclass(frozen=True, slots=True)
class WayOut:
    """A change that makes an agenda possible: demands to give up, or days to make longer and how long they are then."""

    drop: tuple[Demand, ...] = ()
    lengths: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """The smallest set of demands that cannot hold together, and the ways out, the cheapest first."""

    demands: tuple[Demand, ...]
    ways: tuple[WayOut, ...]


@dataclass(slots=True)
class _Trial:
    """A task of which some demands are given up, to see whether the others can hold together."""

    task: Task
    demands: tuple[Demand, ...]
    models: dict[frozenset[Demand], Model] = field(default_factory=dict)

    def solve(self, kept: frozenset[Demand], *, shortest: bool = False) -> tuple[Model, Solved] | None:
        """Solve with the demands that are kept; with `shortest`, make the days as short as they can be."""
        gone = frozenset(d for d in self.demands if d.kind == "keep" and d not in kept)
        left = self.task.without(gone)
        if left.overlaps:
            return None
        if gone not in self.models:
            self.models[gone] = left.model()
        model = self.models[gone]
        program = model.program
        program.worths, program.orders = ([0.0] * len(program.worths) for _ in range(2))
        for demand, guard in model.guards.items():
            program.lows[guard] = 1.0 if demand in kept else 0.0
        for demand in self.demands:
            if demand.kind == "length":
                program.highs[model.longer[demand.day]] = 0.0 if demand in kept else MOST_LONGER
                program.worths[model.longer[demand.day]] = -1.0 if shortest else 0.0
        solved = program.solve()
        return None if solved is None else (model, solved)

    def holds(self, kept: frozenset[Demand]) -> bool:
        """Tell whether the demands can hold together when all others are given up."""
        return self.solve(kept) is not None


def conflict_of(task: Task) -> Conflict:
    """Find the smallest set of demands that cannot hold together, and what would help.

    The set is a smallest one: every way of giving demands up must hit it, and it is the smallest set that all known
    ways hit; where it could still hold together, it shows a way that was not known yet.
    """
    demands = demands_of(task.convening, task.setting)
    priority = {o.id: -o.priority for o in task.convening.outcomes}
    trial = _Trial(task, tuple(sorted(demands, key=lambda d: priority.get(d.name, 0) if d.kind == "outcome" else 0)))
    kinds = {o.id: o.kind for o in task.convening.outcomes}
    ways: list[frozenset[Demand]] = []
    smallest: frozenset[Demand] = frozenset()
    for smallest in _hitting(trial.demands, ways, kinds):
        if not trial.holds(smallest):
            break
        ways.append(frozenset(trial.demands) - _grown(trial, smallest))
    return Conflict(tuple(d for d in trial.demands if d in smallest), tuple(_ways_out(trial, smallest, kinds)))


def _in_turn(chosen: Iterable[Demand], demands: Sequence[Demand], kinds: Mapping[str, str]) -> bool:
    """Tell whether outcomes are chosen in their turn: those of one kind ask for the same."""
    names = {d.name for d in chosen if d.kind == "outcome"}
    for kind in {kinds[n] for n in names}:
        alike = [d.name for d in demands if d.kind == "outcome" and kinds[d.name] == kind]
        if set(alike[: len(names & set(alike))]) != names & set(alike):
            return False
    return True


def _hitting(
    demands: Sequence[Demand], ways: list[frozenset[Demand]], kinds: Mapping[str, str]
) -> Iterator[frozenset[Demand]]:
    """Yield again and again the smallest set that shares a demand with each of the ways known by then."""
    while True:
        yield next(
            frozenset(chosen)
            for count in range(len(demands) + 1)
            for chosen in combinations(demands, count)
            if all(way & frozenset(chosen) for way in ways) and _in_turn(chosen, demands, kinds)
        )


def _grown(trial: _Trial, kept: frozenset[Demand]) -> frozenset[Demand]:
    """Add demands as long as all can hold together."""
    for demand in trial.demands:
        if demand not in kept and trial.holds(kept | {demand}):
            kept |= {demand}
    return kept


def _ways_out(trial: _Trial, smallest: frozenset[Demand], kinds: Mapping[str, str]) -> Iterator[WayOut]:
    """Yield what helps: longer days first, then one outcome or block to give up, or two."""
    everything = frozenset(trial.demands)
    lengths = frozenset(d for d in smallest if d.kind == "length")
    if lengths and (longer := _lengths(trial, everything - lengths)):
        yield WayOut(lengths=longer)
    found: list[frozenset[Demand]] = []
    backwards = trial.demands[::-1]  # what matters least is given up first
    others = [d for d in backwards if d.kind == "outcome" or (d.kind == "keep" and d in smallest)]
    for count in range(1, MOST_DROPPED + 1):
        for dropped in combinations(others, count):
            gone = frozenset(dropped)
            known = any(f <= gone for f in found) or not _in_turn(dropped, backwards, kinds)
            if not known and trial.holds(everything - gone):
                found.append(gone)
                yield WayOut(drop=dropped)


def _lengths(trial: _Trial, kept: frozenset[Demand]) -> tuple[tuple[int, int], ...]:
    """Return the fewest minutes that the days need when all else holds."""
    done = trial.solve(kept, shortest=True)
    if done is None:
        return ()
    model, solved = done
    return tuple(
        (day, model.convening.days[day].length + round(solved.values[number]))
        for day, number in model.longer.items()
        if solved.values[number] > HALF
    )
