"""Faults of the user's own templates as problems, with the template's file and line."""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from copkit.problem import InputError, Location, Problem
from copkit.shelf import shipped, shown
from copkit.writing.watching import ENDING, HEAVY, SLOW, Halt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from copkit.writing.files import Artefact
    from copkit.writing.watching import Watch


def template_problem(error: BaseException, template: str, watch: Watch) -> Problem | None:
    """Make a problem of a fault in the user's template; None where the fault is in ours, which is a bug of copkit."""
    why = " ".join(str(error).split())
    if isinstance(error, TemplateSyntaxError):
        place: Location | None = Location(error.filename or template, error.lineno, 1)
    else:
        place = _place(error)
    facts = {"why": why, "seconds": f"{watch.limits.seconds:g}", "size": f"{watch.limits.document / 1e6:g}"}
    if isinstance(error, Halt):  # without a place it was still being read
        return _at(place, error.code, facts) if place else Problem(error.code, _whole(template), facts)
    if isinstance(error, TemplateNotFound):
        found = {"found": str(error.name or why)}
        return _at(place, "template-missing", found) if place else Problem("template-missing", _whole(template), found)
    missing = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", why)
    if place is None or _is_ours(place.file):
        if missing and watch.foreign and "TemplateModule" in why:
            return Problem("template-lacks", _here(Location(watch.foreign)), {"found": missing[2]})
        return None
    kinds: dict[type[Exception], str] = {
        TemplateSyntaxError: "template-syntax",
        RecursionError: "template-loop",
        MemoryError: HEAVY,
        OverflowError: HEAVY,
        SecurityError: "template-refused",
        UndefinedError: "template-name" if missing else "template-fault",
    }
    code = next((code for kind, code in kinds.items() if isinstance(error, kind)), "template-fault")
    return _at(place, code, {**facts, "found": (missing[1] or missing[2]) if missing else ""})


def together(makers: Iterable[Callable[[], Artefact]]) -> list[Artefact]:
    """Make several documents; raise InputError with the faults of all of them at once.

    The first one that runs out of time ends it: the others would keep the person waiting for as long.
    """
    made: list[Artefact] = []
    problems: dict[object, Problem] = {}
    for make in makers:
        try:
            made.append(make())
        except InputError as error:
            problems |= {(p.order, *p.facts.items()): p for p in error.problems}
            if any(p.code == SLOW for p in error.problems):
                break
    if problems:
        raise InputError(*problems.values())
    return made


def _at(place: Location, code: str, facts: dict[str, str]) -> Problem:
    """Make a problem with the line of the template that it is about."""
    with suppress(OSError, IndexError):
        text = Path(place.file).read_text(encoding="utf-8-sig", errors="replace")
        return Problem(code, _here(place), facts, source_line=text.splitlines()[place.line - 1])
    return Problem(code, _here(place), facts)


def _here(place: Location) -> Location:
    return Location(shown(Path(place.file)), place.line, place.column)


def _whole(template: str) -> Location:
    return Location(f"templates/{template}")


def _is_ours(file: str) -> bool:
    return file.startswith(str(shipped("templates")) + os.sep)


def _place(error: BaseException) -> Location | None:
    """Return the line at which a template of the user was when an error arose; where there is none, a line of ours.

    A circle is named by the line that it goes through most often.
    """
    found = list(_lines(error.__traceback__))
    own = [place for place in found if not _is_ours(place.file)]
    if own and isinstance(error, RecursionError):
        return Counter(own).most_common(1)[0][0]
    return next(reversed(own or found), None)


def _lines(trace: TracebackType | None) -> Iterator[Location]:
    while trace is not None:
        file, template = trace.tb_frame.f_code.co_filename, trace.tb_frame.f_globals.get("__jinja_template__")
        if file.endswith(ENDING):
            yield Location(file, template.get_corresponding_lineno(trace.tb_lineno) if template else trace.tb_lineno, 1)
        trace = trace.tb_next
