"""The steps of `copkit followup`: what the room wrote, the pack, and a short report."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from copkit.cli.capturing import register_of, take_everything
from copkit.cli.files import rows_of, together
from copkit.cli.gathering import Gathering, brief_of, laid_out
from copkit.cli.reporting import data_of, stop
from copkit.core.design import CHECK_IN_DAYS
from copkit.problem import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.followup import DatedMessage, DatedTask, Register
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact, Saved
    from copkit.writing.followup import Letter, Pack
    from copkit.writing.forms import Forms

DUE_SOON = 3
MERGE = "merge.csv"


@dataclass(frozen=True, slots=True)
class Made:
    """A pack with what it was made from."""

    gathering: Gathering
    captured: Register
    pack: Pack
    problems: list[Problem]

    def artefacts(self, folder: Path) -> list[Artefact]:
        """Return pages and messages, and letters that were written before; other letters wait until they are due."""
        from copkit.writing.forms import ending
        from copkit.writing.interface import Form

        known = [
            self.pack.write(x) for x in self.pack.letters if any((folder / ending(x.name, f)).exists() for f in Form)
        ]
        return [*self.pack.pages, *self.pack.messages.values(), *known]

    def outdated(self, folder: Path) -> list[Path]:
        """Return letters of before that nobody gets any more and nobody changed."""
        from copkit.writing.forms import ending
        from copkit.writing.interface import Form
        from copkit.writing.marking import edited

        names = {ending(x.name, f) for x in self.pack.letters for f in Form}
        there = sorted(p for f in Form for p in (folder / "messages").glob(f"*/*.{f}"))
        return [p for p in there if p.relative_to(folder).as_posix() not in names and not edited(p.read_bytes())]


@dataclass(frozen=True, slots=True)
class Then:
    """What is due on a day after the gathering."""

    day: int
    messages: tuple[DatedMessage, ...]
    tasks: tuple[DatedTask, ...]
    letters: tuple[tuple[Letter, str], ...]
    artefacts: list[Artefact]


def pack(workspace: Workspace, name: str, today: date, calendar: bytes) -> Made:
    """Take in what the room wrote, and render the pack."""
    from copkit.core.people import by_name
    from copkit.reading.people import PEOPLE, read_people
    from copkit.shelf import shown
    from copkit.writing.followup import Known, followup_documents
    from copkit.writing.render import Renderer

    gathering = laid_out(workspace, name)
    found = take_everything(workspace, name, (), today)
    people, faults = read_people(workspace.folder / PEOPLE, shown(workspace.folder / PEOPLE))
    known = Known(found.register, earlier_registers(workspace, name), by_name(people), calendar)
    made = followup_documents(Renderer(workspace.shelf), brief_of(workspace, gathering, today), known)
    return Made(gathering, found.register, made, [*found.problems, *faults])


def in_all_forms(
    workspace: Workspace, artefacts: Sequence[Artefact], forms: Forms, folder: Path
) -> tuple[list[Artefact], list[Problem]]:
    """Return documents in the forms that are asked for or stand there, and what could not be written."""
    from copkit.writing.forms import in_forms
    from copkit.writing.render import Renderer

    return in_forms(Renderer(workspace.shelf), artefacts, forms, folder)


def earlier_registers(workspace: Workspace, name: str) -> list[Register]:
    """Return the registers of the other convenings; one with faults is passed over, and told when it is used itself."""
    found = []
    for other in workspace.convening_ids:
        if other != name:
            try:
                found.append(register_of(workspace, other))
            except InputError:
                continue
    return found


def due_then(made: Made, when: str) -> Then:
    """Return what is due on a day such as `day-14` or `check-in`; raise InputError where nothing is."""
    found = made.pack.found
    days = {_day(m.message.anchor, m.days) for m in found.messages} | {_day(t.anchor, t.days) for t in found.tasks}
    typed = "day-30" if when.casefold() == "check-in" else when.casefold()
    read = re.fullmatch(r"(?:day-?|\+)?(\d{1,3})", typed)
    if read is None or int(read[1]) not in days:
        known = ", ".join(f"`day-{d}`" for d in sorted(d for d in days if d is not None and d >= 0))
        raise stop("nothing-due-then", found=when, known=known)
    day = int(read[1])
    messages = tuple(m for m in found.messages if _day(m.message.anchor, m.days) == day)
    letters = tuple(x for m in messages for x in made.pack.letters if x.message == m.message.id)
    pages = [made.pack.messages[m.message.id] for m in messages]
    tasks = tuple(t for t in found.tasks if _day(t.anchor, t.days) == day)
    written = [made.pack.write(x) for x in letters]
    texts = tuple((x, a.text) for x, a in zip(letters, written, strict=True))
    table = [a for a in made.pack.pages if a.name == MERGE]
    return Then(day, messages, tasks, texts, [*pages, *written, *table])


def _day(anchor: str, days: int) -> int | None:
    """Return the day after the end of the gathering; None for what comes before it."""
    return None if anchor == "start" else days + (CHECK_IN_DAYS if anchor == "check-in" else 0)


def summary(
    workspace: Workspace, made: Made, then: Then | None, saved: Sequence[Saved], today: date, *, dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """Return the short report for the terminal, and everything as plain data."""
    from copkit.core.followup import counts
    from copkit.writing.followup import missing_sentences
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    convening, found = made.gathering.convening, made.pack.found
    files = rows_of(saved)
    missing = missing_sentences(renderer, found)
    context = {
        "id": convening.id,
        "title": convening.title or convening.id,
        "f": found,
        "missing": missing,
        "files": together(files),
        "due": [m for m in found.messages if m.when is not None and m.when >= today][:DUE_SOON],
        "tasks": [t for t in found.tasks if t.due is not None and t.due >= today][:DUE_SOON],
        "then": then,
        "unknown": sorted({n for x, _ in (then.letters if then else ()) for n in x.recipient.unknown}),
        "captured": made.captured,
        "fates": renderer.words["labels"]["would" if dry_run else "fates"],
        "today": today,
    }
    data = {
        "id": convening.id,
        "status": found.status,
        "check_in": found.check_in,
        "missing": missing,
        "messages": [
            {"id": m.message.id, "when": m.when, "ask": m.message.ask, "ask_by": m.ask_by}
            for m in (then.messages if then else found.messages)
        ],
        "tasks": [asdict(t) for t in (then.tasks if then else found.tasks)],
        "letters": [
            {"message": x.message, "kind": x.recipient.kind, "name": x.recipient.name, "text": text}
            for x, text in (then.letters if then else ())
        ],
        "commitments": counts(made.captured),
        "groups": len(made.captured.groups),
        "files": files,
        "problems": [data_of(p) for p in (*workspace.problems, *workspace.library.problems, *made.problems)],
    }
    page = "follow-up/due.md.j2" if then else "follow-up/summary.md.j2"
    return renderer.render(page, context), data
