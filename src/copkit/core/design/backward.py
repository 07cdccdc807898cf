"""Backward design: purpose and people, outcomes, evidence (domain model §C1)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.activity import OutcomeKind, Purpose
from copkit.core.community import Need
from copkit.core.typed import Id, Text, Typed, Whole

Ref = Annotated[str, Field(min_length=1, max_length=60)]


class SegmentNeed(Need):
    """A need of one segment that this convening answers."""

    segment: Id | None = None


class RightTool(Typed):
    """Whether a gathering is what is needed here; None means that nobody has answered (domain model §C1)."""

    purpose_clear: bool | None = None
    issue_ripe: bool | None = None
    people_available: bool | None = None
    together_needed: bool | None = None
    time_needed: bool | None = None
    means_there: bool | None = None
    ours_to_call: bool | None = None


class Strategic(Typed):
    """Level one: the purpose and the members (S3-1)."""

    expressed_purpose: str | None = None
    deeper_purpose: str | None = None
    purpose_type: Purpose | None = None
    audience: tuple[Id, ...] = ()
    needs: tuple[SegmentNeed, ...] = ()
    codesigners: tuple[Text, ...] = ()
    invited: tuple[Id, ...] = ()
    right_tool: RightTool = RightTool()


class Application(Typed):
    """Where members will use what they take away (S1-3)."""

    life: str | None = None
    career: str | None = None
    community: str | None = None

    @property
    def known(self) -> bool:
        """Tell whether at least one place is named."""
        return any((self.life, self.career, self.community))


class Outcome(Typed):
    """What members can or will do afterwards: the first step of backward design."""

    id: Ref
    statement: str | None = None
    kind: OutcomeKind = "action"
    priority: Annotated[Whole, Field(ge=1, le=5)] = 1
    after: str | None = None
    application: Application = Application()
    problem_that_matters: Ref | None = None
    call_to_action: str | None = None
    segments: tuple[Id, ...] = ()


class Collect(Typed):
    """How evidence is collected."""

    who: str | None = None
    when: str | None = None
    how: str | None = None


class Evidence(Typed):
    """How a member shows the outcome: the second step of backward design."""

    id: Ref
    supports: tuple[Ref, ...] = Field(default=(), alias="for")
    signal: str | None = None
    level: Literal["reaction", "learning", "support", "applied", "realised", "reframing"] = "applied"
    kind: Literal["qualitative", "quantitative"] = "qualitative"
    collect: Collect = Collect()
    useful_for_member: str | None = None
    needs_support_if: str | None = None
