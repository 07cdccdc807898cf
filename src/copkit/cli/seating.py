"""The steps of `copkit groups check`: what a seating or working groups that anybody made do not keep, with names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.cli.listing import listed
from copkit.cli.mixing import histories, met_before, pins_of
from copkit.cli.reporting import stop
from copkit.core.people import same_name
from copkit.problem import Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.grouping.wishes import GroupWishes
    from copkit.core.people import Person
    from copkit.reading.source import Source
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Saved
    from copkit.writing.groups import Formed
    from copkit.writing.render import Renderer
    from copkit.writing.rounds import Mixed


@dataclass(frozen=True, slots=True)
class Plan:
    """What groups that somebody made are judged by: the gathering, its rules as read and as typed, and the people."""

    convening: Convening
    wishes: GroupWishes
    typed: Source | None
    people: tuple[Person, ...]


def checked(
    workspace: Workspace, renderer: Renderer, file: Path, name: str | None, people: Path | None
) -> tuple[Mixed | Formed, list[Problem]]:
    """Judge a table of rounds or of working groups by the rules of its gathering; raise InputError with its faults."""
    from copkit.reading.agendas.texts import read_table_text
    from copkit.reading.seating import is_seating
    from copkit.reading.source import Source

    source = Source(shown(file), read_table_text(file, shown(file)))
    found = name or _belongs_to(workspace, file)
    if found is None:
        raise stop("groups-of-which", known=", ".join(f"`{i}`" for i in workspace.convening_ids))
    check = _rounds if is_seating(source) else _working_groups
    return check(workspace, renderer, source, found, people)


def _belongs_to(workspace: Workspace, file: Path) -> str | None:
    """Return the gathering in whose folder a file stands, else the only one that there is."""
    every = (workspace.folder / "convenings").resolve()
    name = next((f.name for f in file.resolve().parents if f.parent == every), None)
    ids = workspace.convening_ids
    return name or (ids[0] if len(ids) == 1 else None)


def _plan(
    workspace: Workspace, source: Source, name: str, file: Path | None, rows: Sequence[tuple[str, int]]
) -> tuple[Plan, list[Problem]]:
    """Find the rules and the people, each with what the list says of them."""
    from copkit.core.people import Person
    from copkit.reading.groups import RULES, read_wishes, stray_names
    from copkit.reading.workspace import read_convening

    convening, _ = read_convening(workspace, name)
    rules = workspace.convening_folder(name) / RULES
    wishes, typed = read_wishes(rules, shown(rules))
    found, problems = listed(workspace, convening, file)
    known = {} if found.numbered else {same_name(p.name): p for p in found.people}
    everybody = tuple(known.get(same_name(n), Person(n)) for n, _ in rows)
    there = {same_name(n) for n, _ in rows}
    if known:
        problems += [
            source.problem_at("nobody-of-that-name", (line, 1), {"found": n}, severity=Severity.WARNING)
            for n, line in rows
            if same_name(n) not in known
        ]
    problems += stray_names(typed, wishes, everybody)
    missing = tuple(p.name for key, p in known.items() if key not in there)
    if missing:
        facts = {"found": ", ".join(missing)}
        problems.append(Problem("not-in-a-group", Location(source.name), facts, Severity.WARNING))
    return Plan(convening, wishes, typed, everybody), problems


def _rounds(
    workspace: Workspace, renderer: Renderer, source: Source, name: str, file: Path | None
) -> tuple[Mixed, list[Problem]]:
    from copkit.core.grouping.mixing import Mixing, weigh
    from copkit.core.grouping.ruling import known
    from copkit.reading.seating import parse_seating
    from copkit.writing.rounds import Mixed, findings, sentence

    read = parse_seating(source)
    rows = list(zip(read.seating.names, read.lines, strict=True))
    plan, problems = _plan(workspace, source, name, file, rows)
    numbers = {same_name(n): i for i, (n, _) in enumerate(rows)}
    schedule = read.seating.schedule(numbers)
    here = tuple(sum(1 << p for table in tables for p in table) for tables in schedule)
    earlier, unread = histories(workspace, plan.convening)
    problems += unread
    pins = pins_of(plan.wishes, plan.typed, numbers, here, read.seating.most)
    task = Mixing(
        known(plan.people, plan.wishes), plan.wishes, read.seating.most, here, pins, 0,
        met=met_before(numbers, earlier.values()), most=plan.wishes.tables.most_meetings,
    )  # fmt: skip
    mix = weigh(task, schedule)
    for f in findings(task, mix):
        problems.append(
            _bent(source, rows, f.people or f.elsewhere, sentence(renderer, plan.people, f, mix), f.rule.hard)
        )
    problems += [
        source.problem_at("pin-not-kept", (rows[p][1], 1), {
            "found": rows[p][0], "table": str(at + 1), "round": str(r + 1),
            "at": str(read.seating.tables[p][r]),
        })
        for r, pinned in enumerate(pins)
        for p, at in pinned.items()
        if read.seating.tables[p][r] != at + 1
    ]  # fmt: skip
    problems += [
        source.problem_at("meet-too-often", (rows[b][1], 1), {
            "found": rows[a][0], "other": rows[b][0], "times": str(n), "most": str(task.most),
        })
        for (a, b), n in sorted(mix.meetings.items())
        if task.most and n > task.most
    ]  # fmt: skip
    return Mixed(plan.convening, task, mix, tuple(earlier), by_hand=True), problems


def _working_groups(
    workspace: Workspace, renderer: Renderer, source: Source, name: str, file: Path | None
) -> tuple[Formed, list[Problem]]:
    from copkit.core.grouping.ruling import known
    from copkit.core.grouping.working import judge, sized
    from copkit.reading.groups import parse_groups
    from copkit.writing.groups import Formed, sentences

    rows = parse_groups(source)
    plan, problems = _plan(workspace, source, name, file, [(r.name, r.line) for r in rows])
    momentum = plan.convening.momentum
    titles = {s.id: (s.id, s.title, s.lead or "") for s in momentum.streams}
    for row in rows:
        titles.setdefault(row.group, (row.group, row.group, ""))
    places = {g: n for n, g in enumerate(titles)}
    members: list[int] = [0] * len(titles)
    led: list[int | None] = [None] * len(titles)
    for n, row in enumerate(rows):
        members[places[row.group]] |= 1 << n
        if row.leads:
            led[places[row.group]] = n
    streams = bool(momentum.streams) or momentum.accountability is None
    groups = sized(list(titles.values()), len(rows), plan.wishes)
    found = judge(known(plan.people, plan.wishes), groups, plan.wishes, members, led, streams=streams)
    formed = Formed(plan.convening, plan.people, found, plan.wishes.working_groups.fairness, 0, streams, by_hand=True)
    lines = [(r.name, r.line) for r in rows]
    for f, text in zip(found.findings, sentences(renderer, formed), strict=True):
        problems.append(_bent(source, lines, f.people or f.elsewhere, text, f.rule.hard))
    return formed, problems


def save_pages(workspace: Workspace, renderer: Renderer, found: Mixed | Formed) -> list[Saved]:
    """Write the page and the data of groups anew from a table that a person changed; the table stays as it is."""
    from copkit.reading.groups import FOLDER
    from copkit.writing.files import alone, keep_private, save
    from copkit.writing.judged import judged_files

    folder = workspace.convening_folder(found.convening.id) / FOLDER
    with alone(workspace.folder):
        keep_private(folder)
        return save(judged_files(renderer, found), folder)


def _bent(source: Source, rows: Sequence[tuple[str, int]], people: Iterable[int], text: str, must: bool) -> Problem:
    """Point at the first person whom a broken rule is about."""
    line = min((rows[p][1] for p in people), default=1)
    severity = Severity.ERROR if must else Severity.WARNING
    return source.problem_at("rule-not-kept", (line, 1), {"found": text.rstrip(".")}, severity=severity)
