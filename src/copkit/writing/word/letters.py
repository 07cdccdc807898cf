"""The letters of a paragraph of a Word file: bold, soft, links, and which way they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.writing.escaping import CONTROLS
from copkit.writing.interface import from_right, plain

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

    from copkit.writing.interface import Spans

MONO = "DejaVu Sans Mono"
COLOUR = "0B4F5C"


def fill(paragraph: WordParagraph, spans: Spans, *, in_cell: bool = False) -> None:
    """Write spans into a paragraph; one that is read from the right stands at the right, but for one in a table."""
    from docx.oxml.ns import qn

    rtl = from_right(plain(spans))
    if rtl and not in_cell:  # in a column everything stands at the same side
        about = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx offers no other way
        about.append(about.makeelement(qn("w:bidi"), {}))
    for span in spans:
        run = _linked(paragraph, span.link) if span.link else paragraph.add_run()
        run.text = CONTROLS.sub("", span.text)
        run.bold, run.italic = span.strong or None, span.emphasis or None
        if span.code:
            run.font.name = MONO
        if rtl:
            run.font.rtl = True


def _linked(paragraph: WordParagraph, address: str) -> Run:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.shared import RGBColor
    from docx.text.run import Run

    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = paragraph._p.makeelement(qn("w:hyperlink"), {qn("r:id"): target})  # noqa: SLF001 - no other way
    paragraph._p.append(link)  # noqa: SLF001 - as above
    run = Run(paragraph._p._new_r(), paragraph)  # noqa: SLF001 - as above
    link.append(run._r)  # noqa: SLF001 - as above
    run.font.underline, run.font.color.rgb = True, RGBColor.from_string(COLOUR)
    return run
