"""The base of everything that a person types."""

from __future__ import annotations

from typing import Annotated, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
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


def without_gaps(model: type[Typed], data: object) -> object:
    """Drop what has nothing after its colon where it need not be given, in the plain values for a model.

    This is done once for a file and not by a validator of each model, which would double the time of reading a library.
    """
    if not isinstance(data, dict):
        return data
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return {
        key: _within(fields[key].annotation, value) if key in fields else value
        for key, value in data.items()
        if value is not None or key not in fields or fields[key].is_required()
    }


def _within(annotation: object, value: object) -> object:
    inner = _model_in(annotation)
    if inner is None:
        return value
    if isinstance(value, list):
        return [without_gaps(inner, v) for v in value]
    if get_origin(annotation) is dict and isinstance(value, dict):
        return {k: without_gaps(inner, v) for k, v in value.items()}
    return without_gaps(inner, value)


def _model_in(annotation: object) -> type[Typed] | None:
    """Return the model that an annotation speaks of, in a list, a table or with None."""
    if isinstance(annotation, type) and issubclass(annotation, Typed):
        return annotation
    return next((m for part in get_args(annotation) if (m := _model_in(part))), None)
