"""A short search for a schedule with rows, by moving each row by an element of a cyclic group in each round.

What is looked for is a part of a difference matrix: a number for each row and round, such that for any two rows the
differences of their numbers are all different. Rows and rounds may change places, so the shorter side is searched by.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

TRIES = 1500  # lines drawn, 30 ms at most; a search that succeeds needs 0.5 ms in the mean
FRESH = 20  # lines drawn in vain before all is begun again
DENSE = 5  # rows times rounds for each table; beyond, nothing is found so quickly


def search(tables: int, seats: int, rounds: int) -> Sequence[Sequence[int]] | None:
    """Return for each round by how much each row is moved, or None where nothing was found with bounded work."""
    if max(seats, rounds) > tables or seats * rounds > DENSE * tables:
        return None
    width, length = sorted((seats, rounds))
    lines = _lines(tables, width, length)
    if lines is None or seats == width:
        return lines
    return list(zip(*lines, strict=True))


def _lines(tables: int, width: int, length: int) -> list[list[int]] | None:
    """Draw lines of `width` numbers, each of which goes with those before, until there are enough of them."""
    chance = Random(tables * 10_000 + width * 100 + length)  # noqa: S311
    tries, failed = 0, 0
    used, lines = _empty(width)
    while len(lines) < length:
        line = _line(tables, width, used, chance)
        tries += 1
        if line:
            lines.append(line)
            for i in range(width):
                for j in range(i):
                    used[i][j] |= 1 << (line[i] - line[j]) % tables
            continue
        failed += 1
        if tries > TRIES:
            return None
        if failed > FRESH:
            failed = 0
            used, lines = _empty(width)
    return lines


def _empty(width: int) -> tuple[list[list[int]], list[list[int]]]:
    return [[1] * i for i in range(width)], [[0] * width]


def _line(tables: int, width: int, used: list[list[int]], chance: Random) -> list[int] | None:
    """Draw a line whose differences are all new, or None where the draw led nowhere; used[i][j] has a bit for each."""
    full = (1 << tables) - 1
    line = [0]
    for i in range(1, width):
        taken = 0
        for number, bits in zip(line, used[i], strict=True):
            taken |= bits << number | bits >> (tables - number)
        free = ~taken & full
        if not free:
            return None
        start = int(chance.random() * tables)
        later = free >> start << start or free
        line.append((later & -later).bit_length() - 1)
    return line
