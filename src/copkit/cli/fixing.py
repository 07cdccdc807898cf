"""The safe edits of `copkit check --fix`: one at a time, each kept only where it mends and breaks nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.cli.checking import Read, case_of, check_case, read_all
from copkit.cli.gathering import diagnosed
from copkit.problem import InputError, Severity

if TYPE_CHECKING:
    from datetime import date

    from copkit.core.rules import Case, Chosen
    from copkit.core.stage import Diagnosis
    from copkit.problem import Problem
    from copkit.reading.source import Source
    from copkit.reading.workspace import Workspace

MOST_EDITS = 200


def mend(workspace: Workspace, only: str | None, chosen: Chosen, today: date, *, diff: bool) -> None:
    """Mend the files of the convenings, or show how."""
    from copkit.reading.workspace import FILE
    from copkit.shelf import words
    from copkit.writing.files import save_text

    diagnosis = diagnosed(workspace, today)
    for one in read_all(workspace):
        if one.source is None or only not in {None, one.name}:
            continue
        text, count = _mended(workspace, one, chosen, diagnosis)
        if not count:
            continue
        saved = save_text(workspace.convening_folder(one.name) / FILE, text, was=one.source.text, dry_run=diff)
        sys.stdout.write(
            saved.diff if diff else words()["check"]["mended"].format(n=count, file=one.source.name) + "\n"
        )


def _mended(workspace: Workspace, one: Read, chosen: Chosen, diagnosis: Diagnosis) -> tuple[str, int]:
    from copkit.writing.mending import Fault, mended

    source, count = one.source, 0
    assert source is not None
    refused: set[tuple[str, str]] = set()
    for _ in range(MOST_EDITS):
        state = _judged(workspace, source, one.name, chosen, diagnosis)
        if state is None:
            break
        case, problems = state
        faults = [
            Fault(p, path, _room(case, path))
            for p in problems
            if (path := _path_of(p, source)) is not None and (p.code, str(p.facts)) not in refused
        ]
        text, fault = mended(source.text, faults, source.places)
        if fault is None:
            break
        tried = _judged(workspace, replace(source, text=text), one.name, chosen, diagnosis)
        if tried is not None and _better(problems, tried[1]):
            source, count = _parsed(text, source.name), count + 1
        else:
            refused.add((fault.problem.code, str(fault.problem.facts)))
    return source.text, count


def _parsed(text: str, name: str) -> Source:
    from copkit.reading.source import parse_yaml

    return parse_yaml(text, name)


def _judged(
    workspace: Workspace, source: Source, name: str, chosen: Chosen, diagnosis: Diagnosis
) -> tuple[Case, list[Problem]] | None:
    from copkit.core.design import Convening
    from copkit.reading.checked import check
    from copkit.reading.references import convening_problems

    try:
        fresh = _parsed(source.text, source.name)
        convening = check(fresh, Convening)
    except InputError:
        return None
    if convening_problems(fresh, convening, workspace.profile, workspace.library.known, name):
        return None
    case = case_of(workspace, convening, diagnosis)
    return case, check_case(workspace, case, fresh, chosen)


def _better(before: list[Problem], after: list[Problem]) -> bool:
    """Tell whether there is less to say, and no more errors."""
    errors = [sum(p.severity is Severity.ERROR for p in found) for found in (before, after)]
    return len(after) < len(before) and errors[1] <= errors[0]


def _path_of(problem: Problem, source: Source) -> tuple[str | int, ...] | None:
    place = (problem.where.line, problem.where.column) if problem.where else None
    paths = [p for p, at in (*source.places.items(), *source.keys.items()) if at == place]
    return min(paths, key=len, default=())


def _room(case: Case, path: tuple[str | int, ...]) -> int:
    """Return the minutes that are left at the end of the day that a path lies in."""
    day = next((d for d in case.agenda.days if path[:2] == ("days", d.number - 1)), None)
    return max(0, day.day.length - max((b.end for b in day.blocks), default=0)) if day else 0
