"""Agendas as lists in YAML or JSON: groups of names and values, at any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.reading.agendas.columns import field_of
from copkit.reading.agendas.interface import Cell, Row, Sheet

if TYPE_CHECKING:
    from copkit.reading.source import Path_, Source

TIMES = frozenset({"start", "end", "minutes", "day"})
HEADINGS = frozenset({"title", "name"})


def read_plain(sheet: Sheet, source: Source) -> None:
    """Read every entry that has a title and a time; count whatever else stands there."""
    _Walk(sheet, source).into(source.data, (), "")


class _Walk:
    def __init__(self, sheet: Sheet, source: Source) -> None:
        self.sheet, self.source = sheet, source

    def into(self, value: Any, path: Path_, day: str) -> None:  # noqa: ANN401 - YAML and JSON hold anything
        """Look for entries below a place."""
        if isinstance(value, dict):
            own = next((str(v) for k, v in value.items() if field_of(k) == "day" and _scalar(v)), "")
            for key, inner in value.items():
                if _scalar(inner):
                    self._told(key, str(inner), path)
                else:
                    self.into(inner, (*path, key), own or day)
        elif isinstance(value, list):
            self._list(value, path, day)

    def _told(self, key: str, text: str, path: Path_) -> None:
        """Keep a title of the whole; count the rest."""
        if not path and key in HEADINGS and not self.sheet.title:
            self.sheet.title = text
        elif field_of(key) != "day" and text:
            self.sheet.left[key] += 1

    def _list(self, value: list[Any], path: Path_, day: str) -> None:
        entries = [v for v in value if isinstance(v, dict)]
        timed = any(_has(v, TIMES) for v in entries)
        titled = any(_has(v, {"title"}) for v in entries)
        day = day or "/".join(str(p) for p in path[:-1] if isinstance(p, str))
        for i, one in enumerate(value):
            place = (*path, i)
            if isinstance(one, dict) and timed and not _nested(one):
                self.sheet.rows.append(self._row(one, place, day, titled=titled))
            elif isinstance(one, (dict, list)):
                self.into(one, place, day)
            elif one not in (None, ""):
                name = next((str(p) for p in reversed(path) if isinstance(p, str)), "")
                self.sheet.left[name or str(one)[:20]] += 1

    def _row(self, entry: dict[str, Any], path: Path_, day: str, *, titled: bool) -> Row:
        cells: dict[str, Cell] = {}
        for key, value in entry.items():
            place = self.source.places[(*path, key)]
            if _scalar(value):
                name = "title" if not titled and field_of(key) == "description" and "title" not in cells else key
                if value not in (None, False, ""):
                    cells[name] = Cell((str(value),), place)
            elif isinstance(value, list) and value:
                texts = tuple(str(v) for v in value if _scalar(v) and v not in (None, ""))
                if texts:
                    cells[key] = Cell(texts, place, listed=True)
                self._parts(key, [v for v in value if isinstance(v, dict)], cells, place)
            elif value:
                self.sheet.left[key] += 1
        return Row(cells, self.source.places[path], day)

    def _parts(self, key: str, parts: list[dict[str, Any]], cells: dict[str, Cell], place: tuple[int, int]) -> None:
        """Keep the titles and the people of what an entry consists of."""
        titles, people = [], []
        for part in parts:
            for name, value in part.items():
                texts = [str(v) for v in (value if isinstance(value, list) else [value]) if _scalar(v) and v]
                what = field_of(name)
                if what == "title":
                    titles += texts
                elif what == "speakers":
                    people += texts
                elif value not in (None, False, "", []):
                    self.sheet.left[f"{key}.{name}"] += 1
        if titles:
            cells[f"note ({key})"] = Cell(("; ".join(titles),), place)
        if people:
            cells[f"speakers ({key})"] = Cell(tuple(people), place, listed=True)


def _scalar(value: object) -> bool:
    return not isinstance(value, (dict, list))


def _has(entry: dict[str, Any], fields: frozenset[str] | set[str]) -> bool:
    return any(field_of(k) in fields and _scalar(v) and v not in (None, "") for k, v in entry.items())


def _nested(entry: dict[str, Any]) -> bool:
    """Tell whether an entry only holds other entries: a day with its sessions."""
    return any(
        isinstance(v, list) and any(isinstance(x, dict) and _has(x, {"start", "minutes"}) for x in v)
        for v in entry.values()
    )
