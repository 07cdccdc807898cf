"""Saving: the only place that touches the disk, atomically, and never over a person's edits.

A generated file ends with a marker that holds a digest of what was generated: a comment, in a table the last row, in
JSON the last name of the outermost group. A file whose content no longer matches its marker was changed by a person: a
new version goes beside it.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from copkit.problem import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARK = r'(?:<!-- made by copkit; |# made by copkit; |"generator": \{"name": "copkit", "digest": ")([0-9a-f]{16})'
MARKER = re.compile(rf"(?:\n?|,\n  ){MARK}(?: -->|\"\}}\n\}})?\n?\Z")
NEW = "new"
NEWLINE = "\n"
BOM = "\ufeff"
LOCK = ".copkit.lock"
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Artefact:
    """A document in memory: its path within the output folder, and its text.

    A sheet is made to be filled in: what people wrote on it is never written over, not even when that is asked for.
    """

    name: str
    text: str
    sheet: bool = False

    @property
    def marked(self) -> str:
        """Return the text with its marker."""
        if self.name.endswith(".json"):
            body = self.text.rstrip("\n").removesuffix("}").rstrip("\n")
            return f'{body},\n  "generator": {{"name": "copkit", "digest": "{digest(body + NEWLINE)}"}}\n}}\n'
        body = self.text.rstrip("\n") + "\n"
        if self.name.endswith(".csv"):
            return f"{body}# made by copkit; {digest(body)}\n"
        return f"{body}\n<!-- made by copkit; {digest(body)} -->\n"


class Fate(StrEnum):
    """What happened to an artefact."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Saved:
    """An artefact's path and fate; `diff` holds the change against what stood there."""

    path: Path
    fate: Fate
    diff: str = ""


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save(artefacts: Iterable[Artefact], folder: Path, *, force: bool = False, dry_run: bool = False) -> list[Saved]:
    """Save artefacts below a folder; where a person changed one, keep theirs and write the new version beside it.

    Raises InputError where the folder cannot be written.
    """
    return [_save_one(a, folder, force=force, dry_run=dry_run) for a in artefacts]


def _save_one(artefact: Artefact, folder: Path, *, force: bool, dry_run: bool) -> Saved:
    path = folder / artefact.name
    text = artefact.marked
    old = _read(path)
    over = force and not (artefact.sheet and old is not None and edited(old))
    if old is None or over or old == text:
        fate = Fate.UNCHANGED if old == text else Fate.WRITTEN
    elif edited(old):
        same_as_then = _digest_in(old) == digest(MARKER.sub("", text).rstrip("\n") + "\n")
        fate = Fate.KEPT if same_as_then else Fate.BESIDE
    else:
        fate = Fate.WRITTEN
    diff = _diff(old or "", text, artefact.name) if fate in {Fate.WRITTEN, Fate.BESIDE} else ""
    if fate is Fate.BESIDE:
        path = _beside(path)
    if fate in {Fate.WRITTEN, Fate.BESIDE} and not dry_run:
        write_atomically(path, text)
    if fate is not Fate.BESIDE and not dry_run:
        _tidy_beside(path)
    return Saved(path, fate, diff)


def _tidy_beside(path: Path) -> None:
    """Remove a version of ours beside a file that is up to date again; one that a person changed stays."""
    other = path.with_name(f"{path.stem}.{NEW}{path.suffix}")
    there = _read(other) if other.is_file() else None
    if there is not None and not edited(there):
        with suppress(OSError):
            other.unlink()


def _beside(path: Path) -> Path:
    """Return a name for the new version; one that a person changed too is passed over."""
    for number in count(1):
        name = f"{path.stem}.{NEW}{'' if number == 1 else number}{path.suffix}"
        there = _read(path.with_name(name))
        if there is None or not edited(there):
            return path.with_name(name)
    raise AssertionError


def save_text(path: Path, text: str, *, was: str | None = None, dry_run: bool = False) -> Saved:
    """Save a file that people go on with: no marker, and the change against what stood there.

    `was` is the text that was read before; raises InputError where another one stands there by now.
    """
    there = _read(path) or ""
    if was is not None and there.removeprefix(BOM) != was.replace("\r\n", "\n"):
        raise InputError(Problem("changed-meanwhile", Location(_shown(path))))
    diff = _diff(there, text, path.name)
    if not dry_run:
        write_atomically(path, text)
    return Saved(path, Fate.WRITTEN, diff)


def edited(text: str) -> bool:
    """Tell whether a generated text was changed since; a text without a marker is a person's own."""
    found = MARKER.search(text)
    if found is None:
        return True
    return digest(text[: found.start()].rstrip("\n") + "\n") != found[1]


def stamped(name: str, text: str) -> str:
    """Return a generated text with a marker that fits what it says now."""
    return Artefact(name, MARKER.sub("", text)).marked


def remove(path: Path) -> None:
    """Remove a file; raise InputError where that is not allowed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(_cannot_write(path, error)) from None


def _digest_in(text: str) -> str | None:
    found = re.search(MARK, text)
    return found[1] if found else None


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(_cannot_write(path, error)) from None


def _diff(old: str, new: str, name: str) -> str:
    return "".join(
        difflib.unified_diff(
            old.splitlines(keepends=True), new.splitlines(keepends=True), f"{name} (now)", f"{name} (new)"
        )
    )


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a kill at any moment leaves the old or the new one; a link stays a link.

    Raises InputError where the file cannot be written.
    """
    temporary: str | None = None
    path = Path(os.path.realpath(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".copkit-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)  # noqa: PTH101 - the name is a string already
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise InputError(_cannot_write(path, error)) from None
    except BaseException:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> Problem:
    return Problem("cannot-write", Location(_shown(path)), {"why": (error.strerror or "").lower()})


def _shown(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):  # another drive on Windows, or a folder that is gone
        return str(path)


@contextmanager
def alone(folder: Path, *, dry_run: bool = False) -> Iterator[None]:
    """Let one copkit at a time change a workspace; raise InputError where another one does not finish in time.

    The operating system frees the lock when a process ends, however it ends. A dry run changes nothing and needs none.
    """
    if dry_run:
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=PATIENCE_SECONDS)
    except Timeout:
        raise InputError(
            Problem("already-at-work", Location(_shown(folder)), {"seconds": str(PATIENCE_SECONDS)})
        ) from None
    except OSError as error:
        raise InputError(_cannot_write(folder / LOCK, error)) from None
    try:
        yield
    finally:
        lock.release()


def save_private(path: Path, text: str) -> None:
    """Write a file with names in it; its folder is told to stay out of version control."""
    ignored = path.parent / ".gitignore"
    if not ignored.exists():
        write_atomically(ignored, "*\n")
    write_atomically(path, text)


def save_new(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write files that are not there yet, and return their names; what is there already stays as it is."""
    written = []
    for name, text in files.items():
        if not (folder / name).exists():
            write_atomically(folder / name, text)
            written.append(name)
    return written
