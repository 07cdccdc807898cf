"""From plain values to a type of core; every fault as a problem with its place and the person's own words."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from copkit.core.typed import without_gaps
from copkit.problem import InputError, Problem
from copkit.reading.source import Source, deepest, typed_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copkit.core.typed import Typed

T = TypeVar("T", bound="Typed")
FORMAT_VERSION = 1
ID, LONGEST_ID = r"[a-z0-9]+(-[a-z0-9]+)*", 60  # as in core.typed.Id
BEGUN = 3

CODES = {
    "missing": "missing",
    "string_type": "not-text",
    "string_too_short": "empty-text",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "bad-id",
    "enum": "bad-choice",
    "literal_error": "bad-choice",
    "too_short": "too-few",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "dict_type": "not-a-group",
    "model_type": "not-a-group",
    "model_attributes_type": "not-a-group",
    "bool_type": "not-yes-or-no",
    "bool_parsing": "not-yes-or-no",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than": "too-big",
    "less_than_equal": "too-big",
    "int_from_float": "not-whole",
}
NUMBER_ERRORS = frozenset(
    {"int_type", "int_parsing", "int_parsing_size", "float_type", "float_parsing", "finite_number"}
)


def check(source: Source, model: type[T]) -> T:
    """Validate a source against a type of core; raise InputError with every fault."""
    if not isinstance(source.data, dict):
        raise InputError(source.problem("not-a-profile"))
    version = source.data.get("copkit")
    if version == str(FORMAT_VERSION):
        source.data["copkit"] = version = FORMAT_VERSION
    if version != FORMAT_VERSION or isinstance(version, (bool, float)):
        code = "no-version" if version is None else "other-version"
        raise InputError(source.problem(code, ("copkit",), {"found": typed_at(source, ("copkit",))}))
    try:
        return model.model_validate(without_gaps(model, source.data))
    except ValidationError as errors:
        raw = errors.errors(include_url=False, include_context=True)
        found = [_problem(source, model, e) for e in raw if not _follows(e, raw)]
        raise InputError(*_without_echoes(found)) from None


def good_id(name: str) -> bool:
    """Tell whether a name can be an id: lower-case letters, digits and single dashes, up to 60."""
    return re.fullmatch(ID, name) is not None and len(name) <= LONGEST_ID


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a person most likely meant, or None."""
    names = {name.lower(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    begun = [n for n in names if len(word) >= BEGUN and n.startswith(word.lower())]
    return next((names[n] for n in [*found, *begun]), None)


def _follows(error: Any, others: Sequence[Any]) -> bool:  # noqa: ANN401 - pydantic's error dictionary
    """Tell whether a list only counts as empty because its entries have faults of their own."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(o["loc"][: len(loc)] == loc and o is not error for o in others)


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Keep one problem for each place and code; a misspelt name is not missing as well."""
    meant = {(p.where.file, p.facts["near"]) for p in problems if p.code == "misspelt-key" and p.where}
    problems = [
        p for p in problems if p.code != "missing" or not p.where or (p.where.file, p.facts["key"]) not in meant
    ]
    return list({(p.where, p.code, tuple(p.facts.items())): p for p in problems}.values())


def _problem(source: Source, model: type[Typed], error: Any) -> Problem:  # noqa: ANN401 - pydantic's error dictionary
    kind, loc = str(error["type"]), tuple(error["loc"])
    path = deepest(source.data, loc)
    context = error.get("ctx") or {}
    key = str(loc[-1]) if loc else ""
    found = typed_at(source, path)
    if kind == "extra_forbidden":
        near = nearest(key, _keys(model, loc[:-1]))
        code = "unknown-key" if near is None else "misspelt-key"
        return source.problem(
            code, path, {"found": key, "near": near or "", "known": _listed(_keys(model, loc[:-1]))}, at_key=True
        )
    if kind == "missing":
        missing = loc[len(path) :]
        return source.problem("missing", path, {"key": str(missing[0]) if missing else key}, at_key=True)
    if kind in NUMBER_ERRORS:
        return source.problem("not-a-number", path, {"key": key, "found": found})
    if kind in {"enum", "literal_error"}:
        return _choice(source, path, key, found, str(context.get("expected", "")))
    if kind == "string_type" and not found:
        return source.problem("empty-value", path, {"key": key}, at_key=True)
    limit = context.get("ge", context.get("gt", context.get("le", context.get("lt", context.get("max_length", "")))))
    own = str(context.get("error", ""))  # what a type of core raises is a code
    if kind == "value_error" and re.fullmatch(ID, own):
        kind = own
    code = CODES.get(kind, kind if "_" not in kind else "bad-value")
    facts = {k: str(v) for k, v in context.items() if k not in {"error", "ge", "gt", "le", "lt", "max_length"}}
    return source.problem(
        code,
        path,
        {
            "key": key,
            **facts,
            "limit": _plain(limit),
            "found": found if path in source.typed else facts.get("found", found),
        },
    )


def _plain(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def _choice(source: Source, path: tuple[str | int, ...], key: str, found: str, expected: str) -> Problem:
    choices = [c.strip().strip("'") for c in expected.replace(" or ", ", ").split(",") if c.strip()]
    near = nearest(found, choices)
    listed = _listed([near, *[c for c in choices if c != near]] if near else choices)
    return source.problem("bad-choice", path, {"key": key, "found": found, "choices": listed})


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{w}`" for w in words)


@cache
def _schema(model: type[Typed]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _keys(model: type[Typed], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that are known at a place, from the type's JSON schema."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})
    here: dict[str, Any] = schema
    for part in loc:
        here = _step(here, part, definitions)
    return list(_resolve(here, definitions).get("properties", {}))


def _resolve(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    for option in schema.get("anyOf", schema.get("allOf", ())):
        inner = _resolve(option, definitions)
        if "properties" in inner or "items" in inner or "prefixItems" in inner:
            return inner
    return schema


def _step(schema: dict[str, Any], part: str | int, definitions: dict[str, Any]) -> dict[str, Any]:
    here = _resolve(schema, definitions)
    if isinstance(part, int):
        prefix = here.get("prefixItems", [])
        found = prefix[part] if part < len(prefix) else here.get("items", {})
    else:
        found = here.get("properties", {}).get(part, here.get("additionalProperties", {}))
    return found if isinstance(found, dict) else {}
