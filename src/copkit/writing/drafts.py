"""Drafts: the files that copkit begins and people go on with."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.core.design import Block, Convening
    from copkit.writing.render import Renderer

WIDTH = 4096


def convening_text(renderer: Renderer, convening: Convening, purposes: Sequence[str]) -> str:
    """Write a new convening.yaml, its open questions as comments."""
    return renderer.render("drafts/convening.yaml.j2", {"c": convening, "purposes": ", ".join(purposes)})


def with_agenda(text: str, days: Sequence[Sequence[Block]]) -> str:
    """Put a drafted agenda into a file that a person began; comments, order and quoting stay as they are."""
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
            row = CommentedMap(activity=block.activity, minutes=block.minutes)
            if block.serves:
                row["serves"] = CommentedSeq([DoubleQuotedScalarString(s) for s in block.serves])
                row["serves"].fa.set_flow_style()
            agenda.append(row)
        target["agenda"] = agenda
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
