"""The check-in pack: messages, call, register, charters, milestones, people, rationale, synthesis, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.followup import WorkingGroup, follow_up
from copkit.writing.files import Artefact
from copkit.writing.plan import message_text, shared_context

if TYPE_CHECKING:
    from copkit.core.design import Convening
    from copkit.core.followup import Captured, Commitment, FollowUp
    from copkit.writing.brief import Brief
    from copkit.writing.render import Renderer

PAGES = (
    "follow-up", "check-in-agenda", "commitments", "milestones", "spotlights", "mentors", "rationale", "synthesis",
    "closing",
)  # fmt: skip
PRIVATE_WORDS = frozenset({"me", "private", "only me", "myself", "nobody"})


def followup_documents(renderer: Renderer, brief: Brief, captured: Captured) -> tuple[list[Artefact], FollowUp]:
    """Render the pack as Markdown, and return it as data too."""
    convening, agenda = brief.convening, brief.agenda
    found = follow_up(convening, captured, brief.diagnosis, brief.timeline, brief.people, brief.profile.working_days)
    used = {b.activity.id: b.activity for b in agenda.blocks if b.activity and b.activity.momentum}
    groups = captured.groups or _planned(convening)
    shared = [c for c in captured.commitments if not private(c)]
    context = shared_context(renderer, brief) | {
        "f": found,
        "captured": captured,
        "shared_commitments": shared,
        "private_count": len(captured.commitments) - len(shared),
        "groups": groups,
        "builders": list(used.values()),
        "missing": missing_sentences(renderer, found),
        "tone": found.tone,
        "people": brief.people,
    }
    pages = [Artefact(f"{name}.md", renderer.render(f"follow-up/{name}.md.j2", context)) for name in PAGES]
    messages = [
        Artefact(f"messages/{i:02d}-{m.message.id}.md", message_text(renderer, context, found, m))
        for i, m in enumerate(found.messages, start=1)
    ]
    charters = [
        Artefact(f"groups/{g.id}-charter.md", renderer.render("follow-up/charter.md.j2", {**context, "group": g}))
        for g in groups
    ]
    return [*pages, *messages, *charters], found


def private(commitment: Commitment) -> bool:
    """Tell whether a promise is for the person's own eyes."""
    return commitment.visible_to.strip().lower().strip(".") in PRIVATE_WORDS


def missing_sentences(renderer: Renderer, found: FollowUp) -> list[str]:
    """Return what is missing, in words."""
    words: dict[str, Any] = renderer.words["followup"]["missing"]
    return [str(words[key]) for key in found.missing]


def _planned(convening: Convening) -> tuple[WorkingGroup, ...]:
    streams = tuple(WorkingGroup(s.id, s.title, lead=s.lead or "") for s in convening.momentum.streams)
    accountability = convening.momentum.accountability
    if accountability is None or accountability.groups is None:
        return streams
    date = accountability.publish_date.isoformat() if accountability.publish_date else ""
    return streams + tuple(
        WorkingGroup(f"group-{i:02d}", f"Group {i}", publish_date=date, shared_output=False)
        for i in range(1, accountability.groups + 1)
    )
