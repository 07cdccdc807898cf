"""The follow-up: tasks with dates, messages with one ask, the check-in, and what the room promised (§E)."""

from copkit.core.followup.captured import Captured, Commitment, Decision, Note, WorkingGroup
from copkit.core.followup.load import Load, loads
from copkit.core.followup.pack import CallPart, DatedMessage, FollowUp, follow_up
from copkit.core.followup.tasks import DatedTask, dated_tasks
from copkit.core.followup.ticks import Standing, State, Tick, Ticks, standings
from copkit.core.followup.timeline import Timeline

__all__ = [
    "CallPart",
    "Captured",
    "Commitment",
    "DatedMessage",
    "DatedTask",
    "Decision",
    "FollowUp",
    "Load",
    "Note",
    "Standing",
    "State",
    "Tick",
    "Ticks",
    "Timeline",
    "WorkingGroup",
    "dated_tasks",
    "follow_up",
    "loads",
    "standings",
]
