"""Choosing: what can stand in an agenda here, for how long, and how much each is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from copkit.core.activity import Activity, Mode, MomentumCategory, Role, holds, total_minutes
from copkit.core.agenda import moves_of
from copkit.core.design import Block
from copkit.core.voice import AT_OWN_PACE, LONG_ENOUGH_TO_REST, airtime, in_small_group, size_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from copkit.core.activity import Mechanism, OutcomeKind, Purpose
    from copkit.core.agenda import BlockType
    from copkit.core.composing.preferences import Preferences
    from copkit.core.standards import Standards

    Kinds = Mapping[str, BlockType]

EARLY: frozenset[str] = frozenset(
    {"diverge", "ideas-alone", "outside-signals", "voice-challenges", "mixed-rounds", "name-the-ask"}
)
LATE: frozenset[str] = frozenset({"decide", "prototype", "response", "outward-message", "keep-contact"})
NEEDS_A_SPEAKER = frozenset({"panel", "presentation", "questions"})
HEAD_ROOM = 15
GRID = 5
QUARTER = 15
HASTE_DAYS = 7
HALFWAY = 0.5


@dataclass(frozen=True, slots=True)
class Setting:
    """What an agenda must fit into; `lead` is the days until then, `made_for` the format's own activities."""

    mode: Mode
    people: int
    stage: int
    purpose: Purpose
    needs: tuple[Mechanism, ...]
    kinds: tuple[OutcomeKind, ...]
    standards: Standards
    preferences: Preferences
    made_for: frozenset[str] = frozenset()
    lead: int | None = None

    @property
    def stretch(self) -> int:
        """Return the longest stretch without a break, in minutes, as `copkit check` judges it."""
        return int(self.standards.by_mode("CPK212", self.mode))

    @property
    def longest_block(self) -> int:
        """Return the longest block that still leaves room for another one in the same stretch."""
        return self.stretch - HEAD_ROOM


class Rates(NamedTuple):
    """What a minute of something holds: talk in small groups, and airtime for one participant."""

    groups: float
    airtime: float


@dataclass(frozen=True, slots=True)
class Option:
    """What can stand in an agenda here: its minutes for this head count, and its worth for each quarter of an hour."""

    block: Block
    role: Role
    type: str
    energy: str
    intent: str
    low: int
    typical: int
    high: int
    worth: float
    flat: float
    rates: Rates
    phase: float
    does: tuple[Mechanism, ...] = ()
    kinds: tuple[OutcomeKind, ...] = ()
    category: MomentumCategory | None = None
    asynchronous: bool = False

    @property
    def id(self) -> str:
        """Return the activity's id, or the title of a block of one's own."""
        return self.block.activity or self.block.title or ""

    @property
    def draftable(self) -> bool:
        """Tell whether a draft may use it freely: what needs a speaker waits for the organiser, who knows one."""
        return self.type not in NEEDS_A_SPEAKER and not self.asynchronous

    @property
    def own_pace(self) -> bool:
        """Tell whether people rest in it when they like, so that it does not count as sitting."""
        return self.type in AT_OWN_PACE and self.shortest >= LONG_ENOUGH_TO_REST

    @property
    def shortest(self) -> int:
        """Return the least minutes that look natural on a printed agenda: the first multiple of five in its range."""
        rounded = math.ceil(self.low / GRID) * GRID
        return rounded if rounded <= self.high else self.low

    @property
    def steps(self) -> int:
        """Return how often five minutes can be added to the shortest."""
        return (self.high - self.shortest) // GRID if self.shortest % GRID == 0 else 0

    @property
    def longest(self) -> int:
        """Return the most minutes that five-minute steps from the shortest lead to."""
        return self.shortest + GRID * self.steps

    def value(self, minutes: float, beyond: float) -> float:
        """Return the worth of so many minutes; those beyond the typical length count as a share."""
        usual = max(self.typical, self.shortest)
        return self.flat + self.worth * (min(minutes, usual) + beyond * max(0.0, minutes - usual)) / QUARTER


def options(activities: Mapping[str, Activity], role: Role, setting: Setting, kinds: Kinds) -> list[Option]:
    """Return the activities of a role that can run in this setting and that a draft may use freely."""
    found = (option_of(a, setting, kinds) for a in activities.values() if a.role is role and can_run(a, setting))
    return sorted((o for o in found if o.draftable), key=lambda o: o.id)


def can_run(activity: Activity, setting: Setting) -> bool:
    """Tell whether mode, head count, stage and the break rule allow an activity."""
    return (
        setting.mode in activity.modes
        and holds(activity, setting.people)
        and activity.fit(setting.stage).fit > 0
        and _has_time(activity, setting)
    )


def _has_time(activity: Activity, setting: Setting) -> bool:
    """Tell whether it fits between two breaks, or is what the format is made of and lets people rest when they like."""
    if activity.type in AT_OWN_PACE and activity.id in setting.made_for:
        return True
    return total_minutes(activity, setting.people, "min") <= setting.longest_block


def option_of(activity: Activity, setting: Setting, kinds: Kinds, typed: Block | None = None) -> Option:
    """Describe an activity for this setting, or a block that a person typed with it."""
    block = typed or Block(activity=activity.id)
    low, typical, high = (total_minutes(activity, setting.people, level) for level in ("min", "typical", "max"))
    longest = high if activity.type in AT_OWN_PACE else max(low, setting.longest_block)
    kind = kinds[block.type or activity.type]
    usual = rates = _rates(block, activity, kind, (low, typical, high), setting)
    if block.minutes is not None:
        low = typical = high = longest = block.minutes
        rates = _rates(block, activity, kind, (low,), setting)
    return Option(
        block=block,
        role=activity.role,
        type=block.type or activity.type,
        energy=activity.energy,
        intent=block.intent or activity.intent,
        low=low,
        typical=min(typical, longest),
        high=min(high, longest),
        worth=_worth(activity, setting, usual),
        flat=setting.preferences.materials_in_haste * _in_haste(activity, setting),
        rates=rates,
        phase=_phase(activity),
        does=activity.does,
        kinds=activity.outcomes,
        category=block.momentum or (activity.momentum.category if activity.momentum else None),
        asynchronous=activity.type == "async" or not activity.quadrant.startswith("sync"),
    )


def own_option(block: Block, setting: Setting, kinds: Kinds) -> Option:
    """Describe a block of one's own: its minutes are as typed, and it can serve what it says it serves."""
    kind = kinds[block.type or "plenary"]
    minutes = block.minutes or 0
    return Option(
        block=block,
        role=Role.MOMENTUM if block.momentum else kind.role,
        type=block.type or "plenary",
        energy=kind.energy,
        intent=block.intent or kind.intent,
        low=minutes,
        typical=minutes,
        high=minutes,
        worth=0.0,
        flat=0.0,
        rates=_rates(block, None, kind, (minutes,), setting),
        phase=HALFWAY,
        does=kind.does,
        category=block.momentum or kind.momentum,
    )


def _rates(block: Block, activity: Activity | None, kind: BlockType, levels: Iterable[int], setting: Setting) -> Rates:
    """Return what a minute of it holds at the least, over its lengths."""
    found = []
    for minutes in dict.fromkeys(m for m in levels if m):
        moves = moves_of(block, activity, kind, setting.people, minutes, setting.mode)
        groups = sum(m.minutes for m in moves if in_small_group(m))
        found.append((groups / minutes, math.fsum(airtime(m, setting.people) for m in moves) / minutes))
    return Rates(*(min(column) for column in zip(*found, strict=True))) if found else Rates(0.0, 0.0)


def _worth(activity: Activity, setting: Setting, rates: Rates) -> float:
    p = setting.preferences
    small = size_class(setting.people) == "small"
    return (
        p.stage_fit * activity.fit(setting.stage).fit
        + p.purpose * (setting.purpose in activity.purposes)
        + p.outcome_kind * len(set(setting.kinds) & set(activity.outcomes))
        + p.mechanism * len(set(setting.needs) & set(activity.does))
        + (p.small_groups_small_event if small else p.small_groups) * rates.groups
        + p.made_for_format * (activity.id in setting.made_for)
        + p.telling * (activity.intent == "disseminate")
        + p.low_energy * (activity.energy == "down")
        + p.tried * (activity.evidence == "A")
    )


def _in_haste(activity: Activity, setting: Setting) -> bool:
    """Tell whether there are things to get and hardly time to get them."""
    needed = (m.item for m in activity.needed(setting.mode) if m.per != "room")
    things = setting.mode is not Mode.VIRTUAL and any(i not in setting.preferences.at_hand for i in needed)
    return things and setting.lead is not None and setting.lead < HASTE_DAYS


def _phase(activity: Activity) -> float:
    """Return where it belongs between opening up (0) and closing down (1); input comes before its use."""
    marks = [0 if m in EARLY else 2 if m in LATE else 1 for m in activity.does]
    mean = sum(marks) / len(marks) / 2 if marks else HALFWAY
    return max(0.0, mean - 0.25 * (activity.intent == "disseminate"))
