"""schedule.xml of Pentabarf and frab; a document type or an entity is refused, for they can be bombs."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from copkit.problem import InputError
from copkit.reading.agendas.interface import Cell, Place, Row, Sheet

MAX_DEPTH = 30
LISTS = {"person": "persons", "link": "links", "attachment": "attachments"}
IGNORED = frozenset({"acronym", "start", "end", "days", "timeslot_duration", "day_change", "version", "generator"})


def read_pentabarf(sheet: Sheet) -> None:
    """Read the events of a schedule; raise InputError where it is no well-formed XML."""
    walk = _Walk(sheet)
    parser = walk.parser
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = walk.refuse
    parser.StartElementHandler, parser.EndElementHandler = walk.begin, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(sheet.text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise InputError(sheet.problem("bad-xml", (error.lineno, error.offset + 1))) from None


class _Walk:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.parser = expat.ParserCreate("utf-8")
        self.path: list[str] = []
        self.day, self.room = "", ""
        self.parts: list[str] = []
        self.cells: dict[str, Cell] | None = None
        self.lists: dict[str, list[str]] = {}
        self.event: Place = (1, 1)
        self.begun: Place = (1, 1)

    @property
    def place(self) -> Place:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def refuse(self, *_: object) -> NoReturn:
        raise InputError(self.sheet.problem("xml-doctype", self.place))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.path) > MAX_DEPTH:
            raise InputError(self.sheet.problem("too-deep", self.place))
        self.path.append(name)
        self.parts, self.begun = [], self.place
        if name == "day":
            self.day = attributes.get("date", "")
        elif name == "room" and self.cells is None:
            self.room = attributes.get("name", "")
        elif name == "event" and self.cells is None:
            self.event, self.lists = self.place, {}
            self.cells = {"room": Cell((self.room,), self.place)}
            for key in ("guid", "id"):
                if attributes.get(key):
                    self.cells[key] = Cell((attributes[key],), self.place)

    def text(self, text: str) -> None:
        self.parts.append(text)

    def end(self, name: str) -> None:
        self.path.pop()
        text = "".join(self.parts).strip()
        self.parts = []
        if self.cells is None:
            self._outside(name, text)
        elif name == "event":
            self._finish(self.cells)
        elif name in LISTS:
            self.lists.setdefault(LISTS[name], []).append(text)
        elif text and text != "false" and not (name == "room" and text == self.room):
            self.cells[name] = Cell((text,), self.begun)

    def _outside(self, name: str, text: str) -> None:
        """Take what is said of the whole conference."""
        if name == "title":
            self.sheet.title = text
        elif name == "time_zone_name":
            self.sheet.zone = text
        elif text and name not in IGNORED:
            self.sheet.left[name] += 1

    def _finish(self, cells: dict[str, Cell]) -> None:
        people = self.lists.pop("persons", [])
        if people:
            cells["persons"] = Cell(tuple(people), self.event, listed=True)
        for name, texts in self.lists.items():
            self.sheet.left[name] += bool(texts)
        date = cells.pop("date", None)
        if date:
            cells["start"] = date
        self.sheet.rows.append(Row(cells, self.event, self.day))
        self.cells = None
