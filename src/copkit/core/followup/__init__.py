"""The follow-up: tasks with dates, messages with one ask, the check-in, and what the room promised (§E)."""

from copkit.core.followup.load import Load, loads
from copkit.core.followup.merging import Recipient, recipients
from copkit.core.followup.pack import CallPart, DatedMessage, FollowUp, call_agenda, follow_up
from copkit.core.followup.register import (
    COLUMNS,
    ENTRIES,
    Attendance,
    Carried,
    Change,
    Channel,
    Commitment,
    Decision,
    MentorPair,
    NextMilestone,
    Note,
    Output,
    Register,
    Spotlight,
    State,
    Unclear,
    WorkingGroup,
    day_in,
    names,
    row_of,
)
from copkit.core.followup.spotlight import Candidate, candidates
from copkit.core.followup.state import BackwardsError, changed, counts, with_commitment
from copkit.core.followup.taking import LISTS, PREFIXES, Taken, numbered, take_in
from copkit.core.followup.tasks import DatedTask, dated_tasks
from copkit.core.followup.ticks import Nearness, Standing, Tick, Ticks, standings
from copkit.core.followup.timeline import Timeline

__all__ = [
    "COLUMNS",
    "ENTRIES",
    "LISTS",
    "PREFIXES",
    "Attendance",
    "BackwardsError",
    "CallPart",
    "Candidate",
    "Carried",
    "Change",
    "Channel",
    "Commitment",
    "DatedMessage",
    "DatedTask",
    "Decision",
    "FollowUp",
    "Load",
    "MentorPair",
    "Nearness",
    "NextMilestone",
    "Note",
    "Output",
    "Recipient",
    "Register",
    "Spotlight",
    "Standing",
    "State",
    "Taken",
    "Tick",
    "Ticks",
    "Timeline",
    "Unclear",
    "WorkingGroup",
    "call_agenda",
    "candidates",
    "changed",
    "counts",
    "dated_tasks",
    "day_in",
    "follow_up",
    "loads",
    "names",
    "numbered",
    "recipients",
    "row_of",
    "standings",
    "take_in",
    "with_commitment",
]
