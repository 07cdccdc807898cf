"""Who works with whom: people to working groups, from what they ranked, what they bring and what rules ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.grouping.accepting import accepted
from copkit.core.grouping.checking import Finding, broken
from copkit.core.grouping.forming import rules_for, willing
from copkit.core.grouping.leading import leads
from copkit.core.grouping.modelling import Task
from copkit.core.grouping.proving import Proof, prove
from copkit.core.grouping.ranking import Choices, Group, choices, drawn, pulls
from copkit.core.grouping.rule import people_in
from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from copkit.core.grouping.ruling import Known
    from copkit.core.grouping.wishes import Fairness, GroupWishes

ASKED = 3


@dataclass(frozen=True, slots=True)
class Shares:
    """How people's wishes were met: how many of those who ranked something got which place, 0 being their first.

    Whoever is pinned, or leads a group by the organiser's word, is not counted. `worst` is the worst place that
    somebody got among what they ranked; `unnamed` are those who got what they did not rank.
    """

    told: int
    by_rank: tuple[int, ...]
    worst: int
    unnamed: tuple[int, ...]

    @property
    def first(self) -> int:
        """Return how many percent got their first choice, rounded down."""
        return 100 * self.by_rank[0] // self.told if self.told else 0


@dataclass(frozen=True, slots=True)
class Ask:
    """A group that nobody leads yet, and whom to ask: those in it who like it best."""

    group: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is in which group, who leads, what was fair about it, and which rules bent.

    `proof` is None where groups were formed by acceptance, which asks for something else. `mix_costs` is what the
    rules that may bend cost in places squared, against groups without them; None where that is not known.
    """

    groups: tuple[Group, ...]
    members: tuple[int, ...]
    leads: tuple[int | None, ...]
    choices: tuple[Choices, ...]
    shares: Shares
    findings: tuple[Finding, ...]
    asks: tuple[Ask, ...]
    proof: Proof | None
    mix_costs: int | None = None

    def group_of(self, person: int) -> int:
        """Return the number of a person's group."""
        return next(g for g, members in enumerate(self.members) if members >> person & 1)


def sized(titles: Sequence[tuple[str, str, str]], people: int, wishes: GroupWishes) -> tuple[Group, ...]:
    """Return groups with id, title and lead, and with sizes: as wished, else as equal as can be.

    Where so many people do not fit into sizes as wished, the wish gives way as little as it must.
    """
    sizes, count = wishes.working_groups, len(titles)
    least, most = people // count, -(-people // count)
    if sizes.least is not None:
        wanted = min(sizes.least, least)
        most, least = max(most, people - wanted * (count - 1)), wanted
    if sizes.most is not None:
        wanted = max(sizes.most, -(-people // count))
        least = least if sizes.least is not None else max(1, min(least, people - wanted * (count - 1)))
        most = wanted
    return tuple(Group(name, title, least, most, lead) for name, title, lead in titles)


def task_of(known: Known, groups: Sequence[Group], wishes: GroupWishes, seed: int, *, streams: bool = True) -> Task:
    """Return what is to be solved for people and groups."""
    pinned = pins(known, groups, wishes)
    return Task(
        tuple(choices(p, groups).ranks for p in known.people),
        [pulls(p, groups) for p in known.people],
        drawn(known.people, groups, seed),
        pinned,
        rules_for(known, wishes, groups, pinned, streams=streams),
    )


def pins(known: Known, groups: Sequence[Group], wishes: GroupWishes) -> dict[int, int]:
    """Return who stays in which group: leads who are settled, and people whom the organiser pins."""
    numbers = {group.id: g for g, group in enumerate(groups)}
    wanted = [(group.lead, g) for g, group in enumerate(groups) if group.lead]
    wanted += [(pin.who, numbers[pin.group]) for pin in wishes.pins if pin.group in numbers]
    found: dict[int, int] = {}
    for name, g in wanted:
        person = known.number(name)
        if person is not None:
            found.setdefault(person, g)
    return found


def assign(
    known: Known, groups: Sequence[Group], wishes: GroupWishes, fairness: Fairness, seed: int, *, streams: bool = True
) -> Assignment:
    """Return the best groups under what is held to be fair; the same seed gives the same groups everywhere."""
    task = task_of(known, groups, wishes, seed, streams=streams)
    able = willing(known)
    proof, mix = None, None
    if fairness == "stable":
        members = accepted(task, [g.most for g in groups], able)
    else:
        members, proof = prove(task, worst_first=fairness == "worst-first")
        mix = _mix_costs(task, members, proof, worst_first=fairness == "worst-first")
    settled = [known.number(group.lead) if group.lead else None for group in groups]
    settled = [n if n is not None and members[g] >> n & 1 else None for g, n in enumerate(settled)]
    led = leads(task, members, able, settled) if streams else (None,) * len(groups)
    return _assigned(known, groups, task, members, led, proof, mix, streams=streams)


def judge(
    known: Known, groups: Sequence[Group], wishes: GroupWishes, members: Sequence[int], led: Sequence[int | None],
    *, streams: bool = True,
) -> Assignment:  # fmt: skip
    """Return what groups that anybody made give people, and what they do not keep."""
    task = task_of(known, groups, wishes, 0, streams=streams)
    return _assigned(known, groups, task, tuple(members), tuple(led), None, None, streams=streams)


def _assigned(
    known: Known, groups: Sequence[Group], task: Task, members: tuple[int, ...], led: tuple[int | None, ...],
    proof: Proof | None, mix: int | None, *, streams: bool,
) -> Assignment:  # fmt: skip
    said = tuple(choices(p, groups) for p in known.people)
    findings = broken((group.id, members[g], task.rules[g]) for g, group in enumerate(groups))
    asks = _asks(task, groups, members, led) if streams else ()
    return Assignment(
        tuple(groups), members, led, said, _shares(said, members, task.pinned), findings, asks, proof, mix
    )


def _mix_costs(task: Task, members: Sequence[int], proof: Proof, *, worst_first: bool) -> int | None:
    """Return what the rules that may bend cost in places squared; None where that is not certain."""
    if not proof.proven or all(r.hard for rules in task.rules for r in rules):
        return 0 if proof.proven else None
    alone, other = prove(task, worst_first=worst_first, mixing=False)
    spent = _places(task, members) - _places(task, alone)
    return spent if other.proven else None


def _places(task: Task, members: Sequence[int]) -> int:
    return sum(task.ranks[i][g] ** 2 for g, group in enumerate(members) for i in people_in(group))


def _shares(said: Sequence[Choices], members: Sequence[int], pinned: Collection[int]) -> Shares:
    free = [(i, g) for g, group in enumerate(members) for i in people_in(group) if i not in pinned]
    got = [(i, g) for i, g in free if said[i].named]
    counts = [0] * (len(members) + 1)
    for i, g in got:
        counts[said[i].ranks[g]] += g in said[i].named
    worst = max((r for r, count in enumerate(counts) if count), default=0)
    return Shares(
        len(got), tuple(counts[: worst + 1]), worst, tuple(sorted(i for i, g in got if g not in said[i].named))
    )


def _asks(task: Task, groups: Sequence[Group], members: Sequence[int], led: Sequence[int | None]) -> tuple[Ask, ...]:
    """Return for each group without a lead whom to ask."""
    found = []
    for g, group in enumerate(groups):
        if led[g] is None and not (group.lead and same_name(group.lead)):
            able = sorted(people_in(members[g]), key=lambda i: (task.ranks[i][g], -task.pulls[i][g], task.drawn[i][g]))
            found.append(Ask(g, tuple(able[:ASKED])))
    return tuple(found)
