"""The check-in pack: messages, call, register, charters, milestones, people, rationale, synthesis, closing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from copkit.core.followup import Register, WorkingGroup, call_agenda, candidates, counts, follow_up, names, recipients
from copkit.core.people import same_name
from copkit.core.voice import figures
from copkit.shelf import words
from copkit.writing.faults import together
from copkit.writing.files import Artefact
from copkit.writing.plan import attached, message_text, shared_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from copkit.core.design import Convening
    from copkit.core.followup import Commitment, DatedMessage, FollowUp, Output, Recipient
    from copkit.core.people import Person
    from copkit.writing.brief import Brief
    from copkit.writing.render import Renderer

PAGES = (
    "follow-up", "check-in-agenda", "commitments", "milestones", "spotlights", "mentors", "rationale", "synthesis",
    "closing", "gallery",
)  # fmt: skip
COMMITMENT_COLUMNS = (
    "id", "who", "what", "cue", "first_step", "by", "helper", "visible_to", "group", "state", "evidence",
)  # fmt: skip
NOTE_COLUMNS = ("id", "sign", "text", "votes")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Known:
    """What a pack is made from beside the convening: its register, earlier ones, the members, its dates."""

    captured: Register = field(default_factory=Register)
    earlier: Sequence[Register] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    calendar: bytes = b""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the pack for one recipient, and the name of its file."""

    message: str
    recipient: Recipient
    name: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The check-in pack: its data, its pages, its messages, and the letters, each written when it is due."""

    found: FollowUp
    pages: tuple[Artefact, ...]
    messages: Mapping[str, Artefact]
    letters: tuple[Letter, ...]
    write: Callable[[Letter], Artefact]


def followup_documents(renderer: Renderer, brief: Brief, known: Known) -> Pack:
    """Render the pack as Markdown and CSV, and return it as data too."""
    convening, captured = brief.convening, known.captured
    found = follow_up(convening, captured, brief.diagnosis, brief.timeline, brief.people, brief.profile.working_days)
    context = _context(renderer, brief, known, found)

    def page(template: str, name: str, more: Mapping[str, Any]) -> Artefact:
        return Artefact(name, renderer.render(f"follow-up/{template}.md.j2", {**context, **more}))

    def message(name: str, one: DatedMessage) -> Artefact:
        return Artefact(
            f"{name}.md", message_text(renderer, context, found, one), attached=attached(one, known.calendar)
        )

    files = {m.message.id: f"messages/{i:02d}-{m.message.id}" for i, m in enumerate(found.messages, start=1)}
    pages = [partial(page, name, f"{name}.md", {}) for name in PAGES]
    pages += [partial(page, "charter", f"groups/{g.id}-charter.md", {"group": g}) for g in context["groups"]]
    written = together([*pages, *(partial(message, files[m.message.id], m) for m in found.messages)])
    messages = dict(zip(files, written[len(pages) :], strict=True))
    letters = [
        Letter(m.message.id, r, f"{files[m.message.id]}/{r.id}.md")
        for m in found.messages
        for r in recipients(m.message, captured, convening, known.people, brief.profile.segment_titles)
    ]

    def write(letter: Letter) -> Artefact:
        due = next(m for m in found.messages if m.message.id == letter.message)
        text = message_text(renderer, {**context, "to": letter.recipient}, found, due)
        return Artefact(letter.name, text, attached=attached(due, known.calendar))

    return Pack(found, (*written[: len(pages)], *_tables(context, letters)), messages, tuple(letters), write)


def _tables(context: Mapping[str, Any], letters: Sequence[Letter]) -> Iterator[Artefact]:
    """Write a table of each kind of thing that was captured."""
    if context["shared_commitments"]:
        yield Artefact("commitments.csv", csv_text(COMMITMENT_COLUMNS, context["shared_commitments"]))
    if context["captured"].notes:
        yield Artefact("plus-delta.csv", csv_text(NOTE_COLUMNS, context["captured"].notes))
    if letters:
        yield Artefact("merge.csv", _merge_table(letters))


def _context(renderer: Renderer, brief: Brief, known: Known, found: FollowUp) -> dict[str, Any]:
    captured = known.captured
    call = call_agenda(brief.convening, found.call, brief.people, brief.kinds)
    used = {b.activity.id: b.activity for b in brief.agenda.blocks if b.activity and b.activity.momentum}
    shared = [c for c in captured.commitments if not private(c)]
    return shared_context(renderer, brief) | {
        "f": found,
        "captured": captured,
        "private": private,
        "call": call,
        "voice": figures(call),
        "shared_commitments": shared,
        "private_count": len(captured.commitments) - len(shared),
        "states": counts(captured),
        "candidates": candidates(captured, known.earlier, known.people),
        "gallery": [(o, _maker(o, known)) for o in captured.outputs if agreed(o.show)],
        "waiting": sum(not o.show for o in captured.outputs),
        "groups": captured.groups or _planned(brief.convening),
        "builders": list(used.values()),
        "missing": missing_sentences(renderer, found),
        "tone": found.tone,
        "people": brief.people,
    }


def _maker(output: Output, known: Known) -> str:
    """Return who made something, without those who do not want to be named."""
    makers = names(output.who)
    refused = [n for n in makers if (p := known.people.get(same_name(n))) and p.named is False]
    return ", ".join(n for n in makers if n not in refused)


def csv_text(columns: Sequence[str], entries: Iterable[object]) -> str:
    """Write entries as a table for a spreadsheet, a column for each of these attributes."""
    return csv_rows(columns, ([str(getattr(entry, c)) for c in columns] for entry in entries))


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table for a spreadsheet; what looks like a formula is kept from being one."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(columns)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _merge_table(letters: Sequence[Letter]) -> str:
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["message", "kind", "name", "email", "promises", "groups", "file"])
    for letter in letters:
        r = letter.recipient
        promises = "; ".join(c.what for c in r.commitments if not private(c))
        cells = (letter.message, r.kind, r.name, r.email, promises, "; ".join(g.title for g in r.groups))
        table.writerow([*(harmless(c) for c in cells), letter.name])
    return stream.getvalue()


def private(commitment: Commitment) -> bool:
    """Tell whether a promise is for the person's own eyes; what is not clearly shared is.

    Where nothing is said, a promise is for the group.
    """
    said = words()["capture"]
    text = " ".join(re.findall(r"[^\W_]+", commitment.visible_to.casefold()))
    parts = set(text.split())
    if not parts or text in said["no_harm"]:
        return False
    return bool(parts & set(said["kept"])) or not parts & set(said["shared"])


def agreed(text: str) -> bool:
    """Tell whether somebody said yes."""
    first = text.casefold().replace(",", " ").replace(".", " ").split()
    return bool(first) and first[0] in words()["capture"]["agreed"]


def missing_sentences(renderer: Renderer, found: FollowUp) -> list[str]:
    """Return what is missing, in words."""
    texts: dict[str, Any] = renderer.words["followup"]["missing"]
    return [str(texts[key]) for key in found.missing]


def _planned(convening: Convening) -> tuple[WorkingGroup, ...]:
    streams = tuple(WorkingGroup(id=s.id, title=s.title, lead=s.lead or "") for s in convening.momentum.streams)
    accountability = convening.momentum.accountability
    if accountability is None or accountability.groups is None:
        return streams
    date = accountability.publish_date.isoformat() if accountability.publish_date else ""
    return streams + tuple(
        WorkingGroup(id=f"group-{i:02d}", title=f"Group {i}", publish_date=date, shared_output=False)
        for i in range(1, accountability.groups + 1)
    )
