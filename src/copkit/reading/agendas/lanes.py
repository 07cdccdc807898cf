"""Side by side or one after another: items that run at the same time get tracks, the others are for everyone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from copkit.reading.agendas.days import ReadDay
    from copkit.reading.agendas.interface import Item, Sheet


@dataclass(frozen=True, slots=True)
class Laid:
    """An item in its place: its start for sorting, and its track where others run beside it."""

    item: Item
    start: int
    track: str

    @property
    def end(self) -> int:
        """Return when it ends."""
        return self.start + (self.item.minutes or 0)


def lay_side_by_side(sheet: Sheet, days: Sequence[ReadDay]) -> list[list[Laid]]:
    """Return the items of each day in order, those that overlap in tracks; count the themes that are not kept."""
    clusters = [_clusters(_begun(day.items)) for day in days]
    beside = [c for day in clusters for c in day if len(c) > 1]
    lane = _by_track if _tracks_are_lanes(beside) else _by_room
    found = []
    for day in clusters:
        laid: list[Laid] = []
        for cluster in day:
            laid += _in_lanes(sheet, cluster, lane) if len(cluster) > 1 else cluster
        found.append(laid)
    for one in (x for day in found for x in day):
        if one.item.track and one.item.track not in {one.track, one.item.room}:
            sheet.left[words()["agendas"]["theme"]] += 1
    return found


def _begun(items: Sequence[Item]) -> list[Laid]:
    """Let an item without a start follow the one before it in the file."""
    found, now = [], min((i.start for i in items if i.start is not None), default=0)
    for item in items:
        start = now if item.start is None else item.start
        found.append(Laid(item, start, ""))
        now = start + (item.minutes or 0)
    return sorted(found, key=lambda one: one.start)


def _clusters(laid: Sequence[Laid]) -> list[list[Laid]]:
    """Part items into groups within which each overlaps another."""
    found: list[list[Laid]] = []
    end = -1
    for one in laid:
        if found and one.start < end:
            found[-1].append(one)
        else:
            found.append([one])
        end = max(end, one.end)
    return found


def _tracks_are_lanes(beside: Sequence[Sequence[Laid]]) -> bool:
    """Tell whether the file's tracks are the strands that run side by side, and not themes."""
    for cluster in beside:
        ends: dict[str, int] = {}
        for one in cluster:
            if not one.item.track or one.start < ends.get(one.item.track, 0):
                return False
            ends[one.item.track] = one.end
    return True


def _by_track(item: Item) -> str:
    return item.track


def _by_room(item: Item) -> str:
    return item.room or item.track


def _in_lanes(sheet: Sheet, cluster: Sequence[Laid], lane: Callable[[Item], str]) -> list[Laid]:
    """Give each item its lane; where that is taken it gets one of its own, so that it can be kept."""
    ends: dict[str, Laid] = {}
    found = []
    for one in cluster:
        name = base = lane(one.item)
        number = 1
        while not name or (name in ends and ends[name].end > one.start):
            number += 1 if name else 0
            said = words()["agendas"]["lane" if not base else "beside"]
            name = said.format(lane=base, n=number)
        if base and name != base:
            facts = {"title": one.item.title, "other": ends[base].item.title, "lane": base, "track": name}
            sheet.warn("same-lane", one.item.place, **facts)
        ends[name] = one
        found.append(replace(one, track=name))
    return found
