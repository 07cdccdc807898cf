"""What plan and follow-up share: a convening with its community, diagnosis and agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from copkit.problem import Problem, Severity

if TYPE_CHECKING:
    from copkit.core.activity import Purpose
    from copkit.core.agenda import Agenda
    from copkit.core.design import Convening
    from copkit.core.stage import Diagnosis
    from copkit.reading.source import Source
    from copkit.reading.workspace import Workspace
    from copkit.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class Gathering:
    """A convening as read, with everything that its documents need."""

    convening: Convening
    source: Source
    agenda: Agenda

    @property
    def misfits(self) -> list[Problem]:
        """Return what does not fit, with the place of the block in the file."""
        found = []
        for misfit in self.agenda.misfits:
            path = ("days", misfit.day - 1, "agenda", misfit.block)
            facts = {"title": misfit.title, "minutes": str(misfit.minutes), "day": str(misfit.day)}
            facts |= {"limit": str(misfit.limit)}
            severity = Severity.ERROR if misfit.serious else Severity.WARNING
            found.append(self.source.problem(misfit.code, path, facts, severity=severity))
        return found


def diagnosed(workspace: Workspace, today: date) -> Diagnosis:
    """Return the diagnosis of a workspace's community."""
    from copkit.core.stage import diagnose, evidence_of

    model = workspace.library.stage_model
    return diagnose(model, evidence_of(workspace.profile, model), workspace.profile.dates, today)


def laid_out(workspace: Workspace, convening_id: str) -> Gathering:
    """Read a convening and lay out its agenda; raise InputError where it has faults."""
    from copkit.reading.workspace import read_convening

    convening, source = read_convening(workspace, convening_id)
    return Gathering(convening, source, placed(workspace, convening))


def placed(workspace: Workspace, convening: Convening) -> Agenda:
    """Lay out the agenda of a convening for the people that it can expect."""
    from copkit.core.agenda import lay_out
    from copkit.core.composing import assumed_people

    people = assumed_people(convening, workspace.profile)
    return lay_out(convening, people, workspace.library.activities, workspace.library.kinds)


def proposed_purpose(workspace: Workspace, diagnosis: Diagnosis) -> Purpose:
    """Return the purpose that the diagnosis suggests."""
    from copkit.core.composing import default_purpose
    from copkit.core.format import fitting_formats

    fitting = fitting_formats(workspace.library.formats.values(), diagnosis.planning_stage)
    return default_purpose(diagnosis, fitting, workspace.library.purposes)


def brief_of(workspace: Workspace, gathering: Gathering, today: date) -> Brief:
    """Gather what the documents of a convening are about."""
    from copkit.writing.brief import Brief

    library, convening = workspace.library, gathering.convening
    diagnosis = diagnosed(workspace, today)
    return Brief(
        convening=convening,
        profile=workspace.profile,
        diagnosis=diagnosis,
        model=library.stage_model,
        agenda=gathering.agenda,
        activities=library.activities,
        timeline=library.timeline,
        purpose=library.purposes[convening.strategic.purpose_type or proposed_purpose(workspace, diagnosis)],
        format=library.formats.get(convening.format or ""),
        standards=library.standards,
        kinds=library.kinds,
    )
