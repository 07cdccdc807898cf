"""Backward design: purpose, outcomes, evidence; then what serves them (domain model §C1)."""

from copkit.core.design.around import (
    Accountability,
    Channel,
    CheckIn,
    FirstPosts,
    Milestone,
    MomentumPlan,
    NextConvening,
    OwnTask,
    Stream,
    Success,
    Synthesis,
    Team,
    Voice,
)
from copkit.core.design.backward import (
    Application,
    Collect,
    Evidence,
    Outcome,
    SegmentNeed,
    Strategic,
)
from copkit.core.design.convening import CHECK_IN_DAYS, CHECK_IN_EARLIEST, CHECK_IN_LATEST, Convening, open_questions
from copkit.core.design.day import Block, GatheringDay

__all__ = [
    "CHECK_IN_DAYS",
    "CHECK_IN_EARLIEST",
    "CHECK_IN_LATEST",
    "Accountability",
    "Application",
    "Block",
    "Channel",
    "CheckIn",
    "Collect",
    "Convening",
    "Evidence",
    "FirstPosts",
    "GatheringDay",
    "Milestone",
    "MomentumPlan",
    "NextConvening",
    "Outcome",
    "OwnTask",
    "SegmentNeed",
    "Strategic",
    "Stream",
    "Success",
    "Synthesis",
    "Team",
    "Voice",
    "open_questions",
]
