"""The documentation is made from the code, or tried out; a test fails when it drifts.

Set COPKIT_ACCEPT=1 to write the generated pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from copkit.cli.activities import Searching
from copkit.cli.adding import COPKITS_OWN, KINDS
from copkit.cli.app import app
from copkit.core.activity import Activity, MomentumCategory, Purpose, Role
from copkit.core.activity.review import Code
from copkit.core.followup import ENTRIES
from copkit.core.publishing import KEPT_DAYS
from copkit.reading.library import Library
from copkit.shelf import words
from copkit.writing.activities import activity_page, span
from copkit.writing.ejecting import documents
from copkit.writing.formats import format_page, length_of
from copkit.writing.loading import MAX_BYTES
from copkit.writing.render import Renderer
from copkit.writing.rules import rule_page, rules_page
from copkit.writing.watching import Limits

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).parent / "docs_source"
MADE = "<!-- made from the code; see tests/house/test_docs.py -->\n"


def every_command() -> dict[str, Any]:
    """Name every command as one types it; a group's own commands stand after it."""
    found: dict[str, Any] = {}
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        found[f"copkit {name}"] = command
        found |= {f"copkit {name} {inner}": c for inner, c in getattr(command, "commands", {}).items()}
    return found


def commands(_: Library) -> str:
    rows = ["# Commands", ""]
    for name, command in every_command().items():
        rows += [f"## {name}", "", str(command.help), ""]
        if hasattr(command, "commands"):
            if isinstance(command, Searching):
                rows += [
                    f"Words and options without a command search: `{name} peer help` is `{name} find peer help`.",
                    "",
                ]
            continue
        usage = command.get_usage(typer.Context(command, info_name=name)).removeprefix("Usage: ")
        rows += [f"    {' '.join(usage.split())}", "", "| option | means |", "|---|---|"]
        for parameter in command.params:
            option = parameter.param_type_name == "option"
            names = parameter.opts if option else [str(parameter.metavar or parameter.name)]
            meta = f" {parameter.metavar}" if option and parameter.metavar else ""
            rows.append(f"| {', '.join(f'`{o}`' for o in names)}{meta} | {parameter.help} |")
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
    found = library.activities.values()
    letters = {e: sum(a.evidence == e for a in found) for e in "ABC"}
    rows = [
        "# The activities",
        "",
        f"{len(found)} methods, each on a page to run it from. Minutes are for the head count in brackets.",
        "",
        f"Evidence: A, figures read in the source ({letters['A']}); B, read in part ({letters['B']}); C, figures unchecked ({letters['C']}).",
        "The wording is ours; each page names where a method comes from.",
        "",
        "In the terminal, `copkit activities quiet writing --minutes 10..30 --people 40` finds some; `copkit activities show ID` shows a page.",
    ]
    groups = {
        words()["labels"]["purposes"][p].capitalize(): (p, [a for a in found if p in a.purposes])
        for p in get_args(Purpose)
    }
    groups |= {
        words()["labels"]["momentum"][c.value]: (c.value, [a for a in found if a.momentum and a.momentum.category is c])
        for c in MomentumCategory
    }
    others = (Role.OPENING, Role.FIRST_VOICE, Role.FEEDBACK, Role.CLOSING, Role.PAUSE, Role.ASYNC)
    groups |= {
        words()["labels"]["roles"][r.value].capitalize(): (r.value, [a for a in found if a.role is r]) for r in others
    }
    shown: set[str] = set()
    for title, (key, some) in groups.items():
        rows += ["", f'<a id="{key}"></a>', "", f"## {title}", ""]
        rows += ["| activity | what happens | minutes | people | where | evidence |", "|---|---|---|---|---|---|"]
        rows += [_activity_row(a) for a in some]
        shown |= {a.id for a in some}
    rest = [a for a in found if a.id not in shown]
    if rest:
        rows += [
            "",
            "## Others",
            "",
            "| activity | what happens | minutes | people | where | evidence |",
            "|---|---|---|---|---|---|",
        ]
        rows += [_activity_row(a) for a in rest]
    return "\n".join(rows) + "\n"


def _activity_row(a: Activity) -> str:
    m, p = a.minutes, a.people
    where = ", ".join(words()["labels"]["where"][mode.value] for mode in a.modes)
    return (
        f"| [{a.title}](activities/{a.id}.md) `{a.id}` | {a.gist} | {span(m.min, m.max)} ({p.typical}) "
        f"| {p.min}–{p.max or 'any'} | {where} | {a.evidence} |"
    )


def formats(library: Library) -> str:
    rows = [
        "# The formats",
        "",
        "Kinds of gathering. `copkit formats` ranks them for your community and says why; fit is from 0, avoid, to 3, best.",
        "",
        "| format | what happens | people | fit at stage 1, 2, 3 | ready for |",
        "|---|---|---|---|---|",
    ]
    for f in library.formats.values():
        fit = ", ".join(str(f.fit(n).fit) for n in (1, 2, 3))
        ready = ", ".join(dict.fromkeys(length_of(s) for s in f.sequences))
        rows.append(
            f"| [{f.title}](formats/{f.id}.md) `{f.id}` | {f.gist} | {f.people.min}–{f.people.max} | {fit} | {ready} |"
        )
    return "\n".join(rows) + "\n"


def rules(library: Library) -> str:
    return rules_page(Renderer(library.shelf), library.standards.rules, "rules/")


def captured_kinds() -> str:
    rows = [
        f"| `{kind}` | `{main}` | {', '.join(f'`{f}=`' for f in sorted(set(ENTRIES[section].model_fields) - COPKITS_OWN - {main})) if section in ENTRIES else ''} |"
        for kind, (section, main, _) in KINDS.items()
    ]
    return "\n".join(["| kind | its text is | and more |", "|---|---|---|", *rows])


def captured_columns() -> str:
    known = words()["capture"]["columns"]
    parts = {k: "; ".join(f"**{p}**: " + ", ".join(n) for p, n in v.items()) for k, v in known.items()}
    rows = [f"| {kind} | {text} |" for kind, text in parts.items()]
    return "\n".join(["| table | columns, and other names for them |", "|---|---|", *rows])


def kinds_of_dates(library: Library) -> str:
    rows = ["| kind | title | strand | how often | hours | large |", "|---|---|---|---|---|---|"]
    for name, k in library.calendar.kinds.items():
        stages = f" (stage {', '.join(map(str, k.stages))})" if k.every and len(k.stages) < 3 else ""
        often = f"{k.every}{stages}" if k.every else ""
        rows.append(f"| `{name}` | {k.title} | {k.strand or ''} | {often} | {k.hours:g} | {'yes' if k.large else ''} |")
    return "\n".join(rows)


def turnout(library: Library) -> dict[str, str]:
    found, labels = library.turnouts, words()["labels"]["turnout"]
    return {
        "turnout": "\n".join(f"| `{k}`: {labels[k]} | {s.low:.0%} to {s.high:.0%} |" for k, s in found.kinds.items()),
        "turnout_source": found.source,
        "enough": str(found.enough),
        "middle": f"{found.middle:.0%}",
        "narrowest": f"{found.narrowest:.0%}",
        "narrow_times": f"{found.narrowest_times_events:.0%}",
        "call_minutes": str(found.call_minutes),
        "call_days_apart": str(found.call_days_apart),
        "residential_days": str(found.residential_days),
        "ics_days": str(KEPT_DAYS),
    }


def filled(page: str) -> Callable[[Library], str]:
    def make(library: Library) -> str:
        model = library.stage_model
        about = {title: text for texts in words()["documents"].values() for title, text in texts.items()}
        templates = [
            f"| `{d.name}` | {about[d.title]} | `{d.template}` | {', '.join(f'`{b}`' for b in d.blocks)} |"
            for d in sorted(documents().values(), key=lambda d: list(about).index(d.title))
        ]
        limits = Limits()
        values = {
            "types": ", ".join(f"`{t}`" for t in library.kinds),
            "templates": "\n".join(templates),
            "seconds": f"{limits.seconds:g}",
            "document": f"{limits.document / 1e6:g}",
            "work": f"{limits.work / 1e6:g}",
            "file": f"{MAX_BYTES / 1e6:g}",
            "checks": "\n".join(
                f"| `{code}` | {words()['problems'][code][0]}; {words()['problems'][code][1]} |"
                for code in sorted(get_args(Code))
            ),
            "model": model.stage_model,
            "captured_kinds": captured_kinds(),
            "columns": captured_columns(),
            "whats": ", ".join(f"`{w}`" for w in library.calendar.words),
            "stages": "\n".join(f"- stage {n}: `{s.rhythm}`" for n, s in enumerate(library.calendar.stages, start=1)),
            "kinds": kinds_of_dates(library),
            **{
                k: str(getattr(model.thresholds, k))
                for k in ("leap_levels", "leap_days", "half_stage_days", "retest_days")
            },
            **turnout(library),
            "people_columns": people_columns(),
            **{k: str(words()["people"][k]) for k in ("new_days", "years_days")},
            "preferences": library.shelf.preferences.read_text(encoding="utf-8").rstrip(),
            "dimensions": "\n".join(
                f"| {d.title} | {d.weight} | {', '.join(i.id for i in model.items if i.dimension == d.id)} |"
                for d in model.dimensions
            ),
        }
        text = (SOURCE / f"{page}.md").read_text(encoding="utf-8")
        return re.sub(r"{{(\w+)}}", lambda m: values[m[1]], text)

    return make


PAGES: dict[str, Callable[[Library], str]] = {
    "commands": commands, "problems": problems, "activities": activities, "formats": formats, "rules": rules,
    "agendas": filled("agendas"), "calendar": filled("calendar"), "checking": filled("checking"), "exchange": filled("exchange"), "files": filled("files"), "groups": filled("groups"),
    "own-activities": filled("own-activities"), "templates": filled("templates"), "diagnosis": filled("diagnosis"),
    "loop": filled("loop"), "tasks": filled("tasks"), "documents": filled("documents"), "people": filled("people"), "print": filled("print"),
}  # fmt: skip


def people_columns() -> str:
    """Name for each field of a person the columns that fill it, in the first spellings."""
    fields = words()["people"]["columns"]
    return "\n".join(f"| `{name.replace('_', ' ')}` | {', '.join(known[:6])} |" for name, known in fields.items())


def agrees(path: Path, text: str) -> None:
    """Compare a page with what it should say, or write it anew."""
    if os.environ.get("COPKIT_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_code_says(page: str, library: Library) -> None:
    agrees(ROOT / "docs" / f"{page}.md", MADE + PAGES[page](library).strip("\n") + "\n")


def test_each_activity_has_its_page(library: Library) -> None:
    found, renderer = library.activities, Renderer(library.shelf)
    titles = {name: a.title for name, a in found.items()}
    folder = ROOT / "docs" / "activities"
    for name, a in found.items():
        page = activity_page(renderer, a, None, titles, "copkit", href=lambda i: f"{i}.md")
        agrees(folder / f"{name}.md", MADE + page)
    assert {p.stem for p in folder.iterdir()} == set(found)


def test_each_format_has_its_page(library: Library) -> None:
    folder = ROOT / "docs" / "formats"
    for name, f in library.formats.items():
        page = format_page(
            Renderer(library.shelf), f, library.activities, "copkit", href=lambda i: f"../activities/{i}.md"
        )
        agrees(folder / f"{name}.md", MADE + page)
    assert {p.stem for p in folder.iterdir()} == set(library.formats)


def test_each_rule_has_its_page(library: Library) -> None:
    folder = ROOT / "docs" / "rules"
    for name, standard in library.standards.rules.items():
        agrees(folder / f"{name}.md", MADE + rule_page(Renderer(library.shelf), name, standard))
    assert {p.stem for p in folder.iterdir()} == set(library.standards.rules)


def test_the_table_of_activities_in_the_readme(library: Library) -> None:
    """A row a purpose: a few that suit most, those with read figures first, and where all of them are."""
    found = library.activities.values()
    rows = ["| to | for example | all |", "|---|---|---|"]
    for purpose in get_args(Purpose):
        some = [a for a in found if purpose in a.purposes]
        best = sorted(some, key=lambda a: (a.evidence, -sum(a.fit(n).fit for n in (1, 2, 3)), -len(a.modes), a.id))[:4]
        names = ", ".join(f"[{a.title}](docs/activities/{a.id}.md)" for a in best)
        rows.append(
            f"| {words()['labels']['purposes'][purpose]} | {names} | [{len(some)}](docs/activities.md#{purpose}) |"
        )
    for category in MomentumCategory:
        some = [a for a in found if a.momentum and a.momentum.category is category]
        best = sorted(some, key=lambda a: (a.evidence, a.minutes.typical, a.id))[:4]
        names = ", ".join(f"[{a.title}](docs/activities/{a.id}.md)" for a in best)
        title = words()["labels"]["momentum"][category.value]
        rows.append(f"| {title[0].lower()}{title[1:]} | {names} | [{len(some)}](docs/activities.md#{category.value}) |")
    table = "\n".join(rows)
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    start, end = "<!-- activities: made from the library -->\n\n", "\n\n<!-- activities end -->"
    before, rest = text.split(start)
    agrees(path, before + start + table + end + rest.split(end, 1)[1])
    assert f"{len(found)} methods" in text


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
