"""The snapshots of the questionnaire as files, and how the answers moved as a page and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from copkit.writing.files import Artefact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.stage import Change, Haste, History, Snapshot, StageModel, Step
    from copkit.writing.render import Renderer

LINE = "▁▂▃▄▅▆▇█"
NOTHING = "·"
COLUMNS = 5
LOWEST, HIGHEST = 1.0, 3.0


def snapshot_text(renderer: Renderer, snapshot: Snapshot) -> str:
    """Write a snapshot as a file that a person can read."""
    return renderer.render("diagnosis/snapshot.yaml.j2", {"s": snapshot})


def history_document(renderer: Renderer, found: History, model: StageModel, name: str) -> Artefact:
    """Render how the answers moved as Markdown."""
    shown = list(enumerate(found.snapshots, start=1))
    moved = [s for s in found.steps if s.changes is None or s.changes or s.others or s.logs]
    context = {
        "name": name,
        "model": model,
        "limits": model.thresholds,
        "snapshots": [_row(renderer, n, s) for n, s in shown],
        "versions": len({s.model for s in found.snapshots}) > 1,
        "columns": [n for n, _ in shown][-COLUMNS:],
        "dimensions": _dimensions(found.snapshots, model),
        "steps": [_step(renderer, found, s, model) for s in moved],
        "hasty": [_haste(renderer, found, h, model) for h in found.hasty],
    }
    return Artefact("history.md", renderer.render("diagnosis/history.md.j2", context))


def history_data(found: History, model: StageModel) -> dict[str, Any]:
    """Return everything that the page shows as plain data, snapshots counted from 1."""
    limits = model.thresholds
    return {
        "banner": model.banner,
        "snapshots": [s.model_dump(mode="json", exclude={"copkit"}) for s in found.snapshots],
        "steps": [{**asdict(s), "before": s.before + 1, "after": s.after + 1} for s in found.steps],
        "too_quick": [{**asdict(h), "before": h.before + 1, "after": h.after + 1} for h in found.hasty],
        "thresholds": {
            "retest_days": limits.retest_days, "leap_levels": limits.leap_levels, "leap_days": limits.leap_days,
            "half_stage_days": limits.half_stage_days,
        },
    }  # fmt: skip


def _row(renderer: Renderer, number: int, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "n": number,
        "day": renderer.short_day(snapshot.date),
        "stage": snapshot.stage,
        "confidence": snapshot.confidence,
        "by": _people(renderer, snapshot),
        "answered": sum(a is not None for a in snapshot.answers.values()),
        "model": snapshot.model,
    }


def _people(renderer: Renderer, snapshot: Snapshot) -> str:
    """Name who answered, like `manager, 2 members`."""
    said = renderer.words["labels"]["respondents"]
    counts = Counter(snapshot.respondents)
    return ", ".join(said[by] if n == 1 else said[f"{by}-several"].format(n=n) for by, n in counts.items())


def _dimensions(snapshots: Sequence[Snapshot], model: StageModel) -> list[dict[str, Any]]:
    """Return each dimension with its expected stages and a line of them; another version's values are left out."""
    rows = []
    for d in model.dimensions:
        values = [s.dimensions.get(d.id) if s.model == model.stage_model else None for s in snapshots]
        line = "".join(_sign(v) for v in values)
        rows.append({"title": d.title, "line": line, "values": values[-COLUMNS:]})
    return rows


def _sign(value: float | None) -> str:
    if value is None:
        return NOTHING
    return LINE[round((value - LOWEST) / (HIGHEST - LOWEST) * (len(LINE) - 1))]


def _step(renderer: Renderer, found: History, step: Step, model: StageModel) -> dict[str, Any]:
    return {
        "before": step.before + 1, "after": step.after + 1, "days": step.days,
        "compares": step.changes is not None, "changes": [_change(c, model) for c in step.changes or ()],
        **_around(renderer, found, step),
    }  # fmt: skip


def _haste(renderer: Renderer, found: History, haste: Haste, model: StageModel) -> dict[str, Any]:
    return {
        "kind": haste.kind, "before": haste.before + 1, "after": haste.after + 1, "days": haste.days,
        "stages": (found.snapshots[haste.before].stage, found.snapshots[haste.after].stage),
        "changes": [_change(c, model) for c in haste.changes],
        "moved": [_change(c, model) for c in haste.changes if c.by is not None],
        "first": sum(c.before is None for c in haste.changes), **_around(renderer, found, haste),
    }  # fmt: skip


def _around(renderer: Renderer, found: History, between: Step | Haste) -> dict[str, Any]:
    """Return who answered before and after, where that differs, and the items whose logs differ."""
    who = [_people(renderer, found.snapshots[n]) for n in (between.before, between.after)]
    return {"others": who if between.others else None, "logs": list(between.logs)}


def _change(change: Change, model: StageModel) -> dict[str, Any]:
    questions = {i.id: i.question for i in model.items}
    return {
        "item": change.item, "before": change.before, "after": change.after, "by": change.by,
        "question": questions.get(change.item, ""),
    }  # fmt: skip
