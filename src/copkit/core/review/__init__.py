"""The review: what was learnt from a convening, and what the next one takes over (domain model §E5)."""

from copkit.core.review.next_inputs import AnswerChange, NextInputs, next_inputs, take_over
from copkit.core.review.review import Review, Theme, reviewed
from copkit.core.review.sheet import Claim, IndicatorResult, NoteReview, ReviewSheet, settled

__all__ = [
    "AnswerChange",
    "Claim",
    "IndicatorResult",
    "NextInputs",
    "NoteReview",
    "Review",
    "ReviewSheet",
    "Theme",
    "next_inputs",
    "reviewed",
    "settled",
    "take_over",
]
