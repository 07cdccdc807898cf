"""Paper: its sizes in millimetres, and what fits on it how many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet held upright, in millimetres; a card of which four fill it; and the next larger paper."""

    name: str
    width: float
    height: float
    card: tuple[float, float]
    larger: str

    @property
    def gaps(self) -> tuple[float, float]:
        """Return the strips between four cards, from left to right and from top to bottom."""
        return round(self.width - 2 * self.card[0], 2), round(self.height - 2 * self.card[1], 2)

    @property
    def card_places(self) -> tuple[tuple[float, float], ...]:
        """Return the upper left corners of the four cards."""
        (w, h), (between, below) = self.card, self.gaps
        return tuple((x, y) for y in (0, h + below) for x in (0, w + between))


# Four A6 cards fill an A4 sheet but for a strip of one millimetre; four quarters fill a Letter sheet.
PAPERS = {
    "a4": Paper("a4", 210, 297, (105, 148), "a3"),
    "a3": Paper("a3", 297, 420, (105, 148), "a3"),
    "letter": Paper("letter", 215.9, 279.4, (107.95, 139.7), "tabloid"),
    "tabloid": Paper("tabloid", 279.4, 431.8, (107.95, 139.7), "tabloid"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """Pieces of one size in the middle of a sheet, in millimetres."""

    paper: Paper
    columns: int
    rows: int
    width: float
    height: float

    @property
    def left(self) -> float:
        """Return the margin on the left."""
        return round((self.paper.width - self.columns * self.width) / 2, 2)

    @property
    def top(self) -> float:
        """Return the margin at the top."""
        return round((self.paper.height - self.rows * self.height) / 2, 2)

    @property
    def cuts(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return where one cuts: from the left, and from the top."""
        across = tuple(round(self.left + i * self.width, 2) for i in range(self.columns + 1))
        return across, tuple(round(self.top + i * self.height, 2) for i in range(self.rows + 1))

    @property
    def places(self) -> tuple[tuple[float, float], ...]:
        """Return the upper left corner of each piece, row by row."""
        across, down = self.cuts
        return tuple((x, y) for y in down[:-1] for x in across[:-1])


def pages_of(items: Sequence[T], each: int) -> list[list[T]]:
    """Divide things into pages of so many each."""
    return [list(items[i : i + each]) for i in range(0, len(items), each)]
