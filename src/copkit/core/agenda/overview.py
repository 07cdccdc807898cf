"""An agenda seen as a whole: what to bring, what serves which outcome, where the momentum is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from copkit.core.activity import Activity, Mode, MomentumCategory, Quadrant, Strand, Talk
from copkit.core.agenda.block import group_sizes, with_spares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.activity import Material
    from copkit.core.agenda.block import Agenda, Placed
    from copkit.core.design import Convening, Evidence, Outcome


@dataclass(frozen=True, slots=True)
class Supply:
    """A thing to bring: how many, with spares, and for which blocks."""

    item: str
    count: int
    spares: int
    blocks: tuple[str, ...]


def units(material: Material, people: int) -> int:
    """Return how many of a thing a block needs, without spares."""
    groups = sum(group_sizes(people, material.group).values()) if material.group else 1
    return {"person": people, "room": 1, "group": groups}[material.per] * material.count


def supplies(agenda: Agenda) -> tuple[Supply, ...]:
    """Add up what to have ready: what is used up adds, what people use again counts once, at its highest.

    Nothing is brought for breaks and meals online.
    """
    found: dict[str, Supply] = {}
    online = agenda.mode is Mode.VIRTUAL
    for placed in [b for b in agenda.blocks if not (online and b.pause)]:
        for material in placed.activity.needed(agenda.mode) if placed.activity else ():
            count = units(material, placed.people)
            spares = with_spares(count) - count if material.spare else 0
            old = found.get(material.item, Supply(material.item, 0, 0, ()))
            again = material.reuse or material.per == "room"
            total = max(old.count, count) if again else old.count + count
            more = max(old.spares, spares) if again else old.spares + spares
            found[material.item] = Supply(material.item, total, more, (*old.blocks, placed.title))
    return tuple(sorted(found.values(), key=lambda s: s.item))


@dataclass(frozen=True, slots=True)
class Trace:
    """One outcome with the evidence for it and the blocks that serve it."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    blocks: tuple[Placed, ...]
    minutes: int


def trace(convening: Convening, agenda: Agenda) -> tuple[Trace, ...]:
    """Follow each outcome through its evidence to the blocks that serve it (S1-2)."""
    rows = []
    for outcome in convening.outcomes:
        blocks = tuple(b for b in agenda.blocks if outcome.id in b.block.serves)
        evidence = tuple(e for e in convening.evidence if outcome.id in e.supports)
        rows.append(Trace(outcome, evidence, blocks, sum(b.minutes for b in blocks)))
    return tuple(rows)


def builders(agenda: Agenda) -> dict[MomentumCategory, tuple[Placed, ...]]:
    """Return the momentum builders of each category in the agenda (S2-1)."""
    return {category: tuple(b for b in agenda.blocks if b.category is category) for category in MomentumCategory}


def strands(agenda: Agenda) -> dict[Strand, tuple[str, ...]]:
    """Return which blocks make conversation, which connect, which communicate, which span boundaries (S0-20).

    A person's own block makes conversation where people talk in turn or freely.
    """
    found: dict[Strand, list[str]] = {strand: [] for strand in get_args(Strand)}
    for block in agenda.blocks:
        talks = any(m.talk in {Talk.TURNS, Talk.OPEN} for m in block.moves)
        own: tuple[Strand, ...] = ("conversation",) if talks else ("communication",)
        for strand in () if block.pause else (block.activity.strands if block.activity else own):
            found[strand].append(block.title)
    return {strand: tuple(dict.fromkeys(titles)) for strand, titles in found.items()}


def matrix(agenda: Agenda, around: Sequence[Activity] = ()) -> dict[Quadrant, tuple[str, ...]]:
    """Return the titles in each cell of the matrix sync/async by individual/collaborative (S1-15).

    `around` holds the activities before and after, in people's own time.
    """
    titled = [(b.quadrant, b.title) for b in agenda.blocks if not b.pause] + [(a.quadrant, a.title) for a in around]
    return {q: tuple(dict.fromkeys(title for cell, title in titled if cell is q)) for q in Quadrant}
