"""What one part of a file says of another: ids that exist, ids that are used once, figures that agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from copkit.problem import Problem, Severity
from copkit.reading.checked import nearest

if TYPE_CHECKING:
    from copkit.core.community import Profile
    from copkit.core.design import Block, Convening
    from copkit.core.stage import StageModel
    from copkit.reading.source import Path_, Source


SHOWN = 8
CHOICES = frozenset({
    "mode", "purpose", "block type", "question", "format", "kind of momentum", "quadrant", "dimension", "kind of date",
})  # fmt: skip


def repeated(source: Source, rows: Iterable[tuple[Path_, str]]) -> list[Problem]:
    """Report ids that stand twice."""
    seen: dict[str, int] = {}
    found = []
    for path, name in rows:
        if name in seen:
            found.append(source.problem("duplicate-id", path, {"found": name, "line": str(seen[name])}))
        else:
            seen[name] = source.places.get(path, (0, 0))[0]
    return found


def unknown(source: Source, what: str, rows: Iterable[tuple[Path_, str]], known: Iterable[str]) -> list[Problem]:
    """Report references to ids that do not exist, with the nearest one."""
    names = list(known)
    found = []
    for path, name in rows:
        if name not in names:
            code, _, facts = unknown_reference(what, name, names)
            found.append(source.problem(code, path, facts))
    return found


def unknown_reference(what: str, found: str, known: Sequence[str]) -> tuple[str, None, dict[str, str]]:
    """Return the code and the facts for an id that does not exist; what nobody can add is a choice."""
    near = nearest(found, known)
    kind = "unknown-choice" if what in CHOICES else "unknown-reference"
    end = "" if near else "-far" if known else "-none"
    facts = {"what": what, "found": found, "near": near or "", "known": listed(known, found)}
    if what == "activity" and not near:
        return "unknown-activity", None, facts
    return kind + end, None, facts


def listed(known: Sequence[str], found: str) -> str:
    """List up to eight choices, those that begin alike first."""
    names = sorted(dict.fromkeys(known), key=lambda name: (name[:3].lower() != found[:3].lower(), known.index(name)))
    return ", ".join(f"`{n}`" for n in names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


@cache
def _zones() -> frozenset[str]:
    """Return the names of all time zones; finding them takes longer than reading a plan."""
    return frozenset(available_timezones())


def _zone(source: Source, zone: str | None, path: Path_ = ("time_zone",)) -> list[Problem]:
    """Report a time zone that does not exist; a city's name alone finds its zone."""
    zones = _zones()
    if zone is None or zone in zones:
        return []
    city = zone.rsplit("/", 1)[-1].replace(" ", "_").lower()
    cities = {z.rsplit("/", 1)[-1].lower(): z for z in sorted(zones) if "/" in z}
    close = nearest(city, cities)
    near = cities.get(city) or (cities[close] if close else "Europe/London")
    return [source.problem("bad-time-zone", path, {"found": zone, "near": near})]


def profile_problems(source: Source, profile: Profile, model: StageModel) -> list[Problem]:
    """Report what does not agree within a profile."""
    sheet = profile.diagnosis
    items = [i.id for i in model.items]
    base: Path_ = ("diagnosis",)
    given = [((*base, "answers", i), i, a.answer) for i, a in sheet.answers.items()]
    given += [
        ((*base, "others", n, "answers", i), i, a.answer)
        for n, o in enumerate(sheet.others)
        for i, a in o.answers.items()
    ]
    needs = [
        (("segments", s, "needs", n, "id"), need.id)
        for s, seg in enumerate(profile.segments)
        for n, need in enumerate(seg.needs)
    ]
    return [
        *repeated(source, [(("segments", i, "id"), s.id) for i, s in enumerate(profile.segments)]),
        *repeated(source, [(("stakeholders", i, "id"), s.id) for i, s in enumerate(profile.stakeholders)]),
        *repeated(source, needs),
        *unknown(source, "question", [(path, item) for path, item, _ in given], items),
        *unknown(
            source, "question", [((*base, "signals", i, "item"), s.item) for i, s in enumerate(sheet.signals)], items
        ),
        *_answers(source, [(path, item, typed) for path, item, typed in given if item in items], model),
        *_zone(source, profile.time_zone),
        *(p for i, s in enumerate(profile.segments) for p in _zone(source, s.time_zone, ("segments", i, "time_zone"))),
        *_model(source, sheet.model, model),
    ]


def _model(source: Source, asked: str | None, model: StageModel) -> list[Problem]:
    if asked is None or asked == model.stage_model:
        return []
    path: Path_ = ("diagnosis", "model")
    return [
        source.problem(
            "other-stage-model", path, {"found": asked, "known": model.stage_model}, severity=Severity.WARNING
        )
    ]


def _answers(source: Source, given: Iterable[tuple[Path_, str, str]], model: StageModel) -> list[Problem]:
    from copkit.core.stage import level_of

    found = []
    for path, item, typed in given:
        try:
            level_of(model, item, typed)
        except ValueError:
            words = [a.word for a in model.item(item).anchors]
            near = nearest(typed, words)
            choices = ", ".join(f"`{w}`" for w in ([near, *[w for w in words if w != near]] if near else words))
            where = (*path, "answer") if (*path, "answer") in source.places else path
            found.append(source.problem("bad-answer", where, {"item": item, "found": typed, "choices": choices}))
    return found


def convening_problems(
    source: Source, convening: Convening, profile: Profile, known: Mapping[str, Iterable[str]], folder: str
) -> list[Problem]:
    """Report what does not agree within a convening, or between it and the profile and library.

    `known` gives the ids of `activity`, `block type` and `format`.
    """
    rows = list(_references(convening))
    ids = {
        **known,
        "segment": [s.id for s in profile.segments],
        "segment or stakeholder": [*(s.id for s in profile.segments), *(s.id for s in profile.stakeholders)],
        "outcome": [o.id for o in convening.outcomes],
        "need": [n.id for n in convening.strategic.needs] + [n.id for s in profile.segments for n in s.needs],
    }
    misplaced = {"found": convening.id, "folder": folder}
    return [
        *([] if convening.id == folder else [source.problem("id-is-not-folder", ("id",), misplaced)]),
        *repeated(source, [(("outcomes", i, "id"), o.id) for i, o in enumerate(convening.outcomes)]),
        *repeated(source, [(("evidence", i, "id"), e.id) for i, e in enumerate(convening.evidence)]),
        *repeated(source, [(("strategic", "needs", i, "id"), n.id) for i, n in enumerate(convening.strategic.needs)]),
        *repeated(source, [(("momentum", "streams", i, "id"), s.id) for i, s in enumerate(convening.momentum.streams)]),
        *repeated(source, [(("success", i, "id"), s.id) for i, s in enumerate(convening.success)]),
        *repeated(source, [((*path, "id"), b.id) for path, b in _blocks(convening) if b.id]),
        *(
            p
            for what, names in ids.items()
            for p in unknown(source, what, [(x, n) for w, x, n in rows if w == what], names)
        ),
        *_days(source, convening),
        *_remote(source, convening),
        *_zone(source, convening.time_zone),
    ]


def _blocks(convening: Convening) -> Iterator[tuple[Path_, Block]]:
    """Yield every block with its path, in people's own time and in the days."""
    for key, blocks in (("before", convening.before), ("after", convening.after)):
        yield from (((key, i), b) for i, b in enumerate(blocks))
    for d, day in enumerate(convening.days):
        yield from ((("days", d, "keep", i), b) for i, b in enumerate(day.keep))
        yield from ((("days", d, "agenda", i), b) for i, b in enumerate(day.agenda or ()))


def _references(convening: Convening) -> Iterator[tuple[str, Path_, str]]:  # noqa: C901, PLR0912 - a line for each kind
    """Yield every reference: to what, where, and the id."""
    strategic, momentum = convening.strategic, convening.momentum
    for i, audience in enumerate(strategic.audience):
        if audience != "all":
            yield "segment", ("strategic", "audience", i), audience
    for i, name in enumerate(strategic.invited):
        yield "segment or stakeholder", ("strategic", "invited", i), name
    for i, message in enumerate(convening.messages):
        yield from (("segment", ("messages", i, "to", j), s) for j, s in enumerate(message.to) if s != "all")
    for i, need in enumerate(strategic.needs):
        if need.segment:
            yield "segment", ("strategic", "needs", i, "segment"), need.segment
    for i, outcome in enumerate(convening.outcomes):
        yield from (("segment", ("outcomes", i, "segments", j), s) for j, s in enumerate(outcome.segments))
        if outcome.problem_that_matters:
            yield "need", ("outcomes", i, "problem_that_matters"), outcome.problem_that_matters
    for i, evidence in enumerate(convening.evidence):
        yield from (("outcome", ("evidence", i, "for", j), ref) for j, ref in enumerate(evidence.supports))
    for i, stream in enumerate(momentum.streams):
        if stream.serves:
            yield "outcome", ("momentum", "streams", i, "serves"), stream.serves
    for i, task in enumerate(convening.tasks):
        if task.id and not task.task:
            yield "task", ("tasks", i, "id"), task.id
    if convening.format:
        yield "format", ("format",), convening.format
    yield from _block_references(convening)


def _block_references(convening: Convening) -> Iterator[tuple[str, Path_, str]]:
    for path, block in _blocks(convening):
        yield from (("outcome", (*path, "serves", i), ref) for i, ref in enumerate(block.serves))
        if block.activity:
            yield "activity", (*path, "activity"), block.activity
        if block.type:
            yield "block type", (*path, "type"), block.type


def _days(source: Source, convening: Convening) -> list[Problem]:
    found = []
    before: date | None = None
    for i, day in enumerate(convening.days):
        if before and day.date and day.date <= before:
            facts = {"found": day.date.isoformat(), "before": before.isoformat()}
            found.append(source.problem("days-out-of-order", ("days", i, "date"), facts))
        before = day.date or before
    check_in, last = convening.momentum.check_in, convening.last_day
    if check_in.date and last and check_in.date <= last:
        facts = {"found": check_in.date.isoformat(), "before": last.isoformat()}
        found.append(source.problem("check-in-too-early", ("momentum", "check_in", "date"), facts))
    return found


def _remote(source: Source, convening: Convening) -> list[Problem]:
    if convening.remote_people is None or convening.people is None or convening.remote_people <= convening.people:
        return []
    facts = {"found": str(convening.remote_people), "people": str(convening.people)}
    return [source.problem("more-remote-than-people", ("remote_people",), facts)]
