"""copkit diagnose: at what stage is this community, how sure are we, and what next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copkit.cli.forms import Format, forms_of
from copkit.cli.options import AsJson, Force, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting, stop

if TYPE_CHECKING:
    from copkit.core.stage import Evidence, StageModel

Answers = Annotated[
    str | None, typer.Option(metavar="MARKS", help="24 marks from a paper questionnaire: 0 to 3, or . for unknown.")
]
Out = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also write the page into this folder.")]
Past = Annotated[bool, typer.Option("--history", help="Show how the answers moved, and what moved too quickly.")]


def diagnose(
    answers: Answers = None, history: Past = False, out: Out = None, form: Format = None, as_json: AsJson = False,
    today: Today = None, force: Force = False,
) -> None:  # fmt: skip
    """Suggest the stage of the community, and what to do next."""
    from copkit.cli.files import tell
    from copkit.cli.keeping import keep, looked_back
    from copkit.cli.terminal import show
    from copkit.core.community import Dates
    from copkit.core.stage import diagnose as suggest
    from copkit.core.stage import evidence_of
    from copkit.reading.library import Library
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import Shelf, words
    from copkit.writing.diagnosis import diagnosis_data, diagnosis_document
    from copkit.writing.files import save
    from copkit.writing.forms import in_forms
    from copkit.writing.render import Renderer

    with reporting():
        if history and answers is not None:
            raise stop("paper-without-history")
        day, forms = day_of(today), forms_of(form)
        workspace = open_workspace(Path.cwd()) if answers is None else None
        library = workspace.library if workspace else Library(Shelf())
        model, formats = library.stage_model, library.formats.values()
        profile = workspace.profile if workspace else None
        evidence = evidence_of(profile, model) if profile else _on_paper(model, answers or "")
        found = suggest(model, evidence, profile.dates if profile else Dates(), day)
        kept = keep(workspace, evidence, found, day) if workspace else None
        renderer = Renderer(library.shelf)
        if history and workspace and kept:
            page, data = looked_back(workspace, kept)
        else:
            paper = words()["cli"]["paper"]
            page = diagnosis_document(renderer, found, model, formats, evidence, profile, day, paper)
            data = diagnosis_data(found, model, formats)
        data["snapshot"] = {"file": kept.file, "fate": kept.fate} if kept else None
        if as_json:
            print_json(data)
        else:
            show(page.text + (kept.said if kept else ""))
        pages, lost = in_forms(renderer, [page], forms, out) if out else ([], [])
        tell(save(pages, out, force=force) if out else [], quiet=as_json)
        exit_with([*([*workspace.problems, *kept.problems] if workspace and kept else []), *lost])


def _on_paper(model: StageModel, answers: str) -> Evidence:
    from copkit.core.stage import from_marks

    try:
        return from_marks(model, answers)
    except ValueError as error:
        what, found = error.args
        if what == "count":
            raise stop(
                "wrong-number-of-marks", found=found, dimensions=" ".join(d.id for d in model.dimensions)
            ) from None
        raise stop("bad-mark", found=found) from None
