"""The stage as a radar: a spoke for each dimension, where it lies on it, and how far it may lie from there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from copkit.writing.measuring import broken, columns, padded
from copkit.writing.pictures.canvas import SIZE, WIDTH, Drawing, fitted, picture, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.stage import Diagnosis
    from copkit.core.stage.diagnosis import DimensionView
    from copkit.writing.picture import Picture
    from copkit.writing.pictures.canvas import Words
    from copkit.writing.render import Renderer

STAGES = (1, 2, 3)
RADIUS, AWAY, LINE, LABEL_LINES = 84.0, 9.0, 14.0, 3
SIDEWAYS = 0.15
MIDDLE_ROOM, BELOW = 150.0, 6.0
NAME, BAR, PAGE = 32, 21, 60
Point = tuple[float, float]


def stage_radar(renderer: Renderer, diagnosis: Diagnosis) -> Picture:
    """Draw the dimensions of a diagnosis; what nobody knows is drawn as not known, and so is all that claims too much.

    The bar on a spoke is one standard deviation around the expected stage: an estimate of an unvalidated instrument.
    """
    said = renderer.words["pictures"]["stage"]
    views = [(d, _label(said, diagnosis, d)) for d in diagnosis.dimensions]
    shown = [d if diagnosis.known else None for d in diagnosis.dimensions]
    caption = _caption(renderer, diagnosis)
    alt = " ".join([*_told(renderer, diagnosis), caption])
    tallest = LINE * (LABEL_LINES + 1)
    centre = (WIDTH / 2, RADIUS + AWAY + tallest + 4)
    below = centre[1] + RADIUS + AWAY + tallest + LINE
    legend = broken(f"{said['signs']} {caption}", (WIDTH - 8) / SIZE, 6)
    parts = {
        "rings": [_ring(centre, s, len(views)) for s in STAGES],
        "spokes": [_spoke(centre, n, len(views), d, label) for n, (d, label) in enumerate(views)],
        "bands": _bands(centre, shown),
        "bars": [_bar(centre, n, len(shown), d) for n, d in enumerate(shown) if d and d.expected is not None],
        "legend": [{"y": rounded(below + n * 16), "text": line} for n, line in enumerate(legend)],
    }
    drawing = Drawing("stage", "stage", below + len(legend) * 16, parts)
    lines = [*_lines(diagnosis, views), "", *broken(caption, PAGE, 6, columns)]
    return picture(renderer, drawing, lines, said["title"], alt)


def _label(said: Words, diagnosis: Diagnosis, view: DimensionView) -> str:
    if view.expected is None:
        return str(said["not_known"])
    return f"{view.expected:.1f}" if diagnosis.known else str(said["too_little"])


def _caption(renderer: Renderer, diagnosis: Diagnosis) -> str:
    said = renderer.words["pictures"]["stage"]
    stage = renderer.label("stages", diagnosis.last_known_stage or diagnosis.stage)
    key = "dormant" if diagnosis.last_known_stage else "suggested" if diagnosis.known else "insufficient"
    return str(said[key].format(stage=stage[0].upper() + stage[1:], confidence=diagnosis.confidence))


def _told(renderer: Renderer, diagnosis: Diagnosis) -> list[str]:
    """Say which dimension is lowest, which is highest, and which are not known."""
    said = renderer.words["pictures"]["stage"]
    known = [(round(d.expected, 1), d.title) for d in diagnosis.dimensions if d.expected is not None]
    missing = [d.title for d in diagnosis.dimensions if d.expected is None]
    told: list[str] = []
    if known and diagnosis.known:
        low, high = min(known, key=lambda row: row[0]), max(known, key=lambda row: row[0])
        key = "even" if low[0] == high[0] else "lowest"
        told.append(said[key].format(low=low[1], at=low[0], high=high[1], most=high[0]))
    if missing:
        told.append(said["missing"].format(names=", ".join(missing)))
    return told


def _place(centre: Point, spoke: int, spokes: int, stage: float) -> Point:
    """Return a place on a spoke; stage 1 lies a third of the way out, so that nothing known lies in the middle."""
    angle = 2 * math.pi * spoke / spokes
    away = RADIUS * stage / STAGES[-1]
    return centre[0] + away * math.sin(angle), centre[1] - away * math.cos(angle)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{rounded(x)} {rounded(y)}" for x, y in points)


def _ring(centre: Point, stage: int, spokes: int) -> dict[str, str]:
    corners = [_place(centre, n, spokes, stage) for n in range(spokes)]
    x, y = _place(centre, 1, spokes * 2, stage)
    return {"path": _path(corners) + "Z", "x": rounded(x), "y": rounded(y + 4), "text": str(stage)}


def _spoke(centre: Point, spoke: int, spokes: int, view: DimensionView, label: str) -> dict[str, Any]:
    """Return a spoke with its name, broken into lines beside its end."""
    angle = 2 * math.pi * spoke / spokes
    x = centre[0] + (RADIUS + AWAY) * math.sin(angle)
    y = centre[1] - (RADIUS + AWAY) * math.cos(angle)
    side = math.sin(angle)
    anchor = "start" if side > SIDEWAYS else "end" if side < -SIDEWAYS else "middle"
    room = {"start": WIDTH - x - 2, "end": x - 2, "middle": MIDDLE_ROOM}[anchor]
    rows = broken(view.title, room / SIZE, LABEL_LINES)
    y += BELOW if anchor == "middle" and y > centre[1] else 0
    top = y - LINE * (len(rows) + 1) * (1 + math.cos(angle)) / 2
    return {
        "path": _path([centre, _place(centre, spoke, spokes, STAGES[-1])]),
        "known": view.expected is not None,
        "x": rounded(x),
        "anchor": anchor,
        "lines": [{"y": rounded(top + 11 + LINE * n), "text": row} for n, row in enumerate(rows)],
        "value": {"y": rounded(top + 11 + LINE * len(rows)), "text": fitted(label, room)},
    }


def _bar(centre: Point, spoke: int, spokes: int, view: DimensionView) -> dict[str, str]:
    assert view.expected is not None
    assert view.low is not None
    assert view.high is not None
    x, y = _place(centre, spoke, spokes, view.expected)
    ends = [_place(centre, spoke, spokes, s) for s in (view.low, view.high)]
    return {"x": rounded(x), "y": rounded(y), "path": _path(ends)}


def _bands(centre: Point, views: Sequence[DimensionView | None]) -> list[dict[str, str]]:
    """Return the area and the line between each two neighbours that are known."""
    found = []
    for n, (one, other) in enumerate(zip(views, [*views[1:], *views[:1]], strict=True)):
        rows = [(n, one), ((n + 1) % len(views), other)]
        edges = [
            tuple(_place(centre, i, len(views), s) for s in (v.low, v.expected, v.high))
            for i, v in rows
            if v and v.low is not None and v.expected is not None and v.high is not None
        ]
        if len(edges) == len(rows):
            (a, b, c), (d, e, f) = edges
            found.append({"area": _path([a, c, f, d]) + "Z", "line": _path([b, e])})
    return found


def _lines(diagnosis: Diagnosis, views: Sequence[tuple[DimensionView, str]]) -> list[str]:
    """Return one line for each dimension, with its bar from stage 1 to stage 3."""
    scale = "".join(f"{s:<{(BAR - 1) // 2}}" for s in STAGES)
    return [
        " " * (NAME + 1) + scale,
        *(
            f"{padded(view.title, NAME)} {_signs(view) + ' ' if diagnosis.known and view.expected is not None else ''}"
            f"{label}"
            for view, label in views
        ),
    ]


def _signs(view: DimensionView) -> str:
    assert view.expected is not None
    assert view.low is not None
    assert view.high is not None
    low, middle, high = (round((s - STAGES[0]) / 2 * (BAR - 1)) for s in (view.low, view.expected, view.high))
    signs = ["·"] * BAR
    signs[low : high + 1] = "─" * (high + 1 - low)
    signs[low], signs[high] = "├", "┤"
    signs[middle] = "●"
    return "".join(signs)
