"""Whom to thank next: with a reason each, never somebody twice, and every segment in its turn (domain model §E4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.followup.register import names
from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from copkit.core.followup.register import Register
    from copkit.core.people import Person


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could be thanked: the reasons as words' keys, and whether they agreed to be named."""

    name: str
    reasons: tuple[str, ...]
    segment: str = ""
    agreed: bool | None = None


def candidates(captured: Register, earlier: Iterable[Register], people: Mapping[str, Person]) -> tuple[Candidate, ...]:
    """Return who could be thanked next, without those who were thanked before and those who do not want it."""
    registers = [captured, *earlier]
    thanked = {same_name(s.who) for r in registers for s in r.spotlights}
    reasons: dict[str, dict[str, None]] = {}
    spelt: dict[str, str] = {}
    for key, name in _deeds(captured):
        spelt.setdefault(same_name(name), name)
        reasons.setdefault(same_name(name), {})[key] = None
    turn = Counter(people[t].segment for t in thanked if t in people)
    waiting = [n for n in reasons if n not in thanked and not (n in people and people[n].spotlight is False)]
    found = []
    while waiting:
        chosen = min(waiting, key=lambda n: (turn[_segment(n, people)], -len(reasons[n]), n))
        waiting.remove(chosen)
        segment = _segment(chosen, people)
        turn[segment] += 1
        agreed = people[chosen].named if chosen in people else None
        found.append(Candidate(spelt[chosen], tuple(reasons[chosen]), segment, agreed))
    return tuple(found)


def _segment(name: str, people: Mapping[str, Person]) -> str:
    return people[name].segment if name in people else ""


def _deeds(captured: Register) -> Iterable[tuple[str, str]]:
    """Return what people did, as far as the register knows; private promises tell nothing."""
    for c in captured.commitments:
        if c.state == "done" and c.who and c.visible_to:
            yield "kept", c.who
        if c.state == "done":
            yield from (("helped", helper) for helper in names(c.helper))
    for g in captured.groups:
        yield from (("led", lead) for lead in (*names(g.lead), *names(g.deputy)))
    for o in captured.outputs:
        yield from (("made", author) for author in names(o.who))
    for m in captured.mentors:
        yield from (("mentored", mentor) for mentor in names(m.mentor))
