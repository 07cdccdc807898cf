"""The steps of `copkit groups mix`: who is there, who met before, and the rounds of tables that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.cli.listing import listed, told
from copkit.cli.reporting import stop
from copkit.core.people import same_name
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from copkit.cli.listing import Listed
    from copkit.core.design import Convening
    from copkit.core.grouping.mixing import Mixing
    from copkit.core.grouping.seating import Seating
    from copkit.core.grouping.wishes import GroupWishes
    from copkit.core.people import Person
    from copkit.reading.source import Source
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Saved
    from copkit.writing.render import Renderer
    from copkit.writing.rounds import Mixed

SIZE, ROUNDS, FEWEST = 4, 3, 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call asks for beyond the files of the convening."""

    size: int | None
    rounds: int | None
    most: int | None
    keep: int
    left: tuple[str, ...]
    joined: tuple[str, ...]
    people: Path | None
    seed: int
    force: bool = False


@dataclass(frozen=True, slots=True)
class Guests:
    """Everybody who is to be seated, at first those who are here now, then those who left."""

    people: tuple[Person, ...]
    here: int
    before: Seating | None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """Return each one's number by name, in the form of same_name."""
        return {same_name(p.name): n for n, p in enumerate(self.people)}


def mixed(workspace: Workspace, name: str, asked: Asked) -> tuple[Mixed, list[Problem]]:
    """Seat the people of a convening; raise InputError where there are too few of them, or no rounds to keep."""
    from copkit.core.grouping.mixing import mix
    from copkit.reading.groups import RULES, read_wishes, stray_names
    from copkit.reading.starters import read_starters
    from copkit.reading.workspace import read_convening
    from copkit.writing.rounds import Mixed

    convening, _ = read_convening(workspace, name)
    rules = workspace.convening_folder(name) / RULES
    wishes, typed = read_wishes(rules, shown(rules))
    found, problems = listed(workspace, convening, asked.people)
    guests = _guests(workspace, name, found, asked)
    if guests.here < FEWEST:
        raise InputError(Problem("too-few-to-seat", None, {"found": str(guests.here)}))
    problems += stray_names(typed, wishes, guests.people)
    if not asked.keep and not asked.force and _in_use(workspace, name, wishes):
        raise stop("rounds-in-use", id=name)
    earlier, unread = histories(workspace, convening) if not found.numbered else ({}, [])
    task = task_of(asked, wishes, typed, guests, met_before(guests.numbers, earlier.values()))
    problems += [*unread, *uneasy(task)]
    made = mix(task, read_starters(workspace.shelf))
    return Mixed(
        convening, task, made, tuple(earlier), found.numbered, guests.new, guests.gone, told(found.roster)
    ), problems


def _guests(workspace: Workspace, name: str, found: Listed, asked: Asked) -> Guests:
    """Find who is here now; those of the earlier rounds who are not any more come last."""
    from copkit.core.people import Person

    before = _before(workspace, name) if asked.keep else None
    if before is not None and asked.keep >= before.rounds:
        raise stop("no-rounds-left", found=str(asked.keep), rounds=str(before.rounds))
    people = found.people
    known = {same_name(p.name): p for p in people}
    if before is not None and asked.people is None:
        seated = [n for n, row in zip(before.names, before.tables, strict=True) if any(row[asked.keep :])]
        people = tuple(known.get(same_name(n), Person(n)) for n in seated)
    names = {same_name(p.name) for p in people}
    for who in asked.left:
        if same_name(who) not in names:
            raise stop("nobody-left", found=who)
    left = {same_name(n) for n in asked.left}
    joined = tuple(known.get(same_name(n), Person(n)) for n in asked.joined if same_name(n) not in names)
    here = [*(p for p in people if same_name(p.name) not in left), *joined]
    planned = {same_name(n) for n in before.names} if before else {same_name(p.name) for p in here}
    now = {same_name(p.name) for p in here}
    absent = [Person(n) for n in (before.names if before else ()) if same_name(n) not in now]
    new = tuple(p.name for p in here if same_name(p.name) not in planned)
    return Guests((*here, *absent), len(here), before, new, tuple(p.name for p in absent))


def _before(workspace: Workspace, name: str) -> Seating:
    from copkit.reading.seating import ROUNDS as FILE
    from copkit.reading.seating import read_seating

    path = workspace.convening_folder(name) / FILE
    if not path.exists():
        raise stop("nothing-to-keep", file=shown(path), id=name)
    read = read_seating(path, shown(path)).seating
    used = {t for row in read.tables for t in row if t}
    gap = next((t for t in range(1, read.most) if t not in used), None)
    if gap is not None:
        facts = {"found": str(read.most), "gap": str(gap)}
        raise InputError(Problem("table-gap", Location(shown(path)), facts))
    return read


def _in_use(workspace: Workspace, name: str, wishes: GroupWishes) -> bool:
    """Tell whether people came or left since the rounds were made: new ones would lose that."""
    from copkit.reading.seating import ROUNDS as FILE
    from copkit.reading.seating import read_seating

    path = workspace.convening_folder(name) / FILE
    if not path.exists():
        return False
    away = {same_name(a.who) for a in wishes.away}
    try:
        seating = read_seating(path, shown(path)).seating
    except InputError:
        return False
    rows = zip(seating.names, seating.tables, strict=True)
    return any(None in row and any(row) and same_name(who) not in away for who, row in rows)


def histories(workspace: Workspace, convening: Convening) -> tuple[dict[str, Seating], list[Problem]]:
    """Return the rounds of earlier gatherings by their ids, and warn of those that cannot be read."""
    from copkit.reading.seating import ROUNDS as FILE
    from copkit.reading.seating import read_seating
    from copkit.reading.workspace import read_convenings

    found, problems = {}, []
    for name, other in read_convenings(workspace):
        path = workspace.convening_folder(name) / FILE
        if name == convening.id or isinstance(other, InputError) or not path.exists():
            continue
        if convening.first_day and other[0].first_day and other[0].first_day > convening.first_day:
            continue
        try:
            found[name] = read_seating(path, shown(path)).seating
        except InputError:
            facts = {"found": name, "file": shown(path)}
            problems.append(Problem("history-not-read", Location(shown(path)), facts, Severity.WARNING))
    return found, problems


def uneasy(task: Mixing) -> list[Problem]:
    """Warn of wishes that contradict each other or do not fit a table, and of tables without a host."""
    from copkit.core.grouping.rule import people_in
    from copkit.core.grouping.ruling import hosts_in

    def names(group: int) -> str:
        return ", ".join(task.known.people[p].name for p in people_in(group))

    most = max(task.sizes(here)[0] for here in task.here)
    hosts = len(hosts_in(task.known))
    found = [("company-and-apart", {"found": names(group)}) for group in task.known.torn]
    found += [
        ("company-too-large", {"found": names(group), "most": str(most)})
        for group, _ in task.known.together
        if group.bit_count() > most
    ]
    if 0 < hosts < task.tables:
        found.append(("few-hosts", {"found": str(hosts), "tables": str(task.tables), "more": str(task.tables - hosts)}))
    return [Problem(code, None, facts, Severity.WARNING) for code, facts in found]


def met_before(numbers: Mapping[str, int], earlier: Iterable[Seating]) -> frozenset[tuple[int, int]]:
    """Return the pairs who sat together in earlier gatherings."""
    return frozenset(pair for seating in earlier for pair in seating.met(numbers))


def task_of(
    asked: Asked, wishes: GroupWishes, typed: Source | None, guests: Guests, met: frozenset[tuple[int, int]]
) -> Mixing:
    """Put together what is to be seated."""
    from copkit.core.grouping.mixing import Mixing
    from copkit.core.grouping.ruling import known

    before, numbers = guests.before, guests.numbers
    planned = before.schedule(numbers) if before else ()
    rounds = len(planned) or asked.rounds or wishes.tables.rounds or ROUNDS
    size = asked.size or wishes.tables.size or SIZE
    tables = before.most if before else max(1, min((2 * guests.here + size) // (2 * size), guests.here // 2))
    kept = planned[: asked.keep]
    now = (1 << guests.here) - 1
    away = {(numbers.get(same_name(a.who)), r) for a in wishes.away for r in a.rounds}
    here = tuple(
        sum(1 << p for table in kept[r] for p in table)
        if r < len(kept)
        else now & ~sum(1 << n for n in range(guests.here) if (n, r + 1) in away)
        for r in range(rounds)
    )
    for i, absence in enumerate(wishes.away):
        if typed and max(absence.rounds) > rounds:
            facts = {"found": absence.who, "rounds": str(rounds), "round": str(max(absence.rounds))}
            raise InputError(typed.problem("away-too-late", ("away", i, "rounds"), facts))
    pins = pins_of(wishes, typed, numbers, here, tables)
    everybody = known(guests.people, wishes)
    return Mixing(
        everybody, wishes, tables, here, pins, asked.seed, kept, planned, met, asked.most or wishes.tables.most_meetings
    )


def pins_of(
    wishes: GroupWishes, typed: Source | None, numbers: Mapping[str, int], here: Sequence[int], tables: int
) -> tuple[dict[int, int], ...]:
    """Return who stays at which table in each round; raise InputError for tables that are not there, or full."""
    found: list[dict[int, int]] = [{} for _ in here]
    problems = []
    for i, pin in enumerate(wishes.pins):
        person = numbers.get(same_name(pin.who))
        if pin.table is None or person is None or typed is None:
            continue
        facts = {"found": str(pin.table), "who": pin.who, "tables": str(tables)}
        if pin.table > tables:
            problems.append(typed.problem("no-such-table", ("pins", i, "table"), facts))
            continue
        for r in range(len(here)):
            if (not pin.rounds or r + 1 in pin.rounds) and here[r] >> person & 1:
                if found[r].get(person, pin.table - 1) != pin.table - 1:
                    twice = {"found": pin.who, "round": str(r + 1)}
                    problems.append(typed.problem("pinned-to-two", ("pins", i, "table"), twice))
                    break
                found[r][person] = pin.table - 1
        full = [r for r in range(len(here)) if _pinned(found[r], pin.table - 1) > -(-here[r].bit_count() // tables)]
        if full:
            most = -(-here[full[0]].bit_count() // tables)
            more = {"round": str(full[0] + 1), "most": str(most)}
            problems.append(typed.problem("too-many-pinned", ("pins", i, "table"), facts | more))
    if problems:
        raise InputError(*problems)
    return tuple(found)


def _pinned(places: Mapping[int, int], table: int) -> int:
    return sum(at == table for at in places.values())


def save_rounds(workspace: Workspace, renderer: Renderer, made: Mixed, *, force: bool, dry_run: bool) -> list[Saved]:
    """Write the rounds as a table, as a page and as data, in a folder that stays out of version control."""
    from copkit.reading.groups import FOLDER
    from copkit.writing.files import alone, keep_private, save
    from copkit.writing.rounds import rounds_files

    folder = workspace.convening_folder(made.convening.id) / FOLDER
    with alone(workspace.folder, dry_run=dry_run):
        if not dry_run:
            keep_private(folder)
        return save(rounds_files(renderer, made), folder, force=force, dry_run=dry_run)
