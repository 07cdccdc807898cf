"""JSON Schemas for editors: from the types of core, with the diagnosis questions written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.core.activity import Activity
from copkit.core.calendar import OwnCalendar
from copkit.core.community import Profile
from copkit.core.design import Convening
from copkit.core.followup import Register, Ticks
from copkit.core.format import Format
from copkit.core.grouping.wishes import GroupWishes
from copkit.core.publishing import Published
from copkit.core.review import ReviewSheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copkit.core.stage import StageModel
from copkit.core.typed import Typed

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, type[Typed]] = {
    "community": Profile, "convening": Convening, "calendar": OwnCalendar, "activity": Activity, "format": Format,
    "register": Register, "review": ReviewSheet, "tasks": Ticks,
    "published": Published, "groups": GroupWishes,
}  # fmt: skip


def schema_of(
    kind: str, model: StageModel, activities: Iterable[str], formats: Iterable[str], dates: Iterable[str]
) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file: `community`, `convening` or another.

    `dates` names the kinds of dates that a calendar may hold.
    """
    schema = {"$schema": DIALECT, **MODELS[kind].model_json_schema(by_alias=True)}
    for part in (schema, *schema.get("$defs", {}).values()):
        _allow_nothing(part)
    if kind == "community":
        answers = _answers(model)
        schema["$defs"]["Questionnaire"]["properties"]["answers"] = answers
        schema["$defs"]["OtherAnswers"]["properties"]["answers"] = answers
    if kind == "convening":
        schema["$defs"]["Block"]["properties"]["activity"] = {
            "anyOf": [{"enum": sorted(activities)}, {"type": "string"}, {"type": "null"}], "default": None,
        }  # fmt: skip
        schema["properties"]["format"] = {"anyOf": [{"enum": sorted(formats)}, {"type": "null"}], "default": None}
    if kind == "calendar":
        known = {"enum": sorted(dates)}
        schema["$defs"]["FixedDate"]["properties"]["kind"] = known
        schema["properties"]["leave_out"] = {"anyOf": [{"type": "array", "items": known}, {"type": "null"}]}
        schema["properties"]["every"]["anyOf"][0]["propertyNames"] = known
    return schema


def _allow_nothing(part: dict[str, Any]) -> None:
    """Let a name stand with nothing after its colon where it need not be given."""
    for name, value in part.get("properties", {}).items():
        nullable = any(option.get("type") == "null" for option in value.get("anyOf", ()))
        if name not in part.get("required", ()) and not nullable:
            part["properties"][name] = {"anyOf": [value, {"type": "null"}]}


def _answers(model: StageModel) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            item.id: {
                "description": "\n".join(
                    [item.question, *(f"{i} {a.word}: {a.text}" for i, a in enumerate(item.anchors))]
                ),
                "anyOf": [
                    {"enum": [0, 1, 2, 3, "unknown", *(a.word for a in item.anchors), None]},
                    {"$ref": "#/$defs/Answer"},
                ],
            }
            for item in model.items
        },
    }
