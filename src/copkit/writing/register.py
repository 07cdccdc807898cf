"""Writing register.yaml, so that a person's own words and comments in it stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.shelf import words
from copkit.writing.yamls import plain, yaml_text

if TYPE_CHECKING:
    from copkit.core.followup import Register


def register_text(old: str | None, register: Register) -> str:
    """Return the text of a register: the old one with what changed, or a new one."""
    data = {"copkit": 1, **plain(register)}
    for section, entries in data.items():
        if isinstance(entries, list):
            data[section] = [_ordered(section, e) for e in entries]
    return yaml_text(old, words()["capture"]["head"], data)


def _ordered(section: str, entry: Any) -> Any:  # noqa: ANN401 - an entry or a name
    """Put the state where it is seen, and the row last."""
    if not isinstance(entry, dict):
        return entry
    first = {"id": entry["id"]} if "id" in entry else {}
    last = {key: entry[key] for key in ("history", "row") if key in entry}
    state = {"state": entry.get("state", "open")} if section == "commitments" else {}
    return {**first, **{k: v for k, v in entry.items() if k not in {*last, *state, "id"}}, **state, **last}
