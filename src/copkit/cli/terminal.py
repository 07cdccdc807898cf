"""Showing Markdown: drawn for a person at a terminal, as it is for a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderResult

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
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.text import Text

    from copkit.writing.picture import FENCE

    class Left(Heading):
        """A heading at the left margin."""

        def __rich_console__(self, console: Console, options: object) -> object:  # type: ignore[override]
            self.text.justify = "left"
            yield self.text

    class Block(CodeBlock):
        """A fence; a picture in signs is shown as it is, without a box and without colours of code."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            if self.lexer_name == FENCE:
                yield Text(str(self.text).rstrip(), no_wrap=True, overflow="fold")
            else:
                yield from super().__rich_console__(console, options)

    class Page(Markdown):
        """Markdown with plain headings and pictures in signs."""

        elements: ClassVar = {**Markdown.elements, "heading_open": Left, "fence": Block}

    console = Console(highlight=False)
    console.print(Page(markdown, hyperlinks=False), width=min(WIDEST, console.width))
