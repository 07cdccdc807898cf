"""Searching the library's words: SQLite's full-text index finds and ranks, with stems; difflib mends misspelt words.

The index is made once for a library's contents and kept beside the other things that can be made again.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from copkit import __version__
from copkit.shelf import cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.activity import Activity
    from copkit.reading.collection import Collection

KEPT_INDEXES = 6
CLOSE, NEAREST = 0.75, 3
SHORTEST_PREFIX = 3
# Columns: its name, what else it is called, what it is for, what it serves, what is done. A word in a name counts most.
WEIGHTS = "0.0, 12.0, 8.0, 4.0, 3.0, 1.0"
FOUND = f"SELECT id FROM item WHERE item MATCH ? ORDER BY bm25(item, {WEIGHTS}), id"  # noqa: S608 - our own figures
COLUMNS = "id UNINDEXED, name, also, about, serves, steps"


@dataclass(frozen=True, slots=True)
class Found:
    """Ids, the best first; words that were read as others; whether every word was found in each."""

    ids: tuple[str, ...]
    read_as: Mapping[str, tuple[str, ...]]
    every_word: bool


def search(activities: Collection[Activity], query: str, common: Sequence[str] = ()) -> Found:
    """Find activities by words; `common` words do not count unless there are no others."""
    typed = [w.casefold() for w in re.findall(r"\w+", query)]
    words = list(dict.fromkeys([w for w in typed if w not in common] or typed))
    if not words:
        return Found((), {}, every_word=True)
    with closing(_index(activities)) as index:
        read_as: dict[str, tuple[str, ...]] = {}
        parts = []
        for word in words:
            forms = _forms(index, word)
            if forms != (word,):
                read_as[word] = forms
            parts.append("(" + " OR ".join(_term(f) for f in forms) + ")" if forms else _term(word))
        every = _ids(index, " AND ".join(parts))
        ids = every or _ids(index, " OR ".join(parts))
        named = _ids(index, f'name : ^ "{" ".join(read_as.get(w, (w,))[0] for w in words)}"') if every else ()
        return Found(tuple(dict.fromkeys(named + ids)), read_as, every_word=bool(every))


def _ids(index: sqlite3.Connection, match: str) -> tuple[str, ...]:
    return tuple(row[0] for row in index.execute(FOUND, [match]))


def _term(word: str) -> str:
    return f'"{word}"*' if len(word) >= SHORTEST_PREFIX else f'"{word}"'


def _forms(index: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """Return the word itself where the library holds it, else the nearest words that it holds."""
    if index.execute("SELECT 1 FROM item WHERE item MATCH ? LIMIT 1", [_term(word)]).fetchone():
        return (word,)
    vocabulary = [row[0] for row in index.execute("SELECT word FROM vocabulary")]
    return tuple(difflib.get_close_matches(word, vocabulary, n=NEAREST, cutoff=CLOSE))


def _index(activities: Collection[Activity]) -> sqlite3.Connection:
    """Open the index of these contents, or make it; in memory where nothing can be kept."""
    keys = activities.fingerprint
    mark = "\n".join([__version__, *activities, *keys])
    path = cache_folder() / f"search-{hashlib.blake2b(mark.encode(), digest_size=12).hexdigest()}.db"
    if "" not in keys:
        if path.is_file() and (index := _opened(path)):
            return index
        if _kept(activities, path) and (index := _opened(path)):
            return index
    index = sqlite3.connect(":memory:")
    _fill(index, activities)
    return index


def _opened(path: Path) -> sqlite3.Connection | None:
    index = None
    try:
        index = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        index.execute("SELECT id FROM item WHERE item MATCH ? LIMIT 1", ['"a"']).fetchone()
        index.execute("SELECT word FROM vocabulary LIMIT 1").fetchone()
    except sqlite3.Error:
        if index:
            index.close()
        return None
    return index


def _kept(activities: Collection[Activity], path: Path) -> bool:
    """Make the index beside its place and move it there, so that nobody ever reads half of one."""
    name = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        os.close(handle)
        with closing(sqlite3.connect(name)) as index:
            _fill(index, activities)
        Path(name).replace(path)
        old = sorted(path.parent.glob("search-*.db"), key=lambda p: p.stat().st_mtime, reverse=True)
        for one in old[KEPT_INDEXES:]:
            one.unlink()
    except (OSError, sqlite3.Error):
        if name:
            with suppress(OSError):
                Path(name).unlink()
        return False
    return True


def _fill(index: sqlite3.Connection, activities: Collection[Activity]) -> None:
    rows = [_row(a) for a in activities.values()]
    words = {w for row in rows for text in row[1:] for w in re.findall(r"[^\W\d_]{3,}", text.casefold())}
    words -= {i.replace("-", "") for i in activities if "-" in i}
    with index:
        index.execute(
            f"CREATE VIRTUAL TABLE item USING fts5({COLUMNS}, tokenize='porter unicode61 remove_diacritics 2')"
        )
        index.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", rows)
        index.execute("CREATE TABLE vocabulary (word TEXT)")
        index.executemany("INSERT INTO vocabulary VALUES (?)", [(w,) for w in sorted(words)])


def _row(activity: Activity) -> tuple[str, ...]:
    a = activity
    category = [a.momentum.category.value] if a.momentum else []
    tags = [*a.purposes, *a.does, *a.outcomes, *a.strands, *a.modes, a.quadrant.value, a.role.value, *category]
    steps = [t for s in a.steps for t in (s.title, s.do, s.say or "", s.arrangement, s.talk.value)]
    return (
        a.id,
        f"{a.id.replace('-', ' ')} {a.title}",
        " ".join([a.id.replace("-", ""), *a.also]),
        f"{a.gist} {a.what_for}",
        " ".join(tags).replace("-", " "),
        " ".join([*steps, a.everyone, a.capture, *(m.item for m in a.materials)]),
    )
