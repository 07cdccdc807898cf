"""A picture in a document: drawn for pages, in signs for Markdown, and in words for those who do not see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

FENCE = "picture"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by name: `svg` stands alone and holds no script, `text` says the same in signs, `alt` in sentences."""

    name: str
    svg: str
    text: str
    alt: str

    def __html__(self) -> str:
        """Return the picture's place in a Markdown document; other formats put the drawing there."""
        longest = max((len(run) for run in re.findall("`+", self.text)), default=0)
        fence = "`" * max(3, longest + 1)  # longer than any row of its signs in a name, so that none of them closes it
        return Markup(f"{fence}{FENCE} {self.name}\n{self.text.rstrip()}\n{fence}\n")  # noqa: S704 - it holds no markup
