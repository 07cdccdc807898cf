"""The base of everything that a person types."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


def _no_yes_or_no(value: object) -> object:
    if isinstance(value, bool):
        code = "not-a-number"
        raise PydanticCustomError(code, code)
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]
Number = Annotated[float, BeforeValidator(_no_yes_or_no)]
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

    @model_validator(mode="before")
    @classmethod
    def _left_open(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        """Take a name with nothing after its colon as not given, where it need not be given."""
        if not isinstance(data, dict) or all(v is not None for v in data.values()):
            return data
        optional = {f.alias or name for name, f in cls.model_fields.items() if not f.is_required()}
        return {k: v for k, v in data.items() if v is not None or k not in optional}
