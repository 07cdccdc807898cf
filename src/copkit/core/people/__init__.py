"""The people of a community: what is known of each, and who of one list is who of another."""

from copkit.core.people.matching import Matched, Unsure, gaps, match
from copkit.core.people.person import (
    Person,
    Ranking,
    Role,
    Tenure,
    by_name,
    name_pattern,
    same_name,
    without_names,
)

__all__ = [
    "Matched", "Person", "Ranking", "Role", "Tenure", "Unsure", "by_name", "gaps", "match", "name_pattern",
    "same_name", "without_names",
]  # fmt: skip
