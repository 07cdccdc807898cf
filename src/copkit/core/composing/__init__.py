"""Which activities, in which order, for how long: a first draft of an agenda."""

from copkit.core.composing.beginning import Wishes, as_model, begin, runs_past_midnight
from copkit.core.composing.choosing import Setting
from copkit.core.composing.compose import Draft, TooShort, assumed_people, compose
from copkit.core.composing.purpose import PurposeType, PurposeTypes, default_purpose
from copkit.core.composing.sequence import fitting_sequence, follow

__all__ = [
    "Draft",
    "PurposeType",
    "PurposeTypes",
    "Setting",
    "TooShort",
    "Wishes",
    "as_model",
    "assumed_people",
    "begin",
    "compose",
    "default_purpose",
    "fitting_sequence",
    "follow",
    "runs_past_midnight",
]
