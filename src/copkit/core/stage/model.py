"""The stage model: dimensions, items, evidence table, gates and thresholds, all of them data with a version."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copkit.core.typed import Text, Typed

Probability = Annotated[float, Field(gt=0, lt=1)]
STAGES = (1, 2, 3)


class Anchor(Typed):
    """One of the four answers to an item: its short word, and what it looks like."""

    word: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    text: Text


class Item(Typed):
    """A diagnosis question with its four anchors and the next step up from the first three."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}[1-9]$")]
    dimension: str
    question: Text
    anchors: tuple[Anchor, Anchor, Anchor, Anchor]
    up: tuple[Text, Text, Text]
    holds_back: Text

    @model_validator(mode="after")
    def _words_differ(self) -> Self:
        if len({a.word for a in self.anchors}) != len(self.anchors):
            msg = "words"
            raise ValueError(msg)
        return self


class Dimension(Typed):
    """One of the eight parts of the picture, with its weight."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    title: Text
    about: Text
    weight: Annotated[float, Field(gt=0)]


class Need(Typed):
    """One condition of a gate: a dimension's expected stage, or an item's answer."""

    dimension: str
    item: str | None = None
    at_least: float


class Gate(Typed):
    """A condition that no strength elsewhere makes up for (S0 defines the stages by it)."""

    id: str
    stage: Literal[2, 3]
    otherwise: Literal["1→2", "2→3"]
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    text: Text


class Confidence(Typed):
    """What a level of confidence asks for."""

    coverage: float
    probability: float
    stability: float


class Thresholds(Typed):
    """Cut-points; all of them the authors' judgement."""

    item_correlation: float
    dimension_correlation: float
    self_weight: float
    log_weight: float
    log_weight_wide: float
    transition_margin: float
    min_coverage: float
    min_dimensions: int
    must_have_evidence: tuple[str, ...]
    contradiction: int
    mixed_spread: float
    mixed_probability: float
    mean_cuts: tuple[float, float]
    high: Confidence
    medium: Confidence
    high_respondents: int
    high_log_dimensions: int
    perturbations: int
    perturbation_sigma: float
    item_correlation_range: tuple[float, float]
    dimension_correlation_range: tuple[float, float]
    quiet_days: int
    dormant_days: int
    questions_to_ask: tuple[int, int]
    retest_days: int
    leap_levels: int
    leap_days: int
    half_stage_days: int


class Portrait(Typed):
    """A stage in words: what it is like and what its manager does."""

    name: Text
    like: Text
    looks_like: Text
    role: Text
    do_more: Annotated[tuple[Text, ...], Field(min_length=2)]
    stop_doing: Annotated[tuple[Text, ...], Field(min_length=1)]
    communication: Text
    next_move: Text


class StageModel(Typed):
    """An instrument for suggesting a stage; it is unvalidated."""

    copkit: Literal[1]
    stage_model: Text
    banner: Text
    evidence: dict[Annotated[int, Field(ge=0, le=3)], tuple[Probability, Probability, Probability]]
    thresholds: Thresholds
    dimensions: tuple[Dimension, ...]
    gates: tuple[Gate, ...]
    portraits: tuple[Portrait, Portrait, Portrait]
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item:
        """Return the item with this id; raise KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def dimension(self, dimension_id: str) -> Dimension:
        """Return the dimension with this id; raise KeyError where there is none."""
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise KeyError(dimension_id)
