"""The steps of `copkit check`: read everything, judge it, and say where each finding stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from copkit.cli.capturing import with_sheet
from copkit.cli.gathering import diagnosed
from copkit.cli.reporting import sentence
from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from copkit.core.design import Convening
    from copkit.core.rules import Case, Chosen, Finding
    from copkit.core.stage import Diagnosis
    from copkit.reading.source import Source
    from copkit.reading.workspace import Workspace

FORM = {
    "unknown-reference": "CPK901",
    "unknown-choice": "CPK901",
    "unknown-activity": "CPK901",
    "duplicate-id": "CPK902",
    "template-block-idle": "CPK901",
    "template-text-idle": "CPK901",
    "template-idle": "CPK901",
}


@dataclass(slots=True)
class Read:
    """A convening as read: its file, its faults, and where it has none its content."""

    name: str
    source: Source | None = None
    convening: Convening | None = None
    problems: tuple[Problem, ...] = ()


def chosen_rules(workspace: Workspace, select: Sequence[str], ignore: Sequence[str]) -> Chosen:
    """Choose the rules: what the call says, else what check.yaml says; raise InputError for one that does not exist."""
    from copkit.core.rules import choose
    from copkit.reading.references import unknown_reference
    from copkit.reading.rules import named
    from copkit.shelf import rule_texts

    table, settings = workspace.library.standards, workspace.library.settings
    for name in (*select, *ignore):
        if not named(name, table):
            code, _, facts = unknown_reference("rule", name, list(table.rules))
            raise InputError(Problem(code, None, facts))
    words = {key: tuple(found) for key, found in rule_texts()["words"].items()}
    return choose(table, words, select or settings.select, [*settings.ignore, *ignore])


def read_all(workspace: Workspace) -> list[Read]:
    """Read every convening; a broken file does not sink the others."""
    from copkit.reading.workspace import read_convenings

    return [
        Read(name, problems=found.problems) if isinstance(found, InputError) else Read(name, found[1], found[0])
        for name, found in read_convenings(workspace)
    ]


def known_convening(workspace: Workspace, name: str | None) -> str | None:
    """Return a convening's id as it is; raise InputError where there is none of that name."""
    from copkit.reading.workspace import read_convening

    if name is not None and name not in workspace.convening_ids:
        read_convening(workspace, name)
    return name


def case_of(workspace: Workspace, convening: Convening, diagnosis: Diagnosis, others: Sequence[Convening] = ()) -> Case:
    """Gather what the rules look at."""
    from copkit.core.agenda import lay_out
    from copkit.core.composing import assumed_people
    from copkit.core.followup import Register
    from copkit.core.rules import Case

    library = workspace.library
    people = assumed_people(convening, workspace.profile)
    purpose = convening.strategic.purpose_type
    return Case(
        convening=convening,
        agenda=lay_out(convening, people, library.activities, library.kinds),
        profile=workspace.profile,
        diagnosis=diagnosis,
        timeline=library.timeline,
        activities=library.activities,
        purpose=library.purposes[purpose] if purpose else None,
        format=library.formats.get(convening.format or ""),
        captured=with_sheet(workspace, convening.id)[0],
        previous=with_sheet(workspace, convening.previous)[0] if convening.previous else Register(),
        others=others,
    )


def check_workspace(workspace: Workspace, only: str | None, chosen: Chosen, today: date) -> list[Problem]:
    """Judge one convening, or all of them and the community; return problems with their places."""
    from copkit.core.rules import Year, judge_year

    diagnosis = diagnosed(workspace, today)
    everything = read_all(workspace)
    convenings = [r.convening for r in everything if r.convening]
    problems: list[Problem] = []
    cases = []
    for one in everything:
        others = [c for c in convenings if c.id != one.name]
        case = (
            case_of(workspace, one.convening, diagnosis, others) if one.convening and only in {None, one.name} else None
        )
        if case and one.source:
            cases.append(case)
            problems += check_case(workspace, case, one.source, chosen)
        elif only in {None, one.name}:
            problems += [_formal(p, chosen) for p in one.problems if _asked(p, chosen)]
    if only is None:
        problems += [_formal(p, chosen) for p in _in_templates(workspace) if _asked(p, chosen)]
        problems += check_community(
            workspace, judge_year(Year(workspace.profile, diagnosis, cases, today), chosen), chosen
        )
    return problems


def check_case(workspace: Workspace, case: Case, source: Source, chosen: Chosen) -> list[Problem]:
    """Judge one convening."""
    from copkit.core.rules import judge
    from copkit.reading.rules import private_data, without_ignored

    findings = judge(case, chosen)
    about = chosen.standards
    found = [_placed(f, source, chosen) for f in findings if about[f.rule].about != "capture"]
    found += _private(private_data(source), chosen)
    found = without_ignored(source, found, about)
    return [*found, *_in_capture(workspace, case, [f for f in findings if about[f.rule].about == "capture"], chosen)]


def check_community(workspace: Workspace, findings: Iterable[Finding], chosen: Chosen) -> list[Problem]:
    """Place what was found about the community in community.yaml."""
    from copkit.reading.kept import read_plan
    from copkit.reading.rules import private_data, without_ignored

    source = read_plan(workspace.folder / "community.yaml")
    found = [_placed(f, source, chosen) for f in findings] + _private(private_data(source), chosen)
    return without_ignored(source, found, chosen.standards)


def _placed(finding: Finding, source: Source, chosen: Chosen) -> Problem:
    at_key = not source.typed.get(finding.path)
    return source.problem(finding.rule, finding.path, finding.facts, at_key=at_key, severity=chosen.severity(finding))


def _private(problems: Iterable[Problem], chosen: Chosen) -> list[Problem]:
    standard = chosen.standards.get("CPK903")
    return [replace(p, severity=standard.severity) for p in problems] if standard else []


def _in_capture(workspace: Workspace, case: Case, findings: Iterable[Finding], chosen: Chosen) -> list[Problem]:
    """Place what was found about promises at their row, without showing it: a promise may be private."""
    path = workspace.convening_folder(case.convening.id) / "out" / "capture.md"
    found = []
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    for f in findings:
        commitment = case.captured.commitments[int(f.path[1])]
        said = commitment.what or commitment.who
        line = next((n for n, text in enumerate(lines, start=1) if said and said in text), 0)
        found.append(Problem(f.rule, Location(shown(path), line, 1 if line else 0), f.facts, chosen.severity(f)))
    return found


def _in_templates(workspace: Workspace) -> list[Problem]:
    from copkit.writing.overrides import template_problems
    from copkit.writing.render import Renderer

    return template_problems(Renderer(workspace.shelf), workspace.shelf)


def _asked(problem: Problem, chosen: Chosen) -> bool:
    return _rule_of(problem) in chosen.standards or problem.severity is Severity.ERROR


def _rule_of(problem: Problem) -> str:
    return next((rule for code, rule in FORM.items() if problem.code.startswith(code)), "CPK900")


def _formal(problem: Problem, chosen: Chosen) -> Problem:
    """Say what a reader found under the id of the rule that it breaks."""
    message, hint = sentence(problem)
    rule = _rule_of(problem)
    standard = chosen.standards.get(rule)
    facts = {**problem.facts, "text": message, "do": hint, "code": problem.code}
    severity = standard.severity if standard and problem.severity is Severity.ERROR else problem.severity
    return replace(problem, code=rule, facts=facts, severity=severity)
