"""The base of everything that a person types."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
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


def slug(text: str, most: int) -> str:
    """Make an id of a text: its letters without accents and its digits, nothing where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-")


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
    fields = _fields(model)
    return {
        key: _within(fields[key][0], value) if key in fields else value
        for key, value in data.items()
        if value is not None or key not in fields or fields[key][1]
    }


@cache
def _fields(model: type[Typed]) -> dict[str, tuple[tuple[type[Typed], bool] | None, bool]]:
    """Return for each key the model in it, whether a table leads to that, and whether it must be given."""
    return {
        field.alias or name: (_model_in(field.annotation), field.is_required())
        for name, field in model.model_fields.items()
    }


def _within(inner: tuple[type[Typed], bool] | None, value: object) -> object:
    if inner is None or value is None:
        return value
    model, in_a_table = inner
    if isinstance(value, list):
        return [without_gaps(model, v) for v in value]
    if in_a_table and isinstance(value, dict):
        return {k: without_gaps(model, v) for k, v in value.items()}
    return without_gaps(model, value)


def _model_in(annotation: object) -> tuple[type[Typed], bool] | None:
    """Return the model that an annotation speaks of, in a list, a table or with None; and whether it is a table."""
    if isinstance(annotation, type) and issubclass(annotation, Typed):
        return annotation, False
    found = next((m for part in get_args(annotation) if (m := _model_in(part))), None)
    return (found[0], found[1] or get_origin(annotation) is dict) if found else None
