"""The steps of `copkit calendar`: what stands, the year, its page, and the dates that are written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from copkit.cli.files import rows_of, together
from copkit.cli.reporting import data_of, stop
from copkit.problem import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from copkit.core.calendar import OwnCalendar, YearPlan
    from copkit.core.design import Convening
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.calendar import YearPage
    from copkit.writing.files import Saved
    from copkit.writing.forms import Forms

MOST = 36


@dataclass(frozen=True, slots=True)
class Year:
    """A year with what its page is about, and the faults of plans that could not be read."""

    plan: YearPlan
    about: YearPage
    problems: tuple[Problem, ...]


def months_of(typed: str) -> int:
    """Read a number of months."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST)) and 1 <= int(typed) <= MOST):
        raise stop("bad-months", found=typed)
    return int(typed)


def open_year(workspace: Workspace, today: date, begin: date | None, months: int) -> Year:
    """Read what stands in the workspace, and plan the year around it."""
    from copkit.cli.gathering import diagnosed
    from copkit.core.calendar import Known, plan_year
    from copkit.reading.calendar import FILE, read_own_calendar
    from copkit.shelf import shown
    from copkit.writing.calendar import YearPage

    library, profile = workspace.library, workspace.profile
    path = workspace.folder / FILE
    own, _ = read_own_calendar(path, shown(path), library.calendar)
    convenings, problems = _convenings(workspace)
    diagnosis = diagnosed(workspace, today)
    known = Known(library.calendar, profile, diagnosis, library.standards, own, tuple(convenings))
    plan = plan_year(known, begin or own.begin or today, months, today)
    zone = profile.time_zone or next((s.time_zone for s in profile.segments if s.time_zone), None)
    about = YearPage(profile.name, library.calendar, library.timeline.owners, zone, profile.manager.hours_per_week)
    return Year(plan, about, tuple(problems))


def _convenings(workspace: Workspace) -> tuple[list[Convening], list[Problem]]:
    from copkit.reading.workspace import read_convenings

    found: list[Convening] = []
    problems: list[Problem] = []
    for _, row in read_convenings(workspace):
        if isinstance(row, InputError):
            problems += row.problems
        else:
            found.append(row[0])
    return found, problems


def save_year(
    workspace: Workspace, year: Year, today: date, begin: date | None, months: int, forms: Forms, *, write: bool,
    force: bool, dry_run: bool,
) -> tuple[list[Saved], Year]:  # fmt: skip
    """Save the page, and where asked the dates before it; return what was saved, and the year as it then is.

    No date is written while a plan cannot be read: it might stand on the same day. Then InputError is raised.
    """
    from copkit.writing.calendar import year_page
    from copkit.writing.files import alone, save
    from copkit.writing.forms import in_forms
    from copkit.writing.render import Renderer

    saved: list[Saved] = []
    if write and year.problems:
        raise InputError(*year.problems)
    if write and dry_run:
        saved += _fixed(workspace, year, dry_run=True)
    elif write:
        with alone(workspace.folder):
            year = open_year(workspace, today, begin, months)
            saved += _fixed(workspace, year, dry_run=False)
            year = open_year(workspace, today, begin, months)
    renderer, folder = Renderer(workspace.shelf), workspace.folder / "out"
    pages, lost = in_forms(renderer, [year_page(renderer, year.about, year.plan)], forms, folder)
    year = replace(year, problems=(*year.problems, *lost))
    return [*saved, *save(pages, folder, force=force, dry_run=dry_run)], year


def _fixed(workspace: Workspace, year: Year, *, dry_run: bool) -> list[Saved]:
    """Write the proposed dates into calendar.yaml, when the file then says them; nothing where there is none."""
    from copkit.reading.calendar import FILE, parse_own_calendar, read_own_calendar
    from copkit.shelf import shown
    from copkit.writing.dating import date_line, with_dates
    from copkit.writing.files import save_text
    from copkit.writing.render import Renderer

    path, book = workspace.folder / FILE, workspace.library.calendar
    entries = [e for e in year.plan.entries if e.status == "proposed" and not e.follows]
    if not entries:
        return []
    rows = [date_line(e) for e in entries]
    own, source = read_own_calendar(path, shown(path), book)
    if source is None:
        text: str | None = Renderer(workspace.shelf).render(
            "drafts/calendar.yaml.j2", {"rows": rows, "kinds": book.kinds}
        )
    else:
        text = with_dates(source.text, source.places, source.keys, rows)
    wanted = _said(own) + [(e.date, e.kind, e.start) for e in entries]
    if source and (text is None or _said(parse_own_calendar(text, shown(path), book)) != wanted):
        raise InputError(source.problem("cannot-write-dates", ("fixed",), at_key=True))
    assert text is not None
    return [save_text(path, text, dry_run=dry_run)]


def _said(own: OwnCalendar) -> list[tuple[date, str, time | None]]:
    return [(f.date, f.kind, f.start) for f in own.fixed]


def pages(workspace: Workspace, year: Year, saved: Sequence[Saved], *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return the page with what became of the files, and everything as plain data."""
    from copkit.writing.calendar import year_data, year_page
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    files = rows_of(saved)
    fates = renderer.words["labels"]["would" if dry_run else "fates"]
    told = renderer.render("calendar/files.md.j2", {"files": together(files), "fates": fates})
    data = year_data(year.about, year.plan) | {
        "files": files, "problems": [data_of(p) for p in (*workspace.problems, *year.problems)],
    }  # fmt: skip
    return f"{year_page(renderer, year.about, year.plan).text}\n{told}", data
