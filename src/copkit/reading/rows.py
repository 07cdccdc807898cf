"""The rows of a table as spreadsheets write it: commas, semicolons or tabs, quotes, names of columns in any form."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from copkit.problem import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copkit.reading.source import Source

DELIMITERS = ",;\t|"
OURS = "# made by copkit"


def rows_of(source: Source, *, blank: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that says something with the line in which it ends; raise InputError where it cannot be read.

    With `blank`, a row of empty cells counts too, and only an empty line does not.
    """
    text = source.text
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(text.splitlines(keepends=True), delimiter=max(DELIMITERS, key=first.count))
    try:
        for cells in rows:
            if (any(c.strip() for c in cells) or (blank and len(cells) > 1)) and not cells[0].startswith(OURS):
                yield rows.line_num, [c.strip() for c in cells]
    except csv.Error:
        raise InputError(source.problem_at("bad-csv", (max(1, rows.line_num), 1))) from None


def column(name: str) -> str:
    """Return the name of a column in the form in which it is known: small letters, words between single spaces."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip() or name.strip()


def as_typed(cell: str) -> str:
    """Take off the apostrophe that keeps a text from being read as a formula, or as a comment."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in {"=", "+", "-", "@", "#"} else cell
