"""To whom a message goes in a version of its own: persons, groups, people who were absent, segments."""

from __future__ import annotations

from dataclasses import dataclass
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


def recipients(
    message: Message, captured: Register, convening: Convening, people: Mapping[str, Person], titles: Mapping[str, str]
) -> tuple[Recipient, ...]:
    """Return who gets a version of a message of their own; each person once, each with an id of their own."""
    found: list[Recipient] = []
    for kind in message.each:
        if kind in {"person", "attendee"}:
            away = {same_name(n) for n in _absent(captured)} if kind == "attendee" else set()
            found += [r for r in _persons(captured, people) if same_name(r.name) not in away]
        elif kind == "absent":
            found += [_person("absent", name, captured, people) for name in _absent(captured)]
        elif kind == "group":
            found += [_group(g, people) for g in captured.groups]
        elif len(convening.strategic.audience) > 1:
            known = [s for s in convening.strategic.audience if s in titles]
            found += [Recipient("segment", s, titles[s], segment=s) for s in known]
    return _told_apart(found)


def _persons(captured: Register, people: Mapping[str, Person]) -> list[Recipient]:
    known = {same_name(n): n for c in reversed(captured.commitments) for n in reversed(names(c.who))}
    return [_person("person", name, captured, people) for name in reversed(known.values())]


def _absent(captured: Register) -> tuple[str, ...]:
    return tuple(n for text in captured.absent for n in names(text))


def _person(kind: Each, name: str, captured: Register, people: Mapping[str, Person]) -> Recipient:
    wanted = same_name(name)
    own = tuple(c for c in captured.commitments if wanted in {same_name(n) for n in names(c.who)})
    groups = tuple(g for g in captured.groups if any(same_name(p) == wanted for p in g.people))
    known = people.get(wanted)
    return Recipient(kind, slug(name, 40) or "person", name, known.email if known else "", own, groups)


def _group(group: WorkingGroup, people: Mapping[str, Person]) -> Recipient:
    emails = [people[same_name(p)].email for p in group.people if same_name(p) in people]
    return Recipient("group", group.id, group.title, ", ".join(e for e in emails if e), groups=(group,))


def _told_apart(found: list[Recipient]) -> tuple[Recipient, ...]:
    """Give each recipient an id of its own, so that no letter takes the place of another."""
    taken: set[str] = set()
    rows = []
    for r in found:
        made, number = r.id, 2
        while made in taken:
            made, number = f"{r.id}-{number}", number + 1
        taken.add(made)
        rows.append(Recipient(r.kind, made, r.name, r.email, r.commitments, r.groups, r.segment))
    return tuple(rows)
