"""The steps of `copkit import attendance`, and what `copkit plan` makes of attendance.csv."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from copkit.cli.reporting import data_of, stop
from copkit.problem import InputError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.turnout import Gathered, GatheringKind, Merged
    from copkit.reading.attendance import ReadAttendance
    from copkit.reading.workspace import Workspace

FILE = "attendance.csv"
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Attended:
    """A table that was read, what became of it, and everything that attendance.csv holds now."""

    source: str
    file: str
    read: ReadAttendance
    merged: Merged
    everything: tuple[Gathered, ...]
    problems: tuple[Problem, ...]


def bring_attendance(workspace: Workspace, file: Path, kind: str | None, *, dry_run: bool) -> Attended:
    """Read a table of attendance and put it to the workspace's own; raise InputError where that cannot be."""
    from copkit.core.turnout import merge
    from copkit.reading.attendance import read_attendance
    from copkit.shelf import shown
    from copkit.writing.attendance import new_table, with_rows
    from copkit.writing.files import alone, write_atomically

    said = _kind(kind)
    read = read_attendance(file, shown(file))
    rows = [replace(r, kind=r.kind or said) for r in read.rows]
    path = workspace.folder / FILE
    with alone(workspace.folder, dry_run=dry_run):
        own = read_attendance(path, shown(path)) if path.exists() else None
        merged = merge(own.rows if own else (), rows)
        if (merged.added or merged.filled) and not dry_run:
            filled = {own.lines[n]: row for n, row in merged.filled} if own else {}
            text = with_rows(own.text, own.delimiter, own.columns, merged.added, filled) if own else ""
            write_atomically(path, text or new_table(merged.added))
    now = {**dict(enumerate(own.rows if own else ())), **dict(merged.filled)}
    problems = [*read.problems, *_differing(read, own, merged, shown(file), shown(path))]
    if own and file.resolve() != path.resolve():
        problems += [replace(p, severity=Severity.WARNING) for p in own.problems]
    return Attended(file.name, shown(path), read, merged, (*now.values(), *merged.added), tuple(problems))


def _kind(kind: str | None) -> GatheringKind | None:
    from copkit.core.turnout import KINDS

    if kind is None:
        return None
    found = next((k for k in KINDS if k == kind), None)
    if found is None:
        raise stop("unknown-kind", found=kind)
    return found


def _differing(
    read: ReadAttendance, own: ReadAttendance | None, merged: Merged, source: str, file: str
) -> list[Problem]:
    """Point at each row that differs from one's own; rows brought in now stand behind one's own."""
    lines, found = read.text.split("\n"), []
    for there, new in merged.differs:
        row, line = read.rows[new], read.lines[new]
        at = own.lines[there] if own and there < len(own.lines) else 0
        facts = {"found": row.convening or str(row.date), "line": str(at), "file": file}
        code = "attendance-differs" if at else "attendance-differs-within"
        found.append(Problem(code, Location(source, line, 1), facts, Severity.WARNING, lines[line - 1]))
    return found


def attendance_report(workspace: Workspace, brought: Attended, *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return the report for the terminal, and everything as plain data."""
    from copkit.shelf import words
    from copkit.writing.render import Renderer

    said, merged, turnouts = words()["attendance"]["said"], brought.merged, workspace.library.turnouts
    kinds = _kinds(brought.everything, workspace)
    counts = {"added": len(merged.added), "filled": len(merged.filled), "same": merged.same}
    touched = bool(merged.added or merged.filled)
    done = "nothing" if not touched else "would" if dry_run else "written"
    unread = [{"line": line, "text": text} for line, text in brought.read.unread]
    context = {
        "source": brought.source, "rows": len(brought.read.rows), "kinds": kinds, "unread": unread,
        "said": _said(brought), "middle": turnouts.middle, "enough": turnouts.enough,
        "done": said[done].format(file=brought.file, **counts),
    }  # fmt: skip
    data = {
        "source": brought.source, "file": brought.file, "written": touched and not dry_run,
        "rows": len(brought.read.rows), **counts, "kept_as_it_was": len(merged.differs),
        "kinds": kinds, "not_understood": unread,
        "notes": {k: list(v) for k, v in brought.read.notes.items()}, "columns_not_read": dict(brought.read.left),
        "problems": [data_of(p) for p in (*workspace.problems, *brought.problems)],
    }  # fmt: skip
    return Renderer(workspace.shelf).render("import/attendance.md.j2", context), data


def _kinds(rows: Sequence[Gathered], workspace: Workspace) -> list[dict[str, Any]]:
    """Return for each kind how many gatherings there are, and what they say of those who said yes."""
    from copkit.core.turnout import KINDS, expected

    counts = Counter(r.kind for r in rows)
    found: list[dict[str, Any]] = []
    for kind in (k for k in (*KINDS, None) if counts[k]):
        own = expected(1, kind, rows, workspace.library.turnouts) if kind else None
        both = sum(r.kind == kind and bool(r.registered) and r.first is not None for r in rows)
        shares = own.people.shares if own and own.events else None
        found.append({
            "kind": kind, "gatherings": counts[kind], "both": both, "own": shares, "stay": own.stay if own else None,
        })  # fmt: skip
    return found


def _said(brought: Attended) -> list[str]:
    """Say what is worth a look, with its lines."""
    from copkit.shelf import words

    said = words()["attendance"]["said"]

    def lines(found: Sequence[int]) -> str:
        first = ", ".join(str(n) for n in found[:SHOWN])
        told = said["line" if len(found) == 1 else "lines"].format(n=len(found), first=first)
        return str(said["more"].format(lines=told) if len(found) > SHOWN else told)

    kindless = sum(r.kind is None for r in brought.everything)
    left = ", ".join(f"{name} ({n})" for name, n in brought.read.left.most_common())
    order = ("doubled", "further-days", "no-date", "more-than-registered", "grew", "half")
    return [
        *(said[k].format(lines=lines(brought.read.notes[k])) for k in order if k in brought.read.notes),
        *([said["columns"].format(names=left)] if left else []),
        *([said["no-kind"].format(n=kindless)] if kindless else []),
    ]


def foreseen(workspace: Workspace, convening: Convening) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return who comes to a gathering, where it is known how many said yes or are planned for; faults are warnings.

    Its own row in attendance.csv does not count: what is expected must not be learnt from what came.
    """
    from copkit.core.turnout import expected, kind_of
    from copkit.reading.attendance import read_attendance
    from copkit.shelf import shown
    from copkit.writing.attendance import expected_data

    asked = convening.registered or convening.people
    if not asked:
        return None, []
    path, turnouts = workspace.folder / FILE, workspace.library.turnouts
    rows: Sequence[Gathered] = ()
    problems: Sequence[Problem] = ()
    if path.exists():
        try:
            read = read_attendance(path, shown(path))
            rows, problems = read.rows, read.problems
        except InputError as error:
            problems = error.problems
    kind = kind_of(convening, workspace.profile.rhythm, turnouts)
    told = {r.convening.casefold() for r in rows} | {convening.id}
    others = [r for r in rows if r.convening.casefold() != convening.id] + _captured(workspace, told)
    found = expected(asked, kind, others, turnouts)
    return expected_data(found, turnouts), [replace(p, severity=Severity.WARNING) for p in problems]


def _captured(workspace: Workspace, told: Collection[str]) -> list[Gathered]:
    """Return who came to the gatherings whose registers know it and that stand nowhere else."""
    from copkit.cli.capturing import register_of
    from copkit.core.turnout import Gathered, kind_of
    from copkit.reading.workspace import read_convenings

    found = []
    for name, read in read_convenings(workspace):
        if name in told or isinstance(read, InputError):
            continue
        try:
            days = sorted(register_of(workspace, name).attendance, key=lambda a: a.day)
        except InputError:
            continue  # told when that gathering is looked at itself
        registered = next((a.registered for a in days if a.registered is not None), read[0].registered)
        kind = kind_of(read[0], workspace.profile.rhythm, workspace.library.turnouts)
        if days:
            found.append(Gathered(name, read[0].first_day, kind, registered, tuple(a.present for a in days)))
    return found
