"""The steps of `copkit forget`: what each file would say without a person, and what cannot be reached."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.reading.workspace import Workspace


@dataclass(slots=True)
class Forgotten:
    """What forgetting somebody changes: texts by file, None for a file that goes; and what it cannot reach."""

    person: str
    texts: dict[Path, str | None] = field(default_factory=dict)
    mentions: dict[Path, tuple[int, ...]] = field(default_factory=dict)
    closed: list[Path] = field(default_factory=list)
    prints: list[Path] = field(default_factory=list)
    in_history: bool = False
    known: bool = False


def forgotten(folder: Path, person: str) -> Forgotten:
    """Look through every file of a workspace; nothing is written yet. Raises InputError for a name that is none."""
    from copkit.core.forgetting import mentions, stands_as_a_name
    from copkit.reading.everything import text_files, under_version_control

    name = " ".join(person.split())
    if not any(c.isalpha() for c in name):
        raise stop("not-a-name", found=person)
    found = Forgotten(name, in_history=under_version_control(folder))
    addresses = _addresses(folder, name)
    copies: list[Path] = []
    for path, text in text_files(folder):
        if _holds_printed_names(path):
            found.prints.append(path)
            continue
        if _is_copy(path):
            copies.append(path)
            continue
        if text is None:
            found.closed.append(path)
            continue
        found.known |= stands_as_a_name(text, name)
        new = _calendar_without(text, name, addresses) if path.suffix == ".ics" else _without(path, text, name)
        if new != text:
            found.texts[path] = new
        if new and (lines := mentions(new, name)):
            found.mentions[path] = lines
    _without_copies(found, copies)
    if found.texts:  # a drawn name cannot be found, and one that stood in a file may stand there too
        found.texts |= dict.fromkeys(found.prints)
    else:
        found.closed += found.prints
        found.prints = []
    return found


def _addresses(folder: Path, name: str) -> list[str]:
    """Return the e-mail addresses of a person; none where the list of members cannot be read."""
    from copkit.core.people import same_name
    from copkit.problem import InputError
    from copkit.reading.people import PEOPLE, read_people

    try:
        people, _ = read_people(folder / PEOPLE, PEOPLE)
    except InputError:
        return []
    return [p.email for p in people if p.email and same_name(p.name) == same_name(name)]


def _calendar_without(text: str, name: str, addresses: list[str]) -> str | None:
    """Return a calendar, or None where it goes: a name may be cut by its line ends, and an export makes it anew."""
    from copkit.core.people import name_pattern
    from copkit.writing.ics import mailto, unfolded

    whole = re.sub(r"\\([,;\\])", r"\1", unfolded(text))
    there = name_pattern(name).search(whole) or any(mailto(a).casefold() in whole.casefold() for a in addresses)
    return None if there else text


def _is_copy(path: Path) -> bool:
    """Tell whether a file is a document of ours in a form in which a name cannot be found; not one that was changed."""
    from copkit.writing.interface import Form

    forms = {Form.HTML, Form.PDF, Form.DOCX, Form.MAIL}
    return path.suffix[1:] in forms and "out" in path.parts and path.parent.name != "print" and _unchanged(path)


def _without_copies(found: Forgotten, copies: list[Path]) -> None:
    """Let copies go whose Markdown changes; one without Markdown beside it goes where anything changes."""
    texts = dict(found.texts)
    for copy in copies:
        beside = copy.with_suffix(".md")
        if beside in texts or (texts and not beside.exists()):
            found.texts[copy] = None
        elif not beside.exists():
            found.closed.append(copy)


def _holds_printed_names(path: Path) -> bool:
    """Tell whether a file is a sheet of ours on which names are drawn; one that a person changed is theirs."""
    from copkit.writing.printing import with_names

    return path.parts[-3:-1] == ("out", "print") and with_names(path.name) and _unchanged(path)


def _unchanged(path: Path) -> bool:
    """Tell whether a file stands as copkit made it; one that cannot be read may be anybody's."""
    from copkit.writing.marking import edited

    try:
        return not edited(path.read_bytes())
    except OSError:
        return False


def _without(path: Path, text: str, name: str) -> str | None:
    from copkit.core.forgetting import (
        INSTEAD,
        cohorts_without,
        promises_without,
        rows_without,
        sheet_without,
        without_text,
    )
    from copkit.core.people import without_names
    from copkit.core.typed import slug
    from copkit.reading.people import PEOPLE
    from copkit.writing.escaping import escape
    from copkit.writing.files import stamped
    from copkit.writing.marking import edited

    if "messages" in path.parts and path.stem.rstrip("-0123456789") == slug(name, 40).rstrip("-0123456789"):
        return None if f'\nto: "{name}"'.casefold() in text.casefold() else text
    if path.name == "capture.md":
        text_without = sheet_without(text, name)
    elif path.name == PEOPLE and (members := _members_without(text, name)) is not None:
        text_without = members
    elif path.parts[-2:] == ("private", "cohorts.yaml"):
        text_without = without_text(cohorts_without(text, name), name)
    elif path.parts[-2:] == ("groups", "rules.yaml"):
        text_without = without_names(text, [name], INSTEAD)  # a list of names stays a list
    elif path.suffix == ".csv":
        text_without = without_text(rows_without(text, name), name)
    else:
        text_without = without_text(_typed(path, text, name), name)
    if path.suffix == ".md" and (escaped := str(escape(name))) != name:
        text_without = text_without.replace(escaped, INSTEAD)
    new = promises_without(text_without, name) if path.suffix == ".md" else text_without
    if path.name == "merge.csv" and new != text:
        return None
    return stamped(path.name, new) if new != text and not edited(text) else new


def _members_without(text: str, name: str) -> str | None:
    """Return people.csv without a person's row, and without the name in the wishes of others; None where it has faults.

    A name in a cell of somebody else must take neither that row nor a sign between two cells.
    """
    from copkit.core.forgetting import cell_without
    from copkit.core.people import same_name, without_names
    from copkit.problem import InputError
    from copkit.reading.people import PEOPLE, people_table
    from copkit.writing.people import rewritten

    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        table = people_table(text.replace("\r\n", "\n"), PEOPLE)
    except InputError:
        return None
    rows: list[tuple[Any, list[str] | None]] = []
    for person, record in zip(table.people, table.records, strict=True):
        cells = [cell_without(cell, name) for cell in record.cells]
        if same_name(person.name) == same_name(name):
            rows.append((record, None))
        elif cells != list(record.cells):
            rows.append((record, cells))
    lines = rewritten(table, rows)
    remarks = [line if line is None or not line.startswith("#") else without_names(line, [name], "…") for line in lines]
    return "\n".join(line for line in remarks if line is not None).replace("\n", newline)


def _typed(path: Path, text: str, name: str) -> str:
    """Take what is the person's own out of a file whose form copkit knows; one with faults loses only the name."""
    from copkit.core.followup import Register
    from copkit.core.forgetting import inputs_without, without_person
    from copkit.core.review import NextInputs
    from copkit.problem import InputError
    from copkit.reading.checked import check
    from copkit.reading.source import parse_yaml
    from copkit.writing.register import register_text
    from copkit.writing.review import next_inputs_text

    try:
        if path.parts[-2:] == ("private", "register.yaml"):
            return register_text(text, without_person(check(parse_yaml(text, path.name), Register), name))
        if path.parts[-2:] == ("private", "next-inputs.yaml"):
            return next_inputs_text(text, inputs_without(check(parse_yaml(text, path.name), NextInputs), name))
    except InputError:
        pass
    return text


def write(found: Forgotten) -> None:
    """Write each file without the person; each is whole at any moment, and doing it again goes on."""
    from copkit.writing.files import remove, write_atomically

    for path, text in found.texts.items():
        if text is None:
            remove(path)
        else:
            write_atomically(path, text)


def shown_forgotten(workspace: Workspace, found: Forgotten, *, done: bool) -> tuple[str, dict[str, Any]]:
    """Return what was changed and what is out of reach, as a page and as plain data."""
    from copkit.shelf import shown
    from copkit.writing.render import Renderer

    data = {
        "changed": [shown(p) for p, t in found.texts.items() if t is not None],
        "removed": [shown(p) for p, t in found.texts.items() if t is None],
        "look_at": [{"file": shown(p), "lines": list(lines)} for p, lines in found.mentions.items()],
        "not_readable": [shown(p) for p in found.closed],
        "history": found.in_history,
        "done": done,
        "known": found.known,
        "printed": bool(found.prints),
    }
    return Renderer(workspace.shelf).render("forget/forget.md.j2", {**data, "person": found.person}), data
