"""The steps of `copkit import agenda`: a convening from what was read, its file, and a report of what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from copkit.cli.options import heads_of
from copkit.cli.reporting import data_of, stop
from copkit.core.typed import slug
from copkit.problem import InputError, Location, Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.core.design import Convening, GatheringDay
    from copkit.reading.agendas import ReadAgenda
    from copkit.reading.workspace import Workspace

LONGEST_ID = 40
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Brought:
    """An agenda and the convening that it became."""

    source: str
    agenda: ReadAgenda
    convening: Convening
    file: str
    assumed_mode: bool


def bring(
    workspace: Workspace, file: Path, name: str | None, mode: str | None, people: str | None, *, dry_run: bool
) -> Brought:
    """Read an agenda and write its convening.yaml; raise InputError where that cannot be."""
    from copkit.core.activity import Purpose
    from copkit.core.design import Convening
    from copkit.reading.agendas import read_agenda
    from copkit.reading.source import MAX_BYTES, parse_yaml
    from copkit.reading.workspace import FILE, checked_convening
    from copkit.shelf import shown
    from copkit.writing.drafts import convening_text
    from copkit.writing.files import save_text
    from copkit.writing.render import Renderer

    chosen, heads = _mode(mode), _people(people)
    if name is not None:
        _free(workspace, name)
    agenda = read_agenda(file, shown(file), workspace.library.kinds)
    convening_id = name or slug(agenda.title, LONGEST_ID) or slug(file.stem, LONGEST_ID) or "agenda"
    _free(workspace, convening_id)
    convening = Convening(
        copkit=1, id=convening_id, title=agenda.title or None, mode=chosen, people=heads, time_zone=agenda.zone,
        days=agenda.days,
    )  # fmt: skip
    path = workspace.convening_folder(convening_id) / FILE
    text = convening_text(Renderer(workspace.shelf), convening, get_args(Purpose), file.name)
    if (size := len(text.encode())) > MAX_BYTES:
        facts = {"size": f"{size / 1e6:.1f}", "limit": f"{MAX_BYTES / 1e6:.0f}"}
        raise InputError(Problem("agenda-too-long", Location(shown(file)), facts))
    written, _ = checked_convening(workspace, convening_id, parse_yaml(text, shown(path)))
    save_text(path, text, dry_run=dry_run)
    return Brought(file.name, agenda, written, shown(path), mode is None)


def _free(workspace: Workspace, name: str) -> None:
    from copkit.reading.checked import good_id

    if not good_id(name):
        raise stop("bad-id", found=name)
    if workspace.convening_folder(name).exists():
        raise stop("convening-exists", found=name, other=f"{name[:50].rstrip('-')}-2")


def _mode(mode: str | None) -> str:
    from copkit.core.activity import Mode
    from copkit.reading.references import unknown_reference

    known = [m.value for m in Mode]
    if mode is not None and mode not in known:
        raise InputError(Problem(*unknown_reference("mode", mode, known)))
    return mode or Mode.IN_PERSON.value


def _people(people: str | None) -> int | None:
    try:
        return None if people is None else heads_of(people)
    except ValueError:
        raise stop("bad-head-count", found=str(people)) from None


def summary(workspace: Workspace, brought: Brought, *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return the report for the terminal, and everything as plain data."""
    from copkit.shelf import words
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    convening, agenda = brought.convening, brought.agenda
    said = words()["agendas"]
    days = [
        _day_row(renderer, n, day, label)
        for n, (day, label) in enumerate(zip(convening.days, agenda.labels, strict=True), start=1)
    ]
    context = {
        "title": convening.title or convening.id,
        "id": convening.id,
        "source": brought.source,
        "form": agenda.form,
        "days": days,
        "blocks": sum(d["blocks"] for d in days),
        "said": _said(brought),
        "written": not dry_run,
        "done": said["would" if dry_run else "written_as"].format(file=brought.file),
    }
    data = {
        "id": convening.id, "file": brought.file, "written": not dry_run, "form": agenda.form, "days": days,
        "blocks": context["blocks"], "left_out": dict(agenda.left), "without_time": agenda.told.timeless,
        "ends_from_next_start": agenda.told.ends, "ends_assumed": agenda.told.assumed, "types_guessed": agenda.guessed,
        "problems": [data_of(p) for p in (*workspace.problems, *agenda.problems)],
    }  # fmt: skip
    return renderer.render("import/summary.md.j2", context), data


def _day_row(renderer: Any, number: int, day: GatheringDay, label: str) -> dict[str, Any]:  # noqa: ANN401 - a Renderer
    from copkit.core.agenda.block import at, begin

    begins = begin(day)
    tracks = dict.fromkeys(b.track for b in day.agenda or () if b.track)
    name = renderer.short_day(day.date) if day.date else label or str(number)
    return {
        "name": name, "begins": at(begins, 0), "ends": at(begins, day.length), "blocks": len(day.agenda or ()),
        "tracks": len(tracks),
    }  # fmt: skip


def _said(brought: Brought) -> list[str]:
    """Say what was worked out, and what was left out."""
    from copkit.shelf import words

    said, agenda, told = words()["agendas"], brought.agenda, brought.agenda.told
    undated = [d.date is None for d in agenda.days]
    faults = sum(p.severity is Severity.ERROR for p in agenda.problems)
    labels = ", ".join(label for label in agenda.labels if label)
    lines = [
        said["assumed_mode"] if brought.assumed_mode else "",
        said["no_dates"].format(days=labels or len(agenda.days)) if all(undated) else "",
        said["dates_for_some"] if any(undated) and not all(undated) else "",
        said["ends" if len(told.ends) > 1 else "end"].format(n=len(told.ends)) if told.ends else "",
        said["afternoons"].format(n=told.afternoons) if told.afternoons else "",
        said["nights"].format(n=told.nights) if told.nights else "",
        said["guessed"].format(n=agenda.guessed, rest=agenda.untyped) if agenda.guessed or agenda.untyped else "",
        said["steering"].format(n=agenda.steering) if agenda.steering else "",
        said["timeless"].format(titles=_counted(Counter(told.timeless))) if told.timeless else "",
        said["left"].format(fields=_counted(agenda.left, every=True)) if agenda.left else "",
        said["faulty"].format(n=faults) if faults else "",
    ]
    return [line for line in lines if line]


def _counted(found: Counter[str], *, every: bool = False) -> str:
    """Name each with its number, as `url (36)`."""
    rows = [f"{name} ({n})" if n > 1 or every else name for name, n in found.most_common()]
    return ", ".join(rows[:SHOWN] if not every else rows) + (", …" if len(rows) > SHOWN and not every else "")
