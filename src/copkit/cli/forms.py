"""The option `--format` of every command that writes documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    return Forms(frozenset(map(Form, forms_in(typed, FORMS))) if typed is not None else frozenset())


def forms_in(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the forms in a list such as `svg,pdf`, each once; raise InputError for one that is unknown."""
    named = [n.strip().casefold().removeprefix(".") for n in typed.split(",") if n.strip()]
    wrong = [n for n in named if n not in known]
    if wrong or not named:
        raise stop("not-a-form", found=", ".join(wrong) or typed, known=", ".join(known))
    return tuple(dict.fromkeys(named))
