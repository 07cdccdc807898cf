"""Rounds in which nobody meets the same person twice, built at once: by algebra, a stored starter, a short search."""

from copkit.core.grouping.constructing.construct import construct
from copkit.core.grouping.constructing.starter import Base, Starter, Starters

__all__ = ["Base", "Starter", "Starters", "construct"]
