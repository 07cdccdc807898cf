"""The steps of `copkit capture`: what was written is taken into the register, and the register is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copkit.cli.reporting import stop
from copkit.problem import InputError
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from copkit.core.followup import Register, Taken
    from copkit.problem import Problem
    from copkit.reading.tables import Table
    from copkit.reading.workspace import Workspace


@dataclass(slots=True)
class Captured:
    """A register with what was taken into it just now."""

    register: Register
    taken: Taken
    problems: list[Problem] = field(default_factory=list)


def register_of(workspace: Workspace, name: str) -> Register:
    """Read the register of a convening."""
    from copkit.reading.register import REGISTER, read_register
    from copkit.shelf import shown

    path = workspace.convening_folder(name) / REGISTER
    return read_register(path, shown(path))


def keep(workspace: Workspace, name: str, register: Register) -> None:
    """Write the register of a convening; what a person wrote in it stays."""
    from copkit.core.followup import Register
    from copkit.reading.register import REGISTER
    from copkit.writing.files import save_private
    from copkit.writing.register import register_text

    path = workspace.convening_folder(name) / REGISTER
    old = path.read_text(encoding="utf-8") if path.exists() else None
    if old is None and register == Register():
        return
    text = register_text(old, register)
    if text != old:
        save_private(path, text)


def take_everything(workspace: Workspace, name: str, tables: Sequence[Path], today: date) -> Captured:
    """Take the sheet of a convening, and tables, into its register; nothing is written yet."""
    from copkit.core.followup import take_in
    from copkit.reading.tables import read_table
    from copkit.shelf import shown

    register, all_taken, problems = with_sheet(workspace, name)
    for path in tables:
        table = read_table(path, shown(path))
        before = register
        register, taken = take_in(register, table.register, whole=False)
        all_taken.add(taken)
        register = _with_history(before, register, today)
        register = _with_states(register, table, all_taken, today)
        problems = [*problems, *table.problems]
    return Captured(register, all_taken, problems)


def with_sheet(workspace: Workspace, name: str) -> tuple[Register, Taken, list[Problem]]:
    """Return the register of a convening with what stands on its sheet; nothing is written."""
    from copkit.core.followup import Taken, take_in

    sheet, problems = sheet_of(workspace, name)
    register = register_of(workspace, name)
    if sheet is None:
        return register, Taken(), problems
    return *take_in(register, sheet, whole=True), problems


def sheet_of(workspace: Workspace, name: str) -> tuple[Register | None, list[Problem]]:
    """Read the sheet of a convening; None where nobody has written on it."""
    from copkit.reading.capture import read_capture
    from copkit.reading.source import read_text
    from copkit.shelf import shown
    from copkit.writing.marking import edited

    path = workspace.convening_folder(name) / "out" / "capture.md"
    if not path.exists() or not edited(read_text(path, shown(path)).replace("\r\n", "\n")):
        return None, []
    return read_capture(path, shown(path))


def _with_history(before: Register, register: Register, today: date) -> Register:
    """Note in the history of a promise that a table gave it another wording or date."""
    from copkit.core.followup import changed, with_commitment

    for old in before.commitments:
        new = register.commitment(old.id)
        if new is not None and (new.what, new.by) != (old.what, old.by):
            day = max([today, *[h.on for h in old.history]])
            noted = changed(old, "renegotiated", day, what=new.what, by=new.by)
            update = {"state": noted.state, "history": noted.history}
            register = with_commitment(register, new.model_copy(update=update))
    return register


def _with_states(register: Register, table: Table, taken: Taken, today: date) -> Register:
    """Give promises the states that a table tells; a promise is found by its words, for its id may be another's."""
    from copkit.core.followup import changed, with_commitment
    from copkit.core.people import same_name

    by_words = {(same_name(c.who), same_name(c.what)): c for c in register.commitments}
    for told in table.register.commitments:
        state = table.states.get(told.id)
        there = by_words.get((same_name(told.who), same_name(told.what)))
        if state is not None and there is not None and there.state != state:
            register = with_commitment(register, changed(there, state, max([today, *[h.on for h in there.history]])))
            taken.changed.append(f"commitments:{there.id}")
    return register


def current(workspace: Workspace, today: date) -> str:
    """Return the convening that is meant where none is named: the last one that has begun and is not closed."""
    from copkit.reading.workspace import read_convenings

    known = [found[0] for _, found in read_convenings(workspace) if not isinstance(found, InputError)]
    alive = [c for c in known if c.status != "closed"] or known
    begun = sorted((c.first_day, c.id) for c in alive if c.first_day is not None and c.first_day <= today)
    if begun:
        return begun[-1][1]
    if len(alive) == 1:
        return alive[0].id
    raise stop("which-convening", known=_listed(workspace.convening_ids) or "`copkit plan ID`")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{w}`" for w in words)


def counted(register: Register) -> dict[str, int]:
    """Return how much of each kind a register holds."""
    from copkit.core.followup import LISTS

    return {name: len(getattr(register, name)) for name in LISTS} | {"unclear": len(register.unclear)}


def report(
    workspace: Workspace, name: str, title: str, found: Captured, *, dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """Return what happened as a page and as plain data."""
    from copkit.cli.reporting import data_of
    from copkit.core.followup import counts
    from copkit.reading.register import REGISTER
    from copkit.shelf import shown
    from copkit.writing.followup import private
    from copkit.writing.render import Renderer
    from copkit.writing.yamls import plain

    register = found.register
    context = {
        "title": title,
        "id": name,
        "register": register,
        "totals": counted(register),
        "states": counts(register),
        "new": _by_kind(found.taken.new),
        "changed": _by_kind(found.taken.changed),
        "gone": _by_kind(found.taken.gone),
        "file": shown(workspace.convening_folder(name) / REGISTER),
        "dry_run": dry_run,
        "private": private,
    }
    data = {
        "id": name,
        "new": found.taken.new,
        "changed": found.taken.changed,
        "gone": found.taken.gone,
        "register": plain(_shown(register)),
        "file": context["file"],
        "problems": [data_of(p) for p in found.problems],
    }
    return Renderer(workspace.shelf).render("capture/summary.md.j2", context), data


def _shown(register: Register) -> Register:
    """Return a register in which private promises keep their words to themselves."""
    from copkit.writing.followup import private

    hidden = {"what": "", "cue": "", "first_step": "", "row": "", "history": ()}
    entries = tuple(
        c.model_copy(update={**hidden, "what": words()["capture"]["private_word"]}) if private(c) else c
        for c in register.commitments
    )
    return register.model_copy(update={"commitments": entries})


def _by_kind(labels: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in labels:
        kind, _, which = label.partition(":")
        found.setdefault(kind, []).append(which)
    return found
