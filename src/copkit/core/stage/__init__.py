"""The stage of a community: the instrument, and what it suggests."""

from copkit.core.stage.advising import NextMove
from copkit.core.stage.diagnosis import Diagnosis, diagnose
from copkit.core.stage.evidence import Contradiction, Evidence, LogSignal, Voice, evidence_of, from_marks, level_of
from copkit.core.stage.history import Change, Haste, History, Snapshot, Step, changes, height, history_of, snapshot_of
from copkit.core.stage.label import Blocked, levels
from copkit.core.stage.model import Item, Portrait, StageModel

__all__ = [
    "Blocked",
    "Change",
    "Contradiction",
    "Diagnosis",
    "Evidence",
    "Haste",
    "History",
    "Item",
    "LogSignal",
    "NextMove",
    "Portrait",
    "Snapshot",
    "StageModel",
    "Step",
    "Voice",
    "changes",
    "diagnose",
    "evidence_of",
    "from_marks",
    "height",
    "history_of",
    "level_of",
    "levels",
    "snapshot_of",
]
