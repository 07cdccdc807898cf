"""The documents of a plan: plan, run-sheet, participants' agenda, invitation, materials, capture sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from copkit.core.activity import Role, Wanted, alternatives, total_minutes
from copkit.core.agenda import builders, matrix, strands, supplies, trace, units, with_spares
from copkit.core.design import open_questions
from copkit.core.followup import Register, follow_up
from copkit.core.voice import attendees, figures
from copkit.writing.faults import together
from copkit.writing.files import Artefact
from copkit.writing.pictures import agenda_strip, airtime_bars
from copkit.writing.voices import airtime_aim, attendee_rows, hours_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.activity import Activity
    from copkit.core.agenda import Agenda, Misfit, Placed
    from copkit.core.design import Block, Convening
    from copkit.core.followup import DatedMessage, FollowUp
    from copkit.writing.brief import Brief
    from copkit.writing.render import Renderer

CAPTURE_ROWS = 30
SHEETS = frozenset({"capture/capture"})
PLAN = "plan/plan"
DOCUMENTS = (PLAN, "run-sheet/run-sheet", "agenda/agenda", "materials/materials", "capture/capture")
FALLBACKS = 2
INVITATION = "invitation.ics"


def plan_documents(renderer: Renderer, brief: Brief, calendar: bytes = b"") -> list[Artefact]:
    """Render all documents of a plan as Markdown; the calendar goes along with the messages that speak of dates."""
    convening, diagnosis, agenda, activities = brief.convening, brief.diagnosis, brief.agenda, brief.activities
    context = shared_context(renderer, brief)
    followed = follow_up(convening, Register(), diagnosis, brief.timeline, agenda.people, brief.profile.working_days)
    context |= _blocks(renderer, convening, agenda, activities)
    context |= _remarks(renderer, brief)
    aim = airtime_aim(brief.standards, agenda)
    found = attendees(agenda, second_language=bool(convening.languages.not_first))
    days = [agenda_strip(renderer, agenda, d) if d.blocks else None for d in agenda.days]
    airtime = airtime_bars(renderer, found, aim) if agenda.blocks else None
    pictures = tuple(p for p in (*days, airtime) if p)
    context |= {
        "pictures": {"days": days, "airtime": airtime},
        "a": agenda,
        "v": figures(agenda),
        "voices": attendee_rows(renderer, found),
        "hours": convening.first_day and hours_data(convening, brief.profile, brief.standards, convening.first_day),
        "aims": _aims(renderer, brief),
        "findings": brief.findings,
        "people": agenda.people,
        "turnout": brief.turnout,
        "format": brief.format,
        "purpose": brief.purpose,
        "traces": trace(convening, agenda),
        "momentum": builders(agenda),
        "strands": strands(agenda),
        "supplies": supplies(agenda),
        "tasks": followed.tasks,
        "tone": followed.tone,
        "reasons": {b.id: _reason(renderer, b, diagnosis.planning_stage) for b in agenda.blocks},
        "resources": [(b.title, b.block.resources) for b in agenda.blocks if b.block.resources],
        "used": list({b.activity.id: b.activity for b in agenda.blocks if b.activity and not b.pause}.values()),
        "rows": min(agenda.people, CAPTURE_ROWS),
        **_around(convening, agenda, activities),
    }

    def page(name: str) -> Artefact:
        text = renderer.render(f"{name}.md.j2", context)
        drawn = pictures if name == PLAN else ()
        return Artefact(f"{name.split('/')[1]}.md", text, sheet=name in SHEETS, pictures=drawn)

    def invitation(message: DatedMessage) -> Artefact:
        text = message_text(renderer, context, followed, message)
        return Artefact("invitation.md", text, attached=attached(message, calendar))

    invited = [m for m in followed.messages if m.message.id == "invitation"]
    return together([*(partial(page, name) for name in DOCUMENTS), *(partial(invitation, m) for m in invited)])


def attached(message: DatedMessage, calendar: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return what goes along with a message that is sent as a mail."""
    return ((INVITATION, calendar),) if calendar and message.message.calendar else ()


def message_text(renderer: Renderer, context: Mapping[str, Any], followed: FollowUp, message: DatedMessage) -> str:
    """Render one message of the pack."""
    anchor = {"start": context["c"].first_day, "check-in": followed.check_in}.get(message.message.anchor)
    eve = message.when is None or anchor is None or (anchor - message.when).days == 1
    extra = {"m": message, "f": followed, "sender": followed.tone.sender, "eve": eve}
    return renderer.render(f"follow-up/messages/{message.message.id}.md.j2", {**context, **extra})


def shared_context(renderer: Renderer, brief: Brief) -> dict[str, Any]:
    """Return what every document of a convening may speak of."""
    convening, profile, diagnosis = brief.convening, brief.profile, brief.diagnosis
    titles = profile.segment_titles
    everyone = renderer.words["labels"]["everyone"]
    return {
        "c": convening,
        "p": profile,
        "d": diagnosis,
        "portrait": brief.model.portraits[diagnosis.planning_stage - 1],
        "stage": diagnosis.planning_stage,
        "check_in": convening.check_in_date(profile.working_days),
        "title": convening.title or convening.id,
        "community": profile.name,
        "to": None,
        "private": lambda _: True,
        "language": renderer.words["language"]["name"],
        "segment_titles": titles,
        "label_everyone": everyone,
        "audience": [everyone if s == "all" else titles[s] for s in convening.strategic.audience],
        "open_questions": [
            f"{about}: {renderer.question(key)}" if about else renderer.question(key)
            for key, about in open_questions(convening)
        ],
    }


def _blocks(
    renderer: Renderer, convening: Convening, agenda: Agenda, activities: Mapping[str, Activity]
) -> dict[str, Any]:
    words = renderer.words["plan"]
    key = convening.mode.value.replace("-", "_")
    limits = {b.id: min(b.minutes, _least(b, b.people)) for b in agenda.blocks}
    return {
        "limits": limits,
        "arranged": {b.id: [renderer.arranged(m.group_size, b.people) for m in b.moves] for b in agenda.blocks},
        "directions": {b.id: getattr(b.activity.directions, key) if b.activity else None for b in agenda.blocks},
        "fallbacks": {b.id: _fallbacks(b, agenda, activities) for b in agenda.blocks},
        "bring": {b.id: _bring(b, agenda) for b in agenda.blocks},
        "owners": leaders(convening, words["owners"]),
        "cut_words": {i: words["cut"][str(i)] for i in range(4)},
        "cuttable": sorted(
            (b for b in agenda.blocks if b.cut > 0 and not b.pause and limits[b.id] < b.minutes),
            key=lambda b: (-b.cut, b.day, b.start),
        ),
    }


def leaders(convening: Convening, owners: Mapping[str, str]) -> dict[str, str]:
    """Return who leads the blocks of each role: a name, else the role's word in `owners`."""
    team = convening.team
    names = {
        "opening": team.host,
        "closing": team.host,
        "feedback": team.note_maker,
        "first-voice": team.facilitator,
        "work": team.facilitator,
        "momentum": team.facilitator,
    }
    return {role.value: names.get(role.value) or owners[role.value] for role in Role}


def _least(block: Placed, people: int) -> int:
    return total_minutes(block.activity, people, "min") if block.activity else block.minutes


def _fallbacks(block: Placed, agenda: Agenda, activities: Mapping[str, Activity]) -> list[str]:
    """Return what can stand in its place with these people, here, in its minutes, and is not in the agenda already."""
    if not block.activity or block.role is not Role.WORK:
        return []
    wanted = Wanted(minutes=(1, block.minutes), people=block.people, mode=agenda.mode)
    used = {b.activity.id for b in agenda.blocks if b.activity}
    found = [a for a in alternatives(block.activity, activities.values(), wanted) if a.id not in used]
    named = [a for a in found if a.id in block.activity.instead]
    return [a.title for a in named[:FALLBACKS] or found[:1]]


def _bring(block: Placed, agenda: Agenda) -> list[tuple[str, int]]:
    materials = block.activity.needed(agenda.mode) if block.activity else ()
    counts = [units(m, block.people) for m in materials]
    return [(m.item, with_spares(n) if m.spare else n) for m, n in zip(materials, counts, strict=True)]


def _reason(renderer: Renderer, block: Placed, stage: int) -> str:
    if block.pause:
        return ""
    if block.activity is None:
        return block.block.about or str(renderer.words["plan"]["own_block"])
    if block.activity.momentum:
        return renderer.label("momentum", block.activity.momentum.category.value)
    return block.activity.fit(stage).why


def _remarks(renderer: Renderer, brief: Brief) -> dict[str, Any]:
    """Say what does not fit, what is free, and what the purpose still needs."""
    words, agenda = renderer.words, brief.agenda
    met = {m for b in agenda.blocks if b.activity for m in b.activity.does}
    own = any(b.activity is None for b in agenda.blocks)
    unmet = [] if own or not agenda.blocks else [m for m in brief.purpose.needs if m not in met]
    said = words["problems"]

    def in_words(misfit: Misfit) -> str:
        facts = {"title": misfit.title, "minutes": misfit.minutes, "day": misfit.day, "limit": misfit.limit}
        return str(said[misfit.code][0].format(**facts)).replace("`", "")

    return {
        "misfits": [in_words(m) for m in agenda.misfits if m.serious],
        "remarks": [
            *(in_words(m) for m in agenda.misfits if not m.serious),
            *(
                words["plan"]["load"].format(category=renderer.label("momentum", category.value), n=len(blocks))
                for category, blocks in builders(agenda).items()
                if len(blocks) > 1
            ),
            *(words["plan"]["unmet"].format(mechanism=renderer.label("mechanisms", m)) for m in unmet),
        ],
    }


def _aims(renderer: Renderer, brief: Brief) -> dict[str, Any]:
    aims = dict(renderer.words["plan"]["aims"][figures(brief.agenda).size_class])
    return aims | {
        "listening": round(brief.standards.by_mode("CPK202", brief.convening.mode)),
        "stretch": round(brief.standards.by_mode("CPK212", brief.convening.mode)),
    }


def _around(convening: Convening, agenda: Agenda, activities: Mapping[str, Activity]) -> dict[str, Any]:
    def shown(blocks: Sequence[Block]) -> list[dict[str, Any]]:
        """Return what people do in their own time: the library's words, or the person's."""
        found = []
        for b in blocks:
            activity = activities.get(b.activity or "")
            gist = b.about or b.say or (activity.gist if activity else "")
            found.append({"title": b.title or (activity.title if activity else ""), "gist": gist, "until": b.until})
        return found

    around = [activities[b.activity] for b in (*convening.before, *convening.after) if b.activity]
    return {
        "around_before": shown(convening.before),
        "around_after": shown(convening.after),
        "cells": {q.value: titles for q, titles in matrix(agenda, around).items()},
    }
