"""Which activities, in which order, for how long: the best agenda, proven."""

from copkit.core.composing.beginning import Wishes, as_model, begin, runs_past_midnight
from copkit.core.composing.choosing import Setting
from copkit.core.composing.compose import Draft, Proof, Task, assumed_people, compose, variants
from copkit.core.composing.conflict import Conflict, WayOut, conflict_of
from copkit.core.composing.demands import Demand
from copkit.core.composing.preferences import Preferences
from copkit.core.composing.purpose import PurposeType, PurposeTypes, default_purpose
from copkit.core.composing.replacing import Replacement, replacements, worth_of
from copkit.core.composing.sequence import fitting_sequence, follow, made_for

__all__ = [
    "Conflict",
    "Demand",
    "Draft",
    "Preferences",
    "Proof",
    "PurposeType",
    "PurposeTypes",
    "Replacement",
    "Setting",
    "Task",
    "WayOut",
    "Wishes",
    "as_model",
    "assumed_people",
    "begin",
    "compose",
    "conflict_of",
    "default_purpose",
    "fitting_sequence",
    "follow",
    "made_for",
    "replacements",
    "runs_past_midnight",
    "variants",
    "worth_of",
]
