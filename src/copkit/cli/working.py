"""The steps of `copkit groups work`: who takes part, what they want, and the groups that come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.cli.reporting import stop
from copkit.core.people import same_name
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from copkit.core.design import Convening
    from copkit.core.grouping.wishes import Fairness
    from copkit.core.people import Person
    from copkit.reading.ballots import Ballots
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Saved
    from copkit.writing.groups import Formed
    from copkit.writing.render import Renderer

LONGEST_SEED = 12
NAMED = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call asks for beyond the files of the convening."""

    ballot: Path | None
    people: Path | None
    fairness: Fairness | None
    seed: int


def seed_of(typed: str) -> int:
    """Read a seed; raise InputError where it is none."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_SEED):
        raise stop("bad-seed", found=typed)
    return int(typed)


def formed(workspace: Workspace, name: str, asked: Asked) -> tuple[Formed, list[Problem]]:
    """Form the groups of a convening; raise InputError where there is nobody, or nothing to form."""
    from copkit.core.grouping.ranking import unknown_streams
    from copkit.core.grouping.ruling import known
    from copkit.core.grouping.working import assign, sized
    from copkit.reading.groups import RULES, read_wishes, stray_groups, stray_names, uneasy_sizes
    from copkit.reading.workspace import read_convening
    from copkit.writing.groups import Formed

    convening, source = read_convening(workspace, name)
    rules = workspace.convening_folder(name) / RULES
    wishes, typed = read_wishes(rules, shown(rules))
    people, ballots, problems = _people(workspace, convening, asked)
    titles, streams = _titles(convening, ballots)
    if not titles:
        raise InputError(source.problem("no-streams", ("momentum", "streams"), at_key=True))
    if len(people) < len(titles):
        raise InputError(Problem("fewer-people-than-groups", None, _counts(people, titles)))
    problems += stray_names(typed, wishes, people)
    if wrong := stray_groups(typed, wishes, [i for i, _, _ in titles]):
        raise InputError(*wrong, *problems)
    groups = sized(titles, len(people), wishes)
    problems += uneasy_sizes(typed, wishes, groups[0].least, groups[0].most)
    everybody = known(people, wishes)
    fairness = asked.fairness or wishes.working_groups.fairness
    found = assign(everybody, groups, wishes, fairness, asked.seed, streams=streams)
    against = assign(everybody, groups, wishes, "worst-first", asked.seed) if fairness == "stable" else None
    if strangers := unknown_streams(people, groups) if streams else ():
        facts = {"found": ", ".join(f"`{s}`" for s in strangers), "known": ", ".join(f"`{i}`" for i, _, _ in titles)}
        problems.append(Problem("wishes-for-no-stream", _where(asked, workspace), facts, Severity.WARNING))
    return Formed(convening, people, found, fairness, asked.seed, streams, against), problems


def _people(
    workspace: Workspace, convening: Convening, asked: Asked
) -> tuple[tuple[Person, ...], Ballots | None, list[Problem]]:
    """Return who takes part: those who voted where there is a ballot, else the list of people."""
    from copkit.reading.ballots import read_ballots
    from copkit.reading.people import PEOPLE, read_people

    path = asked.people or workspace.folder / PEOPLE
    if asked.people is not None and not path.exists():
        raise InputError(Problem("no-such-file", Location(shown(path))))
    people, problems = read_people(path, shown(path))
    if asked.ballot is None:
        if not people:
            raise InputError(Problem("nobody-to-group", Location(shown(path))))
        return people, None, problems
    ballots = read_ballots(asked.ballot, shown(asked.ballot), convening.momentum.streams)
    listed = {same_name(p.name): p for p in people} if ballots.named else {}
    last = {same_name(p.name): p for p in ballots.people} if ballots.named else {}
    twice = dict.fromkeys(p.name for p in ballots.people if last and last[same_name(p.name)] is not p)
    where = Location(shown(asked.ballot))
    problems += [Problem("voted-twice", where, {"found": name}, Severity.WARNING) for name in twice]
    voted = tuple(last.values()) or ballots.people
    voters = tuple(replace(listed.get(same_name(p.name), p), preferences=p.preferences) for p in voted)
    silent = [p.name for key, p in listed.items() if key not in {same_name(v.name) for v in voters}]
    if silent:
        facts = {"count": str(len(silent)), "found": ", ".join(silent[:NAMED])}
        problems.append(Problem("no-vote", Location(shown(path)), facts, Severity.WARNING))
    return voters, ballots, [*(problems if ballots.named else ()), *ballots.problems]


def _titles(convening: Convening, ballots: Ballots | None) -> tuple[list[tuple[str, str, str]], bool]:
    """Return the groups to fill with id, title and lead, and whether they are streams."""
    momentum = convening.momentum
    if momentum.streams:
        return [(s.id, s.title, s.lead or "") for s in momentum.streams], True
    if ballots is not None and ballots.columns:
        return [(i, title, "") for i, title in ballots.columns], True
    count = (momentum.accountability.groups or 0) if momentum.accountability else 0
    title = words()["groups"]["numbered"]
    return [(f"group-{n}", title.format(n=n), "") for n in range(1, count + 1)], False


def _counts(people: Sequence[Person], titles: Sequence[object]) -> dict[str, str]:
    return {"people": str(len(people)), "groups": str(len(titles))}


def _where(asked: Asked, workspace: Workspace) -> Location:
    from copkit.reading.people import PEOPLE

    return Location(shown(asked.ballot or asked.people or workspace.folder / PEOPLE))


def save_groups(workspace: Workspace, renderer: Renderer, found: Formed, *, force: bool, dry_run: bool) -> list[Saved]:
    """Write the groups as a table and as a page, in a folder that stays out of version control."""
    from copkit.reading.groups import FOLDER
    from copkit.writing.files import alone, keep_private, save
    from copkit.writing.groups import groups_files

    folder = workspace.convening_folder(found.convening.id) / FOLDER
    with alone(workspace.folder, dry_run=dry_run):
        if not dry_run:
            keep_private(folder)
        return save(groups_files(renderer, found), folder, force=force, dry_run=dry_run)
