"""Rendering: core types into text through templates, the user's own first, in a sandbox.

Everything that a person typed is escaped on its way into Markdown, so that content stays content.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from markupsafe import Markup

from copkit.core.agenda import group_sizes
from copkit.problem import InputError
from copkit.shelf import cache_folder, shipped, words
from copkit.writing.escaping import ESCAPES, MARKDOWN, escape, finalizer, quoted, typst_string
from copkit.writing.faults import template_problem
from copkit.writing.loading import loader_of
from copkit.writing.sandbox import OurTemplates, OwnTemplates
from copkit.writing.watching import Halt, Limits, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from copkit.shelf import Shelf


def cited(text: str) -> Markup:
    """Show a document of ours inside another one, as a quotation."""
    lines = [line for line in text.split("\n") if line.strip() != "---"]
    return Markup("\n".join(f"> {line}".rstrip() for line in lines).strip())  # noqa: S704 - it was escaped when made


SETTINGS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
}


class Renderer:
    """Templates of a shelf, with the words of a language."""

    def __init__(self, shelf: Shelf, locale: str = "en", limits: Limits | None = None) -> None:
        self.words, self.locale = words(locale), locale
        self._folders = shelf.own_template_folders
        self._watch = Watch(limits or Limits(), str(shipped("templates")))
        self._kinds: dict[str, OurTemplates] = {}

    def environment(self, template: str) -> OurTemplates:
        """Return the environment that escapes as a template's kind asks; a kind without an escape is Markdown."""
        kind = PurePath(template.removesuffix(".j2")).suffix
        kind = kind if kind in ESCAPES else MARKDOWN
        if kind not in self._kinds:
            self._kinds[kind] = self._made(kind)
        return self._kinds[kind]

    def _made(self, kind: str) -> OurTemplates:
        settings = {**SETTINGS, "finalize": finalizer(kind)}
        # a finalizer is compiled into constants, so kinds share no compiled parts
        env = OurTemplates(self._watch, **settings, bytecode_cache=_bytecode_cache(kind))
        env.filters.update(
            day=self.day,
            short_day=self.short_day,
            listed=listed,
            percent=percent,
            decimal=decimal,
            pad=pad,
            quoted=quoted,
            cited=cited,
            literal=typst_string,
            spoken=self.spoken,
            plain=plain,
        )
        env.globals.update(
            ask=self.ask,
            label=self.label,
            offset=self.offset,
            when=self.when,
            bar=bar,
            dots=dots,
            question=self.question,
        )
        own = OwnTemplates(env, **settings)
        env.loader = own.loader = loader_of(self._folders, env, own)
        return env

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render a template; raise InputError with the template's file and line where it has a fault."""
        with self._told(template), self._watch.document():
            env = self.environment(template)
            found = env.get_template(template)
            ours = found.environment is env
            return _tidy(found.render(**context) if ours else self._watch.gathered(found.generate(**context)))

    def load(self, template: str) -> None:
        """Look whether a template can be read at all; raise InputError with its file and line where it cannot."""
        with self._told(template):
            self.environment(template).get_template(template)

    @contextmanager
    def _told(self, template: str) -> Iterator[None]:
        """Turn a fault of the user's template into a problem; one of ours stays what it is, a bug."""
        try:
            yield
        except InputError:
            raise
        except (Exception, Halt) as error:
            problem = template_problem(error, template, self._watch)
            if problem is None:
                raise
            raise InputError(problem) from None

    def ask(self, value: object, key: str) -> Markup:
        """Return the value, or the open question where nobody has answered it."""
        if value is None or value in ("", ()):
            return Markup(f"**{self.words['labels']['to_decide']}:** *{escape(self.words['questions'][key])}*")  # noqa: S704
        return escape(str(value))

    def question(self, key: str) -> str:
        """Return an open question's words."""
        return str(self.words["questions"][key])

    def label(self, kind: str, key: str) -> str:
        """Return a label's words."""
        return str(self.words["labels"][kind][str(key)])

    def day(self, value: date) -> str:
        """Write a date for people: Friday 12 March 2027."""
        names = self.words["language"]
        return f"{names['weekdays'][value.weekday()]} {value.day} {names['months'][value.month - 1]} {value.year}"

    def spoken(self, text: str) -> str:
        """Write a date as people say it; any other text stays as it was typed."""
        try:
            return self.short_day(date.fromisoformat(text))
        except ValueError:
            return text

    def short_day(self, value: date) -> str:
        """Write a date for tables: Fri 12 Mar 2027."""
        names = self.words["language"]
        return (
            f"{names['weekdays'][value.weekday()][:3]} {value.day} {names['months'][value.month - 1][:3]} {value.year}"
        )

    def offset(self, anchor: str, days: int) -> str:
        """Write a distance from an anchor: 7 days before the start."""
        labels = self.words["labels"]
        if days == 0:
            return str(labels["on_end"] if anchor == "end" else labels["on_day"].format(anchor=labels[anchor]))
        key = ("before_day" if days < 0 else "after_day") + ("" if abs(days) == 1 else "s")
        return str(labels[key]).format(n=abs(days), anchor=labels[anchor])

    def arranged(self, size: int | None, people: int) -> str:
        """Write how people sit together: each alone, in so many groups of so many, everyone."""
        labels = self.words["labels"]
        if size is None or size == 1:
            return str(labels["arrangements"]["alone" if size else "plenary"])
        parts = [
            labels["groups"].format(n=n, size=s) if n > 1 else labels["group"].format(size=s)
            for s, n in group_sizes(people, size).items()
        ]
        return str(labels["and"].join(parts))

    def when(self, due: date | None, anchor: str, days: int) -> str:
        """Write a date where it is known, else the distance from its anchor."""
        return self.short_day(due) if due else self.offset(anchor, days)


def _bytecode_cache(kind: str) -> FileSystemBytecodeCache | None:
    """Keep compiled templates between runs where that is possible: a third of a plan's time is theirs."""
    folder = cache_folder() / "templates" / kind[1:]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def percent(value: float) -> str:
    """Write a share as a whole percentage."""
    return f"{value:.0%}"


def decimal(value: float, places: int = 1) -> str:
    """Write a number with a fixed number of places."""
    return f"{value:.{places}f}"


def bar(value: float, low: float, high: float, width: int = 20) -> str:
    """Draw a value between two bounds as a bar of full and empty signs."""
    full = round((value - low) / (high - low) * width) if high > low else 0
    full = max(0, min(width, full))
    return "█" * full + "░" * (width - full)


def dots(value: int, most: int) -> str:
    """Draw a small whole number as full and empty dots."""
    return "●" * value + "○" * (most - value)


def listed(texts: Iterable[str | None]) -> str:
    """Write sentences one after the other, and phrases with semicolons between them."""
    known = [t.strip() for t in texts if t]
    return " ".join(t if t.endswith((".", "?", "!")) else f"{t};" for t in known).removesuffix(";")


def pad(value: object, width: int) -> Markup:
    """Write a word and fill it up with spaces, so that the comments behind stand in a line."""
    return Markup(f"{escape(str(value))!s:<{width}}")  # noqa: S704 - escaped first


def plain(value: object) -> Markup:
    """Write our own text as it is, for places that are not Markdown."""
    return Markup(" ".join(str(value).split()))  # noqa: S704 - used for the library's own sentences only


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
