"""Airtime as bars: how long each kind of participant speaks in an hour, how much of it is sure, and who listens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.writing.measuring import broken, columns, cut
from copkit.writing.pictures.canvas import SIZE, WIDTH, Drawing, fitted, picture, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.voice import Attendee
    from copkit.writing.picture import Picture
    from copkit.writing.pictures.canvas import Words
    from copkit.writing.render import Renderer

LEFT, BAR_WIDTH, ROW, HEIGHT, GROUP = 2.0, 196.0, 18.0, 12.0, 60.0
TEXT_BAR, PAGE = 30, 78
KEYS = {"sure": ("█", 1), "likely": ("▒", 4), "active": ("#", 7), "listening": ("░", 8)}


def airtime_bars(renderer: Renderer, found: Sequence[Attendee], aim: float | None) -> Picture:
    """Draw speaking time per hour and active minutes of each kind of participant; all are estimates from the plan.

    `aim` is the speaking time that the rule book asks for in an hour, where it asks for any.
    """
    said = renderer.words["pictures"]["airtime"]
    names = [str(renderer.words["attendees"][a.kind].format(name=a.name)) for a in found]
    most = max([1.0, *(a.airtime_per_hour for a in found), (aim or 0) * 1.25])
    rows = [_row(said, name, a) for name, a in zip(names, found, strict=True)]
    top = 6.0 if aim is None else 20.0
    notes = broken(_notes(said, aim), (WIDTH - 8) / SIZE, 5)
    below = top + len(rows) * GROUP + 8 + 2 * ROW
    parts = {
        "groups": [_group(r, top + n * GROUP, most) for n, r in enumerate(rows)],
        "aim": None if aim is None else _aim(said, aim, most, top, len(rows)),
        "keys": _keys(said, below - 2 * ROW),
        "notes": [{"y": rounded(below + 14 + n * 16), "text": t} for n, t in enumerate(notes)],
    }
    drawing = Drawing("airtime", "airtime", below + len(notes) * 16 + 6, parts)
    lines = [line for r in rows for line in _lines(r, most, aim)]
    keys = broken(", ".join(f"{sign} {said[key]}" for key, (sign, _) in KEYS.items()), PAGE, 2)
    lines += ["", *keys, *broken(_notes(said, aim), PAGE, 4, columns)]
    return picture(renderer, drawing, lines, said["title"], _alt(said, rows, aim))


def _row(said: Words, name: str, attendee: Attendee) -> dict[str, Any]:
    """Return the figures of a kind of participant: minutes in an hour, and minutes of the whole."""
    figures = attendee.figures
    hours = figures.working_minutes / 60
    hourly = attendee.airtime_per_hour
    sure = min(hourly, attendee.guaranteed / hours) if hours else 0.0
    active = round(figures.active_share * figures.working_minutes)
    return {
        "name": name, "hourly": hourly, "sure": sure, "active": active, "all": figures.working_minutes,
        "speaks": said["speaks"].format(minutes=f"{hourly:.1f}", sure=f"{sure:.1f}"),
        "acts": said["acts"].format(active=active, all=figures.working_minutes),
        "listens": figures.working_minutes - active,
    }  # fmt: skip


def _notes(said: Words, aim: float | None) -> str:
    return str(said["notes"] if aim is None else f"{said['aim_note'].format(aim=f'{aim:g}')} {said['notes']}")


def _alt(said: Words, rows: Sequence[Mapping[str, Any]], aim: float | None) -> str:
    """Say how long people speak, who speaks least, and who listens longest."""
    least = min(rows, key=lambda r: r["hourly"])
    quiet = max(rows, key=lambda r: r["listens"])
    told = [said["all"].format(minutes=f"{rows[0]['hourly']:.1f}", sure=f"{rows[0]['sure']:.1f}")]
    if least["hourly"] < rows[0]["hourly"]:
        told.append(said["least"].format(name=least["name"], minutes=f"{least['hourly']:.1f}"))
    key = "quiet" if quiet["listens"] == rows[0]["listens"] else "quietest"
    told.append(said[key].format(name=quiet["name"], minutes=quiet["listens"], all=quiet["all"]))
    if aim is not None:
        told.append(said["aim_note"].format(aim=f"{aim:g}"))
    return " ".join(told)


def _group(row: Mapping[str, Any], top: float, most: float) -> dict[str, Any]:
    """Return the two bars of a kind of participant with their places."""
    sure = row["sure"] / most * BAR_WIDTH
    likely = (row["hourly"] - row["sure"]) / most * BAR_WIDTH
    active = row["active"] / max(1, row["all"]) * BAR_WIDTH
    return {
        "name": fitted(row["name"], WIDTH - 8),
        "y": rounded(top + 12),
        "speaking": _bars(top + 18, (sure, 1), (likely, 4)),
        "speaks": {"y": rounded(top + 28), "text": fitted(row["speaks"], WIDTH - BAR_WIDTH - 10)},
        "acting": _bars(top + 38, (active, 7), (BAR_WIDTH - active, 8)),
        "acts": {"y": rounded(top + 48), "text": fitted(row["acts"], WIDTH - BAR_WIDTH - 10)},
    }


def _bars(y: float, *pieces: tuple[float, int]) -> list[dict[str, Any]]:
    found, left = [], LEFT
    for width, kind in pieces:
        if width:
            found.append({"kind": kind, "x": rounded(left), "y": rounded(y), "width": rounded(width),
                          "height": rounded(HEIGHT)})  # fmt: skip
        left += width
    return found


def _aim(said: Words, aim: float, most: float, top: float, rows: int) -> dict[str, Any]:
    """Return the line of the aim across the bars of speaking time."""
    x = LEFT + aim / most * BAR_WIDTH
    lines = [(top + n * GROUP + 16.5, top + n * GROUP + 33) for n in range(rows)]
    return {
        "x": rounded(x),
        "lines": [f"M{rounded(x)} {rounded(a)}V{rounded(b)}" for a, b in lines],
        "y": rounded(top - 6),
        "text": said["aim"].format(aim=f"{aim:g}"),
    }


def _keys(said: Words, top: float) -> list[dict[str, Any]]:
    places = [(LEFT + n % 2 * 176, top + n // 2 * ROW) for n in range(len(KEYS))]
    return [
        {"kind": kind, "x": rounded(x), "y": rounded(y), "beside": rounded(x + 24), "line": rounded(y + 10),
         "text": said[key]}
        for (key, (_, kind)), (x, y) in zip(KEYS.items(), places, strict=True)
    ]  # fmt: skip


def _lines(row: Mapping[str, Any], most: float, aim: float | None) -> list[str]:
    """Return the two bars of a kind of participant in signs, below its name."""
    sure = round(row["sure"] / most * TEXT_BAR)
    all_ = max(sure, round(row["hourly"] / most * TEXT_BAR))
    signs = list("█" * sure + "▒" * (all_ - sure) + " " * (TEXT_BAR - all_))
    if aim is not None:
        signs[min(TEXT_BAR - 1, round(aim / most * TEXT_BAR))] = "│"
    active = round(row["active"] / max(1, row["all"]) * TEXT_BAR)
    return [
        cut(row["name"], PAGE),
        f"  {''.join(signs)}  {row['speaks']}",
        f"  {'#' * active}{'░' * (TEXT_BAR - active)}  {row['acts']}",
    ]
