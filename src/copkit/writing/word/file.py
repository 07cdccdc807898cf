"""A document as a Word file that a person can go on with: real styles, lists and tables, and no hidden dates."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from copkit.writing.escaping import CONTROLS
from copkit.writing.interface import (
    Code,
    Document,
    Drawing,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Span,
    Table,
)
from copkit.writing.typesetting import drawn, missing_extra
from copkit.writing.word.letters import COLOUR, fill
from copkit.writing.word.tables import add_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from copkit.problem import Problem
    from copkit.writing.interface import Block, Item, Spans
    from copkit.writing.picture import Picture
    from copkit.writing.render import Renderer

EPOCH = (1980, 1, 1, 0, 0, 0)
TICKS = {True: "☒ ", False: "☐ "}
DEEPEST = 3
MARGIN_CM, BODY_POINTS = 2.0, 11
PICTURE_CM = 13
DRAWING_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_ID = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def word_file(_: Renderer, document: Document) -> tuple[bytes, list[Problem]]:
    """Return a document as a Word file; raises InputError where the extra `docx` is not installed."""
    try:
        import docx
    except ImportError:
        raise missing_extra("docx") from None
    return _Pages(docx.Document(), document).bytes(), []


class _Pages:
    """A Word file while it is written."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word, self.document = word, document
        self.styles = {str(s.name): str(s.style_id) for s in word.styles}
        self.first = True
        self._set_up()
        self.add(document.blocks)

    def _set_up(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        for section in self.word.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
        normal = self.word.styles["Normal"]
        normal.font.size = Pt(BODY_POINTS)
        for level in range(1, 7):
            self.word.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string(COLOUR)
        fonts = normal.element.get_or_add_rPr()
        language = fonts.find(qn("w:lang"))
        if language is None:
            language = fonts.makeelement(qn("w:lang"), {})
            fonts.append(language)
        language.set(qn("w:val"), self.document.language)
        about = self.word.core_properties
        about.title, about.language = CONTROLS.sub("", self.document.title)[:255], self.document.language
        about.author = about.comments = about.keywords = about.subject = ""

    def add(self, blocks: Iterable[Block]) -> None:
        """Write blocks, one after the other."""
        for block in blocks:
            match block:
                case Heading(level, spans):
                    self._paragraph(spans, "Title" if self.first and level == 1 else f"Heading {level}")
                    self.first = False
                case Paragraph(spans):
                    self._paragraph(spans)
                case Items():
                    self._items(block, 1)
                case Table():
                    add_table(self.word, block)
                case Facts():
                    pass  # what a message is stands in its Markdown, for the organiser
                case Quote(inner):
                    self._quote(inner)
                case Code(text):
                    self._lines(text)
                case Drawing(picture):
                    self._picture(picture)

    def _quote(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block.spans, "Quote")
            else:
                self.add((block,))

    def _lines(self, text: str) -> None:
        for line in text.split("\n"):
            self._paragraph((Span(line, code=True),), "No Spacing")

    def _paragraph(self, spans: Spans, style: str | None = None) -> WordParagraph:
        paragraph: WordParagraph = self.word.add_paragraph()
        if style:
            paragraph._p.style = self.styles[style]  # noqa: SLF001 - by its name it is searched for each time
        fill(paragraph, spans)
        return paragraph

    def _items(self, block: Items, depth: int) -> None:
        kind = "List Bullet" if block.start is None else "List Number"
        style = kind if depth == 1 else f"{kind} {min(depth, DEEPEST)}"
        number = None if block.start is None else self._numbering(style, block.start)
        for item in block.items:
            self._item(item, style, number, depth)

    def _item(self, item: Item, style: str, number: int | None, depth: int) -> None:
        from docx.oxml.ns import qn

        first, *rest = item.blocks or (Paragraph(()),)
        spans = first.spans if isinstance(first, Paragraph) else ()
        tick = () if item.ticked is None else (Span(TICKS[item.ticked]),)
        paragraph = self._paragraph((*tick, *spans), style)
        if number is not None:
            found = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx offers no other way
            found.get_or_add_ilvl().set(qn("w:val"), "0")
            found.get_or_add_numId().set(qn("w:val"), str(number))
        for one in rest if isinstance(first, Paragraph) else item.blocks:
            match one:
                case Items():
                    self._items(one, depth + 1)
                case Paragraph(inner):
                    self._paragraph(inner, f"List Continue {min(depth, DEEPEST)}" if depth > 1 else "List Continue")
                case _:
                    self.add((one,))

    def _numbering(self, style: str, start: int) -> int:
        """Return a numbering of its own for a list: without it the next list would count on from the last."""
        from docx.oxml.ns import qn

        numbering = self.word.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001 - no other way
        like = self.word.styles[style].element.pPr.numPr.numId.val
        shape = next(n for n in numbering.num_lst if n.numId == like).abstractNumId.val
        made = numbering.add_num(shape)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.get(qn("w:numId")))

    def _picture(self, picture: Picture) -> None:
        """Put a drawing in as SVG, with a PNG for programs that do not know SVG, and the alt text for both."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml
        from docx.shared import Cm

        svg = picture.svg.encode()
        source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg", width: 13cm)'
        shape = self.word.add_picture(io.BytesIO(drawn(source, "png", {"picture.svg": svg})[0]), width=Cm(PICTURE_CM))
        shape._inline.docPr.set("descr", picture.alt)  # noqa: SLF001 - python-docx offers no other way
        name = PackURI(f"/word/media/{picture.name}.svg")
        part = self.word.part
        target = part.relate_to(
            Part(name, "image/svg+xml", svg, part.package),
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        )
        more = parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<a:ext uri="{SVG_ID}"><asvg:svgBlip xmlns:asvg="{DRAWING_SPACE}" r:embed="{target}"/></a:ext></a:extLst>'
        )
        shape._inline.graphic.graphicData.pic.blipFill.blip.append(more)  # noqa: SLF001 - as above
        self._paragraph((Span(picture.alt, emphasis=True),))

    def bytes(self) -> bytes:
        """Return the file; its archive holds no times, so that the same document gives the same bytes."""
        memory, made = io.BytesIO(), io.BytesIO()
        self.word.save(memory)
        with zipfile.ZipFile(memory) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                new.writestr(entry, old.read(name))
        return made.getvalue()
