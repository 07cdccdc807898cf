"""schedule.json of pretalx and frab: days, rooms, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.reading.agendas.interface import Cell, Row, Sheet

if TYPE_CHECKING:
    from copkit.reading.source import Path_, Source

NAMES = ("public_name", "name", "full_public_name")
SHOWN = frozenset({"$schema", "schedule", "conference", "days", "rooms", "title", "time_zone_name", "date", "index"})


def is_frab(data: object) -> bool:
    """Tell whether plain values are a schedule."""
    return isinstance(data, dict) and isinstance(data.get("schedule"), dict) and "conference" in data["schedule"]


def read_frab(sheet: Sheet, source: Source) -> None:
    """Read the events of a schedule."""
    base: Path_ = ("schedule", "conference")
    conference = _group(sheet, source, base)
    if not conference:
        return
    sheet.title = str(conference.get("title") or "")
    sheet.zone = str(conference.get("time_zone_name") or "")
    for key in conference:
        if key in {"logo", "colors", "keywords", "url", "tracks", "meta", "description"} and conference[key]:
            sheet.left[key] += 1
    for d, day in enumerate(_list(sheet, source, (*base, "days"))):
        path: Path_ = (*base, "days", d)
        if not isinstance(day, dict):
            _odd(sheet, source, path)
            continue
        for room, events in _group(sheet, source, (*path, "rooms")).items():
            if not isinstance(events, list):
                _odd(sheet, source, (*path, "rooms", room))
                continue
            for e, event in enumerate(events):
                place: Path_ = (*path, "rooms", room, e)
                if isinstance(event, dict):
                    sheet.rows.append(_row(sheet, source, event, place, str(day.get("date") or ""), room))
                else:
                    _odd(sheet, source, place)


def _row(sheet: Sheet, source: Source, event: dict[str, Any], path: Path_, day: str, room: str) -> Row:
    cells = {"room": Cell((room,), source.places[path])}
    for key, value in event.items():
        place = source.places[(*path, key)]
        if key == "persons":
            cells[key] = Cell(_people(sheet, value), place, listed=True)
        elif key in {"start", "date"}:
            if key == "date" or not event.get("date"):
                cells["start"] = Cell((str(value),), place)
        elif isinstance(value, (dict, list)):
            sheet.left[key] += bool(value)
        elif value not in (None, False, "") and not (key == "room" and value == room):
            cells[key] = Cell((str(value),), place)
    return Row(cells, source.places[path], day)


def _people(sheet: Sheet, value: object) -> tuple[str, ...]:
    found = []
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, dict):
            found.append(next((str(person[k]) for k in NAMES if person.get(k)), ""))
            more = [k for k, v in person.items() if v and k not in {*NAMES, "id", "guid", "code"}]
            sheet.left.update(f"persons.{k}" for k in more)
        elif person:
            found.append(str(person))
    return tuple(found) or ("",)


def _group(sheet: Sheet, source: Source, path: Path_) -> dict[str, Any]:
    value = _at(source, path)
    if isinstance(value, dict):
        return value
    _odd(sheet, source, path)
    return {}


def _list(sheet: Sheet, source: Source, path: Path_) -> list[Any]:
    value = _at(source, path)
    if isinstance(value, list):
        return value
    _odd(sheet, source, path)
    return []


def _at(source: Source, path: Path_) -> Any:  # noqa: ANN401 - JSON holds anything
    value: Any = source.data
    for part in path:
        known = isinstance(value, dict) or (isinstance(value, list) and isinstance(part, int))
        value = (value.get(part) if isinstance(value, dict) else value[part]) if known else None
    return value


def _odd(sheet: Sheet, source: Source, path: Path_) -> None:
    """Say that a part of the schedule has another form than a schedule has."""
    name = next((str(p) for p in reversed(path) if isinstance(p, str)), "")
    while path and path not in source.places:
        path = path[:-1]
    sheet.fault("odd-part", source.places[path], found=name)
