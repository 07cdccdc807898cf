"""The follow-up: tasks with dates, messages with one ask, the check-in, and what the room promised (§E)."""

from copkit.core.followup.captured import Captured, Commitment, Decision, Note, WorkingGroup
from copkit.core.followup.pack import CallPart, DatedMessage, DatedTask, FollowUp, follow_up
from copkit.core.followup.timeline import Timeline

__all__ = [
    "CallPart",
    "Captured",
    "Commitment",
    "DatedMessage",
    "DatedTask",
    "Decision",
    "FollowUp",
    "Note",
    "Timeline",
    "WorkingGroup",
    "follow_up",
]
