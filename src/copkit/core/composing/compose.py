"""Composing: the best agenda under the stated preferences, and a proof that no better one exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.core.activity import Role
from copkit.core.composing.apart import around
from copkit.core.composing.choosing import Option, Setting, option_of, options
from copkit.core.composing.demands import demands_of
from copkit.core.composing.frame import (
    EVENING,
    fixed_points,
    frames_of,
    has_lunch,
    is_fixed,
    is_lunch,
    kept_option,
    overlapping,
)
from copkit.core.composing.modelling import MOST_OF_A_TYPE, Model, model_of, served_by
from copkit.core.composing.packing import loosened
from copkit.core.composing.reading import Found, Pauses, blocks_of
from copkit.core.composing.thinning import thinned
from copkit.core.design import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.activity import Activity, Mechanism
    from copkit.core.community import Profile
    from copkit.core.composing.choosing import Kinds
    from copkit.core.composing.conflict import Conflict
    from copkit.core.composing.demands import Demand
    from copkit.core.design import Convening, GatheringDay, Outcome

ASSUMED_PEOPLE = 20
LONGEST_BUILDER = 30
ROUNDS = 5
EQUAL = 0.02
EVENINGS = ("eve-gathering", "social-time")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a draft is worth, and what no agenda can exceed; the two are equal where nothing better exists."""

    worth: float
    bound: float
    choices: int

    @property
    def proven(self) -> bool:
        """Tell whether no better agenda exists."""
        return self.bound <= self.worth + EQUAL

    @property
    def gap(self) -> float:
        """Return by what share of its worth a better agenda could at most exceed it."""
        return max(0.0, (self.bound - self.worth) / max(abs(self.worth), 1.0))


@dataclass(frozen=True, slots=True)
class Draft:
    """An agenda: blocks for each day, what people do before and after, needs that nothing could meet, and its proof."""

    days: tuple[tuple[Block, ...], ...]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    unmet: tuple[Mechanism, ...]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A convening that waits for its agenda, with what can stand in it."""

    convening: Convening
    setting: Setting
    activities: Mapping[str, Activity]
    kinds: Kinds

    @property
    def overlaps(self) -> bool:
        """Tell whether what the organiser fixed cannot stand where it stands, whatever else is in the agenda."""
        points = (fixed_points(d, self.setting, self.activities, self.kinds) for d in self.convening.days)
        return any(overlapping(p, d) for p, d in zip(points, self.convening.days, strict=True))

    def pool(self) -> list[Option]:
        """Return the work and the momentum builders that can run here, without those that others outdo."""
        kept = {b.activity for d in self.convening.days for b in d.keep}
        work, builders = (
            [o for o in options(self.activities, role, self.setting, self.kinds) if o.id not in kept]
            for role in (Role.WORK, Role.MOMENTUM)
        )
        days = sum(d.kind != EVENING for d in self.convening.days)
        short = [o for o in builders if o.shortest <= LONGEST_BUILDER or o.id in self.setting.made_for]
        return [*thinned(work, self.setting, MOST_OF_A_TYPE * days), *short]

    def kept(self) -> dict[int, list[Option]]:
        """Return for each day what must be in it at no fixed time."""
        return {
            i: [
                kept_option(b, self.setting, self.activities, self.kinds)
                for b in d.keep
                if not is_fixed(b, d) and not (is_lunch(b) and has_lunch(d))
            ]
            for i, d in enumerate(self.convening.days)
        }

    def without(self, dropped: Iterable[Demand]) -> Task:
        """Return the task without what stands at a fixed time and is given up."""
        gone = {(d.day, d.name) for d in dropped if d.kind == "keep"}
        days = tuple(
            d.model_copy(
                update={
                    "keep": tuple(b for b in d.keep if b.at is None or (i, b.activity or b.title or "") not in gone)
                }
            )
            for i, d in enumerate(self.convening.days)
        )
        return replace(self, convening=self.convening.model_copy(update={"days": days}))

    def model(self) -> Model:
        """Write the task down as a program."""
        frames = frames_of(self.convening, self.setting, self.activities, self.kinds)
        demands = demands_of(self.convening, self.setting)
        return model_of(frames, self.setting, self.convening, self.pool(), self.kept(), demands)


def assumed_people(convening: Convening, profile: Profile) -> int:
    """Return the head count to plan for: as typed, else the audience's counts, else twenty."""
    if convening.people is not None:
        return convening.people
    counts = [s.count for s in profile.segments if s.id in convening.strategic.audience and s.count]
    return max(3, sum(counts)) if counts else ASSUMED_PEOPLE


def compose(task: Task) -> Draft | Conflict:
    """Draft the agenda of highest worth for each day of a convening, or say which demands cannot hold together.

    Every agenda opens, lets everyone speak early, rests, holds one momentum builder of each category (S2-1) with the
    first step in the last part of the last day (S2-10), collects plus and delta and closes.
    """
    from copkit.core.composing.conflict import conflict_of

    return (None if task.overlaps else _best(task, task.model())) or conflict_of(task)


def variants(task: Task, count: int) -> list[Draft]:
    """Return up to so many good agendas, the best first; at least half of the work differs between any two."""
    model = task.model()
    found: list[Draft] = []
    while len(found) < count:
        draft = _best(task, model)
        if draft is None:
            break
        found.append(draft)
        work = {b.activity for day in draft.days for b in day} & {
            s.option.id for s in model.seats if s.option.role is Role.WORK
        }
        there = [(s.there, 1.0) for s in model.seats if s.option.id in work]
        model.program.row(there, high=len(work) // 2)
    return found


def _best(task: Task, model: Model) -> Draft | None:
    """Solve, and arrange each part; where a part cannot be arranged, shorten it, and look whether others do better.

    What is looked for anew leaves more minutes free for each break. The bound stays that of the first solution, so
    that a draft counts as proven only where nothing better can exist.
    """
    names = ("break", "lunch", "buffer")
    pauses = Pauses(*(option_of(task.activities[n], task.setting, task.kinds) for n in names))
    best: Found | None = None
    bound: float | None = None
    for times in range(1, ROUNDS + 1):
        loosened(model, times)
        solved = model.program.solve()
        if solved is None or (best is not None and solved.bound <= best.worth):
            break
        bound = solved.bound if bound is None else bound
        found = blocks_of(model, solved, pauses)
        if best is None or found.worth > best.worth:
            best = found
        if not found.shortened:
            break
    loosened(model, 1)
    return None if best is None or bound is None else draft_of(task, model, best, bound)


def draft_of(task: Task, model: Model, best: Found, bound: float) -> Draft:
    """Turn a solution into an agenda."""
    convening, setting, found = task.convening, task.setting, best.days
    standing = {o.id: o for day in found.values() for o, _ in day}
    work = [o for o in standing.values() if o.role is Role.WORK]
    momentum = [o for o in standing.values() if o.role is Role.MOMENTUM]
    serves = served(work, momentum, convening.outcomes)
    days = tuple(
        tuple(_block(o, m, serves) for o, m in found[i]) if i in found else _evening(day, task)
        for i, day in enumerate(convening.days)
    )
    met = {m for o in standing.values() for m in o.does}
    proof = Proof(best.worth, bound, len({s.option.id for s in model.seats}))
    unmet = tuple(m for m in setting.needs if m not in met)
    return Draft(days, *around(task), unmet, proof)


def _evening(day: GatheringDay, task: Task) -> tuple[Block, ...]:
    """Fill the evening before with one informal gathering (S4-5); where the organiser wants something, with that."""
    if day.keep:
        wanted = (kept_option(b, task.setting, task.activities, task.kinds) for b in day.keep)
        return tuple(o.block.model_copy(update={"minutes": o.typical}) for o in wanted)
    known = [n for n in EVENINGS if n in task.activities]
    name = next((n for n in known if task.setting.mode in task.activities[n].modes), known[0] if known else None)
    return (Block(activity=name, minutes=day.length),) if name else ()


def served(
    work: Sequence[Option], momentum: Sequence[Option], outcomes: Sequence[Outcome]
) -> dict[str, tuple[str, ...]]:
    """Say which outcomes each block serves: those of a kind that it can serve; momentum carries them all."""
    kinds = {k for o in work for k in o.kinds}
    everything = tuple(o.id for o in outcomes)
    found = {o.id: everything for o in momentum}
    found |= {o.id: tuple(x.id for x in served_by(o, outcomes, kinds)) for o in work}
    return {name: serves or everything[:1] for name, serves in found.items()}


def _block(option: Option, minutes: int, serves: Mapping[str, tuple[str, ...]]) -> Block:
    changes = {"minutes": minutes, "serves": option.block.serves or serves.get(option.id, ())}
    return option.block.model_copy(update=changes)
