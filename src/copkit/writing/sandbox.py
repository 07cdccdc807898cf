"""What a template that is not ours may do: read what the document is about, and nothing else, within limits.

Jinja's own sandbox keeps it from Python's inside. On top of that it may call only what the document hands out, and
everything that could make a large value is measured: operators, filters, methods, and text as it is put out.
"""

from __future__ import annotations

import types
from datetime import date, time, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2.filters import do_join, make_attrgetter
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, pass_eval_context
from pydantic import BaseModel

from copkit.writing.weighing import Measuring, called, filtered, listed, small, worked_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Template
    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

    from copkit.writing.watching import Made, Watch

PLAIN = (
    str, bytes, int, float, list, tuple, dict, set, frozenset, range, types.MappingProxyType, date, time, timedelta,
)  # fmt: skip
MAKERS = (dict, Namespace, Cycler, Joiner)
# Methods that compute and touch nothing: core is pure by contract, the renderer hands out its own functions.
PURE = ("copkit.core.", "copkit.writing.render", "jinja2.runtime", "jinja2.utils", "markupsafe")
HIDDEN_FILTERS = ("random", "urlize")  # chance has no place in a document; the other one can be made to take for ever
HIDDEN_GLOBALS = ("lipsum",)
HIDDEN_METHODS = frozenset({"translate", "expandtabs"})


class OurTemplates(ImmutableSandboxedEnvironment):
    """The environment of our own templates; it tells the watch where one of them takes in another that is not ours."""

    def __init__(self, watch: Watch, **settings: Made) -> None:
        self.watch = watch
        super().__init__(**settings)

    def get_template(self, *args: Made, **kwargs: Made) -> Template:
        """Load a template."""
        found = super().get_template(*args, **kwargs)
        if found.environment is not self:
            self.watch.begin(str(found.filename))
        return found


class OwnTemplates(ImmutableSandboxedEnvironment):
    """The environment of templates that are not ours; made from the one of ours."""

    code_generator_class = Measuring
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, ours: OurTemplates, **settings: Made) -> None:
        self.watch = watch = ours.watch
        super().__init__(**settings, optimized=False)
        self.filters = {n: self._measured(n, run) for n, run in ours.filters.items() if n not in HIDDEN_FILTERS}
        self.filters["join"] = self._join()
        self.globals = {name: thing for name, thing in ours.globals.items() if name not in HIDDEN_GLOBALS}
        as_ours: Callable[[object], object] = ours.finalize or str
        self.finalize = lambda value: as_ours(watch.held(value))

    def is_safe_attribute(self, obj: Made, attr: str, value: Made) -> bool:
        """Refuse what is private, what changes something, and the machinery of pydantic, which can read files."""
        if isinstance(obj, BaseModel) and hasattr(BaseModel, attr) and attr not in type(obj).model_fields:
            return False
        if isinstance(obj, str) and attr in HIDDEN_METHODS:
            return False
        return not isinstance(obj, type | types.ModuleType) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Made) -> bool:
        """Allow macros, methods of plain values, what core computes, and the functions that a document hands out."""
        if isinstance(obj, type):
            return obj in MAKERS
        obj = getattr(obj, "__wrapped__", obj)
        owner, module = getattr(obj, "__self__", None), str(getattr(obj, "__module__", ""))
        if isinstance(owner, type | types.ModuleType):
            return False
        if isinstance(obj, types.BuiltinMethodType):
            return isinstance(owner, PLAIN)
        return module.startswith(PURE if isinstance(obj, types.MethodType) else ("copkit.", "jinja2."))

    def call_binop(self, context: Context, operator: str, left: Made, right: Made) -> Made:
        """Work out an operator; raise Halt before the result would be too large."""
        self.watch.allow(worked_out(self.watch, operator, left, right))
        return self.watch.held(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Made, *args: Made, **kwargs: Made) -> Made:  # noqa: N805, PYI063 - as in Jinja
        """Call what may be called; raise Halt before the result would be too large."""
        if not isinstance(__obj, Macro | type):
            small((*args, *kwargs.values()))
            method = getattr(__obj, "__wrapped__", __obj)
            if getattr(method, "__name__", "") == "join":
                args = tuple(listed(__self.watch, a) for a in args)  # what can be gone through only once
            __self.watch.allow(called(__self.watch, method, args, kwargs))
        return __self.watch.held(super().call(__context, __obj, *args, **kwargs))

    def _measured(self, name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        """Let a filter run, measured before and after."""
        first = 1 if getattr(run, "jinja_pass_arg", None) else 0

        @wraps(run)
        def measured(*args: Made, **kwargs: Made) -> Made:
            value, others = args[first] if len(args) > first else "", (*args[first + 1 :], *kwargs.values())
            small(others)
            self.watch.allow(filtered(self.watch, name, value, others))
            return self.watch.held(run(*args, **kwargs))

        return measured

    def _join(self) -> Callable[..., Any]:
        """Return the filter that joins, which has to see all parts before it may begin."""

        @pass_eval_context
        def join(eval_ctx: EvalContext, value: Iterable[Made], d: str = "", attribute: str | int | None = None) -> Made:
            if attribute is not None:
                value = map(make_attrgetter(self, attribute), value)
            parts = listed(self.watch, value)
            self.watch.allow(self.watch.weigh(parts) + len(parts) * len(str(d)))
            return self.watch.held(do_join(eval_ctx, parts, d))

        return join
