"""Drafting: from options or questions to a convening.yaml with an agenda."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, cast

from copkit.cli.gathering import proposed_purpose
from copkit.cli.reporting import stop
from copkit.problem import InputError

if TYPE_CHECKING:
    from copkit.core.activity import Purpose
    from copkit.core.composing import Draft, Wishes
    from copkit.core.design import Convening
    from copkit.core.stage import Diagnosis
    from copkit.reading.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `copkit plan` as typed; None where they were not given."""

    segment: str | None = None
    purpose: str | None = None
    length: str | None = None
    on: str | None = None
    start: str | None = None
    mode: str | None = None
    people: int | None = None
    like: str | None = None

    @property
    def given(self) -> list[str]:
        """Return the options that were given, as a person typed them."""
        names = {"segment": "for"}
        return [f"`--{names.get(f.name, f.name)}`" for f in fields(self) if getattr(self, f.name) is not None]


def draft(workspace: Workspace, convening_id: str, asked: Asked, diagnosis: Diagnosis) -> tuple[Convening, list[str]]:
    """Draft a convening with its agenda; raise InputError where the wishes cannot be met."""
    from copkit.core.composing import as_model, begin

    if asked.like is None and not asked.given and sys.stdin.isatty() and sys.stdout.isatty():
        from copkit.cli.wizard import ask_for_convening

        asked, texts = ask_for_convening(workspace, diagnosis)
    else:
        texts = {}
    wishes, assumed = _wishes(workspace, convening_id, asked, diagnosis, texts)
    if asked.like is None:
        convening = begin(wishes, workspace.profile, workspace.library.purposes[wishes.purpose])
        return with_draft(workspace, convening, diagnosis), assumed
    model, same = _model(workspace, asked.like)
    return as_model(model, convening_id, wishes, same_community=same), []


def with_draft(workspace: Workspace, convening: Convening, diagnosis: Diagnosis) -> Convening:
    """Return the convening with a drafted agenda for each day."""
    found = composed(workspace, convening, diagnosis)
    days = tuple(d.model_copy(update={"agenda": blocks}) for d, blocks in zip(convening.days, found.days, strict=True))
    return convening.model_copy(update={"days": days, "before": found.before, "after": found.after})


def composed(workspace: Workspace, convening: Convening, diagnosis: Diagnosis) -> Draft:
    """Compose an agenda; raise InputError where a day is too short."""
    from copkit.core.composing import Setting, TooShort, assumed_people, compose

    purpose: Purpose = convening.strategic.purpose_type or proposed_purpose(workspace, diagnosis)
    setting = Setting(
        mode=convening.mode,
        people=assumed_people(convening, workspace.profile),
        stage=diagnosis.planning_stage,
        purpose=purpose,
        needs=workspace.library.purposes[purpose].needs,
        kinds=tuple(dict.fromkeys(o.kind for o in convening.outcomes)),
    )
    found = compose(convening, setting, workspace.library.activities)
    if isinstance(found, TooShort):
        raise stop("too-short", given=str(found.given), needed=str(found.needed))
    return found


def _wishes(
    workspace: Workspace, convening_id: str, asked: Asked, diagnosis: Diagnosis, texts: dict[str, str]
) -> tuple[Wishes, list[str]]:
    from pydantic_core import PydanticCustomError

    from copkit.core.activity import Mode
    from copkit.core.composing import Wishes, runs_past_midnight
    from copkit.core.dates import parse_date, parse_length, parse_time
    from copkit.reading.checked import nearest
    from copkit.shelf import words

    said = words()["plan"]["assumed"]
    faults: list[InputError] = []

    def chosen(what: str, found: str, known: list[str]) -> None:
        if found not in known:
            near = nearest(found, known)
            listed = ", ".join(f"`{k}`" for k in known)
            code = "unknown-reference" if near else "unknown-reference-far" if known else "unknown-reference-none"
            faults.append(stop(code, what=what, found=found, near=near or "", known=listed))

    mode = asked.mode or Mode.IN_PERSON.value
    chosen("mode", mode, [m.value for m in Mode])
    if asked.segment and asked.segment != "all":
        chosen("segment", asked.segment, [s.id for s in workspace.profile.segments])
    purpose = asked.purpose or proposed_purpose(workspace, diagnosis)
    chosen("purpose", purpose, list(workspace.library.purposes))
    typed = asked.length or ("90min" if mode == Mode.VIRTUAL.value else "half-day")
    length = parse_length(typed)
    if length is None or not length[0] or not length[1]:
        faults.append(stop("bad-length", found=typed))
    if asked.people is not None and not 3 <= asked.people <= 100_000:  # noqa: PLR2004 - as in core.design.Convening
        faults.append(stop("bad-head-count", found=str(asked.people)))
    on = start = None
    try:
        on = parse_date(asked.on) if asked.on else None
    except PydanticCustomError:
        faults.append(stop("bad-date-option", found=str(asked.on)))
    try:
        start = parse_time(asked.start) if asked.start else None
    except PydanticCustomError:
        faults.append(stop("bad-time-option", found=str(asked.start)))
    if faults or length is None:
        raise InputError(*(p for fault in faults for p in fault.problems))
    segments = (asked.segment,) if asked.segment and asked.segment != "all" else ()
    wishes = Wishes(
        convening_id,
        Mode(mode),
        cast("Purpose", purpose),
        *length,
        segments,
        on,
        start,
        asked.people,
        texts=texts,
    )
    if runs_past_midnight(wishes):
        raise stop("past-midnight", start=str(asked.start), minutes=str(length[1]))
    assumed = [
        *([] if asked.mode else [said["mode"].format(value=mode)]),
        *([] if asked.length else [said["length"].format(value=typed)]),
        *([] if asked.purpose else [said["purpose"].format(value=purpose)]),
    ]
    return wishes, assumed


def _model(workspace: Workspace, like: str) -> tuple[Convening, bool]:
    from copkit.reading.workspace import convening_ids, open_workspace, read_convening

    if like in workspace.convening_ids:
        return read_convening(workspace, like)[0], True
    for folder in workspace.shelf.examples.values():
        if like in convening_ids(folder):
            return read_convening(open_workspace(folder), like)[0], False
    known = workspace.convening_ids + [i for f in workspace.shelf.examples.values() for i in convening_ids(f)]
    raise stop("nothing-to-copy", found=like, known=", ".join(f"`{k}`" for k in known))
