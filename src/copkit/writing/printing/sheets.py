"""All kinds of sheets: which ones a gathering needs, and their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.writing.files import Artefact
from copkit.writing.printing.badges import badges
from copkit.writing.printing.cards import cards
from copkit.writing.printing.doors import doors
from copkit.writing.printing.seats import seats
from copkit.writing.printing.signs import signs
from copkit.writing.printing.walls import canvases, wall
from copkit.writing.typesetting import drawn, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from copkit.problem import Problem
    from copkit.writing.printing.sheet import Job, Left, Sheet

SHEETS: dict[str, Callable[..., Sheet | Left]] = {
    "cards": cards, "badges": badges, "seats": seats, "signs": signs, "doors": doors, "canvases": canvases,
    "wall": wall,
}  # fmt: skip


# Sheets on which people's names may stand.
WITH_NAMES = frozenset({"badges", "seats", "signs", "canvases"})


def with_names(file: str) -> bool:
    """Tell whether a file of this name is a sheet on which names may stand."""
    return re.split(r"[-.]", file, maxsplit=1)[0] in WITH_NAMES and file.endswith((".pdf", ".svg"))


def printed(job: Job, wanted: Sequence[str]) -> list[Sheet | Left]:
    """Make the kinds that are asked for, else all; a kind that is asked for is made even where nothing asks for it."""
    return [SHEETS[what](job, asked=bool(wanted)) for what in SHEETS if not wanted or what in wanted]


def sheet_files(sheets: Iterable[Sheet], forms: Sequence[str]) -> tuple[list[Artefact], list[Problem]]:
    """Write sheets as PDF, and as SVG with a file for each page; return what could not be drawn as well."""
    found: list[Artefact] = []
    problems: list[Problem] = []
    for sheet in sheets:
        pdf, gaps = typeset(sheet.source, sheet.pictures)  # for pictures too: it tells what no font can draw
        problems += [p for p in gaps if p not in problems]
        if "pdf" in forms:
            found.append(Artefact(f"{sheet.what}.pdf", pdf))
        if "svg" in forms:
            pages = drawn(sheet.source, "svg", sheet.pictures)
            found += [Artefact(f"{sheet.what}-{n}.svg", p.decode()) for n, p in enumerate(pages, start=1)]
    return found, problems
