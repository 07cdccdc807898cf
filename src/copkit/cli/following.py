"""The steps of `copkit followup`: what the room wrote, the pack, and a short report."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from copkit.cli.gathering import Gathering, brief_of, laid_out
from copkit.cli.reporting import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from copkit.core.followup import Captured, FollowUp
    from copkit.problem import Problem
    from copkit.reading.workspace import Workspace
    from copkit.writing.files import Artefact, Saved

DUE_SOON = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A pack with what it was made from."""

    gathering: Gathering
    captured: Captured
    follow_up: FollowUp
    problems: list[Problem]


def pack(workspace: Workspace, name: str, today: date) -> tuple[list[Artefact], Made]:
    """Read the convening and its capture sheet, and render the pack."""
    from copkit.core.followup import Captured
    from copkit.reading.capture import read_capture
    from copkit.reading.source import read_text
    from copkit.shelf import shown
    from copkit.writing.files import edited
    from copkit.writing.followup import followup_documents
    from copkit.writing.render import Renderer

    gathering = laid_out(workspace, name)
    sheet = workspace.convening_folder(name) / "out" / "capture.md"
    touched = not sheet.is_file() or edited(read_text(sheet, shown(sheet)).replace("\r\n", "\n"))
    captured, problems = read_capture(sheet, shown(sheet)) if touched else (Captured(), [])
    artefacts, found = followup_documents(Renderer(workspace.shelf), brief_of(workspace, gathering, today), captured)
    return artefacts, Made(gathering, captured, found, problems)


def summary(
    workspace: Workspace, made: Made, saved: Sequence[Saved], today: date, *, dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """Return the short report for the terminal, and everything as plain data."""
    from copkit.writing.followup import missing_sentences
    from copkit.writing.render import Renderer

    renderer = Renderer(workspace.shelf)
    convening, found = made.gathering.convening, made.follow_up
    files = [{"path": os.path.relpath(s.path), "fate": s.fate.value} for s in saved]
    due = [m for m in found.messages if m.when is not None and m.when >= today][:DUE_SOON]
    missing = missing_sentences(renderer, found)
    context = {
        "title": convening.title or convening.id,
        "f": found,
        "missing": missing,
        "files": files,
        "due": due,
        "captured": made.captured,
        "fates": renderer.words["labels"]["would" if dry_run else "fates"],
        "today": today,
    }
    data = {
        "id": convening.id,
        "status": found.status,
        "check_in": found.check_in,
        "missing": missing,
        "messages": [
            {"id": m.message.id, "when": m.when, "ask": m.message.ask, "ask_by": m.ask_by} for m in found.messages
        ],
        "tasks": [asdict(t) for t in found.tasks],
        "commitments": len(made.captured.commitments),
        "groups": len(made.captured.groups),
        "files": files,
        "problems": [data_of(p) for p in (*workspace.problems, *workspace.library.problems, *made.problems)],
    }
    return renderer.render("follow-up/summary.md.j2", context), data
