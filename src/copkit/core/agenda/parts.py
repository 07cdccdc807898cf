"""The parts of a day, one after another: a block for everyone, or the tracks of a fork as one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from copkit.core.activity import Role, total_minutes
from copkit.core.agenda.block import forks
from copkit.core.agenda.saving import Giver, cheapest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.agenda.block import Placed

BUFFER = "buffer"
FIRST_TO_GO = 3
# A minute of a later turn costs more than all minutes of the earlier turns together, and a whole block more than all.
TURN = 10**12
SHARE = 10**6
WHOLE = 10**60


@dataclass(frozen=True, slots=True)
class Part:
    """One block for everyone, or the blocks of a fork in their tracks."""

    tracks: tuple[tuple[Placed, ...], ...]

    @property
    def blocks(self) -> tuple[Placed, ...]:
        """Return its blocks, in the order in which they were typed."""
        return tuple(sorted((b for track in self.tracks for b in track), key=lambda b: b.index))

    @property
    def start(self) -> int:
        """Return when it begins on the plan."""
        return min(b.start for b in self.blocks)

    @property
    def end(self) -> int:
        """Return when the last of its tracks ends on the plan."""
        return max(b.end for b in self.blocks)

    @property
    def minutes(self) -> int:
        """Return the minutes from its start to the end of its last track."""
        return self.end - self.start

    @property
    def fixed(self) -> Placed | None:
        """Return the block in it that has a fixed time; a fork with one keeps all its times."""
        return next((b for b in self.blocks if is_fixed(b)), None)

    @property
    def buffer(self) -> bool:
        """Tell whether it is a buffer for everyone."""
        return [b.type for b in self.blocks] == [BUFFER]

    @property
    def giver(self) -> Giver:
        """Return what it can give: a fork gives when each of its tracks does, down to the longest of their minimums."""
        if len(self.tracks) == 1 and len(self.tracks[0]) == 1:
            return giver_of(self.tracks[0][0])
        if self.fixed:
            return Giver(())
        lengths = [sum(b.minutes for b in track) for track in self.tracks]
        curves = [_curve(track) for track in self.tracks]
        least = max(n - len(curve) + 1 for n, curve in zip(lengths, curves, strict=True))
        costs = [
            sum(curve[max(0, n - length)] for n, curve in zip(lengths, curves, strict=True))
            for length in range(self.minutes, least - 1, -1)
        ]
        return Giver(tuple(b - a for a, b in pairwise(costs)))

    def lost(self, minutes: int) -> dict[int, int]:
        """Return what each block gives, by its index, when the part gives so many minutes."""
        found: dict[int, int] = {}
        for track in self.tracks:
            over = sum(b.minutes for b in track) - (self.minutes - minutes)
            saved = cheapest([Giver(giver_of(b).steps, planned=b.minutes) for b in track], max(0, over))
            assert saved is not None
            found |= {b.index: m for b, m in zip(track, saved.minutes, strict=True)}
        return found


def parts_of(blocks: Sequence[Placed]) -> list[Part]:
    """Part a day's blocks into those for everyone and the forks."""
    found = []
    for fork in forks(blocks, lambda b: b.block.track):
        names = dict.fromkeys(b.block.track for b in fork)
        found.append(Part(tuple(tuple(b for b in fork if b.block.track == name) for name in names)))
    return found


def is_fixed(block: Placed) -> bool:
    """Tell whether a block has a time that does not move."""
    return block.block.at is not None and block.begins is not None


def is_own(block: Placed) -> bool:
    """Tell whether nobody but the organiser knows how long a block takes: no activity describes it."""
    return block.activity is None or block.block.type is not None


def protected(block: Placed) -> bool:
    """Tell whether a block keeps its minutes whatever happens: breaks, meals, momentum, closing, `cut: 0`."""
    if block.type == BUFFER:
        return False
    return block.pause or block.cut == 0 or block.category is not None or block.role is Role.CLOSING


def least_minutes(block: Placed) -> int:
    """Return the fewest minutes that a block can do with.

    The activity's minimum for its people; two thirds rounded up for an organiser's own; 0 for a buffer; all of them
    for what is protected.
    """
    if protected(block):
        return block.minutes
    if block.type == BUFFER:
        return 0
    if block.activity is None or is_own(block):
        return min(block.minutes, -(-2 * block.minutes // 3))
    return min(block.minutes, max(1, total_minutes(block.activity, block.people, "min")))


def giver_of(block: Placed) -> Giver:
    """Return what a block can give, and at which cost.

    The k-th minute of p costs k/p in millionths, rounded down, and 10^12 to the power of the block's turn: 0 for
    buffers, 1 for `cut: 3`, 2 for `cut: 2`, 3 for `cut: 1`. So the largest relative loss within a turn is as small as
    it can be, and no turn begins before the one before it has given all it can. A block of `cut: 3` can be left out.
    """
    planned, least = block.minutes, least_minutes(block)
    turn = 0 if block.type == BUFFER else 1 + FIRST_TO_GO - block.cut
    weight = TURN**turn if turn else 0
    costs = [weight + SHARE * k // planned for k in range(1, planned + 1)]
    droppable = turn == 1 and not protected(block) and planned > 0
    return Giver(tuple(costs[: planned - least]), (planned, WHOLE + sum(costs)) if droppable else None, planned)


def _curve(track: Sequence[Placed]) -> list[int]:
    """Return the cost of saving 0, 1, 2 … minutes in a track, as many as it has."""
    return list(accumulate(sorted(s for b in track for s in giver_of(b).steps), initial=0))
