"""Writing YAML that people read and edit: what did not change keeps its words, its order and its comments."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.typed import Typed

WIDE = 1_000_000


def plain(model: Typed) -> dict[str, Any]:
    """Return a model as plain values, without what is as always."""
    return _lists(model.model_dump(mode="python", by_alias=True, exclude_defaults=True))  # type: ignore[no-any-return]


def yaml_text(old: str | None, head: str, data: Mapping[str, Any]) -> str:
    """Return a YAML text that holds the data: the old text where it holds the same, else with what differs.

    A text that is new begins with `head`, as a comment.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = _lists(data)
    node = yaml.load(old) if old and old.strip() else None
    if node is None:
        node = CommentedMap()
        node.yaml_set_start_comment(head)
    elif _lists(node) == data:
        return old or ""
    _settle_map(node, data)
    stream = io.StringIO()
    yaml.dump(node, stream)
    return stream.getvalue()


def _lists(value: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(value, dict):
        return {str(k): _lists(v) for k, v in value.items()}
    return [_lists(v) for v in value] if isinstance(value, (list, tuple)) else value


def _settle_map(node: Any, data: Mapping[str, Any]) -> None:  # noqa: ANN401 - ruamel's own types
    for key in [k for k in node if k not in data]:
        del node[key]
    for key, value in data.items():
        there = node.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            _settle_map(there, value)
        elif isinstance(value, list) and isinstance(there, list):
            _settle_list(there, value)
        elif key not in node or there != value or type(there) is bool:
            node[key] = value


def _settle_list(node: Any, data: Sequence[Any]) -> None:  # noqa: ANN401 - ruamel's own types
    """Go through both from the front; entries with an id that is gone are taken out first."""
    wanted = {v["id"] for v in data if isinstance(v, dict) and "id" in v}
    for at in range(len(node) - 1, -1, -1):
        if isinstance(node[at], dict) and "id" in node[at] and node[at]["id"] not in wanted:
            del node[at]
    for at, value in enumerate(data):
        if at >= len(node):
            node.append(value)
        elif isinstance(value, dict) and isinstance(node[at], dict) and value.get("id") == node[at].get("id"):
            _settle_map(node[at], value)
        elif node[at] != value:
            node[at] = value
    del node[len(data) :]
