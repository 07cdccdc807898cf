"""The forms that a document is written in: those that are asked for, and those that stand there already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from copkit.problem import InputError, Severity
from copkit.writing.document import document_of
from copkit.writing.files import Artefact
from copkit.writing.interface import Form

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from copkit.problem import Problem
    from copkit.writing.interface import Writer
    from copkit.writing.render import Renderer

FRONT = "---\n"  # a message says what it is before its text, and only a message becomes a mail
ON_PAPER = frozenset({Form.MARKDOWN, Form.PDF})  # a sheet is read back from Markdown; other copies of it would be lost


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that a person asked for; without any, a document that is new is written in Markdown."""

    asked: frozenset[Form] = frozenset()

    def of(self, artefact: Artefact, folder: Path) -> list[Form]:
        """Return the forms of a document: what was asked for once is kept up to date."""
        standing = {f for f in Form if (folder / ending(artefact.name, f)).exists()}
        wanted: frozenset[Form] | set[Form] = self.asked | standing
        if not artefact.text.startswith(FRONT):
            wanted -= {Form.MAIL}
        if artefact.sheet:
            wanted = (wanted & ON_PAPER) | {Form.MARKDOWN}
        wanted = wanted or {Form.MARKDOWN}
        return [f for f in Form if f in wanted]


def ending(name: str, form: Form) -> str:
    """Return the name of a document's file in a form."""
    return PurePath(name).with_suffix(f".{form}").as_posix()


def in_forms(
    renderer: Renderer, artefacts: Iterable[Artefact], forms: Forms, folder: Path
) -> tuple[list[Artefact], list[Problem]]:
    """Return documents in their forms, and what could not be written or shown; tables stay as they are.

    A form whose part of copkit is not installed is left out: an error where it was asked for, a warning where an
    older copy stands there and is not up to date any more.
    """
    found: list[Artefact] = []
    problems: dict[object, Problem] = {}
    for artefact in artefacts:
        if PurePath(artefact.name).suffix != ".md":
            found.append(artefact)
            continue
        document = None
        for form in forms.of(artefact, folder):
            if form is Form.MARKDOWN:
                found.append(artefact)
                continue
            document = document or document_of(artefact.text, renderer.locale, artefact.pictures, artefact.attached)
            try:
                content, faults = _writer(form)(renderer, document)
            except InputError as error:
                grave = Severity.ERROR if form in forms.asked else Severity.WARNING
                faults = [replace(p, severity=grave) for p in error.problems]
            else:
                found.append(Artefact(ending(artefact.name, form), content))
            problems |= {(p.code, tuple(p.facts.items())): p for p in faults}
    return found, list(problems.values())


def _writer(form: Form) -> Writer:
    """Return the writer of a form; what it needs is imported only now."""
    match form:
        case Form.HTML:
            from copkit.writing.html import html_page

            return html_page
        case Form.PDF:
            from copkit.writing.pdf import pdf_page

            return pdf_page
        case Form.DOCX:
            from copkit.writing.word import word_file

            return word_file
        case Form.MAIL:
            from copkit.writing.mail import mail_draft

            return mail_draft
    raise AssertionError(form)
