"""Who sits where: people are numbers, a table is who sits at it, a round is its tables, a schedule is its rounds."""

from __future__ import annotations

Table = tuple[int, ...]
Round = tuple[Table, ...]
Schedule = tuple[Round, ...]
