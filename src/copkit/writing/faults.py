"""Faults of the user's own templates as problems, with the template's file and line."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from copkit.problem import Location, Problem
from copkit.shelf import shipped, shown

if TYPE_CHECKING:
    from types import TracebackType


def template_problem(error: Exception, template: str) -> Problem | None:
    """Make a problem of a fault in the user's template; None where the fault is in ours, which is a bug of copkit."""
    why = " ".join(str(error).split())
    if isinstance(error, TemplateNotFound):
        return Problem("template-missing", Location(f"templates/{template}"), {"found": str(error.name or why)})
    if isinstance(error, UnicodeDecodeError):
        return Problem("not-utf-8", Location(f"templates/{template}"))
    if isinstance(error, TemplateSyntaxError):
        place: Location | None = Location(error.filename or template, error.lineno, 1)
    else:
        place = _place(error.__traceback__)
    if place is None or place.file.startswith(str(shipped("templates"))):
        return None
    missing = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", why)
    kinds: dict[type[Exception], str] = {
        TemplateSyntaxError: "template-syntax",
        RecursionError: "template-loop",
        SecurityError: "template-refused",
        UndefinedError: "template-name" if missing else "template-fault",
    }
    code = next((code for kind, code in kinds.items() if isinstance(error, kind)), "template-fault")
    return _at(place, code, {"why": why, "found": (missing[1] or missing[2]) if missing else ""})


def _at(place: Location, code: str, facts: dict[str, str]) -> Problem:
    """Make a problem with the line of the template that it is about."""
    with suppress(OSError, IndexError):
        line = Path(place.file).read_text(encoding="utf-8", errors="replace").split("\n")[place.line - 1]
        return Problem(code, _here(place), facts, source_line=line)
    return Problem(code, _here(place), facts)


def _here(place: Location) -> Location:
    return Location(shown(Path(place.file)), place.line, place.column)


def _place(trace: TracebackType | None) -> Location | None:
    """Return the template's line where an error arose: Jinja rewrites its frames to point there."""
    found = None
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            found = Location(name, trace.tb_lineno, 1)
        trace = trace.tb_next
    return found
