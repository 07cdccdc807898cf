"""How large something will be that a template asks for, worked out before it is made."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from copkit.writing.watching import ENTRY, HEAVY, Halt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from jinja2.compiler import Frame

    from copkit.writing.watching import Made, Watch

BITS = 256  # a number of about 77 digits
LARGEST = 1_000_000
PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
NUMBERS = re.compile(r"\d{1,12}")
WIDTHS = re.compile(r"\d[\d.]*[hlL]?[diouxXeEfFgGcrsa%]|:[^{}]*\}")  # `%9d`, `%.9f`, `{:>9}`
STARRED, NESTED = re.compile(r"%[-#0 +\d.]*\*|%\("), re.compile(r":[^{}]*\{")  # a width that is itself filled in


class Measuring(CodeGenerator):
    """Compile a template so that every list, joined text and piece of text in it is counted."""

    def _output_child_to_const(self, *_: object) -> str:
        raise nodes.Impossible  # a constant inside a loop is put out again and again, so it is counted as well

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: D102, N802 - as in Jinja
        self._held(super().visit_Concat, node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: D102, N802 - as in Jinja
        self._held(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: D102, N802 - as in Jinja
        self._held(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: D102, N802 - as in Jinja
        self._held(super().visit_Tuple, node, frame, kept=node.ctx == "load")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: D102, N802 - as in Jinja
        self._held(super().visit_Getitem, node, frame, kept=isinstance(node.arg, nodes.Slice))

    def _held(self, visit: Callable[..., None], node: nodes.Expr, frame: Frame, *, kept: bool = True) -> None:
        if kept:
            self.write("environment.watch.held(")
        visit(node, frame)
        if kept:
            self.write(")")


def small(values: Iterable[object]) -> None:
    """Raise Halt where a number is given that no document needs, as a width or a count."""
    if any(isinstance(v, int) and abs(v) > LARGEST for v in values):
        raise Halt(HEAVY)


def listed(watch: Watch, values: Iterable[Made]) -> list[Made]:
    """Return values as a list, counted while it is made."""
    found = list(islice(values, watch.limits.work // ENTRY + 1))
    watch.spend(ENTRY * len(found))
    return found


def worked_out(watch: Watch, operator: str, left: Made, right: Made) -> int:
    """Return about how large the result of an operator will be, in letters."""
    if operator == "%":
        return filled(watch, left, (right,)) if isinstance(left, str | bytes) else 0
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
        return 0 if bits <= BITS else watch.limits.work + 1
    if operator == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(times, int) and isinstance(many, str | bytes | list | tuple):
                return watch.weigh(many) * max(times, 0)
    return watch.weigh(left) + watch.weigh(right) if operator == "+" else 0


def called(watch: Watch, method: Made, args: Sequence[Made], kwargs: Mapping[str, Made]) -> int:
    """Return about how large the result of a text's method will be; 0 where it cannot outgrow the text."""
    text, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if not isinstance(text, str | bytes):
        return 0
    if name == "join":
        return watch.weigh(args) + ENTRY * len(text) * sum(len(a) for a in args if isinstance(a, list))
    if name == "replace":
        return replaced(text, args)
    if name in {"format", "format_map"}:
        return filled(watch, text, (*args, *kwargs.values()))
    return max([0, *(int(a) for a in args if isinstance(a, int))]) if name in PADDING else 0


def filtered(watch: Watch, name: str, value: Made, others: Sequence[Made]) -> int:
    """Return about how large a filter's result will be; 0 where it cannot outgrow what goes in."""
    numbers: list[int] = [n for n in others if isinstance(n, int)]
    if name == "format":
        return filled(watch, str(value), others)
    if name == "replace":
        return replaced(str(value), [str(o) for o in others])
    if name in {"center", "pad", "decimal", "batch", "slice", "truncate"}:
        return ENTRY * max(numbers, default=0)
    if name in {"indent", "tojson", "wordwrap"}:
        grows = numbers if name != "wordwrap" else []
        return watch.weigh(value) * (1 + max([*grows, *(len(o) for o in others if isinstance(o, str))], default=0))
    if name == "sum" and any(isinstance(o, list | tuple) for o in others):
        return watch.limits.work + 1  # adding up lists takes longer with each of them
    return 0


def replaced(text: str | bytes, args: Sequence[Made]) -> int:
    """Return how long a text becomes in which something is replaced."""
    old, new = (*args, b"", b"")[:2]
    if not isinstance(old, str | bytes) or isinstance(old, str) != isinstance(text, str):
        return 0  # Python says what is wrong with it
    times = text.count(old) if isinstance(text, str) and isinstance(old, str) else len(text)
    return len(text) + times * (len(new) if isinstance(new, str | bytes) else 0)


def filled(watch: Watch, text: str | bytes, values: Sequence[Made]) -> int:
    """Return at most how long a text with places to fill in becomes."""
    read = text if isinstance(text, str) else text.decode("latin-1")
    widths = [int(n) for found in WIDTHS.findall(read) for n in NUMBERS.findall(found)]
    if STARRED.search(read):
        widths += [abs(v) for v in _flat(values) if isinstance(v, int)]
    if NESTED.search(read):
        widths += [int(n) for v in _flat(values) for n in NUMBERS.findall(str(v)[:BITS])]
    return len(read) + (read.count("%") + read.count("{")) * (watch.weigh(list(values)) + max(widths, default=0))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for v in values:
        yield from v if isinstance(v, tuple | list) else v.values() if isinstance(v, dict) else (v,)
