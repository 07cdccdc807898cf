"""Drafting: from options or questions to a convening.yaml with an agenda."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar, cast

from copkit.cli.gathering import proposed_purpose
from copkit.cli.options import heads_of
from copkit.cli.reporting import stop
from copkit.cli.terminal import at_a_terminal
from copkit.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from copkit.core.activity import Purpose
    from copkit.core.composing import Conflict, Demand, Draft, Task, Wishes
    from copkit.core.design import Convening
    from copkit.core.review import NextInputs
    from copkit.core.stage import Diagnosis
    from copkit.reading.workspace import Workspace


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `copkit plan` as typed; None where they were not given."""

    segment: str | None = None
    purpose: str | None = None
    length: str | None = None
    on: str | None = None
    start: str | None = None
    mode: str | None = None
    people: str | None = None
    like: str | None = None
    variant: int | None = None
    agenda: bool = True
    source: str | None = None

    @property
    def given(self) -> list[str]:
        """Return the options about a new convening that were given, as a person typed them."""
        names = {"segment": "for", "source": "from"}
        about = [f.name for f in fields(self) if f.name not in {"variant", "agenda"}]
        return [f"`--{names.get(n, n)}`" for n in about if getattr(self, n) is not None]


def draft(
    workspace: Workspace, convening_id: str, asked: Asked, diagnosis: Diagnosis, today: date
) -> tuple[Convening, Draft | None, list[str]]:
    """Draft a convening with its agenda; raise InputError where the wishes cannot be met.

    The draft is None where an earlier convening is the model.
    """
    from copkit.core.composing import as_model, begin
    from copkit.shelf import words

    if asked.like is None and not set(asked.given) - {"`--from`"} and at_a_terminal():
        from copkit.cli.wizard import ask_for_convening

        told, texts = ask_for_convening(workspace, diagnosis)
        asked = replace(told, variant=asked.variant, agenda=asked.agenda, source=asked.source)
    else:
        texts = {}
    wishes, assumed = _wishes(workspace, convening_id, asked, diagnosis, texts)
    if asked.like is None:
        convening = begin(wishes, workspace.profile, workspace.library.purposes[wishes.purpose])
        if asked.source:
            convening, taken = _gone_on(workspace, convening, asked.source)
            assumed = [*assumed, *taken]
        if not asked.agenda:
            return convening, None, assumed
        found = composed(workspace, convening, diagnosis, today, variant=asked.variant, fresh=True)
        return drafted(convening, found), found, assumed
    model, same = _model(workspace, asked.like)
    said = words()["plan"]["assumed"]["like"]
    kept = [o for o in asked.given if o not in {"`--like`", "`--on`", "`--people`", "`--from`"}]
    convening = as_model(model, convening_id, wishes, same_community=same)
    notes = [said.format(option=o) for o in kept]
    if asked.source:
        convening, taken = _gone_on(workspace, convening, asked.source)
        notes += taken
    return convening, None, notes


def _gone_on(workspace: Workspace, convening: Convening, source: str) -> tuple[Convening, list[str]]:
    """Let a convening go on from an earlier one, and say what it takes over."""
    from copkit.core.review import take_over
    from copkit.shelf import words

    inputs = inputs_of(workspace, source)
    said = words()["plan"]["assumed"]
    counts = {"needs": len(inputs.needs), "wishes": len(inputs.deltas), "promises": len(inputs.unfinished)}
    moved = ", ".join(f"{a.item} {a.before or '?'} → {a.now or '?'}" for a in inputs.answers)
    notes = [said["from"].format(id=source, **counts)]
    return take_over(convening, inputs), [*notes, *([said["moved"].format(answers=moved)] if moved else [])]


def inputs_of(workspace: Workspace, name: str) -> NextInputs:
    """Read what an earlier convening gives to the next; raise InputError where it was not reviewed yet."""
    from copkit.reading.review import NEXT_INPUTS, REVIEW, read_next_inputs
    from copkit.reading.workspace import read_convening
    from copkit.shelf import shown

    read_convening(workspace, name)
    path = workspace.convening_folder(name) / NEXT_INPUTS
    found = read_next_inputs(path, shown(path))
    if found is None:
        raise stop("not-reviewed", found=name)
    review = workspace.convening_folder(name) / REVIEW
    if review.exists() and review.stat().st_mtime > path.stat().st_mtime:
        raise stop("reviewed-before", found=name)
    return found


def drafted(convening: Convening, found: Draft) -> Convening:
    """Return the convening with a drafted agenda for each day."""
    days = tuple(d.model_copy(update={"agenda": blocks}) for d, blocks in zip(convening.days, found.days, strict=True))
    return convening.model_copy(update={"days": days, "before": found.before, "after": found.after})


def composed(
    workspace: Workspace,
    convening: Convening,
    diagnosis: Diagnosis,
    today: date,
    *,
    variant: int | None = None,
    fresh: bool = False,
) -> Draft:
    """Compose an agenda; raise InputError where the demands cannot hold together. `fresh`: there is no file yet."""
    from copkit.core.composing import Conflict, compose, fitting_sequence, follow, variants

    task = task_of(workspace, convening, diagnosis, today)
    if variant is not None:
        several = variants(task, variant)
        if len(several) < variant:
            raise stop("no-such-variant", found=str(variant), n=str(len(several)))
        return several[-1]
    format_ = workspace.library.formats.get(convening.format or "")
    ready = fitting_sequence(format_, task) if format_ else None
    found = follow(ready, task) if ready else compose(task)
    if isinstance(found, Conflict):
        raise InputError(in_conflict(convening, found, task.setting.people, fresh=fresh))
    return found


def in_conflict(convening: Convening, conflict: Conflict, people: int, *, fresh: bool) -> Problem:
    """Say which demands cannot hold together, and the ways out as what to type."""
    from copkit.core.dates import clock, minutes_of
    from copkit.shelf import words

    said = words()["plan"]["demands"]

    def named(demands: Sequence[Demand]) -> str:
        """List demands in words; several of a kind are counted."""
        parts = []
        for kind in dict.fromkeys(d.kind for d in demands):
            alike = [d for d in demands if d.kind == kind]
            key = kind if len(alike) == 1 or kind in {"length", "keep"} else f"{kind}s"
            each = alike if kind in {"length", "keep"} else alike[:1]
            names = ", ".join(f"`{d.name}`" for d in alike)
            parts += [said[key].format(n=len(alike), name=d.name, names=names, day=d.day + 1) for d in each]
        return " + ".join(parts)

    def typed(day: int, minutes: int) -> str:
        one = convening.days[day]
        if fresh:
            return f"`--length {minutes}min`"
        if one.end is not None and one.start is not None:
            return f'`end: "{clock(minutes_of(one.start) + minutes)}"`'
        return f"`minutes: {minutes}`"

    ways = [
        said["longer"].format(edits=", ".join(typed(*x) for x in way.lengths), minutes=sum(m for _, m in way.lengths))
        if way.lengths
        else said["drop"].format(names=", ".join(f"`{d.name}`" for d in way.drop))
        for way in conflict.ways
    ]
    facts = {"what": named(conflict.demands), "ways": said["or"].join(ways) or said["nothing"]}
    kinds = {d.kind for d in conflict.demands}
    code = "nothing-fits" if not kinds else "too-short" if kinds == {"length"} else "too-much"
    facts |= {"people": str(people), "mode": words()["labels"]["modes"][convening.mode.value]}
    return Problem(code, None, facts)


def task_of(workspace: Workspace, convening: Convening, diagnosis: Diagnosis, today: date) -> Task:
    """Gather what an agenda is made for, and what can stand in it."""
    from copkit.core.composing import Setting, Task, assumed_people, made_for

    library = workspace.library
    purpose: Purpose = convening.strategic.purpose_type or proposed_purpose(workspace, diagnosis)
    format_ = library.formats.get(convening.format or "")
    first = convening.first_day
    setting = Setting(
        mode=convening.mode,
        people=assumed_people(convening, workspace.profile),
        stage=diagnosis.planning_stage,
        purpose=purpose,
        needs=library.purposes[purpose].needs,
        kinds=tuple(dict.fromkeys(o.kind for o in convening.outcomes)),
        standards=library.standards,
        preferences=library.preferences,
        made_for=made_for(format_) if format_ else frozenset(),
        lead=(first - today).days if first else None,
    )
    return Task(convening, setting, library.activities, library.kinds)


def _wishes(
    workspace: Workspace, convening_id: str, asked: Asked, diagnosis: Diagnosis, texts: dict[str, str]
) -> tuple[Wishes, list[str]]:
    """Read the options, with every fault at once, and say what was assumed."""
    from copkit.core.activity import Mode
    from copkit.core.composing import Wishes, runs_past_midnight
    from copkit.core.dates import parse_date, parse_length, parse_time
    from copkit.shelf import words

    library = workspace.library
    mode = asked.mode or Mode.IN_PERSON.value
    kind = library.formats.get(asked.purpose or "")
    purpose = kind.purposes[0] if kind else asked.purpose or proposed_purpose(workspace, diagnosis)
    typed = asked.length or ("90min" if mode == Mode.VIRTUAL.value else "half-day")
    segments = (asked.segment,) if asked.segment and asked.segment != "all" else ()
    on, on_fault = _read(parse_date, asked.on, "bad-date")
    start, start_fault = _read(parse_time, asked.start, "bad-time")
    people, people_fault = _read(heads_of, asked.people, "bad-head-count")
    length = parse_length(typed)
    faults = [
        *_unknown("mode", [mode], [m.value for m in Mode]),
        *_unknown("segment", segments, [s.id for s in workspace.profile.segments]),
        *_unknown("purpose", [purpose], [*library.purposes, *library.formats]),
        *([] if length else [Problem("bad-length", None, {"found": typed})]),
        *people_fault,
        *on_fault,
        *start_fault,
    ]
    if faults or length is None:
        raise InputError(*faults)
    wishes = Wishes(
        convening_id,
        Mode(mode),
        cast("Purpose", purpose),
        *length,
        segments,
        on,
        start,
        people,
        format=kind.id if kind else None,
        texts=texts,
    )
    if runs_past_midnight(wishes):
        raise stop("past-midnight", start=str(asked.start), minutes=str(wishes.minutes))
    said = words()["plan"]["assumed"]
    assumed = {"mode": (asked.mode, mode), "length": (asked.length, typed), "purpose": (asked.purpose, purpose)}
    return wishes, [said[key].format(value=value) for key, (option, value) in assumed.items() if not option]


def _read(reader: Callable[[str], T], typed: str | None, code: str) -> tuple[T | None, list[Problem]]:
    from pydantic_core import PydanticCustomError

    try:
        return (reader(typed) if typed else None), []
    except PydanticCustomError as error:
        return None, [Problem(error.type, None, {"found": str(typed)})]
    except ValueError:
        return None, [Problem(code, None, {"found": str(typed)})]


def _unknown(what: str, found: Sequence[str], known: Sequence[str]) -> list[Problem]:
    from copkit.reading.references import unknown_reference

    return [Problem(*unknown_reference(what, name, known)) for name in found if name not in known]


def _model(workspace: Workspace, like: str) -> tuple[Convening, bool]:
    from copkit.reading.workspace import convening_ids, open_workspace, read_convening

    if like in workspace.convening_ids:
        return read_convening(workspace, like)[0], True
    for folder in workspace.shelf.examples.values():
        if like in convening_ids(folder):
            return read_convening(open_workspace(folder), like)[0], False
    known = workspace.convening_ids + [i for f in workspace.shelf.examples.values() for i in convening_ids(f)]
    raise stop("nothing-to-copy", found=like, known=", ".join(f"`{k}`" for k in known))
