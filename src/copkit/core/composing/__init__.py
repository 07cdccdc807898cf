"""Which activities, in which order, for how long: a first draft of an agenda."""

from copkit.core.composing.beginning import Wishes, as_model, begin, runs_past_midnight
from copkit.core.composing.choosing import Setting
from copkit.core.composing.compose import Draft, TooShort, assumed_people, compose
from copkit.core.composing.purpose import PurposeType, default_purpose

__all__ = [
    "Draft",
    "PurposeType",
    "Setting",
    "TooShort",
    "Wishes",
    "as_model",
    "assumed_people",
    "begin",
    "compose",
    "default_purpose",
    "runs_past_midnight",
]
