"""Which activities, in which order, for how long: a first draft of an agenda."""

from copkit.core.composing.choosing import Setting
from copkit.core.composing.compose import Draft, TooShort, assumed_people, compose
from copkit.core.composing.purpose import PurposeType, default_purpose

__all__ = ["Draft", "PurposeType", "Setting", "TooShort", "assumed_people", "compose", "default_purpose"]
