"""A year as a map: strands by months, how many dates each has, and what to look at in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.writing.measuring import broken, columns, cut, padded
from copkit.writing.pictures.canvas import SIZE, WIDTH, Drawing, fitted, picture, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.calendar import CalendarBook, Month, YearPlan
    from copkit.writing.picture import Picture
    from copkit.writing.pictures.canvas import Words
    from copkit.writing.render import Renderer

LEFT, CELL, ROW, MONTHS = 66.0, 22.5, 22.0, 13
NAME, COLUMN, PAGE = 12, 5, 78
SIGNS = {"gap": "○", "clash": "◆", "hours": "▲", "silent": "□"}
Key = tuple[str, "date"]


def year_map(renderer: Renderer, book: CalendarBook, plan: YearPlan) -> Picture:
    """Draw the dates of each strand in each month, with signs for gaps, clashes, too much work and silent months."""
    said = renderer.words["pictures"]["year"]
    gaps = _gaps(book, plan)
    signs = {m.key: _signs(plan, m, gaps) for m in plan.months}
    names = {**renderer.words["calendar"]["strands"], "other": renderer.words["calendar"]["other"]}
    months = renderer.words["language"]["months"]
    parts: list[dict[str, Any]] = []
    lines: list[str] = []
    top = 4.0
    for n in range(0, len(plan.months), MONTHS):
        group = plan.months[n : n + MONTHS]
        look = any(signs[m.key] for m in group)
        parts.append(_table(said, names, months, group, gaps, signs, top) | {"looked_at": look})
        top += ROW * (len(names) + 2 + look) + 20
        lines += [*_lines(said, names, months, group, gaps, signs), ""]
    present = [s for s in SIGNS if any(s in found for found in signs.values())]
    legend = broken(said["numbers"], (WIDTH - 8) / SIZE, 3)
    keys = [
        {
            "sign": s, "y": rounded(top - 2 + n * 17), "line": rounded(top + 8 + n * 17),
            "beside": 46 if s == "gap" else 20, "text": fitted(said[s], WIDTH - 52),
        }
        for n, s in enumerate(present)
    ]  # fmt: skip
    top += len(keys) * 17
    notes = [{"y": rounded(top + 8 + n * 16), "text": t} for n, t in enumerate(legend)]
    drawing = Drawing("year", "year", top + len(legend) * 16 + 4, {"tables": parts, "keys": keys, "notes": notes})
    lines += [*(cut(f"{SIGNS[s]} {said[s]}", PAGE) for s in present), *broken(said["numbers"], PAGE, 3, columns)]
    return picture(renderer, drawing, lines, said["title"], _alt(renderer, book, plan))


def _gaps(book: CalendarBook, plan: YearPlan) -> set[Key]:
    """Return the strands and months that lie in a gap of a rhythm and hold nothing of the strand."""
    found: set[Key] = set()
    for gap in plan.gaps:
        strand = book.kinds[gap.kind].strand or "other"
        after, before = gap.after or plan.begin, gap.before or plan.end
        for month in plan.months:
            if after.replace(day=1) <= month.key < before and not _count(month, strand):
                found.add((strand, month.key))
    return found


def _count(month: Month, strand: str) -> int:
    return month.other if strand == "other" else {str(s): n for s, n in month.strands.items()}[strand]


def _signs(plan: YearPlan, month: Month, gaps: set[Key]) -> list[str]:
    clash = any(e.date.replace(day=1) == month.key for c in plan.clashes for e in (c.first, c.second))
    rows = {
        "gap": any(key == month.key for _, key in gaps),
        "clash": clash,
        "hours": month.too_much,
        "silent": month.silent,
    }
    return [name for name, here in rows.items() if here]


def _alt(renderer: Renderer, book: CalendarBook, plan: YearPlan) -> str:
    """Say what is empty, where gaps and clashes are, and which months hold too much work."""
    said, months = renderer.words["pictures"]["year"], renderer.words["language"]["months"]

    def named(rows: Sequence[Month]) -> str:
        return ", ".join(f"{months[m.key.month - 1]} {m.key.year}" for m in rows)

    told = [said["all"].format(dates=len(plan.entries), months=len(plan.months))]
    empty = [m for m in plan.months if not any(m.strands.values())]
    if empty:
        told.append(said["empty"].format(months=named(empty)))
    if plan.gaps:
        worst = max(plan.gaps, key=lambda g: g.days)
        told.append(said["worst"].format(n=len(plan.gaps), kind=book.kinds[worst.kind].title, days=worst.days))
    if plan.clashes:
        told.append(said["clashes"].format(n=len(plan.clashes)))
    if busy := [m for m in plan.months if m.too_much]:
        told.append(said["busy"].format(months=named(busy)))
    return " ".join(told)


def _table(
    said: Words, names: Mapping[str, str], months: Sequence[str], group: Sequence[Month], gaps: set[Key],
    signs: Mapping[date, list[str]], top: float,
) -> dict[str, Any]:  # fmt: skip
    """Return up to thirteen months, as a year from the middle of one has: names, rows of strands, hours, signs."""
    xs = [LEFT + n * CELL for n in range(len(group))]
    heads = [{"x": rounded(x + CELL / 2), "text": months[m.key.month - 1][:3]} for x, m in zip(xs, group, strict=True)]
    rows = []
    for n, (strand, name) in enumerate(names.items()):
        y = top + 34 + n * ROW
        cells = [
            {"x": rounded(x), "middle": rounded(x + (CELL - 2) / 2), "count": _count(m, strand),
             "gap": (strand, m.key) in gaps}
            for x, m in zip(xs, group, strict=True)
        ]  # fmt: skip
        rows.append({"name": fitted(name, LEFT - 4), "y": rounded(y), "line": rounded(y + 14), "cells": cells})
    y = top + 34 + len(names) * ROW
    return {
        "years": _years(group), "year_line": rounded(top + 10), "heads": heads, "head_line": rounded(top + 27),
        "rows": rows, "hours_name": fitted(said["hours_row"], LEFT - 4), "hours_line": rounded(y + 14),
        "hours": [{"x": rounded(x + (CELL - 2) / 2), "text": f"{m.hours:.0f}", "bold": m.too_much}
                  for x, m in zip(xs, group, strict=True)],
        "look_name": fitted(said["look_row"], LEFT - 4), "look_line": rounded(y + 14 + ROW),
        "look": [_stacked(x, y + ROW + 3, signs[m.key]) for x, m in zip(xs, group, strict=True)],
    }  # fmt: skip


def _years(group: Sequence[Month]) -> list[dict[str, str]]:
    """Return the years above the months in which they begin."""
    found = []
    for n, month in enumerate(group):
        if n == 0 or (month.key.month == 1 and n < MONTHS - 1):
            found.append({"x": rounded(LEFT + n * CELL), "text": str(month.key.year)})
    close = len(group) > 1 and group[1].key.month == 1  # no room for two years beside each other
    return found[1:] if close else found


def _stacked(x: float, y: float, signs: Sequence[str]) -> list[dict[str, str]]:
    """Return the signs of a month, two beside each other."""
    step = (CELL - 2) / 2
    left = x + (step / 2 if len(signs) == 1 else 0)
    return [
        {"sign": s, "x": rounded(left + (n % 2) * step), "y": rounded(y + (n // 2) * 11)} for n, s in enumerate(signs)
    ]


def _lines(
    said: Words, names: Mapping[str, str], months: Sequence[str], group: Sequence[Month], gaps: set[Key],
    signs: Mapping[date, list[str]],
) -> list[str]:  # fmt: skip
    """Return up to thirteen months in signs: a row for each strand, the hours, and what to look at."""

    def row(name: str, cells: Sequence[str]) -> str:
        return padded(name, NAME) + "".join(f"{c:>{COLUMN}}" for c in cells)

    years = [str(m.key.year) if n == 0 or m.key.month == 1 else "" for n, m in enumerate(group)]
    return [
        row("", years),
        row("", [months[m.key.month - 1][:3] for m in group]),
        *(
            row(name, [str(_count(m, s) or (SIGNS["gap"] if (s, m.key) in gaps else "·")) for m in group])
            for s, name in names.items()
        ),
        row(said["hours_row"], [f"{m.hours:.0f}" for m in group]),
        *([row(said["look_row"], ["".join(SIGNS[s] for s in signs[m.key]) for m in group])]
          if any(signs[m.key] for m in group) else []),
    ]  # fmt: skip
