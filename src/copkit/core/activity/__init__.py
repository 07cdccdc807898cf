"""Activities: the methods in the library, their steps and minutes, and whether they are well made."""

from copkit.core.activity.activity import Activity, Material, StageFit, Stages
from copkit.core.activity.kinds import (
    Arrangement,
    Level,
    Mechanism,
    Mode,
    MomentumCategory,
    OutcomeKind,
    Purpose,
    Quadrant,
    Role,
    Strand,
    Talk,
)
from copkit.core.activity.minutes import share_out, total_minutes
from copkit.core.activity.review import Flaw, review
from copkit.core.activity.step import GROUP_SIZE, Minutes, Step, step_minutes
from copkit.core.activity.suiting import (
    Case,
    Reason,
    Wanted,
    Weight,
    alternatives,
    holds,
    minutes_span,
    reasons,
    suits,
    verdict,
)

__all__ = [
    "GROUP_SIZE",
    "Activity",
    "Arrangement",
    "Case",
    "Flaw",
    "Level",
    "Material",
    "Mechanism",
    "Minutes",
    "Mode",
    "MomentumCategory",
    "OutcomeKind",
    "Purpose",
    "Quadrant",
    "Reason",
    "Role",
    "StageFit",
    "Stages",
    "Step",
    "Strand",
    "Talk",
    "Wanted",
    "Weight",
    "alternatives",
    "holds",
    "minutes_span",
    "reasons",
    "review",
    "share_out",
    "step_minutes",
    "suits",
    "total_minutes",
    "verdict",
]
