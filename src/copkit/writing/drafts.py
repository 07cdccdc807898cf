"""Drafts: the files that copkit begins and people go on with."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

from copkit.core.activity import Mechanism, OutcomeKind, Purpose
from copkit.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.design import Block, Convening
    from copkit.writing.render import Renderer

WIDTH = 4096
BARE = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


def convening_text(renderer: Renderer, convening: Convening, purposes: Sequence[str], origin: str = "") -> str:
    """Write a new convening.yaml, its open questions as comments; `origin` is the file that it was imported from."""
    context = {"c": convening, "purposes": ", ".join(purposes), "origin": origin}
    return renderer.render("drafts/convening.yaml.j2", context)


def activity_text(renderer: Renderer, activity_id: str, path: str, types: Sequence[str]) -> str:
    """Write a new activity file with comments; what only its author knows stays open."""
    context = {
        "id": activity_id,
        "path": path,
        "schema": "../.copkit/schema/activity.json",
        "types": ", ".join(types),
        "purposes": ", ".join(get_args(Purpose)),
        "mechanisms": ", ".join(get_args(Mechanism)),
        "outcomes": ", ".join(get_args(OutcomeKind)),
        "licences": ", ".join(renderer.words["labels"]["licences"]),
    }
    return renderer.render("drafts/activity.yaml.j2", context)


def with_agenda(text: str, days: Sequence[Sequence[Block]]) -> str:
    """Put a drafted agenda into a file that a person began; every other letter stays as it is.

    Days in flow style (`{date: …}`) have no lines to put blocks between: such a file is dumped anew, which keeps its
    comments, order and quoting.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    found = next(v for k, v in YAML(typ="safe", pure=True).compose(text).value if k.value == "days").value
    if any(day.flow_style for day in found):
        try:
            return _dumped_anew(text, days)
        except (YAMLError, ValueError):
            raise InputError(Problem("flow-day")) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for day, blocks in reversed(list(zip(found, days, strict=True))):
        keys = {key.value: (key, value) for key, value in day.value}
        indent = day.value[0][0].start_mark.column
        if "agenda" in keys:
            at = keys["agenda"][0].start_mark.line
            lines[at] = re.sub(r"^(\s*(?:-\s+)?agenda:)\s+(?:\[\s*\]|~|null)(?=\s|$)", r"\1", lines[at])
        else:
            at = max(_last_line(value) if value.value else key.start_mark.line for key, value in keys.values())
            while not lines[at].strip() or lines[at].startswith("#"):
                at -= 1
            lines.insert(at + 1, " " * indent + "agenda:")
            at += 1
        lines[at + 1 : at + 1] = [" " * indent + line for block in blocks for line in _block_lines(block)]
    return newline.join(lines) + newline


def _last_line(node: Any) -> int:  # noqa: ANN401 - a node of the parser, whose kinds share no type
    """Return the last line of a value; what stands on lines of its own ends with the last thing in it."""
    if isinstance(node.value, str) and node.style in {"|", ">"}:
        return int(node.end_mark.line) - 1  # the mark stands where the next thing begins
    if isinstance(node.value, str) or node.flow_style:
        return int(node.end_mark.line)
    inner = [part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,))]
    return max(_last_line(part) for part in inner)


def _block_lines(block: Block) -> list[str]:
    first, *others = [f"{key}: {_flow(value)}" for key, value in _typed(block)]
    return [f"  - {first}", *(f"    {line}" for line in others)]


def _typed(block: Block) -> list[tuple[str, Any]]:
    """Return what a block holds as plain values, what it is first; nothing that a person typed is left out."""
    found = block.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    order = ("activity", "title", "type", "minutes", "at", "serves")
    return sorted(found.items(), key=lambda row: order.index(row[0]) if row[0] in order else len(order))


def _flow(value: object) -> str:
    """Write a value on one line; texts in quotation marks, ids bare."""
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value) and value not in BARE:
        return value
    return json.dumps(value, ensure_ascii=False)


def _dumped_anew(text: str, days: Sequence[Sequence[Block]]) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString
    from ruamel.yaml.util import load_yaml_guess_indent

    _, indent, offset = load_yaml_guess_indent(text)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=indent or 4, offset=2 if offset is None else offset)
    data: Any = yaml.load(text)
    for target, blocks in zip(data["days"], days, strict=True):
        agenda = CommentedSeq()
        for block in blocks:
            row = CommentedMap(_typed(block))
            if block.serves:
                row["serves"] = CommentedSeq([DoubleQuotedScalarString(s) for s in block.serves])
            row.fa.set_flow_style()
            agenda.append(row)
        target["agenda"] = agenda
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
