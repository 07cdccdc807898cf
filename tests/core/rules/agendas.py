"""Real agendas as convenings: what their files say, mapped to block types; parallel tracks keep their first session."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from copkit.core.dates import clock, minutes_of, parse_time

ROOT = Path(__file__).parents[4] / "shared" / "data" / "agendas"
TYPES = {
    "welcome": "opening", "break": "break", "meal": "lunch", "social": "social", "closing": "closing", "qa": "questions",
    "talk": "presentation", "lecture": "presentation", "update": "presentation", "performance": "presentation",
    "lightning": "presentation", "session": "cafe", "workshop": "fours", "training": "fours", "call": "plenary",
    "discussion": "plenary", "work": "make", "one-to-one": "pairs",
}  # fmt: skip
PEOPLE = {
    "turing-way-collab-cafe": 15,
    "carpentries-ttt-ssi-online-2021": 20,
    "openseeds-ols-5": 60,
    "openseeds-ols-8": 60,
}


def names() -> list[str]:
    """Return the names of the agendas, none where the data is absent."""
    return sorted(p.parent.name for p in ROOT.glob("*/agenda.json"))


def _minutes(item: dict[str, Any]) -> int | None:
    start = item["start"]
    if not start:
        return None
    if start.startswith("+"):
        hours, minutes = start[1:].split(":")
        return 9 * 60 + int(hours) * 60 + int(minutes)
    return minutes_of(parse_time(start))


def _day(text: str | None) -> date | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", text or "")
    if found:
        return date.fromisoformat(found[0])
    for form in ("%d %B %Y", "%B %d, %Y"):
        for piece in re.findall(r"\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4}", text or ""):
            try:
                return datetime.strptime(piece, form).replace(tzinfo=UTC).date()
            except ValueError:
                continue
    return None


def convening_of(name: str) -> dict[str, Any]:
    """Return a real agenda as the plain values of a convening."""
    data = json.loads((ROOT / name / "agenda.json").read_text(encoding="utf-8"))
    mode = "virtual" if "online" in data["event"]["mode"] or "online" in name or "turing" in name else "in-person"
    days: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    programme = any(i["type"] == "one-to-one" for i in data["items"])
    for item in data["items"]:
        start, minutes = _minutes(item), item["duration_min"]
        if start is None or not minutes or (programme and item["type"] != "call"):
            continue
        days.setdefault(item.get("day") or "", []).append((start, item))
    found = []
    for key, rows in sorted(days.items(), key=lambda d: (_day(d[0]) or date.min, list(days).index(d[0]))):
        blocks, end = [], 0
        for start, item in sorted(rows, key=lambda r: (r[0], r[1].get("room") or "")):
            if start < end:
                continue
            rounds = "introductions" in item["title"].lower()
            kind = "go-round" if rounds else TYPES.get(item["type"], "plenary")
            blocks.append(
                {
                    "title": item["title"].strip() or "?",
                    "type": kind,
                    "minutes": item["duration_min"],
                    "at": clock(start),
                }
            )
            end = start + item["duration_min"]
        if blocks and end <= 24 * 60:
            first = min(s for s, _ in rows)
            day = _day(key)
            found.append(
                {"start": clock(first), "minutes": end - first, "agenda": blocks}
                | ({"date": day.isoformat()} if day else {})
            )
    return {"copkit": 1, "id": name, "mode": mode, "people": PEOPLE.get(name, 120), "days": found}
