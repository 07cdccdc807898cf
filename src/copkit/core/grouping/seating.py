"""Who sits at which table in which round; people are numbers from 0."""

from __future__ import annotations

Table = tuple[int, ...]
Round = tuple[Table, ...]
Schedule = tuple[Round, ...]
