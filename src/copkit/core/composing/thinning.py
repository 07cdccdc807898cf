"""Thinning the library: leaving out what others outdo, so that a large library costs hardly more than a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.composing.choosing import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.composing.choosing import Option, Setting


def thinned(work: Sequence[Option], setting: Setting, most: int) -> list[Option]:
    """Leave out what cannot be needed in the best agenda, because enough others do all that it does and no worse.

    An agenda holds at most `most` blocks of a type. What as many others of its type outdo can always be replaced by
    one of them that is not in the agenda yet.
    """
    beyond = setting.preferences.beyond_typical
    by_type: dict[str, list[Option]] = {}
    for option in work:
        by_type.setdefault(option.type, []).append(option)
    found = []
    for alike in by_type.values():
        ranked = sorted(alike, key=lambda o: (-o.worth, o.shortest, o.id))
        kept: list[Option] = []
        for option in ranked:
            if sum(_outdoes(other, option, setting, beyond) for other in kept) < most:
                kept.append(option)
        found += kept
    return sorted(found, key=lambda o: o.id)


def _outdoes(one: Option, other: Option, setting: Setting, beyond: float) -> bool:
    """Tell whether one can stand wherever the other can, for as long, and is worth at least as much there."""
    needs, kinds = set(setting.needs), set(setting.kinds)
    lengths = {other.shortest, other.longest, one.typical, other.typical}
    inside = [m for m in lengths if other.shortest <= m <= other.longest]
    return (
        one.shortest <= other.shortest
        and one.longest >= other.longest
        and (other.shortest - one.shortest) % GRID == 0
        and one.own_pace == other.own_pace
        and one.energy == other.energy
        and one.phase == other.phase
        and needs & set(one.does) >= needs & set(other.does)
        and kinds & set(one.kinds) == kinds & set(other.kinds)
        and one.rates.groups >= other.rates.groups
        and one.rates.airtime >= other.rates.airtime
        and all(one.value(m, beyond) >= other.value(m, beyond) for m in inside)
    )
