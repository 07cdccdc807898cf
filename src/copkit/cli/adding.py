"""What is typed in quickly: one thing more for a register, or something about an entry that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from copkit.cli.reporting import stop
from copkit.reading.checked import nearest
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from copkit.core.followup import Register, State, Taken
    from copkit.core.followup.register import Written

# What can be added: the list that it goes to, the name of its text, and what is settled with it.
KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "commitment": ("commitments", "what", {}),
    "plus": ("notes", "text", {"sign": "plus"}),
    "delta": ("notes", "text", {"sign": "delta"}),
    "decision": ("decisions", "text", {}),
    "group": ("groups", "title", {}),
    "channel": ("channel", "name", {}),
    "milestone": ("milestone", "what", {}),
    "spotlight": ("spotlights", "who", {}),
    "mentor": ("mentors", "mentor", {}),
    "output": ("outputs", "what", {}),
    "attendance": ("attendance", "present", {}),
    "absent": ("absent", "who", {}),
}
COPKITS_OWN = frozenset({"id", "row", "history", "state", "sign", "shared_output"})


def added(register: Register, kind: str, text: str, more: Sequence[str]) -> tuple[Register, Taken]:
    """Return a register with one thing more; raise InputError for what cannot be understood."""
    from copkit.core.followup import Register as Empty
    from copkit.core.followup import take_in
    from copkit.core.typed import slug

    if kind.casefold() not in KINDS:
        raise stop("unknown-thing", found=kind, known=_listed(KINDS))
    section, main, settled = KINDS[kind.casefold()]
    if section == "absent":
        return take_in(register, Empty(absent=(text,)), whole=False)
    given = {**settled, main: text, **_pairs(kind, _fields(section) - {main}, more)}
    if section == "groups":
        given["id"] = slug(f"{len(register.groups) + 1}-{text}", 50)
        given["shared_output"] = not given.get("publish_date")
    if section == "commitments":
        given["id"] = "new"
    if section == "attendance":
        given = {"day": len(register.attendance) + 1, **given}
    entry = _made(section, given)
    if section in {"channel", "milestone"}:
        return take_in(register, Empty.model_validate({section: entry}), whole=False)
    return _appended(register, section, entry)


def _appended(register: Register, section: str, entry: Written) -> tuple[Register, Taken]:
    from copkit.core.followup import Taken, numbered

    entries = getattr(register, section)
    made = numbered(section, entries, entry)
    return register.model_copy(update={section: (*entries, made)}), Taken(new=[f"{section}:{_id(made)}"])


def _id(entry: Any) -> str:  # noqa: ANN401 - any entry
    return str(getattr(entry, "id", None) or entry.day)


def amended(register: Register, wanted: str, said: Sequence[str], note: str, today: date) -> tuple[Register, Taken]:
    """Return a register in which something else is said of an entry; raise InputError where it is not understood."""
    from copkit.core.followup import LISTS, Taken

    state: State | None = None
    if said and "=" not in said[0]:
        state = next((s for s, meant in words()["capture"]["states"].items() if said[0].casefold() in meant), None)
        if state is None:
            raise stop("unknown-state", found=said[0])
        said = said[1:]
    for section in LISTS:
        for at, entry in enumerate(entries := getattr(register, section)):
            if _id(entry).casefold() != wanted.casefold():
                continue
            given = _pairs(section, _fields(section), said)
            if state is None and not given and not note:
                raise stop("nothing-to-set", found=_id(entry))
            new = _amended(section, entry, state, given, note, today)
            if new == entry:
                raise stop("nothing-to-set", found=_id(entry))
            update = {section: (*entries[:at], new, *entries[at + 1 :])}
            return register.model_copy(update=update), Taken(changed=[f"{section}:{_id(entry)}"])
    raise stop("no-entry", found=wanted)


def _amended(section: str, entry: Any, state: State | None, given: dict[str, Any], note: str, today: date) -> Any:  # noqa: ANN401 - any entry
    from copkit.core.followup import BackwardsError, changed

    if section != "commitments":
        if state is not None:
            raise stop("no-state", found=_id(entry))
        return _made(section, {**entry.model_dump(), **given})
    _made(section, {"id": entry.id, **given})
    meant = state or ("renegotiated" if given.keys() & {"what", "by"} else entry.state)
    try:
        return changed(entry, meant, today, note, **given)
    except BackwardsError as error:
        raise stop("changed-later", found=entry.id, last=str(error), today=today.isoformat()) from None


def _made(section: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - any entry
    from copkit.core.followup import ENTRIES

    try:
        return ENTRIES[section].model_validate(given)
    except ValidationError as errors:
        name = str(errors.errors()[0]["loc"][0])
        raise stop("bad-field", name=name, found=str(given.get(name, ""))) from None


def _fields(section: str) -> set[str]:
    from copkit.core.followup import ENTRIES

    return set(ENTRIES[section].model_fields) - COPKITS_OWN


def _pairs(kind: str, known: set[str], more: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in more:
        name, equals, value = word.partition("=")
        key = name.strip().casefold().replace("-", "_")
        if not equals or key not in known:
            near = nearest(key, known)
            raise stop("unknown-field", kind=kind, found=word, known=f"`{near}=`" if near else _listed(sorted(known)))
        found[key] = tuple(t.strip() for t in value.split(",") if t.strip()) if key == "tags" else value.strip()
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)
