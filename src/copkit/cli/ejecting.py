"""The steps of `copkit eject`: the document that is meant, where its template goes, and what is told of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copkit.cli.reporting import data_of, stop
from copkit.problem import InputError, Location, Problem
from copkit.reading.checked import nearest
from copkit.shelf import config_folder, shown, words

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.shelf import Shelf
    from copkit.writing.ejecting import Document
    from copkit.writing.render import Renderer


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call asks for."""

    document: Document
    blocks: tuple[str, ...]
    whole: bool


def wanted(typed: str) -> Document:
    """Return the document that a name means; raise InputError where it is none, or several."""
    from copkit.writing.ejecting import documents, meant, tails_of

    found = meant(typed)
    if len(found) > 1:
        raise stop("which-document", found=typed, known=", ".join(f"`{d.name}`" for d in found))
    if not found:
        near = nearest(typed, {tail for d in documents().values() for tail in tails_of(d.title)})
        raise stop("no-document-near" if near else "no-document", found=typed, near=near or "")
    return found[0]


def place(workspace: Path | None, *, user: bool) -> Path:
    """Return the folder that templates go into; raise InputError outside of a workspace."""
    if user:
        return config_folder() / "templates"
    if workspace is None:
        raise stop("no-workspace-for-template")
    return workspace / "templates"


def text_of(renderer: Renderer, asked: Asked, folder: Path, *, dry_run: bool) -> str:
    """Return the text of the new template; raise InputError where a block is unknown, or the file is there already."""
    from copkit.writing.ejecting import extending, whole

    document = asked.document
    if asked.whole and asked.blocks:
        raise stop("whole-and-block", found=asked.blocks[0])
    problems = [_unknown(document, b) for b in asked.blocks if b not in document.blocks]
    path = folder / document.template
    if os.path.lexists(path) and not dry_run:
        problems.append(Problem("template-exists", Location(shown(path))))
    if problems:
        raise InputError(*problems)
    return whole(renderer, document) if asked.whole else extending(renderer, document, asked.blocks)


def _unknown(document: Document, block: str) -> Problem:
    near = nearest(block, document.blocks)
    known = ", ".join(f"`{b}`" for b in document.blocks)
    facts = {"found": block, "name": document.name, "near": near or "", "known": known}
    return Problem("no-block-near" if near else "no-block", None, facts)


def listing(renderer: Renderer, shelf: Shelf) -> tuple[str, dict[str, Any], list[Problem]]:
    """Return the list of documents as a page and as data, and what is wrong with templates that are there."""
    from copkit.writing.ejecting import documents
    from copkit.writing.overrides import template_problems

    known = {d.title: d for d in documents().values()}
    groups = {title: (kind, about) for kind, texts in words()["documents"].items() for title, about in texts.items()}
    rows = [_row(known[title], *groups[title], shelf) for title in groups if title in known]
    rows += [_row(d, "shown", "", shelf) for title, d in known.items() if title not in groups]
    problems = template_problems(renderer, shelf)
    data = {"documents": rows, "problems": [data_of(p) for p in problems]}
    return renderer.render("eject/list.md.j2", {"rows": rows}), data, problems


def _row(document: Document, kind: str, about: str, shelf: Shelf) -> dict[str, Any]:
    taken = document.taken_by(shelf)
    return {
        "name": document.name, "template": document.template, "kind": kind, "about": about,
        "blocks": list(document.blocks), "yours": shown(taken) if taken else None,
    }  # fmt: skip


def told(asked: Asked, folder: Path, text: str, *, dry_run: bool) -> tuple[str, dict[str, Any]]:
    """Return what is said of the new template, as text and as data."""
    said, path = words()["eject"], folder / asked.document.template
    there = os.path.lexists(path) and dry_run
    data = {
        "document": asked.document.name, "template": asked.document.template, "path": shown(path),
        "written": not dry_run, "there_already": there, "blocks": list(asked.document.blocks), "text": text,
    }  # fmt: skip
    if dry_run:
        return f"{text}{said['there' if there else 'would'].format(path=shown(path))}", data
    key = "whole" if asked.whole else "blocks" if asked.blocks else "written"
    names = ", ".join(asked.blocks)
    return said[key].format(path=shown(path), name=asked.document.name, blocks=names), data
