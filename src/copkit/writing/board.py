"""The board as a page for the wall, as a picture, and as a page for a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.problem import InputError
from copkit.writing.files import Artefact
from copkit.writing.printing.sheet import named, short
from copkit.writing.typesetting import drawn, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.board import Field, Line
    from copkit.core.community import Profile
    from copkit.problem import Problem
    from copkit.writing.printing import Paper
    from copkit.writing.render import Renderer

FORMS = ("html", "pdf", "svg")
ROW, MOST_LETTERS = 3, 1000  # fields in a row; letters of two columns that a page holds at the usual size
LONGEST_LINE, LONGEST_HEAD, LONGEST_NAME, LONGEST_PURPOSE = 150, 60, 110, 160


def board_page(
    renderer: Renderer, fields: Sequence[Field], profile: Profile, banner: str, today: date
) -> dict[str, Any]:
    """Return everything that stands on the board, in words."""
    return {
        "name": named(profile.name, LONGEST_NAME),
        "purpose": short(profile.purpose or "", LONGEST_PURPOSE),
        "banner": banner,
        "today": today,
        "fields": [_field(renderer, f) for f in fields],
    }


def _field(renderer: Renderer, found: Field) -> dict[str, Any]:
    words = renderer.words["board"]
    own = () if found.lines else (words["questions"][found.id],) if found.id in words["questions"] else ()
    return {
        "number": found.number,
        "id": found.id,
        "title": words["titles"][found.id],
        "about": words["about"][found.id],
        "lines": [_line(renderer, x) for x in found.lines],
        "more": words["more"].format(n=found.more) if found.more else "",
        "questions": [short(q, LONGEST_LINE) for q in (*own, *found.questions)],
    }


def _line(renderer: Renderer, line: Line) -> dict[str, str]:
    """Return a line in words: its kind, a head that may be empty, and what it says."""
    words = renderer.words["board"]
    labels = {"stage": renderer.label("stages", line.facts["stage"]).capitalize()} if line.kind == "stage" else {}
    if "relation" in line.facts:
        labels["relation"] = words["relations"][line.facts["relation"]]
    facts = {**line.facts, **labels}
    head, text = (words[part].get(line.kind, "").format(**facts) for part in ("heads", "lines"))
    return {"kind": line.kind, "head": short(head, LONGEST_HEAD), "text": short(text, LONGEST_LINE)}


def _dense(page: Mapping[str, Any]) -> bool:
    """Tell whether a browser needs small letters to print on one page; a row is as high as its fullest field."""
    full = [
        sum(len(x["head"]) + len(x["text"]) for x in f["lines"]) + sum(len(q) for q in f["questions"])
        for f in page["fields"]
    ]
    return max(full[:ROW]) + max(full[ROW:]) > MOST_LETTERS


def board_files(
    renderer: Renderer, page: Mapping[str, Any], forms: Sequence[str], paper: Paper
) -> tuple[list[Artefact], list[Problem]]:
    """Write the board in each form; where the extra `pdf` is not installed, the other forms are still written."""
    found: list[Artefact] = []
    problems: list[Problem] = []
    if "html" in forms:
        found.append(Artefact("board.html", renderer.render("board/board.html.j2", {**page, "dense": _dense(page)})))
    if "pdf" not in forms and "svg" not in forms:
        return found, problems
    source = renderer.render("board/board.typ.j2", {**page, "paper": paper})
    try:
        pdf, problems = typeset(source)  # for a picture too: it tells what no font can draw
        if "pdf" in forms:
            found.append(Artefact("board.pdf", pdf))
        if "svg" in forms:
            (picture,) = drawn(source, "svg")
            found.append(Artefact("board.svg", picture.decode()))
    except InputError as error:
        problems = [*problems, *error.problems]
    return found, problems
