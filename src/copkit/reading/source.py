"""A file as a person wrote it: its text, its plain values, and the place of each.

YAML comes from strangers too: size, depth and aliases are bounded, tags construct nothing.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copkit.problem import InputError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTES = 1_000_000
MAX_DEPTH = 60
MAX_BRACKETS = 200
CORE_TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "set", "omap", "binary"})
NUMBERS: dict[str, type[int | float]] = {"int": int, "float": float}
Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Source:
    """Plain values with places; the places of values and of keys are kept apart."""

    name: str
    text: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    typed: dict[Path_, str] = field(default_factory=dict)

    def problem(
        self,
        code: str,
        path: Path_ = (),
        facts: Mapping[str, str] | None = None,
        *,
        at_key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Make a problem at a value, or at a key."""
        table = self.keys if at_key and path in self.keys else self.places
        while path and path not in table:
            path = path[:-1]
        return self.problem_at(code, table.get(path, (1, 1)), facts, severity=severity)

    def problem_at(
        self,
        code: str,
        place: tuple[int, int],
        facts: Mapping[str, str] | None = None,
        *,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Make a problem at a line and column."""
        line, column = place
        lines = self.text.split("\n")
        shown = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else None
        return Problem(code, Location(self.name, line, column), facts or {}, severity, shown)


def read_text(path: Path, name: str) -> str:
    """Read a file as UTF-8 text; raise InputError where it is missing, too large, unreadable or not UTF-8."""
    where = Location(name)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(Problem("is-a-folder", where))
        if size > MAX_BYTES:
            raise InputError(
                Problem("too-large", where, {"size": f"{size / 1e6:.1f}", "limit": f"{MAX_BYTES / 1e6:.0f}"})
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(Problem("no-such-file", where)) from None
    except OSError as error:
        raise InputError(Problem("cannot-read", where, {"why": error.strerror or ""})) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        text = raw.decode("latin-1").split("\n")[line - 1]
        raise InputError(Problem("not-utf-8", Location(name, line, column), {}, source_line=text)) from None


def read_yaml(path: Path, name: str) -> Source:
    """Read a YAML file with places; raise InputError with every fault of its form."""
    return parse_yaml(read_text(path, name), name)


def parse_yaml(text: str, name: str) -> Source:
    """Parse YAML text with places; raise InputError with every fault of its form."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    source = Source(name, text)
    if place := _too_deep(text):
        raise InputError(source.problem_at("too-deep", place))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor that is given twice; aliases are refused anyway
            node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise InputError(_syntax(source, error)) from None
    except YAMLError:
        raise InputError(source.problem_at("unreadable-character", (_first_control(text), 1))) from None
    except (ValueError, OverflowError):  # an escape like \U that names no letter
        raise InputError(source.problem_at("unreadable-character", (_first_escape(text), 1))) from None
    except RecursionError:
        raise InputError(source.problem_at("too-deep", (1, 1))) from None
    if node is None:
        raise InputError(source.problem_at("empty-file", (0, 0)))
    walk = _Walk(source)
    source.data = walk.value(node, ())
    if walk.problems:
        raise InputError(*walk.problems)
    return source


def _too_deep(text: str) -> tuple[int, int] | None:
    """Return where brackets are nested beyond all sense, before a parser spends seconds on them."""
    depth = 0
    for found in re.finditer(r"[][{}]", text):
        depth += 1 if found[0] in "[{" else -1
        if depth > MAX_BRACKETS:
            before = text[: found.start()]
            return before.count("\n") + 1, found.start() - before.rfind("\n")
    return None


def _first_escape(text: str) -> int:
    found = re.search(r"\\[xuU]", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _first_control(text: str) -> int:
    bad = next((i for i, c in enumerate(text) if ord(c) < ord(" ") and c not in "\t\n\r"), 0)
    return text.count("\n", 0, bad) + 1


def _syntax(source: Source, error: Any) -> Problem:  # noqa: ANN401 - ruamel's errors share no typed base for marks
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{error.problem or ''} {error.context or ''}"
    lines = source.text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent or ("\\t" in said and "cannot start" in said):
        return source.problem_at("tab", (line, column))
    if error.context_mark is not None and ("quoted" in said or "flow" in said):
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    for sign, code in (
        ("single document", "two-documents"),
        ("mapping values are not allowed", "stray-colon"),
        ("while scanning a quoted", "open-quote"),
        ("undefined alias", "alias"),
        ("expected ',' or", "open-bracket"),
    ):
        if sign in said:
            return source.problem_at(code, (line, column))
    return source.problem_at("bad-yaml", (line, column))


def _first_alias(text: str) -> tuple[int, int] | None:
    """Return the place of the first mark that repeats another place."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            return event.start_mark.line + 1, event.start_mark.column + 1
    return None


def _number(text: str, kind: type[int | float]) -> float | str:
    """Return a number, unless writing it again would change what was typed: `1.10` may be a version, `007` an id."""
    try:
        number = kind(text)
    except ValueError:
        return text
    return number if str(number) == text else text


class _Walk:
    """Turn nodes into plain values, noting places, and collect every fault on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: Node, path: Path_) -> Any:  # noqa: ANN401 - YAML holds anything
        """Return the plain value of a node."""
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.source.places[path] = place
        if id(node) in self.seen:
            if not any(p.code == "alias" for p in self.problems):
                self.problems.append(self.source.problem_at("alias", _first_alias(self.source.text) or place))
            return None
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            self.problems.append(self.source.problem_at("too-deep", place))
            return None
        kind = str(node.tag).removeprefix(CORE_TAG)
        if kind not in PLAIN_TAGS:
            self.problems.append(self.source.problem_at("tag", place, {"found": str(node.tag).replace(CORE_TAG, "!!")}))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return self._sequence(node, path)
        assert isinstance(node, ScalarNode)
        return self._scalar(node, kind, path)

    def _mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        from ruamel.yaml.nodes import ScalarNode

        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, ScalarNode):
                self.problems.append(self.source.problem_at("odd-key", place))
                continue
            key = str(key_node.value)
            if key in found:
                first = self.source.keys[(*path, key)][0]
                self.problems.append(self.source.problem_at("duplicate-key", place, {"found": key, "line": str(first)}))
                continue
            self.source.keys[(*path, key)] = place
            found[key] = self.value(value_node, (*path, key))
        return found

    def _sequence(self, node: SequenceNode, path: Path_) -> list[Any]:
        return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]

    def _scalar(self, node: ScalarNode, kind: str, path: Path_) -> str | float | bool | None:
        text = str(node.value)
        self.source.typed[path] = text
        if kind in NUMBERS:
            return _number(text, NUMBERS[kind])
        if kind == "bool":
            return text.lower() == "true"
        return None if kind == "null" else text


def typed_at(source: Source, path: Path_) -> str:
    """Return what the person typed at a path, in short."""
    if path in source.typed:
        text = source.typed[path]
    else:
        value: Any = source.data
        for part in path:
            value = value[part] if _has(value, part) else None
        text = (
            ""
            if value is None
            else "a list"
            if isinstance(value, list)
            else "a group of settings"
            if isinstance(value, dict)
            else str(value)
        )
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "…"  # noqa: PLR2004 - one line of a terminal


def _has(value: Any, part: str | int) -> bool:  # noqa: ANN401 - YAML holds anything
    if isinstance(part, int):
        return isinstance(value, list) and 0 <= part < len(value)
    return isinstance(value, dict) and part in value


def deepest(data: Any, loc: tuple[str | int, ...]) -> Path_:  # noqa: ANN401 - YAML holds anything
    """Return the longest part of an error's path that exists in the data."""
    path: list[str | int] = []
    value = data
    for part in loc:
        if not _has(value, part):
            break
        path.append(part)
        value = value[part]
    return tuple(path)
