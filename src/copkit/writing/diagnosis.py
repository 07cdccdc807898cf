"""The diagnosis as a document, and as JSON for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from copkit.core.format import fitting_formats
from copkit.core.stage import levels
from copkit.core.stage.evidence import answers_by_item, median
from copkit.writing.files import Artefact
from copkit.writing.pictures import stage_radar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from copkit.core.community import Platform, Profile
    from copkit.core.format import Format
    from copkit.core.stage import Diagnosis, Evidence, StageModel
    from copkit.writing.render import Renderer

BEST_FORMATS = 6


def diagnosis_document(
    renderer: Renderer, diagnosis: Diagnosis, model: StageModel, formats: Iterable[Format], evidence: Evidence,
    profile: Profile | None, today: date, unnamed: str,
) -> Artefact:  # fmt: skip
    """Render the diagnosis as Markdown."""
    stated = diagnosis.stage not in {"insufficient", "dormant"}
    last = [d for d in (profile.dates.last_gathering, profile.dates.last_member_message) if d] if profile else []
    picture = stage_radar(renderer, diagnosis) if diagnosis.known and diagnosis.stage != "dormant" else None
    context = {
        "pictures": {"stage": picture},
        "name": profile.name if profile else unnamed,
        "d": diagnosis,
        "model": model,
        "portrait": model.portraits[levels(diagnosis.stage)[0] - 1] if stated else None,
        "planning_stage": diagnosis.planning_stage,
        "own_stage": levels(diagnosis.stage)[0] if stated else None,
        "gates": {g.id: g for g in model.gates},
        "formats": fitting_formats(formats, diagnosis.planning_stage)[:BEST_FORMATS],
        "people_answers": {i: median(levels) for i, levels in answers_by_item(evidence).items()},
        "platforms": _platforms(profile),
        "silent_days": (today - max(last)).days if last else 0,
    }
    text = renderer.render("diagnosis/diagnosis.md.j2", context)
    return Artefact("diagnosis.md", text, pictures=(picture,) if picture else ())


def _platforms(profile: Profile | None) -> list[tuple[Platform, list[str]]]:
    """Return the platforms on which members cannot do everything, each with the places where they can."""
    everything = profile.platforms if profile else ()
    return [
        (p, [o.name for o in everything if o.members_can and not set(p.missing) - set(o.members_can)])
        for p in everything
        if p.missing
    ]


def diagnosis_data(diagnosis: Diagnosis, model: StageModel, formats: Iterable[Format]) -> dict[str, Any]:
    """Return everything that a person sees, as plain data for JSON."""
    data = asdict(diagnosis)
    data["banner"] = model.banner
    data["planning_stage"] = diagnosis.planning_stage
    data["formats"] = (
        [{"id": f.format.id, "fit": f.fit, "why": f.why} for f in fitting_formats(formats, diagnosis.planning_stage)]
        if diagnosis.known
        else []
    )
    return data
