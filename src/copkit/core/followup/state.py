"""How a promise changes: honestly, with its history, and never backwards in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.followup.register import Change

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from copkit.core.followup.register import Commitment, Register, State


class BackwardsError(ValueError):
    """A change dated before the last one."""


def changed(commitment: Commitment, state: State, on: date, note: str = "", **told: str) -> Commitment:
    """Return a promise in another state, with what else was told; its history grows and is never rewritten.

    Raises BackwardsError for a day before the last change.
    """
    last = commitment.history[-1] if commitment.history else None
    if last and on < last.on:
        raise BackwardsError(last.on.isoformat())
    new = {key: value for key, value in told.items() if value and getattr(commitment, key) != value}
    if state == commitment.state and not note and not new:
        return commitment
    was = {key: getattr(commitment, key) for key in new if getattr(commitment, key)}
    entry = Change(on=on, state=state, note=note, was=was)
    return commitment.model_copy(update={**new, "state": state, "history": (*commitment.history, entry)})


def with_commitment(register: Register, new: Commitment) -> Register:
    """Return a register in which the promise of the same id is replaced."""
    entries = tuple(new if c.id == new.id else c for c in register.commitments)
    return register.model_copy(update={"commitments": entries})


def counts(register: Register) -> Mapping[State, int]:
    """Return how many promises are in each state."""
    found: dict[State, int] = {"done": 0, "doing": 0, "renegotiated": 0, "open": 0, "dropped": 0}
    for commitment in register.commitments:
        found[commitment.state] += 1
    return found
