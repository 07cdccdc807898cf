"""Reading a roster: recognise the program by what stands in the file, read its rows, and put them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.problem import InputError, Location, Problem
from copkit.reading.agendas.texts import clean, read_any
from copkit.reading.people import records
from copkit.reading.people.columns import meaning
from copkit.reading.rosters import eventbrite, luma, teams, zoom
from copkit.reading.rosters.gathering import gather
from copkit.reading.rosters.own import has_names, read_own
from copkit.reading.rosters.slack import is_users, read_users, users_in_folder, users_in_zip
from copkit.reading.rows import DELIMITERS

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.reading.rosters.interface import Reader, Roster, Sheet

READERS: tuple[Reader, ...] = (teams, zoom, luma, eventbrite)
FIRST_LINES = 60
MOST_LINES = 50_000
SHOWN = 5
ZIP = b"PK\x03\x04"


def read_roster(path: Path, name: str) -> Roster:
    """Read a list of people in any known form; raise InputError where it is none."""
    if path.is_dir():
        return gather(read_users(users_in_folder(path, name), name))
    try:
        with path.open("rb") as file:
            packed = file.read(len(ZIP)) == ZIP
    except OSError:
        packed = False  # told by what reads it as text
    if packed:
        return gather(read_users(users_in_zip(path, name), name))
    return parse_roster(read_any(path, name), name)


def parse_roster(text: str, name: str) -> Roster:
    """Read the text of a list of people."""
    return gather(read_users(text, name) if is_users(text) else _table(text, name))


def _table(text: str, name: str) -> Sheet:
    """Find the program whose columns stand in one of the first lines, whatever the sign between them."""
    count = text.count("\n")
    if count > MOST_LINES:
        raise InputError(Problem("too-many-people", Location(name), {"found": str(count), "limit": str(MOST_LINES)}))
    lines = [line for line in text.split("\n") if line.strip()][:FIRST_LINES]
    widest = sorted(DELIMITERS, key=lambda d: -max((line.count(d) for line in lines), default=0))
    for reader in READERS:
        for delimiter in widest:
            if any(reader.is_head(_cells(line, delimiter)) for line in lines):
                rows = list(records(text, name, delimiter))
                if any(reader.is_head(row.cells) for row in rows):
                    return reader.read(name, rows)
    first = next((line for line in lines if not line.startswith("#")), "")
    cells = _cells(first, max(DELIMITERS, key=first.count))
    if has_names([meaning(clean(c)) for c in cells]):
        return read_own(text, name)
    found = ", ".join(f"`{clean(c)[:40]}`" for c in cells[:SHOWN] if c and "@" not in c)
    raise InputError(Problem("not-a-roster", Location(name, 1, 1), {"found": found or "``"}))


def _cells(line: str, delimiter: str) -> list[str]:
    """Cut a line into cells; a name of a column holds no sign that stands between columns."""
    return [cell.strip().strip('"').strip() for cell in line.split(delimiter)]
