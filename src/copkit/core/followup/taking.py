"""Taking in what a sheet or a table says, without losing or doubling anything.

A sheet is read again and again while people write on it. Each entry of the register remembers the row it came from:
a row that still reads the same changes nothing; a row that reads otherwise changes only the cells that differ from what
it said before, so that what became of a promise since then stands.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from itertools import chain, count, zip_longest
from typing import TYPE_CHECKING, Any

from copkit.core.followup.register import COLUMNS, Commitment, cells_of
from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.followup.register import Register, Written

PREFIXES = {"commitments": "C", "decisions": "D", "notes": "N", "spotlights": "S", "mentors": "M", "outputs": "O"}
LISTS = (*PREFIXES, "groups", "attendance")
SINGLES = ("channel", "milestone")
ALIKE = 0.6
EMPTY: tuple[object, ...] = ("", None, 0, ())
NOT_WRITTEN = frozenset({"id", "row", "state", "history", "tags"})
SEEN_AS_ONE = {
    "commitments": ("who", "what"), "decisions": ("text",), "notes": ("sign", "text", "about"),
    "spotlights": ("who", "why"), "mentors": ("mentor", "newcomer"),
    "outputs": ("what", "who"), "groups": ("title",), "attendance": ("day",),
}  # fmt: skip


@dataclass(slots=True)
class Taken:
    """What came of taking in: ids that are new, that changed, and that no longer stand on the sheet."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Tell whether the register is another one now."""
        return bool(self.new or self.changed)

    def add(self, other: Taken) -> None:
        """Add what came of another sheet or table."""
        self.new += other.new
        self.changed += other.changed
        self.gone += other.gone


def take_in(register: Register, sheet: Register, *, whole: bool) -> tuple[Register, Taken]:
    """Return the register with what a sheet says; `whole` tells that the sheet holds all rows that it ever held.

    What the sheet no longer holds stays in the register. Entries that carry an id of the register are the same entries.
    """
    taken = Taken()
    update: dict[str, Any] = {}
    for name in LISTS:
        update[name] = _take_list(name, getattr(register, name), getattr(sheet, name), taken, whole=whole)
    for name in SINGLES:
        update[name] = _take_single(name, getattr(register, name), getattr(sheet, name), taken)
    update["absent"] = tuple(dict.fromkeys((*register.absent, *sheet.absent)))
    update["unclear"] = tuple(dict.fromkeys((*register.unclear, *sheet.unclear)))
    new = register.model_copy(update=update)
    taken.new += [f"unclear:{u.place}" for u in new.unclear[len(register.unclear) :]]
    taken.new += [f"absent:{name}" for name in new.absent[len(register.absent) :]]
    return new, taken


def _take_list(
    name: str, ours: Sequence[Written], theirs: Sequence[Written], taken: Taken, *, whole: bool
) -> tuple[Written, ...]:
    entries = list(ours)
    left = list(range(len(entries)))
    waiting: list[Written] = []
    for row in theirs:
        same = next((i for i in left if row.row and entries[i].row == row.row), None)
        if same is None:
            waiting.append(row)
        else:
            left.remove(same)
    # The ids on a sheet are places in it; those in a table are what copkit gave out.
    for match in (_seen_as_one, _alike) if whole else (_same_id, _seen_as_one):
        still: list[Written] = []
        for row in waiting:
            found = match(name, [(i, entries[i]) for i in left], row)
            if found is None:
                still.append(row)
                continue
            left.remove(found)
            merged = _merged(name, entries[found], row)
            if merged != entries[found]:
                if _without_row(merged) != _without_row(entries[found]):
                    taken.changed.append(_label(name, merged))
                entries[found] = merged
        waiting = still
    for row in waiting:
        entries.append(numbered(name, entries, row))
        taken.new.append(_label(name, entries[-1]))
    if whole:
        taken.gone += [_label(name, entries[i]) for i in left if entries[i].row]
    return tuple(entries)


def _take_single(name: str, ours: Any, theirs: Any, taken: Taken) -> Any:  # noqa: ANN401 - a channel or a milestone
    if theirs == type(theirs)() or (theirs.row and theirs.row == ours.row):
        return ours
    merged = _merged(name, ours, theirs)
    if theirs.row and not ours.row:  # what was typed in stands before what a sheet was printed with
        told = {key: getattr(ours, key) for key in COLUMNS[name] if getattr(ours, key)}
        merged = merged.model_copy(update=told)
    if _without_row(merged) != _without_row(ours):
        (taken.changed if ours.row else taken.new).append(name)
    return merged


def _without_row(entry: Any) -> Any:  # noqa: ANN401 - any entry
    return entry.model_copy(update={"row": ""})


Known = list[tuple[int, Any]]


def _same_id(_: str, known: Known, row: Any) -> int | None:  # noqa: ANN401 - any entry
    wanted = getattr(row, "id", "")
    return next((i for i, e in known if wanted and getattr(e, "id", "") == wanted and _not_another(e, row)), None)


def _not_another(entry: Any, row: Any) -> bool:  # noqa: ANN401 - any entry
    """Tell that two promises of one id are not those of two persons: ids of another sheet may be the same."""
    return (
        not isinstance(entry, Commitment) or not entry.who or not row.who or same_name(entry.who) == same_name(row.who)
    )


def _seen_as_one(name: str, known: Known, row: Any) -> int | None:  # noqa: ANN401 - any entry
    def key(entry: Any) -> list[str]:  # noqa: ANN401
        return [same_name(str(getattr(entry, part))) for part in SEEN_AS_ONE[name]]

    return next((i for i, e in known if (not e.row or not row.row) and key(e) == key(row)), None)


def _alike(name: str, known: Known, row: Any) -> int | None:  # noqa: ANN401 - any entry
    """Return the entry whose row was most likely edited into this one, by the cells that tell what it is about."""
    if not row.row:
        return None
    said = _about(name, row)
    best = [
        (difflib.SequenceMatcher(None, _about(name, e), said, autojunk=False).ratio(), -i) for i, e in known if e.row
    ]
    found = max(best, default=(0.0, 0))
    return -found[1] if found[0] >= ALIKE else None


def _about(name: str, entry: Any) -> str:  # noqa: ANN401 - any entry
    cells = dict(zip(_columns(name, entry), cells_of(entry.row), strict=False))
    return same_name(" ".join(cells.get(part, "") for part in SEEN_AS_ONE[name]))


def _columns(name: str, entry: Any) -> Sequence[str]:  # noqa: ANN401 - any entry
    return COLUMNS["accountability" if name == "groups" and not entry.shared_output else name]


def _merged(name: str, entry: Any, row: Any) -> Any:  # noqa: ANN401 - any entry
    """Return an entry with what its row says now and did not say before."""
    if entry.row and row.row:
        pairs = zip_longest(_columns(name, row), cells_of(entry.row), cells_of(row.row))
        new = {c: getattr(row, c) for c, before, now in pairs if c and (before != now or name == "notes")}
    else:
        keys = [key for key in type(row).model_fields if key not in NOT_WRITTEN]
        new = {key: value for key in keys if (value := getattr(row, key)) not in EMPTY}
    return entry.model_copy(update={**new, "row": row.row or entry.row})


def numbered(name: str, entries: Sequence[Any], row: Any) -> Any:  # noqa: ANN401 - any entry
    """Return an entry of a list with an id that no other one has."""
    if name == "attendance":
        return row
    known = {e.id for e in entries}
    if name == "groups":
        made = next(i for i in chain([row.id], (f"{row.id[:56]}-{n}" for n in count(2))) if i not in known)
        return row.model_copy(update={"id": made})
    if row.id[:1] == PREFIXES[name] and row.id[1:].isdigit() and row.id not in known:
        return row
    numbers = [int(i[1:]) for i in known if i[:1] == PREFIXES[name] and i[1:].isdigit()]
    return row.model_copy(update={"id": f"{PREFIXES[name]}{max(numbers, default=0) + 1}"})


def _label(name: str, entry: Any) -> str:  # noqa: ANN401 - any entry
    return f"{name}:{entry.day if name == 'attendance' else entry.id}"
