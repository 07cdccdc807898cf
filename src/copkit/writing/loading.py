"""Finding templates: the user's own files, read with care, and ours; each compiled where it is to run."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, TemplateNotFound
from jinja2.loaders import split_template_path

from copkit.problem import InputError, Location, Problem
from copkit.shelf import shipped, shown

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from types import CodeType, TracebackType

    from jinja2 import Environment, Template

MAX_BYTES = 250_000  # fifteen times our longest; reading one takes seconds then
SHIPPED = "shipped"


def loader_of(folders: Sequence[Path], ours: Environment, own: Environment) -> BaseLoader:
    """Look in the user's folders first and then in ours; `shipped/…` is always ours."""
    shelf = _Ours(FileSystemLoader(str(shipped("templates"))), ours)
    return ChoiceLoader([_Own(folders, own), shelf, PrefixLoader({SHIPPED: shelf})])


class _Ours(BaseLoader):
    """Our templates, with all that Jinja keeps between runs."""

    def __init__(self, files: FileSystemLoader, environment: Environment) -> None:
        self._files, self._environment = files, environment

    def load(
        self,
        environment: Environment,  # noqa: ARG002
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002
    ) -> Template:
        return self._files.load(self._environment, name, self._environment.make_globals(None))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        return self._files.get_source(environment, template)


class _Own(BaseLoader):
    """Templates that are not ours. They are compiled anew in each run, with what measures them."""

    def __init__(self, folders: Sequence[Path], environment: Environment) -> None:
        self._folders, self._environment = folders, environment

    def load(
        self,
        environment: Environment,  # noqa: ARG002
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002
    ) -> Template:
        env = self._environment
        source, path, _ = self.get_source(env, name)
        code = _compiled(env, source, name, str(path))
        return env.template_class.from_code(env, code, env.make_globals(None), None)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002
        pieces = split_template_path(template)
        for folder in self._folders:
            path = folder.joinpath(*pieces)
            if os.path.lexists(path):
                return read_template(path, folder), str(path), None
        raise TemplateNotFound(template)


def read_template(path: Path, folder: Path) -> str:
    """Read a template; raise InputError where it cannot be read, is too large, not UTF-8, or not in its folder."""
    where = Location(shown(path))
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise InputError(Problem("template-outside", where))
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError(Problem("is-a-folder", where))
        if not stat.S_ISREG(found.st_mode):
            raise InputError(Problem("cannot-read", where, {"why": os.strerror(errno.EINVAL).lower()}))
        if found.st_size > MAX_BYTES:
            size = {"size": f"{found.st_size / 1e6:.2g}", "limit": f"{MAX_BYTES / 1e6:g}"}
            raise InputError(Problem("too-large", where, size))
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(Problem("cannot-read", where, {"why": (error.strerror or "").lower()})) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = Location(where.file, line, error.start - raw.rfind(b"\n", 0, error.start))
        text = raw.decode("latin-1").split("\n")[line - 1]
        raise InputError(Problem("not-utf-8", place, source_line=text)) from None


def _compiled(environment: Environment, source: str, name: str, path: str) -> CodeType:
    """Compile a template; raise InputError where it is nested more deeply than Python can follow."""
    try:
        return environment.compile(source, name, path)
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise InputError(_deep(path, source, _line_of(error, environment, source, name))) from None


def _deep(path: str, source: str, line: int) -> Problem:
    lines = source.splitlines() or [""]
    line = min(max(line, 1), len(lines))
    return Problem("template-nested", Location(shown(Path(path)), line, 1), source_line=lines[line - 1])


def _line_of(error: BaseException, environment: Environment, source: str, name: str) -> int:
    """Return the template's line at which compiling it ended: told by Python's compiler, or by Jinja's own frames."""
    if isinstance(error, SyntaxError):
        python = str(environment.compile(source, name, raw=True))
        known = re.search(r"^debug_info = '([\d=&]*)'", python, re.MULTILINE)
        pairs = [pair.split("=") for pair in known[1].split("&")] if known and known[1] else []
        return max((int(line) for line, row in pairs if int(row) <= (error.lineno or 0)), default=1)
    longest = max(enumerate(source.splitlines(), start=1), key=lambda row: len(row[1]), default=(1, ""))
    line, trace = longest[0], error.__traceback__
    while trace is not None:
        line, trace = _line_in(trace) or line, trace.tb_next
    return line


def _line_in(trace: TracebackType) -> int | None:
    """Return the line that a frame of Jinja's parser or compiler was at."""
    known = trace.tb_frame.f_locals
    own = known.get("self")
    at = (getattr(getattr(own, "stream", None), "current", None), known.get("node"), own)
    return next((line for thing in at if isinstance(line := getattr(thing, "lineno", None), int)), None)
