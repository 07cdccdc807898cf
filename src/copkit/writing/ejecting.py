"""Templates of the user's own: which documents there are, what each is made of, and a file to begin with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from copkit import __version__
from copkit.shelf import shipped
from copkit.writing.loading import SHIPPED
from copkit.writing.watching import ENDING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from copkit.shelf import Shelf
    from copkit.writing.render import Renderer

# Drafts and snapshots are not for people to read: copkit reads them again itself.
INTERNAL = re.compile(r"(_|drafts/)|.*\.yaml\.j2$")
OPENED = re.compile(r"{%-?\s*block\s+(\w+)[^%]*%}")
CLOSED = re.compile(r"{%-?\s*endblock\b[^%]*%}")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a template as it stands there, with the blocks that stand inside it."""

    name: str
    text: str
    inner: frozenset[str]


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose template can be replaced: its shortest name, its template's path, text and blocks.

    Its words are found by its title, the path without endings.
    """

    name: str
    template: str
    text: str
    blocks: Mapping[str, Part]
    title: str

    def taken_by(self, shelf: Shelf) -> Path | None:
        """Return the file that takes its place now, where there is one."""
        places = (folder / self.template for folder in shelf.own_template_folders)
        return next((p for p in places if p.is_file()), None)


@cache
def documents() -> dict[str, Document]:
    """Return the documents that can be changed, by the shortest name that means only one of them."""
    folder = shipped("templates")
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob(f"*{ENDING}"))
    titles = _titles([p for p in paths if not INTERNAL.match(p)])
    tails = Counter(t for title in titles.values() for t in tails_of(title))
    found = {}
    for path, title in titles.items():
        name = next((t for t in tails_of(title) if tails[t] == 1), title)
        text = (folder / path).read_text(encoding="utf-8")
        found[name] = Document(name, path, text, parts(text), title)
    return found


def meant(typed: str) -> list[Document]:
    """Return the documents that a name can mean: one by its whole path, else all that end with it."""
    known = documents().values()
    wanted = typed.replace("\\", "/").removeprefix("./").removeprefix("templates/").removeprefix(f"{SHIPPED}/")
    whole = [d for d in known if wanted in {d.template, d.template.removesuffix(ENDING), d.title}]
    return whole or [d for d in known if any(wanted in tails_of(p) for p in (d.template, d.title))]


def parts(text: str) -> dict[str, Part]:
    """Return the blocks of a template, from the tag that opens each to the one that closes it."""
    tags = sorted([*OPENED.finditer(text), *CLOSED.finditer(text)], key=lambda m: m.start())
    found: dict[str, Part] = {}
    opened: list[re.Match[str]] = []
    inner: list[list[str]] = [[]]
    for tag in tags:
        if tag.re is OPENED:
            opened.append(tag)
            inner.append([])
            continue
        start, within = opened.pop(), inner.pop()
        found[start[1]] = Part(start[1], text[start.start() : tag.end()], frozenset(within))
        inner[-1] += [start[1], *within]
    order = [m[1] for m in OPENED.finditer(text)]
    return {name: found[name] for name in order}


def extending(renderer: Renderer, document: Document, chosen: Collection[str]) -> str:
    """Write a template that extends ours: chosen blocks with our text, each other one ready to be taken up.

    Blocks see the imports, macros and values that ours makes at its top level, so nothing has to be repeated.
    """
    within = {name for c in chosen for name in document.blocks[c].inner}
    rows = []
    for name, part in document.blocks.items():
        if name in within:
            continue
        rows.append(
            f"\n{part.text}\n" if name in chosen else f"{{# {{% block {name} %}}{{{{ super() }}}}{{% endblock %}} #}}"
        )
    extends = f'{{% extends "{SHIPPED}/{document.template}" %}}'
    return "\n".join([_head(renderer, document, whole=False), extends, *rows]).rstrip() + "\n"


def whole(renderer: Renderer, document: Document) -> str:
    """Write a copy of our template, with a head that says so."""
    return f"{_head(renderer, document, whole=True)}\n{document.text}"


def _head(renderer: Renderer, document: Document, *, whole: bool) -> str:
    example = next(iter(document.blocks), None)
    context = {"name": document.name, "version": __version__, "whole": whole, "block": example}
    return renderer.render("drafts/template.j2", context).strip()


def _titles(paths: Collection[str]) -> dict[str, str]:
    """Return each path without endings; where two would be the same, with the ending of what it makes."""
    short = {p: re.sub(r"(\.[a-z]+)?\.j2$", "", p) for p in paths}
    often = Counter(short.values())
    return {p: s if often[s] == 1 else p.removesuffix(ENDING) for p, s in short.items()}


def tails_of(title: str) -> list[str]:
    """Return the ways to name a document: the end of its path, the shortest first."""
    pieces = title.split("/")
    return ["/".join(pieces[-n:]) for n in range(1, len(pieces) + 1)]
