"""What a document is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.activity import Activity
    from copkit.core.agenda import Agenda, BlockType
    from copkit.core.community import Profile
    from copkit.core.composing import PurposeType
    from copkit.core.design import Convening
    from copkit.core.followup import Timeline
    from copkit.core.format import Format
    from copkit.core.stage import Diagnosis, StageModel
    from copkit.core.standards import Standards


@dataclass(frozen=True, slots=True)
class Brief:
    """A convening with its community, diagnosis, agenda, and what the library says of them."""

    convening: Convening
    profile: Profile
    diagnosis: Diagnosis
    model: StageModel
    agenda: Agenda
    activities: Mapping[str, Activity]
    timeline: Timeline
    purpose: PurposeType
    format: Format | None
    standards: Standards
    kinds: Mapping[str, BlockType]
    turnout: Mapping[str, Any] | None = None
    findings: Sequence[Mapping[str, Any]] = ()

    @property
    def people(self) -> int:
        """Return the head count that is planned for."""
        return self.agenda.people
