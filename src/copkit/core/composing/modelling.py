"""The agenda as one program: what may stand where, for how long, what must hold, and what it is worth."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from copkit.core.activity import MomentumCategory, Role
from copkit.core.composing.choosing import GRID, QUARTER, Option
from copkit.core.composing.demands import shares
from copkit.core.composing.frame import Frame, Part
from copkit.core.composing.packing import packed
from copkit.core.composing.solver import INFINITE, Program
from copkit.core.voice import size_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from copkit.core.composing.choosing import Setting
    from copkit.core.composing.demands import Demand
    from copkit.core.design import Convening, Outcome

LEAST_WORK = 15
TIE = 0.001
MOST_OF_A_TYPE = 3
FAR = 0.4
Terms = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Seat:
    """An option that may stand in a part, or stands there always."""

    option: Option
    part: Part
    there: int
    more: int | None


@dataclass(slots=True)
class Model:
    """The program of an agenda with what its numbers mean."""

    frames: Sequence[Frame]
    setting: Setting
    convening: Convening
    kept: Mapping[int, Sequence[Option]]
    program: Program = field(default_factory=Program)
    seats: list[Seat] = field(default_factory=list)
    by_part: dict[int, list[Seat]] = field(default_factory=dict)
    guards: dict[Demand, int] = field(default_factory=dict)
    longer: dict[int, int] = field(default_factory=dict)
    stretches: list[tuple[int, int]] = field(default_factory=list)
    lunch: dict[int, int] = field(default_factory=dict)
    breaks: dict[int, int] = field(default_factory=dict)
    around: dict[tuple[int, int, str], int] = field(default_factory=dict)
    gaps: dict[tuple[int, int], int] = field(default_factory=dict)
    free: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, list[Seat]]:
        """Return the seats of each option."""
        found: dict[str, list[Seat]] = {}
        for seat in self.seats:
            found.setdefault(seat.option.id, []).append(seat)
        return found

    def seat(self, option: Option, part: Part, *, always: bool = False) -> None:
        """Let an option stand in a part."""
        p = self.setting.preferences
        worth = option.value(option.shortest, p.beyond_typical)
        if option.role is Role.WORK and not always:
            worth += p.block
        order = p.out_of_place * abs(option.phase - part.place) if option.role is Role.WORK else 0.0
        worth += TIE * (zlib.crc32(option.id.encode()) % 10007) / 10007  # no two choices are equal
        there = self.program.variable(worth, low=float(always), order=order)
        more = None
        if option.steps:
            more = self.program.variable(option.worth * GRID / QUARTER, high=option.steps)
            if not always:
                self.program.row([(more, 1.0), (there, -option.steps)], high=0.0)
        self.seats.append(Seat(option, part, there, more))
        self.by_part.setdefault(part.number, []).append(self.seats[-1])

    def minutes(self, seats: Iterable[Seat], rate: float = 1.0) -> Terms:
        """Return the minutes of seats as terms, each minute counted at a rate."""
        terms: Terms = []
        for s in seats:
            terms.append((s.there, rate * s.option.shortest))
            if s.more is not None:
                terms.append((s.more, rate * GRID))
        return terms

    def load(self, part: Part) -> Terms:
        """Return the minutes in a part."""
        return self.minutes(self.by_part.get(part.number, ()))

    def sitting(self, part: Part) -> Terms:
        """Return the minutes in a part that count as sitting without a rest."""
        return self.minutes(s for s in self.by_part.get(part.number, ()) if not s.option.own_pace)

    def working(self) -> Iterator[tuple[Option, Terms]]:
        """Yield every option that is no pause, with its minutes; what stands at a fixed time is left out."""
        for seats in self.options.values():
            if seats[0].option.role is not Role.PAUSE:
                yield seats[0].option, self.minutes(seats)

    def fixed(self) -> list[Option]:
        """Return what stands at a fixed time."""
        return [w.then for f in self.frames for w in f.windows if w.then is not None]


def model_of(
    frames: Sequence[Frame],
    setting: Setting,
    convening: Convening,
    pool: Sequence[Option],
    kept: Mapping[int, Sequence[Option]],
    demands: Sequence[Demand],
) -> Model:
    """Write down an agenda as a program; `kept` holds for each day what must be in it at no fixed time."""
    model = Model(frames, setting, convening, kept)
    for demand in demands:
        model.guards[demand] = model.program.variable(low=1.0)
    for frame in frames:
        model.longer[frame.number] = model.program.variable(high=0.0, whole=False)
    for frame in frames:
        _seat_all(model, frame, pool, kept.get(frame.number, ()))
    packed(model)
    _each_once(model)
    _momentum(model)
    _outcomes(model)
    _mechanisms(model)
    _voice(model)
    return model


def _seat_all(model: Model, frame: Frame, pool: Sequence[Option], kept: Sequence[Option]) -> None:
    parts = frame.parts
    for option in frame.head:
        model.seat(option, parts[0], always=True)
    for option in frame.tail:
        model.seat(option, parts[-1], always=True)
    for option in (*pool, *kept):
        for part in _allowed(option, frame, kept=option in kept):
            model.seat(option, part)


def _allowed(option: Option, frame: Frame, *, kept: bool) -> Sequence[Part]:
    """Return where an option may stand: openings first, momentum at the end of the last day, the first step last."""
    parts = frame.parts
    nearest = min(abs(option.phase - p.place) for p in parts)
    if option.role in {Role.OPENING, Role.FIRST_VOICE} and kept:
        return parts[:1]
    if option.role in {Role.CLOSING, Role.FEEDBACK} or option.category is MomentumCategory.FIRST_STEP:
        return parts[-1:] if frame.last or kept else ()
    if option.category is not None:
        return parts[-1:] if frame.last else parts if kept else ()
    return parts if kept else [p for p in parts if abs(option.phase - p.place) <= max(FAR, nearest)]


def _each_once(model: Model) -> None:
    """Let each activity stand once at most, and exactly once where the organiser wants it on a day."""
    p = model.setting.preferences
    wanted = {o.id for options in model.kept.values() for o in options}
    by_type: dict[str, Terms] = {}
    free: dict[str, Terms] = {}
    for name, seats in model.options.items():
        there = [(s.there, 1.0) for s in seats]
        if not any(model.program.lows[s.there] for s in seats):
            model.program.row(there, high=1.0)
        for demand, guard in model.guards.items():
            if demand.kind == "keep" and demand.name == name and name in wanted:
                on_that_day = [(s.there, 1.0) for s in seats if s.part.day == demand.day]
                model.program.row([*on_that_day, (guard, -1.0)], low=0.0)
        option = seats[0].option
        usual = max(option.typical, option.shortest)
        if option.high > usual and option.steps:
            over = model.program.variable(
                -(1 - p.beyond_typical) * max(0.0, option.worth) / QUARTER, high=INFINITE, whole=False
            )
            at_most = [(s.there, float(usual)) for s in seats]
            model.program.row([(over, 1.0), *at_most, *[(n, -w) for n, w in model.minutes(seats)]], low=0.0)
        if option.role is Role.WORK:
            by_type.setdefault(option.type, []).extend(there)
            free.setdefault(option.type, []).extend([] if name in wanted else there)
    for type_, terms in by_type.items():
        model.program.row(free[type_], high=MOST_OF_A_TYPE * len(model.frames))
        again = model.program.variable(p.same_type, high=INFINITE, whole=False)
        model.program.row([(again, 1.0), *[(n, -1.0) for n, _ in terms]], low=-1.0)


def _momentum(model: Model) -> None:
    """Hold one builder of each category that is asked for (S2-1), and enough minutes of them (CPK237)."""
    program, p = model.program, model.setting.preferences
    for category in MomentumCategory:
        there = [(s.there, 1.0) for s in model.seats if s.option.category is category]
        fixed = sum(o.category is category for o in model.fixed())
        for demand, guard in model.guards.items():
            if demand.kind == "momentum" and demand.name == category.value:
                program.row([*there, (guard, -1.0)], low=-fixed)
        wanted = {o.id for options in model.kept.values() for o in options if o.category is category}
        program.row(there, high=max(1 - fixed, len(wanted)))
    share = model.setting.standards.figure("CPK237", "share")
    terms: Terms = [(program.variable(p.rule_minute, high=INFINITE, whole=False), 1.0)]
    least = 0.0
    for option, minutes in model.working():
        weight = 1 - share if option.category is not None else -share
        terms += [(n, w * weight) for n, w in minutes]
    for option in model.fixed():
        weight = 1 - share if option.category is not None else -share
        least -= weight * option.low * (option.role is not Role.PAUSE)
    program.row(terms, low=least)


def served_by(option: Option, outcomes: Sequence[Outcome], pool_kinds: AbstractSet[str]) -> list[Outcome]:
    """Return the outcomes that an option can serve: as typed, else those of its kinds, else those of no kind here."""
    if option.block.serves:
        return [o for o in outcomes if o.id in option.block.serves]
    return [o for o in outcomes if o.kind in option.kinds or o.kind not in pool_kinds]


def _outcomes(model: Model) -> None:
    """Give each outcome its least minutes, and of the work a share in proportion to its priority.

    A block that serves several outcomes divides its minutes among them in the same proportion.
    """
    program, p = model.program, model.setting.preferences
    outcomes = model.convening.outcomes
    work = [(o, m) for o, m in model.working() if o.role is Role.WORK]
    work += [(o, [(-1, float(o.low))]) for o in model.fixed() if o.role is Role.WORK]
    kinds = {k for o, _ in work for k in o.kinds}
    everything: Terms = [t for _, minutes in work for t in minutes]
    _row(program, everything, low=float(LEAST_WORK))
    _least(model, work, kinds)
    for outcome in outcomes:
        given: Terms = []
        for option, minutes in work:
            among = served_by(option, outcomes, kinds)
            if outcome in among:
                part = outcome.priority / sum(o.priority for o in among)
                given += [(n, w * part) for n, w in minutes]
        short = program.variable(p.outcome_minute, high=INFINITE, whole=False)
        share = shares(model.convening)[outcome.id]
        _row(program, [(short, 1.0), *given, *[(n, -share * w) for n, w in everything]], low=0.0)


def _least(model: Model, work: Sequence[tuple[Option, Terms]], kinds: AbstractSet[str]) -> None:
    """Give each outcome its least minutes: any outcomes together need the sum of theirs (Hall's condition)."""
    outcomes = model.convening.outcomes
    least = model.setting.preferences.outcome_least
    guards = {d.name: g for d, g in model.guards.items() if d.kind == "outcome"}
    alike = sorted({o.kind for o in outcomes})
    for count in range(1, len(alike) + 1):
        for chosen in combinations(alike, count):
            together = [o for o in outcomes if o.kind in chosen]
            given = [t for o, m in work if any(x in together for x in served_by(o, outcomes, kinds)) for t in m]
            _row(model.program, [*given, *((guards[o.id], -least) for o in together if o.id in guards)], low=0.0)


def _row(program: Program, terms: Terms, low: float) -> None:
    """Add a row in which the number -1 stands for what is constant."""
    constant = sum(w for n, w in terms if n < 0)
    program.row([(n, w) for n, w in terms if n >= 0], low=low - constant)


def _mechanisms(model: Model) -> None:
    """Miss nothing that the purpose needs, where that is possible."""
    for need in model.setting.needs:
        if any(need in o.does for o in (*model.fixed(), *(x for f in model.frames for x in (*f.head, *f.tail)))):
            continue
        unmet = model.program.variable(model.setting.preferences.unmet_mechanism, whole=False)
        model.program.row([(unmet, 1.0), *[(s.there, 1.0) for s in model.seats if need in s.option.does]], low=1.0)


def _voice(model: Model) -> None:
    """Leave people enough small groups (CPK210) and airtime (CPK204), where the rule book asks for them."""
    standards, people = model.setting.standards, model.setting.people
    if size_class(people) != "small":
        return
    airtime = standards.figure("CPK204", "warning_below") / 60
    asked = [("airtime", airtime, 1 / airtime)]
    if people >= standards.figure("CPK210", "from_people"):
        asked.append(("groups", standards.figure("CPK210", "share"), 1.0))
    for name, least, scale in asked:
        missing = model.program.variable(model.setting.preferences.rule_minute, high=INFINITE, whole=False)
        terms: Terms = [(missing, 1.0)]
        fixed = 0.0
        for option, minutes in model.working():
            rate = (getattr(option.rates, name) - least) * scale
            terms += [(n, w * rate) for n, w in minutes]
        for option in model.fixed():
            fixed += option.low * (getattr(option.rates, name) - least) * scale * (option.role is not Role.PAUSE)
        model.program.row(terms, low=-fixed)
