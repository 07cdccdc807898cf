"""What library files hold, kept between runs by the content of each file, because parsing YAML is slow.

The cache is only ever a shortcut: a missing, stale, corrupt or unwritable one is the same as none.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from copkit import __version__
from copkit.shelf import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "library-2.db"
KEEP = 40_000
AT_ONCE = 500
WAIT = 0.5


def digest(path: Path | str, stem: str, kind: str) -> str | None:
    """Return the key of a file's content, its name and what it is read as; None where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - ten thousand files: pathlib takes three times as long
            content = file.read()
    except OSError:
        return None
    name = f"{__version__} {kind} {stem}\n".encode(errors="replace")
    return hashlib.blake2b(name + content, digest_size=20).hexdigest()


def known() -> set[str]:
    """Return the keys that are kept."""
    return {row[0] for row in _ask("SELECT key FROM item")}


def bodies(keys: Iterable[str], file: str = FILE) -> dict[str, str]:
    """Return what is kept under keys; a key that is not kept is left out."""
    wanted = list(keys)
    found: dict[str, str] = {}
    for i in range(0, len(wanted), AT_ONCE):
        part = wanted[i : i + AT_ONCE]
        marks = ",".join("?" * len(part))
        rows = _ask(f"SELECT key, body FROM item WHERE key IN ({marks})", part, file)  # noqa: S608 - marks only
        found.update((key, body) for key, body in rows)
    return found


def keep(items: Mapping[str, str], file: str = FILE) -> None:
    """Keep the texts of items for later runs; start anew where the file is no longer a database."""
    if not items:
        return
    path = cache_folder() / file
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # what people plan is for their own eyes
            with closing(sqlite3.connect(path, timeout=WAIT)) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS item (key TEXT PRIMARY KEY, body TEXT)")
                database.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", list(items.items()))
                old = "DELETE FROM item WHERE rowid <= (SELECT max(rowid) FROM item) - ?"
                database.execute(old, [KEEP])
        except sqlite3.OperationalError:  # locked, read-only or full
            return
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()
        except OSError:
            return
        else:
            return


def _ask(question: str, values: Iterable[str] = (), file: str = FILE) -> list[tuple[str, ...]]:
    path = cache_folder() / file
    try:
        if not path.is_file():
            return []
        with closing(sqlite3.connect(path, timeout=WAIT)) as database:
            return database.execute(question, list(values)).fetchall()
    except (sqlite3.Error, OSError, OverflowError):
        return []
