"""The stage of a community: the instrument, and what it suggests."""

from copkit.core.stage.advising import NextMove
from copkit.core.stage.diagnosis import Diagnosis, diagnose
from copkit.core.stage.evidence import Contradiction, Evidence, LogSignal, Voice, evidence_of, from_marks, level_of
from copkit.core.stage.label import Blocked, levels
from copkit.core.stage.model import Item, Portrait, StageModel

__all__ = [
    "Blocked",
    "Contradiction",
    "Diagnosis",
    "Evidence",
    "Item",
    "LogSignal",
    "NextMove",
    "Portrait",
    "StageModel",
    "Voice",
    "diagnose",
    "evidence_of",
    "from_marks",
    "level_of",
    "levels",
]
