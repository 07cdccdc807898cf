"""Preferences: what a draft is worth, as figures that a community can change."""

from __future__ import annotations

from typing import Literal

from copkit.core.typed import Number, Typed


class Preferences(Typed):
    """The worth of what a draft can hold; the unit is one point for fifteen minutes of work unless said otherwise."""

    copkit: Literal[1]
    stage_fit: Number
    purpose: Number
    outcome_kind: Number
    mechanism: Number
    small_groups: Number
    small_groups_small_event: Number
    made_for_format: Number
    telling: Number
    low_energy: Number
    tried: Number
    beyond_typical: Number
    block: Number
    same_type: Number
    out_of_place: Number
    unmet_mechanism: Number
    outcome_least: Number
    outcome_minute: Number
    idle_minute: Number
    rule_minute: Number
    lunch_step: Number
    late_lunch_minute: Number
    materials_in_haste: Number
    at_hand: tuple[str, ...]
