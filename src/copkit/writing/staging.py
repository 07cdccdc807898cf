"""Cues: what the room is told in each step of a day, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from copkit.core.activity import MomentumCategory, Role
from copkit.core.agenda.block import at
from copkit.core.agenda.parts import BUFFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copkit.core.agenda import DayPlan, Placed
    from copkit.core.agenda.block import Move
    from copkit.core.agenda.parts import Part
    from copkit.writing.render import Renderer

Facts = Literal["", "difference", "what-comes"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What the room sees in one step: the texts that are said to it, when it ends, and what comes next.

    `until` and `next_at` are empty where the start of the day is not known. `shows` names what the
    texts point at: what should be different afterwards, or the dates that follow the gathering.
    """

    title: str
    lead: str
    texts: tuple[str, ...]
    minutes: int
    until: str
    next: str = ""
    next_at: str = ""
    track: str = ""
    rest: bool = False
    shows: Facts = ""


def cues_of(renderer: Renderer, day: DayPlan, part: Part) -> Iterator[Cue]:
    """Return the cues of a part of a day, one track after the other; spare time has none, for it may not come."""
    for track in part.tracks:
        shown = [b for b in track if b.type != BUFFER]
        for n, block in enumerate(shown, start=1):
            yield from _cues(renderer, block, shown[n] if n < len(shown) else _after(day, part))


def _after(day: DayPlan, part: Part) -> Placed | None:
    """Return the first block behind a part in which everyone is together, or the first of its tracks."""
    return next((b for b in day.blocks if b.index > part.blocks[-1].index and b.type != BUFFER), None)


def _cues(renderer: Renderer, block: Placed, after: Placed | None) -> Iterator[Cue]:
    """Return a rest, or the steps of a block in which something is said to the room; else the block as a whole."""
    coming = after.title if after else ""
    coming_at = after.from_clock if after and after.begins is not None else ""
    track = block.block.track or ""
    if block.pause:
        about = (block.block.about,) if block.block.about else ()
        yield Cue(block.title, "", about, block.minutes, _clock(block, block.end), coming, coming_at, track, rest=True)
        return
    steps, shows = _steps(block), _shows(block)
    whole = [t for t in (block.block.say, block.block.about) if t][:1]
    if whole or not steps:
        gist = [block.activity.gist] if block.activity and not block.block.type and not whole else []
        alone = _arranged(renderer, block, block.moves[0])
        lead = alone[0].upper() + alone[1:] if len(block.moves) == 1 else ""
        texts = tuple(whole or gist)
        ahead = (steps[0][0].title, "") if steps else (coming, coming_at)
        yield Cue(block.title, lead, texts, block.minutes, _clock(block, block.end), *ahead, track, shows=shows)
    for n, (move, end) in enumerate(steps, start=1):
        later = steps[n] if n < len(steps) else None
        ahead = (later[0].title, "") if later else (coming, coming_at)
        lead = f"{move.title}: {_arranged(renderer, block, move)}"
        yield Cue(block.title, lead, (move.say,), move.minutes, _clock(block, end), *ahead, track, shows=shows)


def _shows(block: Placed) -> Facts:
    momentum = block.activity.momentum if block.activity else None
    if block.role is Role.CLOSING or (momentum and momentum.category is MomentumCategory.WHAT_NEXT):
        return "what-comes"
    return "difference" if block.role is Role.OPENING else ""


def _steps(block: Placed) -> list[tuple[Move, int]]:
    """Return the steps in which something is said to the room, each with its end."""
    found, now = [], block.start
    for move in block.moves:
        now += move.minutes
        if move.say and move.say != block.block.say:
            found.append((move, now))
    return found


def _arranged(renderer: Renderer, block: Placed, move: Move) -> str:
    return renderer.arranged(move.group_size, block.people)


def _clock(block: Placed, minutes: int) -> str:
    return at(block.begins, minutes) if block.begins is not None else ""
