"""Typesetting: a source for Typst into PDF, SVG or PNG, in memory, without the network and with no files at hand."""

from __future__ import annotations

import re
import tempfile
from typing import TYPE_CHECKING, Literal

from copkit.problem import InputError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_GLYPH = re.compile(r'"(.*?)"`? could not', re.DOTALL)
LONGEST_SHOWN = 20
# Letters beyond Latin, Greek, Cyrillic and Hebrew: some have a poor shape in the fonts that come along, and within a
# picture a missing one is not even reported.
OTHER_SCRIPT = re.compile(
    "[\u0600-\u1cff\u2d30-\u2dff\u2e80-\ua63f\ua6a0-\ua71f\ua800-\ufaff\ufb50-\ufdff\ufe70-\ufeff\uff66-\uffef\U00010000-\U0001cfff\U0001e000-\U0003ffff]"
)


def typeset(source: str, pictures: Mapping[str, bytes] | None = None) -> tuple[bytes, list[Problem]]:
    """Return a tagged PDF and what could not be drawn; raise InputError where the extra `pdf` is not installed.

    Latin, Greek, Cyrillic and Hebrew are drawn with fonts that come along, so that the bytes are the same on every
    machine; only a text in another script is drawn with the fonts of the machine. Where they lack a sign as well, the
    PDF shows a gap in its place and does not claim the accessibility standard (PDF/UA-1) that the others keep.
    """
    error = None
    for own_fonts in (False,) if _other_script(source, pictures) else (True, False):
        try:
            return _compiled(source, pictures, "pdf", "ua-1", own_fonts=own_fonts)[0], []
        except RuntimeError as fault:
            error = NO_GLYPH.search(str(fault))
            if error is None:
                raise
    assert error is not None
    facts = {"found": error[1][:LONGEST_SHOWN]}
    gap = Problem("no-font", None, facts, Severity.WARNING)
    return _compiled(source, pictures, "pdf", None, own_fonts=False)[0], [gap]


def drawn(source: str, form: Literal["svg", "png"], pictures: Mapping[str, bytes] | None = None) -> list[bytes]:
    """Return each page of a source as a picture; raise InputError where the extra `pdf` is not installed.

    The fonts are chosen as for a PDF: those of the machine are used only where the text needs them.
    """
    return _compiled(source, pictures, form, None, own_fonts=_own_fonts_suffice(source, pictures))


def _own_fonts_suffice(source: str, pictures: Mapping[str, bytes] | None) -> bool:
    """Tell whether the fonts that come along have every sign; only a PDF that keeps a standard is refused without."""
    if _other_script(source, pictures):
        return False
    try:
        _compiled(source, pictures, "pdf", "a-2b", own_fonts=True)
    except RuntimeError as fault:
        if NO_GLYPH.search(str(fault)) is None:
            raise
        return False
    return True


def _other_script(source: str, pictures: Mapping[str, bytes] | None) -> bool:
    texts = (source, *(p.decode("utf-8", errors="replace") for p in (pictures or {}).values()))
    return any(OTHER_SCRIPT.search(t) for t in texts)


def _compiled(
    source: str, pictures: Mapping[str, bytes] | None, form: Literal["pdf", "svg", "png"],
    standard: Literal["ua-1", "a-2b"] | None, *, own_fonts: bool,
) -> list[bytes]:  # fmt: skip
    try:
        import typst
    except ImportError:
        raise missing_extra("pdf") from None
    files = {"main.typ": source.encode(), **(pictures or {})}
    with tempfile.TemporaryDirectory() as nothing:  # a template may read below its root, and nothing is there
        found = typst.compile(  # type: ignore[call-overload]  # its types do not know files in memory
            files, root=nothing, format=form, ignore_system_fonts=own_fonts, timestamp=0, pdf_standards=standard or [],
            package_path=nothing, package_cache_path=nothing,
        )  # fmt: skip
    return found if isinstance(found, list) else [found]


def missing_extra(extra: str) -> InputError:
    """Return the error that names the one line with which a part of copkit is installed."""
    return InputError(Problem("missing-extra", None, {"extra": extra}))
