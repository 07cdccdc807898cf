"""Slack: the members of an export, from its folder, its zip file, or users.json alone; nothing is ever unpacked."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from copkit.problem import InputError, Location, Problem
from copkit.reading.agendas.texts import MAX_BYTES, clean, decoded, too_large
from copkit.reading.people.cells import person_of
from copkit.reading.rosters.interface import Row, Sheet
from copkit.reading.rosters.rows import person_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from copkit.reading.rosters.interface import Reason

USERS = "users.json"
MAX_ARCHIVE = 2_000_000_000
MAX_DEPTH = 2
SLACKBOT = "USLACKBOT"


def users_in_folder(folder: Path, name: str) -> str:
    """Return the text of users.json in a folder; one that leads out of the folder by a link is not read."""
    path = folder / USERS
    inside = path.resolve().is_relative_to(folder.resolve())
    if not path.is_file() or not inside:
        raise InputError(Problem("no-roster-in-folder", Location(name)))
    if path.stat().st_size > MAX_BYTES:
        raise InputError(too_large(name, path.stat().st_size, MAX_BYTES))
    return decoded(path.read_bytes())


def users_in_zip(path: Path, name: str) -> str:
    """Return the text of users.json in a zip file; raise InputError where there is none, or more than can be read."""
    size = path.stat().st_size
    if size > MAX_ARCHIVE:
        raise InputError(too_large(name, size, MAX_ARCHIVE))
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.split("/")[-1] == USERS and n.count("/") < MAX_DEPTH]
            if not names:
                code = "packed-file" if "[Content_Types].xml" in archive.namelist() else "no-roster-in-zip"
                raise InputError(Problem(code, Location(name), {"found": "xlsx"}))
            with archive.open(min(names, key=lambda n: (n.count("/"), n))) as file:
                raw = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise InputError(Problem("bad-zip", Location(name))) from None
    if len(raw) > MAX_BYTES:
        raise InputError(too_large(name, len(raw), MAX_BYTES))
    return decoded(raw)


def is_users(text: str) -> bool:
    """Tell whether a text may be a list of members as Slack writes it."""
    start = text[:20_000].lstrip("\ufeff \t\n")
    return start.startswith("[") and ('"profile"' in start or '"is_bot"' in start)


def read_users(text: str, name: str) -> Sheet:
    """Read the list of members."""
    sheet = Sheet("slack", [])
    for line, user in _entries(text, name):
        profile = user.get("profile")
        sheet.rows.append(_row(name, sheet, line, user, profile if isinstance(profile, dict) else {}))
    return sheet


def _entries(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each member with the line in which it begins; what is no member ends in a problem."""
    decoder = json.JSONDecoder()
    at, line, counted = text.find("[") + 1, 1, 0
    while True:
        while at < len(text) and text[at] in " \t\n,":
            at += 1
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            return
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise InputError(Problem("bad-users", Location(name, line, 1)))
        yield line, found


def _row(file: str, sheet: Sheet, line: int, user: dict[str, Any], profile: dict[str, Any]) -> Row:
    """Read one member: the real name, and what else they are called in Slack."""
    shown, handle = _text(profile, "display_name"), _text(user, "name")
    real = _text(profile, "real_name") or _text(user, "real_name")
    got = {
        "name": real or shown or handle, "email": _text(profile, "email"), "pronouns": _text(profile, "pronouns"),
    }  # fmt: skip
    found = person_in(file, sheet, line, got)
    zone, _ = person_of({"name": "-", "time_zone": _text(user, "tz")})
    person = replace(found.person, time_zone=zone.time_zone)
    return replace(found, person=person, handles=(shown, handle), out=_out(user) or found.out)


def _out(user: dict[str, Any]) -> Reason | None:
    if user.get("is_bot") is True or user.get("is_workflow_bot") is True or user.get("id") == SLACKBOT:
        return "bot"
    if user.get("deleted") is True:
        return "deleted"
    return "invited" if user.get("is_invited_user") is True else None


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return " ".join(clean(value).split()) if isinstance(value, str) else ""
