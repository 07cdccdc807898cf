"""Showing Markdown: drawn for a person at a terminal, as it is for a pipe."""

from __future__ import annotations

import sys
from typing import ClassVar

WIDEST = 110


def at_a_terminal() -> bool:
    """Tell whether a person can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def show(markdown: str) -> None:
    """Print a Markdown document."""
    if not sys.stdout.isatty():
        sys.stdout.write(markdown)
        return
    from rich.console import Console
    from rich.markdown import Heading, Markdown

    class Left(Heading):
        """A heading at the left margin."""

        def __rich_console__(self, console: Console, options: object) -> object:  # type: ignore[override]
            self.text.justify = "left"
            yield self.text

    class Page(Markdown):
        """Markdown with plain headings."""

        elements: ClassVar = {**Markdown.elements, "heading_open": Left}

    console = Console(highlight=False)
    console.print(Page(markdown, hyperlinks=False), width=min(WIDEST, console.width))
