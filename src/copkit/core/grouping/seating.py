"""Who sits at which table in which round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.people import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.people import Person

# People are numbers from 0.
Table = tuple[int, ...]
Round = tuple[Table, ...]
Schedule = tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """A seating by names: the number of each one's table in each round, from 1, None where they are not there."""

    names: tuple[str, ...]
    tables: tuple[tuple[int | None, ...], ...]

    @property
    def rounds(self) -> int:
        """Return the number of rounds."""
        return len(self.tables[0]) if self.tables else 0

    @property
    def most(self) -> int:
        """Return the highest number of a table."""
        return max((t for row in self.tables for t in row if t), default=0)

    def schedule(self, numbers: Mapping[str, int]) -> Schedule:
        """Return the rounds for people who have these numbers, by names in the form of same_name; others are left out.

        Each round has as many tables as the highest number, some of them perhaps empty.
        """
        return tuple(
            tuple(
                tuple(
                    sorted(
                        numbers[same_name(name)]
                        for name, row in zip(self.names, self.tables, strict=True)
                        if row[r] == t and same_name(name) in numbers
                    )
                )
                for t in range(1, self.most + 1)
            )
            for r in range(self.rounds)
        )

    def met(self, numbers: Mapping[str, int]) -> set[tuple[int, int]]:
        """Return the pairs of these people who sit together in some round, the smaller number first."""
        rounds = self.schedule(numbers)
        return {(a, b) for tables in rounds for table in tables for n, a in enumerate(table) for b in table[n + 1 :]}


def seating_of(people: Sequence[Person], schedule: Schedule) -> Seating:
    """Return a seating by names."""
    rows: list[list[int | None]] = [[None] * len(schedule) for _ in people]
    for r, tables in enumerate(schedule):
        for t, table in enumerate(tables, 1):
            for person in table:
                rows[person][r] = t
    return Seating(tuple(p.name for p in people), tuple(tuple(row) for row in rows))
