"""Saving: the only place that touches the disk, atomically, and never over a person's edits.

A generated file carries a mark (see marking). A file whose content no longer matches its mark was changed by a person:
a new version goes beside it.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from copkit.problem import InputError, Location, Problem
from copkit.writing.marking import as_text, edited, is_text, mark_of, marked, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from copkit.writing.picture import Picture

NEW = "new"
BOM = "\ufeff"
LOCK = ".copkit.lock"
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Artefact:
    """A document in memory: its path within the output folder, and what it holds; closed formats hold bytes.

    The pictures are those whose places the text of a Markdown document names; what is attached goes along in a mail.
    A sheet is made to be filled in: what people wrote on it is never written over, not even when that is asked for.
    """

    name: str
    content: str | bytes
    sheet: bool = False
    pictures: tuple[Picture, ...] = ()
    attached: tuple[tuple[str, bytes], ...] = ()

    @property
    def text(self) -> str:
        """Return the text of a document that is one."""
        assert isinstance(self.content, str)
        return self.content

    @property
    def marked(self) -> bytes:
        """Return the document with its mark."""
        return marked(self.name, self.content)


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


def save(artefacts: Iterable[Artefact], folder: Path, *, force: bool = False, dry_run: bool = False) -> list[Saved]:
    """Save artefacts below a folder; where a person changed one, keep theirs and write the new version beside it.

    Raises InputError where the folder cannot be written.
    """
    return [_save_one(a, folder, force=force, dry_run=dry_run) for a in artefacts]


def _save_one(artefact: Artefact, folder: Path, *, force: bool, dry_run: bool) -> Saved:
    path = folder / artefact.name
    new = artefact.marked
    old = _read(path)
    over = force and not (artefact.sheet and old is not None and edited(old))
    if old is None or over or _same(old, new):
        fate = Fate.UNCHANGED if old is not None and _same(old, new) else Fate.WRITTEN
    elif edited(old):
        fate = Fate.KEPT if mark_of(old) == mark_of(new) else Fate.BESIDE
    else:
        fate = Fate.WRITTEN
    diff = _diff(old, new, artefact.name) if fate in {Fate.WRITTEN, Fate.BESIDE} else ""
    if fate is Fate.BESIDE:
        path = _beside(path)
    if fate in {Fate.WRITTEN, Fate.BESIDE} and not dry_run:
        write_atomically(path, new)
    if fate is not Fate.BESIDE and not dry_run:
        _tidy_beside(path)
    return Saved(path, fate, diff)


def _same(old: bytes, new: bytes) -> bool:
    return old == new or (is_text(old) and is_text(new) and as_text(old) == as_text(new))


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
    there = _read(path)
    if was is not None and as_text(there or b"").removeprefix(BOM) != as_text(was):
        raise InputError(Problem("changed-meanwhile", Location(_shown(path))))
    diff = _diff(there, text.encode(), path.name)
    if not dry_run:
        write_atomically(path, text)
    return Saved(path, Fate.WRITTEN, diff)


def stamped(name: str, text: str) -> str:
    """Return a generated text with a marker that fits what it says now."""
    return as_text(marked(name, unmarked(text)))


def remove(path: Path) -> None:
    """Remove a file; raise InputError where that is not allowed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(_cannot_write(path, error)) from None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(_cannot_write(path, error)) from None


def _diff(old: bytes | None, new: bytes, name: str) -> str:
    if not (is_text(old or b"") and is_text(new)):
        return f"--- {name} (now)\n+++ {name} (new)\n"
    then, now = (as_text(x).splitlines(keepends=True) for x in (old or b"", new))
    return "".join(difflib.unified_diff(then, now, f"{name} (now)", f"{name} (new)"))


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a kill at any moment leaves the old or the new one; a link stays a link.

    Raises InputError where the file cannot be written.
    """
    temporary: str | None = None
    path = Path(os.path.realpath(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".copkit-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
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
    keep_private(path.parent)
    write_atomically(path, text)


def keep_private(folder: Path) -> None:
    """Tell a folder that holds names to stay out of version control."""
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_atomically(ignored, "*\n")


def save_new(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write files that are not there yet, and return their names; what is there already stays as it is."""
    written = []
    for name, text in files.items():
        if not (folder / name).exists():
            write_atomically(folder / name, text)
            written.append(name)
    return written
