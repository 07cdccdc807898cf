"""The rule book: what a plan leaves out, said before it matters (domain model §C3)."""

from copkit.core.rules import agenda, backward, inclusion, measures, momentum, pathways, portfolio, purpose, stage
from copkit.core.rules.case import Case, Year
from copkit.core.rules.judge import ALL, Chosen, choose, judge, judge_year
from copkit.core.rules.rule import CASE_RULES, YEAR_RULES, Finding

FAMILIES = (backward, agenda, momentum, purpose, stage, pathways, measures, inclusion, portfolio)

__all__ = [
    "ALL",
    "CASE_RULES",
    "FAMILIES",
    "YEAR_RULES",
    "Case",
    "Chosen",
    "Finding",
    "Year",
    "choose",
    "judge",
    "judge_year",
]
