"""What a template that is not ours may do: read what the document is about, and nothing else, within limits.

Jinja's own sandbox keeps it from Python's inside. On top of that it may call only what the document hands out, and
everything that could make a large value is measured: operators, filters, methods, and text as it is put out.
"""

from __future__ import annotations

import re
import types
from datetime import date, time, timedelta
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.filters import do_join, make_attrgetter
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, pass_eval_context
from pydantic import BaseModel

from copkit.writing.watching import Halt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jinja2 import Template
    from jinja2.compiler import Frame
    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

    from copkit.writing.watching import Watch

BITS = 256  # a number of about 77 digits
LARGEST = 1_000_000
PLAIN = (str, bytes, int, float, list, tuple, dict, set, frozenset, range, types.MappingProxyType, date, time, timedelta)
MAKERS = (dict, Namespace, Cycler, Joiner)
HIDDEN_FILTERS = ("random", "urlize")  # chance has no place in a document; the other one can be made to take for ever
HIDDEN_GLOBALS = ("lipsum",)
HIDDEN_METHODS = frozenset({"translate", "expandtabs"})
PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
NUMBERS = re.compile(r"\d{1,12}")
WIDTHS = re.compile(r"\d[\d.]*[hlL]?[diouxXeEfFgGcrsa%]|:[^{}]*\}")  # `%9d`, `%.9f`, `{:>9}`
STARRED, NESTED = re.compile(r"%[-#0 +\d.]*\*|%\("), re.compile(r":[^{}]*\{")  # a width that is itself filled in


class Measuring(CodeGenerator):
    """Compile a template so that every list, joined text and piece of a text in it is counted."""

    def _output_child_to_const(self, *_: object) -> str:
        raise nodes.Impossible  # a constant inside a loop is put out again and again, so it is counted as well

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self._held(super().visit_Concat, node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:
        self._held(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        self._held(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:
        visit = super().visit_Tuple
        if node.ctx == "load":
            self._held(visit, node, frame)
        else:
            visit(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        visit = super().visit_Getitem
        if isinstance(node.arg, nodes.Slice):
            self._held(visit, node, frame)
        else:
            visit(node, frame)

    def _held(self, visit: Callable[[Any, Frame], None], node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.watch.held(")
        visit(node, frame)
        self.write(")")


class OurTemplates(ImmutableSandboxedEnvironment):
    """The environment of our own templates; it tells the watch where one of them takes in another that is not ours."""

    def __init__(self, watch: Watch, **settings: Any) -> None:
        self.watch = watch
        super().__init__(**settings)

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        """Load a template."""
        found = super().get_template(*args, **kwargs)
        if found.environment is not self:
            self.watch.begin()
        return found


class OwnTemplates(ImmutableSandboxedEnvironment):
    """The environment of templates that are not ours; made from the one of ours."""

    code_generator_class = Measuring
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, ours: ImmutableSandboxedEnvironment, watch: Watch, **settings: Any) -> None:
        self.watch = watch
        super().__init__(**settings, optimized=False)
        self.filters = {
            name: self._measured(name, run) for name, run in ours.filters.items() if name not in HIDDEN_FILTERS
        } | {"join": self._join}
        self.globals = {name: thing for name, thing in ours.globals.items() if name not in HIDDEN_GLOBALS}
        as_ours: Callable[[object], object] = ours.finalize or str
        self.finalize = lambda value: as_ours(watch.held(value))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse what is private, what changes something, and the machinery of pydantic, which can read files."""
        if isinstance(obj, BaseModel) and hasattr(BaseModel, attr) and attr not in type(obj).model_fields:
            return False
        if isinstance(obj, str) and attr in HIDDEN_METHODS:
            return False
        return not isinstance(obj, type | types.ModuleType) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow macros, methods of plain values, what core computes, and the functions that a document hands out."""
        if isinstance(obj, type):
            return obj in MAKERS
        obj = getattr(obj, "__wrapped__", obj)
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, type | types.ModuleType):
            return False
        if isinstance(obj, types.BuiltinMethodType):
            return isinstance(owner, PLAIN)
        module = str(getattr(obj, "__module__", ""))
        if isinstance(obj, types.MethodType):
            return module.startswith(("copkit.core.", "copkit.writing.render", "jinja2.runtime", "jinja2.utils", "markupsafe"))
        return module.startswith(("copkit.", "jinja2."))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out an operator; raise Halt before the result would be too large."""
        self.watch.allow(self._result(operator, left, right))
        return self.watch.held(super().call_binop(context, operator, left, right))

    def _result(self, operator: str, left: Any, right: Any) -> int:
        """Return about how large the result of an operator will be, in letters."""
        weigh = self.watch.weigh
        if operator == "%":
            return self._filled(left, (right,)) if isinstance(left, str | bytes) else 0
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
            return 0 if bits <= BITS else self.watch.limits.work + 1
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(times, int) and isinstance(many, str | bytes | list | tuple):
                    return weigh(many) * max(times, 0)
        return weigh(left) + weigh(right) if operator == "+" else 0

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in Jinja
        """Call what may be called; raise Halt before the result would be too large."""
        if not isinstance(__obj, Macro | type):
            args = __self._fitting(__obj, args, kwargs)
        return __self.watch.held(super().call(__context, __obj, *args, **kwargs))

    def _fitting(self, obj: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the arguments of a call, what can be gone through only once as a list."""
        self._small((*args, *kwargs.values()))
        method = getattr(obj, "__wrapped__", obj)
        text, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
        if isinstance(text, str | bytes):
            if name == "join" and len(args) == 1:
                args = (self._listed(args[0]),)
                self.watch.allow(self.watch.weigh(args[0]) + len(args[0]) * len(text))
            elif name == "replace":
                self.watch.allow(self._replaced(text, *args[:2]))
            elif name in {"format", "format_map"}:
                self.watch.allow(self._filled(text, (*args, *kwargs.values())))
            elif name in PADDING:
                self.watch.allow(max((a for a in args if isinstance(a, int)), default=0))
        return args

    def _small(self, values: Iterable[Any]) -> None:
        if any(isinstance(v, int) and abs(v) > LARGEST for v in values):
            raise Halt("template-heavy")

    def _listed(self, values: Iterable[Any]) -> list[Any]:
        """Return values as a list, counted while it is made."""
        room = self.watch.limits.work // 10
        found = list(islice(values, room + 1))
        self.watch.spend(10 * len(found))
        return found

    def _replaced(self, text: Any, old: Any = "", new: Any = "") -> int:
        try:
            return len(text) + text.count(old) * len(new)
        except TypeError:
            return 0  # Python says what is wrong with it

    def _filled(self, text: Any, values: Sequence[Any]) -> int:
        """Return at most how long a text with places to fill in becomes."""
        text = text if isinstance(text, str) else text.decode("latin-1")
        widths = [int(n) for found in WIDTHS.findall(text) for n in NUMBERS.findall(found)]
        if STARRED.search(text):
            widths += [abs(v) for v in self._flat(values) if isinstance(v, int)]
        if NESTED.search(text):
            widths += [int(n) for v in self._flat(values) for n in NUMBERS.findall(str(v)[:BITS])]
        places = text.count("%") + text.count("{")
        return len(text) + places * (self.watch.weigh(list(values)) + max(widths, default=0))

    def _flat(self, values: Iterable[Any]) -> Iterable[Any]:
        for v in values:
            yield from v if isinstance(v, tuple | list) else v.values() if isinstance(v, dict) else (v,)

    def _measured(self, name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """Let a filter run, measured before and after."""
        first = 1 if getattr(run, "jinja_pass_arg", None) else 0

        @wraps(run)
        def measured(*args: Any, **kwargs: Any) -> Any:
            value, others = args[first] if len(args) > first else "", (*args[first + 1 :], *kwargs.values())
            self._small(others)
            self.watch.allow(self._grown(name, value, others))
            return self.watch.held(run(*args, **kwargs))

        return measured

    def _grown(self, name: str, value: Any, others: Sequence[Any]) -> int:
        """Return about how large a filter's result will be; 0 where it cannot outgrow what goes in."""
        numbers = [n for n in others if isinstance(n, int)]
        if name == "format":
            return self._filled(str(value), others)
        if name == "replace":
            return self._replaced(str(value), *(str(o) for o in others[:2]))
        if name in {"center", "pad", "decimal", "batch", "slice", "truncate"}:
            return max(numbers, default=0) * (1 if name != "batch" else 10)
        if name in {"indent", "tojson", "wordwrap"}:
            widest = max([0, *numbers, *(len(o) for o in others if isinstance(o, str))])
            return self.watch.weigh(value) * (1 + (widest if name != "wordwrap" or isinstance(others[-1], str) else 0))
        if name == "sum" and any(not isinstance(o, int | float | str | timedelta) for o in others):
            return self.watch.limits.work + 1  # adding up lists takes longer with each of them
        return 0

    @property
    def _join(self) -> Callable[..., Any]:
        @pass_eval_context
        def join(eval_ctx: EvalContext, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
            if attribute is not None:
                value = map(make_attrgetter(self, attribute), value)
            parts = self._listed(value)
            self.watch.allow(self.watch.weigh(parts) + len(parts) * len(str(d)))
            return self.watch.held(do_join(eval_ctx, parts, d))

        return join
