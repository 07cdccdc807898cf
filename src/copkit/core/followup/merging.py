"""To whom a message goes in a version of its own: persons, groups, people who were absent, segments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.core.followup.register import names
from copkit.core.people import same_name
from copkit.core.typed import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copkit.core.design import Convening
    from copkit.core.followup.register import Commitment, Register, WorkingGroup
    from copkit.core.followup.timeline import Each, Message
    from copkit.core.people import Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a version of a message of their own, with what it may say to them alone."""

    kind: Each
    id: str
    name: str
    email: str = ""
    commitments: tuple[Commitment, ...] = ()
    groups: tuple[WorkingGroup, ...] = ()
    segment: str = ""
    unknown: tuple[str, ...] = ()


def recipients(
    message: Message, captured: Register, convening: Convening, people: Mapping[str, Person], titles: Mapping[str, str]
) -> tuple[Recipient, ...]:
    """Return who gets a version of a message of their own; each person once, each with an id of their own."""
    found: list[Recipient] = []
    for kind in message.each:
        if kind in {"person", "attendee", "absent"}:
            found += _persons(kind, captured, people)
        elif kind == "group":
            found += [_group(g, people) for g in captured.groups]
        elif len(convening.strategic.audience) > 1:
            known = [s for s in convening.strategic.audience if s in titles]
            found += [Recipient("segment", s, titles[s], segment=s) for s in known]
    return _told_apart(found)


def _persons(kind: Each, captured: Register, people: Mapping[str, Person]) -> list[Recipient]:
    """Return who promised something, all of them or those who were there, or who was absent."""
    promised: dict[str, list[Commitment]] = {}
    spelt: dict[str, str] = {}
    for commitment in captured.commitments:
        for name in names(commitment.who, people):
            spelt.setdefault(same_name(name), name)
            promised.setdefault(same_name(name), []).append(commitment)
    absent = {same_name(n): n for text in captured.absent for n in names(text, people)}
    chosen = absent if kind == "absent" else {k: n for k, n in spelt.items() if kind == "person" or k not in absent}
    member: dict[str, list[WorkingGroup]] = {}
    for group in captured.groups:
        for name in {same_name(p) for p in group.people}:
            member.setdefault(name, []).append(group)
    found = []
    for key, name in chosen.items():
        email = people[key].email if key in people else ""
        own, groups = tuple(promised.get(key, ())), tuple(member.get(key, ()))
        made = slug(name, 40) or "person"
        told: Each = "absent" if kind == "absent" else "person"
        found.append(Recipient(told, made, name, email, own, groups, unknown=() if email else (name,)))
    return found


def _group(group: WorkingGroup, people: Mapping[str, Person]) -> Recipient:
    emails = {p: people[same_name(p)].email for p in group.people if same_name(p) in people}
    unknown = tuple(p for p in group.people if not emails.get(p))
    found = ", ".join(e for e in emails.values() if e)
    return Recipient("group", group.id, group.title, found, groups=(group,), unknown=unknown)


def _told_apart(found: list[Recipient]) -> tuple[Recipient, ...]:
    """Give each recipient an id of its own, so that no letter takes the place of another."""
    taken: set[str] = set()
    rows = []
    for r in found:
        made, number = r.id, 2
        while made in taken:
            made, number = f"{r.id}-{number}", number + 1
        taken.add(made)
        rows.append(replace(r, id=made))
    return tuple(rows)
