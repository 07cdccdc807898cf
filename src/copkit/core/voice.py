"""Who gets to speak: airtime, coverage, time to first voice (domain model §D3)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from copkit.core.activity import Mode, Talk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copkit.core.agenda import Agenda, Move, Placed

PAIR, SMALL_GROUP, LARGE_GROUP = 2, 5, 7
SMALL_EVENT, MEDIUM_EVENT = 30, 80
PLENARY_SHARE = 0.8
SHORTEST_REST = 5
AT_OWN_PACE = frozenset({"open-space", "make"})
LONG_ENOUGH_TO_REST = 45
HALF = 0.5
SECOND_LANGUAGE = 1.25
SizeClass = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """The voice figures of an agenda; minutes are for one participant unless said otherwise."""

    working_minutes: int
    expected_airtime: float
    airtime_per_hour: float
    guaranteed_airtime: float
    small_group_share: float
    active_share: float
    coverage: float
    first_voice: int | None
    longest_listening: float
    longest_without_break: int
    create_minutes: int
    disseminate_minutes: int
    speaker_concentration: float
    size_class: SizeClass


@dataclass(frozen=True, slots=True)
class _Moment:
    """A move with its block and its elapsed start within the day."""

    day: int
    start: int
    move: Move
    block: Placed


def size_class(people: int) -> SizeClass:
    """Name the size of an event: small up to 30, medium up to 80, large above (ours, §D3)."""
    return "small" if people <= SMALL_EVENT else "medium" if people <= MEDIUM_EVENT else "large"


def efficiency(group: int | None) -> float:
    """Return η, the share of a group's minutes in which somebody really speaks."""
    if group is None:
        return PLENARY_SHARE
    if group <= PAIR:
        return 0.9
    return 0.85 if group <= SMALL_GROUP else 0.75


def figures(agenda: Agenda) -> VoiceFigures:
    """Compute the voice figures of an agenda.

    Where tracks run side by side, those of the track in which people speak least. Formulas: domain model §D3. A
    go-round counts T/N both as expected and as guaranteed airtime, because each turn is sure. Writing counts as a
    guaranteed voice and not as airtime.
    """
    return min((_figures(route) for route in agenda.routes), key=lambda f: f.expected_airtime)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A kind of participant with the voice figures of those who are it; `factor` is the time that a turn needs."""

    kind: Literal["all", "track", "room", "call", "second-language"]
    name: str
    figures: VoiceFigures
    factor: float = 1.0

    @property
    def guaranteed(self) -> float:
        """Return the guaranteed airtime in minutes as it feels: a turn in a second language needs more time."""
        return self.figures.guaranteed_airtime / self.factor

    @property
    def airtime_per_hour(self) -> float:
        """Return the expected airtime in minutes for each hour of work, as it feels."""
        return self.figures.airtime_per_hour / self.factor


def attendees(agenda: Agenda, *, second_language: bool) -> list[Attendee]:
    """Return the voice figures for each kind of participant: of each track, in the room, in the call, by language.

    In a hybrid gathering a block says with `remote:` whether those in the call speak, write in the chat or only listen.
    A turn in a second language needs a quarter more time (domain model §D3).
    """
    found = [Attendee("all", "", figures(agenda))]
    if agenda.tracks:
        found += [Attendee("track", t, figures(agenda.along(t))) for t in agenda.tracks]
    if agenda.mode is Mode.HYBRID:
        found += [Attendee("room", "", figures(agenda)), Attendee("call", "", figures(_from_afar(agenda)))]
    if second_language:
        found.append(Attendee("second-language", "", figures(agenda), SECOND_LANGUAGE))
    return found


def _from_afar(agenda: Agenda) -> Agenda:
    """Return the agenda as those in the call live it."""
    return replace(
        agenda,
        days=tuple(
            replace(d, blocks=tuple(replace(b, moves=tuple(_heard(m, b) for m in b.moves)) for b in d.blocks))
            for d in agenda.days
        ),
    )


def _heard(move: Move, block: Placed) -> Move:
    if block.pause or block.remote == "same" or move.talk is Talk.PAUSE:
        return move
    if block.remote == "chat":
        return replace(move, talk=Talk.WRITE if _talks(move) or move.talk is Talk.WRITE else move.talk, group_size=None)
    return replace(move, talk=Talk.LISTEN, group_size=None, phi=0.0)


def _figures(agenda: Agenda) -> VoiceFigures:
    moments = list(_moments(agenda))
    working = sum(m.move.minutes for m in moments)
    expected = math.fsum(airtime(m.move, m.block.people) for m in moments)
    floor = sum(m.move.minutes for m in moments if m.move.group_size is None)
    named = sum(m.move.minutes for m in moments if m.move.talk is Talk.LISTEN and m.block.intent == "disseminate")
    voiced = voices(agenda)
    return VoiceFigures(
        working_minutes=working,
        expected_airtime=expected,
        airtime_per_hour=60 * expected / working if working else 0.0,
        guaranteed_airtime=math.fsum(_guaranteed(m.move, m.block.people) for m in moments),
        small_group_share=_share(sum(m.move.minutes for m in moments if in_small_group(m.move)), working),
        active_share=_share(math.fsum(m.move.minutes * m.move.phi for m in moments), working),
        coverage=1.0 if voiced else 0.0,
        first_voice=voiced[0][1] if voiced and voiced[0][0] == moments[0].day else None,
        longest_listening=listening(agenda)[0],
        longest_without_break=without_break(agenda)[0],
        create_minutes=sum(b.minutes for b in agenda.blocks if b.intent == "create"),
        disseminate_minutes=sum(b.minutes for b in agenda.blocks if b.intent == "disseminate"),
        speaker_concentration=_share(named, floor),
        size_class=size_class(agenda.people),
    )


def _moments(agenda: Agenda) -> Iterator[_Moment]:
    for block in agenda.blocks:
        start = block.start
        for move in block.moves:
            if not block.pause and move.talk is not Talk.PAUSE:
                yield _Moment(block.day, start, move, block)
            start += move.minutes


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _talks(move: Move) -> bool:
    return move.talk in {Talk.TURNS, Talk.OPEN}


def in_small_group(move: Move) -> bool:
    """Tell whether people talk in groups of two to five."""
    return _talks(move) and move.group_size is not None and PAIR <= move.group_size <= SMALL_GROUP


def _sure(move: Move) -> bool:
    return move.minutes > 0 and move.talk in {Talk.TURNS, Talk.WRITE}


def airtime(move: Move, people: int) -> float:
    """Return the minutes that one participant is likely to speak in a move."""
    if move.talk in {Talk.LISTEN, Talk.WRITE, Talk.MAKE, Talk.PAUSE}:
        return 0.0
    if move.group_size is not None and move.group_size > 1:
        return move.minutes * efficiency(move.group_size) / move.group_size
    if move.talk is Talk.TURNS:
        return move.minutes / people
    return move.minutes * PLENARY_SHARE * move.phi / people


def _guaranteed(move: Move, people: int) -> float:
    size = move.group_size
    if size is None:
        return move.minutes / people if move.talk is Talk.TURNS else 0.0
    if size <= 1 or not _talks(move):
        return 0.0
    if move.talk is Talk.TURNS:
        factor = 1.0 if size <= LARGE_GROUP else HALF
    else:
        factor = HALF if size <= SMALL_GROUP else HALF / 2 if size <= LARGE_GROUP else 0.0
    return airtime(move, people) * factor


def listening(agenda: Agenda) -> tuple[float, Placed | None]:
    """Return the longest listening in a row, in minutes, and the block in which it ends.

    Neighbouring moves in which most people listen add up, each with its listening share 1 − φ.
    """
    longest: tuple[float, Placed | None] = (0.0, None)
    for day in agenda.days:
        run, end = 0.0, 0
        for block in day.blocks:
            run = 0.0 if block.start - end >= SHORTEST_REST else run
            end = block.end
            for move in block.moves:
                run = 0.0 if block.pause or move.phi >= HALF else run + move.minutes * (1 - move.phi)
                if run > longest[0]:
                    longest = (run, block)
    return longest


def without_break(agenda: Agenda) -> tuple[int, Placed | None]:
    """Return the longest stretch without a break, in minutes, and the block at its end.

    Spare time is no break, for it is used up first; a gap between two fixed times is one. A long block at one's own
    pace, like open space or making something, does not add to it: people rest when they like.
    """
    longest: tuple[int, Placed | None] = (0, None)
    for day in agenda.days:
        since = end = 0
        for block in day.blocks:
            if block.start - end >= SHORTEST_REST:
                since = block.start
            end = block.end
            if block.pause and block.type != "buffer":
                since = block.end
            elif block.type in AT_OWN_PACE and block.minutes >= LONG_ENOUGH_TO_REST:
                since += block.minutes
            if block.end - since > longest[0]:
                longest = (block.end - since, block)
    return longest


def voices(agenda: Agenda, *, likely: bool = False) -> list[tuple[int, int, Placed]]:
    """Return when everyone surely speaks or writes: the day, the minutes after its start, and the block.

    With `likely`, free talk in groups of up to five counts too.
    """
    return [
        (m.day, m.start, m.block)
        for m in _moments(agenda)
        if _sure(m.move) or (likely and m.move.minutes and in_small_group(m.move))
    ]


def unheard(agenda: Agenda) -> list[tuple[int, Placed]]:
    """Return for each day the longest time in a row in which not all can contribute, and the block where it begins."""
    found = []
    for day in agenda.days:
        longest: tuple[int, Placed | None] = (0, None)
        run, first = 0, None
        for block in day.blocks:
            for move in block.moves:
                if block.pause or _can_contribute(move):
                    run, first = 0, None
                else:
                    run, first = run + move.minutes, first or block
                if run > longest[0]:
                    longest = (run, first)
        if longest[1] is not None:
            found.append((longest[0], longest[1]))
    return found


def _can_contribute(move: Move) -> bool:
    in_a_group = _talks(move) and move.group_size is not None and move.group_size <= LARGE_GROUP + 1
    return _sure(move) or in_a_group or move.talk is Talk.MAKE


def quiet_share(agenda: Agenda) -> float:
    """Return the share of the working time in which people write or make something."""
    moments = list(_moments(agenda))
    quiet = sum(m.move.minutes for m in moments if m.move.talk in {Talk.WRITE, Talk.MAKE})
    return _share(quiet, sum(m.move.minutes for m in moments))
