"""The steps of `copkit board`: what is known, and the board in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copkit.problem import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from copkit.core.agenda import Agenda
    from copkit.core.design import Convening
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.render import Renderer


def page_of(workspace: Workspace, renderer: Renderer, today: date) -> tuple[dict[str, Any], list[Problem]]:
    """Fill the board; a plan that cannot be read is passed over, and its faults are returned."""
    from copkit.cli.gathering import diagnosed, placed
    from copkit.core.board import Known, board, to_come
    from copkit.core.format import rank_formats
    from copkit.reading.workspace import read_convenings
    from copkit.writing.board import board_page

    library, profile = workspace.library, workspace.profile
    plans: list[tuple[Convening, Agenda]] = []
    problems: list[Problem] = []
    for _, row in read_convenings(workspace):
        if isinstance(row, InputError):
            problems += row.problems
        elif to_come(row[0], today):
            plans.append((row[0], placed(workspace, row[0])))
    diagnosis = diagnosed(workspace, today)
    ranked = rank_formats(library.formats.values(), diagnosis, None, None)
    fields = board(Known(profile, diagnosis, library.stage_model, ranked, plans))
    return board_page(renderer, fields, profile, library.stage_model.banner, today), problems


def said(renderer: Renderer, page: Mapping[str, Any], files: Sequence[Mapping[str, str]], *, dry_run: bool) -> str:
    """Return the board and its files for the terminal."""
    fates = renderer.words["labels"]["would" if dry_run else "fates"]
    return renderer.render("board/board.md.j2", {**page, "files": files, "fates": fates})
