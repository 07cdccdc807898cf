"""The documentation is made from the code, or tried out; a test fails when it drifts.

Set COPKIT_ACCEPT=1 to write the generated pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from copkit.cli.app import app
from copkit.reading.library import Library
from copkit.shelf import shipped, words

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).parent / "docs_source"
MADE = "<!-- made from the code; see tests/house/test_docs.py -->\n"


def commands(_: Library) -> str:
    rows = ["# Commands", ""]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        context = typer.Context(command, info_name=f"copkit {name}")
        rows += [
            f"## copkit {name}",
            "",
            str(command.help),
            "",
            f"    {command.get_usage(context).removeprefix('Usage: ').strip()}",
            "",
        ]
        rows += ["| option | means |", "|---|---|"]
        for parameter in command.params:
            shown = ", ".join(
                f"`{o}`"
                for o in (
                    parameter.opts
                    if parameter.param_type_name == "option"
                    else [str(parameter.metavar or parameter.name)]
                )
            )
            meta = f" {parameter.metavar}" if parameter.param_type_name == "option" and parameter.metavar else ""
            rows.append(f"| {shown}{meta} | {parameter.help} |")
        rows.append("")
    return "\n".join(rows)


def problems(_: Library) -> str:
    rows = [
        "# Every message",
        "",
        "Problems look like `file:line:column: error: what is wrong [code]`, with a hint below.",
        "",
        "| code | message | hint |",
        "|---|---|---|",
    ]
    for code, (message, hint) in sorted(words()["problems"].items()):
        rows.append("| " + " | ".join([f"`{code}`", message.replace("|", "\\|"), hint.replace("|", "\\|")]) + " |")
    return "\n".join(rows) + "\n"


def activities(library: Library) -> str:
    rows = [
        "# The activities",
        "",
        "Minutes are for the head count in brackets. Evidence: A figures read in the source, B partly, C unchecked.",
        "",
    ]
    rows += ["| activity | what happens | minutes | people | where | evidence |", "|---|---|---|---|---|---|"]
    for a in library.activities.values():
        m, p = a.minutes, a.people
        minutes = f"{m.min}" if m.min == m.max else f"{m.min}–{m.max}"
        rows.append(
            f"| {a.title} (`{a.id}`) | {a.gist} | {minutes} ({p.typical}) | {p.min}–{p.max or 'any'} | {', '.join(a.modes)} | {a.evidence} |"
        )
    return "\n".join(rows) + "\n"


def filled(page: str) -> Callable[[Library], str]:
    def make(library: Library) -> str:
        model, folder = library.stage_model, shipped("templates")
        templates = []
        for path in sorted(folder.rglob("*.md.j2")):
            blocks = re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8"))
            name = path.relative_to(folder).as_posix()
            templates.append(
                f"| {path.name.removesuffix('.md.j2')} | `{name}` | {', '.join(f'`{b}`' for b in blocks)} |"
            )
        values = {
            "types": ", ".join(f"`{t}`" for t in library.kinds),
            "templates": "\n".join(templates),
            "model": model.stage_model,
            "dimensions": "\n".join(
                f"| {d.title} | {d.weight} | {', '.join(i.id for i in model.items if i.dimension == d.id)} |"
                for d in model.dimensions
            ),
        }
        text = (SOURCE / f"{page}.md").read_text(encoding="utf-8")
        return re.sub(r"{{(\w+)}}", lambda m: values[m[1]], text)

    return make


PAGES: dict[str, Callable[[Library], str]] = {
    "commands": commands, "problems": problems, "activities": activities, "files": filled("files"),
    "templates": filled("templates"), "diagnosis": filled("diagnosis"),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_code_says(page: str, library: Library) -> None:
    text = MADE + PAGES[page](library).strip("\n") + "\n"
    path = ROOT / "docs" / f"{page}.md"
    if os.environ.get("COPKIT_ACCEPT"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md", *(f"docs/{p}.md" for p in PAGES)]
)
def test_every_link_leads_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def blocks_of(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_yaml_of_the_readme_becomes_its_run_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "community.yaml").write_text("copkit: 1\nname: Readme\n", encoding="utf-8")
    folder = tmp_path / "convenings" / "spring-clinic"
    folder.mkdir(parents=True)
    (folder / "convening.yaml").write_text(blocks_of("yaml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, ["plan", "spring-clinic"])
    assert ran.exit_code == 0, ran.output
    sheet = (folder / "out" / "run-sheet.md").read_text(encoding="utf-8")
    assert blocks_of("markdown")[0].strip() in sheet


def test_the_tour_of_the_readme_works(copkit: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path
    for line in blocks_of("sh")[0].splitlines():
        words_ = shlex.split(line, comments=True)
        if words_[0] == "cd":
            folder = folder / words_[1]
        else:
            ran = copkit(*words_[1:], folder=folder)
            assert ran.code == 0, ran.err


def test_the_readme_names_every_command_and_exit_code() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"`copkit {name}" in text
    for code in (0, 1, 2, 3, 130):
        assert f"| {code} |" in text
