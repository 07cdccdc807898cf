"""copkit diagnose: at what stage is this community, how sure are we, and what next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.options import AsJson, Force, Today, day_of
from copkit.cli.reporting import exit_with, print_json, reporting, stop

Answers = Annotated[
    str | None, typer.Option(metavar="MARKS", help="24 marks from a paper questionnaire: 0 to 3, or . for unknown.")
]
Out = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also write diagnosis.md into this folder.")]


def diagnose(
    answers: Answers = None, out: Out = None, as_json: AsJson = False, today: Today = None, force: Force = False
) -> None:
    """Suggest the stage of the community, and what to do next."""
    from copkit.cli.terminal import show
    from copkit.core.community import Dates
    from copkit.core.stage import diagnose as suggest
    from copkit.core.stage import evidence_of, from_marks
    from copkit.reading.library import Library
    from copkit.reading.workspace import open_workspace
    from copkit.shelf import Shelf, words
    from copkit.writing.diagnosis import diagnosis_data, diagnosis_document
    from copkit.writing.files import save
    from copkit.writing.render import Renderer

    with reporting():
        day = day_of(today)
        workspace = None if answers is not None else open_workspace(Path.cwd())
        library = workspace.library if workspace else Library(Shelf())
        model, formats = library.stage_model, library.formats.values()
        profile = workspace.profile if workspace else None
        if answers is None:
            assert profile is not None
            evidence = evidence_of(profile, model)
        else:
            try:
                evidence = from_marks(model, answers)
            except ValueError as error:
                what, marks = error.args
                raise _bad_marks(what, marks, [d.id for d in model.dimensions]) from None
        found = suggest(model, evidence, profile.dates if profile else Dates(), day)
        page = diagnosis_document(
            Renderer(library.shelf), found, model, formats, evidence, profile, day, words()["cli"]["paper"]
        )
        if as_json:
            print_json(diagnosis_data(found, model, formats))
        else:
            show(page.text)
        saved = save([page], out, force=force) if out else []
        from copkit.cli.files import tell

        tell(saved, quiet=as_json)
        exit_with(workspace.problems if workspace else ())


def _bad_marks(what: str, found: str, dimensions: list[str]) -> Exception:
    if what == "count":
        return stop("wrong-number-of-marks", found=found, dimensions=" ".join(dimensions))
    return stop("bad-mark", found=found)
