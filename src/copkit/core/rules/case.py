"""What the rules look at: one convening with its agenda, and the community with all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from copkit.core.agenda import builders
from copkit.core.followup import Register, follow_up
from copkit.core.voice import figures, quiet_share, voices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.activity import Activity, MomentumCategory
    from copkit.core.agenda import Agenda, Placed
    from copkit.core.community import Profile
    from copkit.core.composing import PurposeType
    from copkit.core.design import Block, Convening
    from copkit.core.followup import FollowUp, Timeline
    from copkit.core.format import Format
    from copkit.core.rules.rule import Path_
    from copkit.core.stage import Diagnosis
    from copkit.core.voice import VoiceFigures

HALF = 0.5


@dataclass(frozen=True)
class Case:
    """One convening, laid out, with what is known around it."""

    convening: Convening
    agenda: Agenda
    profile: Profile
    diagnosis: Diagnosis
    timeline: Timeline
    activities: Mapping[str, Activity]
    purpose: PurposeType | None = None
    format: Format | None = None
    captured: Register = field(default_factory=Register)
    previous: Register = field(default_factory=Register)
    others: Sequence[Convening] = ()

    @cached_property
    def voice(self) -> VoiceFigures:
        """Return the voice figures."""
        return figures(self.agenda)

    @cached_property
    def voices(self) -> list[tuple[int, int, Placed]]:
        """Return when everyone speaks or writes, surely or in groups of up to five."""
        return voices(self.agenda, likely=True)

    @cached_property
    def quiet(self) -> bool:
        """Tell whether people mostly work in silence, as in a co-working call."""
        return quiet_share(self.agenda) >= HALF

    @cached_property
    def placed(self) -> list[tuple[Path_, Placed]]:
        """Return every block of the days with its path in the file."""
        return [(("days", b.day - 1, "agenda", b.index), b) for b in self.agenda.blocks]

    @cached_property
    def work(self) -> list[tuple[Path_, Placed]]:
        """Return the blocks that are no pause."""
        return [(path, b) for path, b in self.placed if not b.pause]

    @cached_property
    def builders(self) -> Mapping[MomentumCategory, tuple[Placed, ...]]:
        """Return the momentum builders of each category."""
        return builders(self.agenda)

    @cached_property
    def pack(self) -> FollowUp:
        """Return the dated tasks and messages."""
        return follow_up(
            self.convening, self.captured, self.diagnosis, self.timeline, self.agenda.people, self.profile.working_days
        )

    @property
    def stage(self) -> int:
        """Return the stage to plan for."""
        return self.diagnosis.planning_stage

    @property
    def virtual(self) -> bool:
        """Tell whether somebody takes part in a call."""
        return self.agenda.mode.value != "in-person"

    @property
    def minutes(self) -> int:
        """Return the minutes of all days."""
        return sum(d.day.length for d in self.agenda.days)

    def path_of(self, block: Placed) -> Path_:
        """Return the path of a block in the file."""
        return next(path for path, b in self.placed if b is block)

    def around(self) -> list[tuple[Path_, Block, Activity | None]]:
        """Return what people do in their own time, with its path and its activity."""
        rows = [(("before", i), b) for i, b in enumerate(self.convening.before)]
        rows += [(("after", i), b) for i, b in enumerate(self.convening.after)]
        return [(path, b, self.activities.get(b.activity or "")) for path, b in rows]


@dataclass(frozen=True)
class Year:
    """The community and all its convenings, in the order of their dates."""

    profile: Profile
    diagnosis: Diagnosis
    cases: Sequence[Case]
    today: date

    @cached_property
    def dated(self) -> list[tuple[date, Case]]:
        """Return the convenings that have a date, the earliest first."""
        rows = [(c.convening.first_day, c) for c in self.cases]
        return sorted(((d, c) for d, c in rows if d is not None), key=lambda row: (row[0], row[1].convening.id))

    @property
    def stage(self) -> int:
        """Return the stage to plan for."""
        return self.diagnosis.planning_stage
