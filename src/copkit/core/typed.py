"""The base of everything that a person types."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _no_yes_or_no(value: object) -> object:
    if isinstance(value, bool):
        code = "not-a-number"
        raise PydanticCustomError(code, code)
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]
Whole = Annotated[int, BeforeValidator(_no_yes_or_no)]


class Typed(BaseModel):
    """Hold what a person typed: frozen, and strict about unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        str_strip_whitespace=True,
        coerce_numbers_to_str=True,
    )
