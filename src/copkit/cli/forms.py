"""The option `--format` of every command that writes documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from copkit.writing.forms import Forms

FORMS = ("md", "html", "pdf", "docx", "eml")
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMS", help="md, html, pdf, docx, or several: html,pdf. Messages also as eml."),
]


def forms_of(typed: str | None) -> Forms:
    """Read what was typed behind `--format`; raise InputError where it is no form."""
    from copkit.writing.forms import Forms
    from copkit.writing.interface import Form

    named = [n.strip().casefold().removeprefix(".") for n in (typed or "").split(",") if n.strip()]
    wrong = [n for n in named if n not in FORMS]
    if wrong or (typed is not None and not named):
        raise stop("not-a-form", found=", ".join(wrong) or typed or "", known=", ".join(FORMS))
    return Forms(frozenset(map(Form, named)))
