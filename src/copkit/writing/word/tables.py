"""The tables of a Word file: a head that is repeated, rows that are never cut, columns as wide as their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.writing.interface import plain
from copkit.writing.word.letters import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.table import _Cell

    from copkit.writing.interface import Spans, Table

WIDE_CM = 17.0
ROW_POINTS = 20
LETTER_CM, CELL_CM = 0.21, 0.45  # a wide letter, and the margins of a cell
LONGEST_WORD, LONGEST_TEXT = 14, 40


def add_table(word: WordDocument, table: Table) -> None:
    """Put a table behind what is there."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    lines = [tuple(tuple(replace(s, strong=True) for s in spans) for spans in table.head), *table.rows]
    made = word.add_table(rows=len(lines), cols=len(table.head), style="Table Grid")
    made.autofit = True
    widths = _widths(lines, len(table.head))
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Cm(wide)
    for i, (line, row) in enumerate(zip(lines, made.rows, strict=True)):
        kept = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx offers no other way
        kept.append(kept.makeelement(qn("w:cantSplit"), {}))
        if i == 0:
            kept.append(kept.makeelement(qn("w:tblHeader"), {}))
        row.height, row.height_rule = Pt(ROW_POINTS), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, spans, wide, number in zip(row.cells, line, widths, table.right, strict=True):
            cell.width = Cm(wide)
            _cell(cell, spans, number=number)
    word.add_paragraph(style="No Spacing")


def _cell(cell: _Cell, spans: Spans, *, number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    fill(paragraph, spans, in_cell=True)


def _widths(lines: Sequence[tuple[Spans, ...]], columns: int) -> list[float]:
    """Return the width of each column in centimetres: room for its longest word, and the rest by its longest text."""
    texts = [[plain(line[i]) for line in lines] for i in range(columns)]
    words = [min(LONGEST_WORD, max((len(w) for t in column for w in t.split()), default=1)) for column in texts]
    least = [LETTER_CM * n + CELL_CM for n in words]
    wanted = [min(LONGEST_TEXT, max(map(len, column), default=1)) for column in texts]
    room = max(0.0, WIDE_CM - sum(least)) / max(1, sum(wanted))
    return [a + room * b for a, b in zip(least, wanted, strict=True)]
