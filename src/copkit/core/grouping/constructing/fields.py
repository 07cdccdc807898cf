"""Groups and finite fields whose elements are the numbers from 0, as far as seating plans need them."""

from __future__ import annotations

from functools import cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Field(NamedTuple):
    """A finite field: its prime, its powers, and its elements in the order of a generator's powers, and back."""

    prime: int
    degree: int
    powers: tuple[int, ...]
    logs: dict[int, int]

    @property
    def group(self) -> tuple[int, ...]:
        """Return the additive group: one cyclic part for each digit of an element."""
        return (self.prime,) * self.degree

    def times(self, a: int, b: int) -> int:
        """Multiply two elements."""
        return self.powers[(self.logs[a] + self.logs[b]) % len(self.powers)] if a and b else 0


def add(group: Sequence[int], a: int, b: int) -> int:
    """Add two elements of a product of cyclic groups, each written as one number with mixed digits."""
    total, scale = 0, 1
    for part in reversed(group):
        total += (a % part + b % part) % part * scale
        a, b, scale = a // part, b // part, scale * part
    return total


def shifted(group: Sequence[int], by: int) -> tuple[int, ...]:
    """Return what becomes of every element, in order, when one element is added."""
    if len(group) == 1:
        return (*range(by, group[0]), *range(by))
    return tuple(add(group, a, by) for a in range(prod(group)))


def prime_power(size: int) -> tuple[int, int] | None:
    """Return the prime and the exponent of a prime power, None for other sizes."""
    prime = next((d for d in range(2, size + 1) if size % d == 0), 0)
    if not prime:
        return None
    degree, rest = 0, size
    while rest % prime == 0:
        degree, rest = degree + 1, rest // prime
    return (prime, degree) if rest == 1 else None


@cache
def field(size: int) -> Field | None:
    """Return the field of a size, None where the size is no prime power."""
    found = prime_power(size)
    if found is None:
        return None
    prime, degree = found
    for tail in product(range(prime), repeat=degree):  # the digits of x to the degree, lowest last
        powers = _powers(prime, degree, tail)
        if len(powers) == size - 1:
            return Field(prime, degree, tuple(powers), {element: k for k, element in enumerate(powers)})
    return None


def _powers(prime: int, degree: int, tail: Sequence[int]) -> list[int]:
    """List the powers of x until one comes back, in polynomials modulo x^degree - tail."""
    size, one = prime**degree, 1
    group = (prime,) * degree
    reductions = [_number(prime, [top * t % prime for t in tail]) for top in range(prime)]
    found, seen, now = [one], {one}, one
    while True:
        top, rest = divmod(now * prime, size)
        now = add(group, rest, reductions[top])
        if now in seen or now == 0:
            return found if now == one else []
        seen.add(now)
        found.append(now)


def _number(base: int, digits: Sequence[int]) -> int:
    total = 0
    for digit in digits:
        total = total * base + digit
    return total
