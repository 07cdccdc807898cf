"""A day as a strip along time, by who has the floor; below it a line for each block, so that it is read on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.agenda.block import at
from copkit.core.floor import Floor, minutes_by_floor
from copkit.core.voice import voices
from copkit.writing.measuring import broken, columns, cut, padded
from copkit.writing.pictures.canvas import SIZE, Drawing, fitted, picture, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.agenda import Agenda, DayPlan, Placed
    from copkit.writing.picture import Picture
    from copkit.writing.pictures.canvas import Words
    from copkit.writing.render import Renderer

LEFT, RIGHT, LANE, ROW, HEAD = 2.0, 358.0, 22.0, 17.0, 12.0
BAR, BAR_WIDTH, TITLE = 44.0, 80.0, 150.0
TICKS = (15, 30, 60, 120, 240, 480, 960)
MOST_TICKS = 7
TEXT_BAR, TEXT_WHO, PAGE = 12, 10, 78
SIGNS = {
    Floor.ONE: "█", Floor.SOME: "▒", Floor.TURNS: "●", Floor.GROUPS: "∷", Floor.PAIRS: "∶", Floor.WRITE: "≡",
    Floor.MAKE: "#", Floor.PAUSE: "·",
}  # fmt: skip
NUMBERS: Mapping[Floor, int] = {floor: n for n, floor in enumerate(Floor, start=1)}


def agenda_strip(renderer: Renderer, agenda: Agenda, day: DayPlan) -> Picture:
    """Draw a day: its blocks along time by who has the floor, tracks in lanes, and the first sure voice of the agenda.

    The name of the picture is `agenda`, with the day's number behind it from the second day on.
    """
    said = renderer.words["pictures"]["agenda"]
    totals = {f: sum(m for b in day.blocks for g, m in minutes_by_floor(b) if g is f) for f in Floor}
    first = next(((minute, b) for number, minute, b in voices(agenda)[:1] if number == day.number), None)
    mark = "" if first is None else said["first"].format(at=at(first[1].begins, first[0]), title=first[1].title)
    title = said["title"] if len(agenda.days) == 1 else said["title_of_day"].format(day=day.number)
    name = "agenda" if day.number == 1 else f"agenda-{day.number}"
    drawing = Drawing("day", name, *_drawn(said, day, totals, first, mark))
    lines = [*_lines(said, day, first), "", *_legend_lines(said, totals, mark)]
    return picture(renderer, drawing, lines, title, _alt(said, day, totals, mark))


def _alt(said: Words, day: DayPlan, totals: Mapping[Floor, int], mark: str) -> str:
    """Say how the minutes of a day are shared, which block is longest, and who has the first sure voice."""
    shares = [said["share"].format(minutes=m, what=said[f]) for f, m in totals.items() if m]
    longest = max((b for b in day.blocks if not b.pause), key=lambda b: b.minutes, default=None)
    told = [said["shares"].format(shares=", ".join(shares))] if shares else [said["empty"]]
    if longest is not None and longest.minutes:
        told.append(said["longest"].format(title=longest.title, minutes=longest.minutes))
    return " ".join([*told, mark]).strip()


def _drawn(
    said: Words, day: DayPlan, totals: Mapping[Floor, int], first: tuple[int, Placed] | None, mark: str
) -> tuple[float, dict[str, Any]]:
    """Return the height of the drawing and its parts."""
    tracks = list(dict.fromkeys(b.block.track for b in day.blocks if b.block.track))
    low = min((b.start for b in day.blocks), default=0)
    high = max((b.end for b in day.blocks), default=day.day.length)
    scale = (RIGHT - LEFT) / max(1, high - low)
    lanes = max(1, len(tracks))
    bottom = HEAD + lanes * LANE
    rows = bottom + 26
    keys = rows + len(day.blocks) * ROW + 8
    legend, end = _legend(said, totals, mark, keys)

    def x(minutes: int) -> float:
        return LEFT + (minutes - low) * scale

    parts = {
        "ribbon": [p for b in day.blocks for p in _pieces(b, x(b.start), *_lane(b, tracks), scale)],
        "flag": None if first is None else {"x": rounded(x(first[0])), "y": rounded(HEAD - 2)},
        "ticks": _ticks(day, low, high, scale, bottom),
        "bottom": rounded(bottom),
        "rows": _rows(day, rows, first),
        "legend": legend,
    }
    return end, parts


def _lane(block: Placed, tracks: Sequence[str]) -> tuple[float, float]:
    """Return the top and the height of a block: a lane of its track, or all lanes where everyone is together."""
    if block.block.track is None:
        return HEAD, LANE * max(1, len(tracks))
    return HEAD + LANE * tracks.index(block.block.track), LANE


def _pieces(block: Placed, left: float, top: float, height: float, scale: float) -> list[dict[str, Any]]:
    """Return what a block is drawn of: a rectangle for each kind of floor, from left to right."""
    found = []
    for floor, minutes in minutes_by_floor(block):
        width = minutes * scale
        found.append(
            {"kind": NUMBERS[floor], "x": rounded(left), "y": rounded(top), "width": rounded(width),
             "height": rounded(height)}
        )  # fmt: skip
        left += width
    return found


def _ticks(day: DayPlan, low: int, high: int, scale: float, bottom: float) -> list[dict[str, str]]:
    """Return the clock below the strip, on full hours where the start is known."""
    begins = day.blocks[0].begins if day.blocks else None
    step = next((t for t in TICKS if (high - low) / t <= MOST_TICKS), TICKS[-1])
    offset = begins or 0
    first = -(-(low + offset) // step) * step - offset
    found = []
    for minutes in range(first, high + 1, step):
        x = LEFT + (minutes - low) * scale
        anchor = "start" if x < LEFT + 16 else "end" if x > RIGHT - 16 else "middle"
        found.append({"x": rounded(x), "y": rounded(bottom), "end": rounded(bottom + 4), "text": at(begins, minutes),
                      "below": rounded(bottom + 15), "anchor": anchor})  # fmt: skip
    return found


def _rows(day: DayPlan, top: float, first: tuple[int, Placed] | None) -> list[dict[str, Any]]:
    """Return a line for each block: when, for how long and who has the floor, and what it is."""
    scale = BAR_WIDTH / max([1, *(b.minutes for b in day.blocks)])
    found = []
    for n, block in enumerate(day.blocks):
        y = top + n * ROW
        flagged = first is not None and block is first[1]
        found.append(
            {
                "y": rounded(y + 12),
                "clock": block.from_clock,
                "pieces": _pieces(block, BAR, y + 2, ROW - 5, scale),
                "minutes": {"x": rounded(BAR + block.minutes * scale + 4), "text": str(block.minutes)},
                "flag": rounded(y + 12) if flagged else None,
                "x": rounded(TITLE + (12 if flagged else 0)),
                "title": fitted(_title(block), RIGHT - TITLE - (12 if flagged else 0)),
            }
        )
    return found


def _title(block: Placed) -> str:
    return f"{block.block.track}: {block.title}" if block.block.track else block.title


def _legend(said: Words, totals: Mapping[Floor, int], mark: str, top: float) -> tuple[list[dict[str, Any]], float]:
    """Return what the patterns mean, two in a row, and the height up to there."""
    found: list[dict[str, Any]] = []
    present = [f for f, minutes in totals.items() if minutes]
    half = (RIGHT - LEFT) / 2
    for n, floor in enumerate(present):
        left, y = LEFT + (n % 2) * half, top + (n // 2) * ROW
        text = fitted(said[floor], half - 28)
        found.append({"kind": NUMBERS[floor], "x": rounded(left), "y": rounded(y), "text": text,
                      "beside": rounded(left + 24), "line": rounded(y + 11)})  # fmt: skip
    end = top + -(-len(present) // 2) * ROW
    lines = broken(mark, (RIGHT - LEFT - 14) / SIZE, 3) if mark else []
    for n, line in enumerate(lines):
        y = end + n * 16 + 11
        found.append({"kind": None, "flag": rounded(y) if n == 0 else None, "text": line, "beside": rounded(LEFT + 14),
                      "line": rounded(y)})  # fmt: skip
    return found, end + len(lines) * 16 + 6


def _lines(said: Words, day: DayPlan, first: tuple[int, Placed] | None) -> list[str]:
    """Return a line for each block: when, its bar, its minutes, who mostly has the floor, and what it is."""
    most = max([1, *(b.minutes for b in day.blocks)])
    found = []
    for block in day.blocks:
        floors = minutes_by_floor(block)
        who = said["short"][max(floors, key=lambda row: row[1])[0] if floors else Floor.PAUSE]
        flag = "▶ " if first is not None and block is first[1] else ""
        head = f"{block.from_clock:>5} {_signs(floors, most)} {block.minutes:>4} {padded(who, TEXT_WHO)} "
        found.append(head + cut(f"{flag}{_title(block)}", PAGE - columns(head)))
    return found or [said["empty"]]


def _signs(floors: Sequence[tuple[Floor, int]], most: int) -> str:
    """Return a bar of signs, its length by the minutes and at least one sign for each kind where there is room."""
    signs = "".join(SIGNS[f] * max(1, round(m / most * TEXT_BAR)) for f, m in floors)[:TEXT_BAR]
    return signs + " " * (TEXT_BAR - len(signs))


def _legend_lines(said: Words, totals: Mapping[Floor, int], mark: str) -> list[str]:
    rows = broken(", ".join(f"{SIGNS[f]} {said['short'][f]}" for f, m in totals.items() if m), PAGE, 3, columns)
    return [*rows, *(broken(f"▶ {mark}", PAGE, 3, columns) if mark else ())]
