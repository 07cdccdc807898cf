"""Who has the floor in each move of an agenda: one person, some, each in turn, pairs, groups, or nobody."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from copkit.core.activity import Talk

if TYPE_CHECKING:
    from copkit.core.agenda import Move, Placed

PAIR = 2


class Floor(StrEnum):
    """Who speaks, writes or does, from the fewest voices to the most, and rest."""

    ONE = "one"
    SOME = "some"
    TURNS = "turns"
    GROUPS = "groups"
    PAIRS = "pairs"
    WRITE = "write"
    MAKE = "make"
    PAUSE = "pause"


def floor_of(move: Move, *, pause: bool) -> Floor:
    """Return who has the floor in a move; in a pause nobody has, whatever is done in it."""
    if pause or move.talk is Talk.PAUSE:
        return Floor.PAUSE
    if move.talk in {Talk.WRITE, Talk.MAKE}:
        return Floor.WRITE if move.talk is Talk.WRITE else Floor.MAKE
    if move.talk is Talk.LISTEN:
        return Floor.ONE
    if move.group_size is None:
        return Floor.TURNS if move.talk is Talk.TURNS else Floor.SOME
    if move.group_size < PAIR:
        return Floor.WRITE
    return Floor.PAIRS if move.group_size == PAIR else Floor.GROUPS


def minutes_by_floor(block: Placed) -> list[tuple[Floor, int]]:
    """Return who has the floor in a block and for how many minutes, in order; neighbours of a kind add up."""
    found: list[tuple[Floor, int]] = []
    for move in block.moves:
        floor = floor_of(move, pause=block.pause)
        if found and found[-1][0] is floor:
            found[-1] = (floor, found[-1][1] + move.minutes)
        elif move.minutes:
            found.append((floor, move.minutes))
    return found
