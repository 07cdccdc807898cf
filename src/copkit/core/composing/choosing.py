"""Choosing activities: which ones can run at all, and how much each is worth here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.activity import Activity, Mode, MomentumCategory, Role, Talk, holds, total_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.activity import Mechanism, OutcomeKind, Purpose
    from copkit.core.standards import Standards

EARLY: frozenset[str] = frozenset(
    {"diverge", "ideas-alone", "outside-signals", "voice-challenges", "mixed-rounds", "name-the-ask"}
)
LATE: frozenset[str] = frozenset({"decide", "prototype", "response", "outward-message", "keep-contact"})
NEEDS_A_SPEAKER = frozenset({"panel", "presentation", "questions"})
HEAD_ROOM = 15
SMALL_EVENT = 30
GROUPS_IN_SMALL, GROUPS = 6.0, 4.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What an activity must fit into."""

    mode: Mode
    people: int
    stage: int
    purpose: Purpose
    needs: tuple[Mechanism, ...]
    kinds: tuple[OutcomeKind, ...]
    standards: Standards

    @property
    def stretch(self) -> int:
        """Return the longest stretch without a break, in minutes, as `copkit check` judges it."""
        return int(self.standards.by_mode("CPK212", self.mode))

    @property
    def longest_block(self) -> int:
        """Return the longest block that still leaves room for another one in the same stretch."""
        return self.stretch - HEAD_ROOM


@dataclass(frozen=True, slots=True)
class Option:
    """An activity that can run here, with its minutes for this head count and its worth."""

    activity: Activity
    low: int
    typical: int
    high: int
    worth: float

    @property
    def id(self) -> str:
        """Return the activity's id."""
        return self.activity.id

    @property
    def draftable(self) -> bool:
        """Tell whether a draft may use it freely: what needs a speaker waits for the organiser, who knows one."""
        return self.activity.type not in NEEDS_A_SPEAKER


def options(activities: Mapping[str, Activity], role: Role, setting: Setting) -> list[Option]:
    """Return the activities of a role that can run in this setting, the worthiest first."""
    found = [option_of(a, setting) for a in activities.values() if a.role is role and can_run(a, setting)]
    return sorted(found, key=lambda o: (-o.worth, o.low, o.id))


def can_run(activity: Activity, setting: Setting) -> bool:
    """Tell whether mode, head count, stage and the break rule allow an activity."""
    return (
        setting.mode in activity.modes
        and holds(activity, setting.people)
        and activity.fit(setting.stage).fit > 0
        and total_minutes(activity, setting.people, "min") <= setting.longest_block
    )


def option_of(activity: Activity, setting: Setting) -> Option:
    """Describe an activity for this setting."""
    longest = setting.longest_block
    low, typical, high = (total_minutes(activity, setting.people, level) for level in ("min", "typical", "max"))
    return Option(
        activity, low, min(typical, max(low, longest)), min(high, max(low, longest)), _worth(activity, setting)
    )


def _worth(activity: Activity, setting: Setting) -> float:
    in_groups = sum(
        s.minutes.typical
        for s in activity.steps
        if s.group_size and s.group_size > 1 and s.talk in {Talk.TURNS, Talk.OPEN}
    )
    total = sum(s.minutes.typical for s in activity.steps) or 1
    return (
        2.0 * activity.fit(setting.stage).fit
        + 3.0 * (setting.purpose in activity.purposes)
        + 1.0 * len(set(setting.kinds) & set(activity.outcomes))
        + 1.5 * len(set(setting.needs) & set(activity.does))
        + (GROUPS_IN_SMALL if setting.people <= SMALL_EVENT else GROUPS) * in_groups / total
        - 2.0 * (activity.intent == "disseminate")
        - 1.0 * (activity.energy == "down")
        + 0.3 * (activity.evidence == "A")
    )


def cheapest_cover(found: Sequence[Option], needs: Iterable[Mechanism], minutes: int) -> list[Option]:
    """Choose activities that together hold every mechanism needed, within the minutes where that is possible.

    Greedy by what an activity adds for its minutes; what cannot be covered is left out and shown by the checks.
    """
    missing = list(needs)
    chosen: list[Option] = []
    while missing:
        best = max(
            (o for o in found if o not in chosen and set(o.activity.does) & set(missing) and o.low <= minutes),
            key=lambda o: (len(set(o.activity.does) & set(missing)), o.worth / (o.low + 15), o.id),
            default=None,
        )
        if best is None:
            break
        chosen.append(best)
        minutes -= best.low
        missing = [m for m in missing if m not in best.activity.does]
    return chosen


def in_order(chosen: Iterable[Option]) -> list[Option]:
    """Order work from opening up to closing down: gather first, decide last; input comes before its use."""

    def phase(option: Option) -> tuple[float, int, str]:
        does = option.activity.does
        marks = [0 if m in EARLY else 2 if m in LATE else 1 for m in does]
        mean = sum(marks) / len(marks) if marks else 1.0
        return (mean - 0.5 * (option.activity.intent == "disseminate"), -option.activity.fit(1).fit, option.id)

    return sorted(chosen, key=phase)


def builder(
    activities: Mapping[str, Activity],
    category: MomentumCategory,
    setting: Setting,
    minutes: int,
    prefer: Sequence[str],
) -> Option | None:
    """Choose a momentum builder of a category that fits the minutes: the preferred ones first, then the shortest."""
    found = [
        o
        for o in options(activities, Role.MOMENTUM, setting)
        if o.activity.momentum and o.activity.momentum.category is category and o.activity.type != "async"
    ]
    fitting = [o for o in found if o.low <= minutes]
    rank = {name: i for i, name in enumerate(prefer)}
    return min(fitting, key=lambda o: (rank.get(o.id, len(rank)), -o.worth, o.low, o.id), default=None)
