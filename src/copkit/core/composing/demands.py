"""Demands: what the organiser asks of a draft, each of which could be given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.activity import MomentumCategory
from copkit.core.composing.frame import EVENING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.composing.choosing import Setting
    from copkit.core.design import Convening

Kind = Literal["length", "outcome", "momentum", "keep"]


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """Something that a draft must hold: a day's length, time for an outcome, a momentum builder, a block."""

    kind: Kind
    name: str
    day: int = 0


def demands_of(convening: Convening, setting: Setting) -> tuple[Demand, ...]:
    """Return what the organiser asks for; a call of less than an hour needs one momentum builder and not three."""
    main = [i for i, d in enumerate(convening.days) if d.kind != EVENING]
    total = sum(convening.days[i].length for i in main)
    short = total < setting.standards.figure("CPK220", "short")
    wanted = (MomentumCategory.WHAT_NEXT,) if short else tuple(MomentumCategory)
    return (
        *(Demand("length", str(convening.days[i].length), i) for i in main),
        *(Demand("outcome", o.id) for o in convening.outcomes),
        *(Demand("momentum", c.value) for c in wanted),
        *(Demand("keep", b.activity or b.title or "", i) for i in main for b in convening.days[i].keep),
    )


def shares(convening: Convening) -> Mapping[str, float]:
    """Return for each outcome its share of the work, in proportion to its priority."""
    total = sum(o.priority for o in convening.outcomes) or 1
    return {o.id: o.priority / total for o in convening.outcomes}
