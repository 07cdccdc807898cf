"""Questions at a terminal, in which `I don't know` is always an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from copkit.core.typed import slug
from copkit.shelf import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from copkit.cli.drafting import Asked
    from copkit.core.stage import Diagnosis, StageModel
    from copkit.reading.workspace import Workspace

OUTCOME = ("outcome_statement", "outcome_after", "outcome_application", "outcome_call_to_action", "outcome_problem")
SURE = 0.8
EVIDENCE = ("evidence_signal", "evidence_needs_support", "evidence_useful")


def ask(text: str, understood: Callable[[str], object] = str) -> Any:  # noqa: ANN401 - whatever the reader returns
    """Ask until the answer is understood; Enter alone means that it stays open."""
    while True:
        typed = str(typer.prompt(text, default="", show_default=False, prompt_suffix="\n> ")).strip()
        if not typed:
            return None
        try:
            found = understood(typed)
        except ValueError:
            found = None
        if found is not None:
            return found
        typer.echo(words()["wizard"]["again"])


def ask_for_community(model: StageModel) -> dict[str, Any]:
    """Ask who the community is; an interruption keeps what was answered so far."""
    said = words()["init"]
    told: dict[str, Any] = {"answers": {}}
    typer.echo(said["welcome"])
    try:
        _about(told)
        _items(model, told)
    except (typer.Abort, KeyboardInterrupt, EOFError):
        typer.echo("\n" + said["stopped"])
    return told


def _about(told: dict[str, Any]) -> None:
    from copkit.core.dates import beats, parse_date

    said, questions = words()["init"], words()["questions"]

    def rhythm(text: str) -> str | None:
        return text if beats(text) else None

    def hours(text: str) -> float | None:
        number = float(text.replace(",", "."))
        return number if 0 <= number <= 80 else None  # noqa: PLR2004 - as in core.community.Manager

    told["name"] = ask(said["name"])
    told["about"] = ask(questions["about"])
    told["purpose"] = ask(questions["purpose"])
    told["members"] = ask(said["members"], _count)
    told["segment"] = ask(said["segment"])
    if told["segment"]:
        told["segment_id"] = slug(told["segment"], 60) or "segment"
        told["burning_need"] = ask(questions["need_burning"])
        told["urgent_problem"] = ask(questions["need_urgent"])
    told["rhythm"] = ask(said["rhythm"], rhythm)
    told["hours"] = ask(said["hours"], hours)
    told["last_gathering"] = ask(said["last_gathering"], parse_date)
    told["last_member_message"] = ask(said["last_member_message"], parse_date)


def _items(model: StageModel, told: dict[str, Any]) -> None:
    from copkit.core.stage import level_of

    said = words()["init"]
    typer.echo("\n" + said["items"])
    for number, item in enumerate(model.items, start=1):
        lines = [f"  {i}  {a.text}" for i, a in enumerate(item.anchors)]
        head = said["answered"].format(n=number, total=len(model.items))
        text = "\n".join([f"\n({head}) {item.question}", *lines, f"  Enter  {said['dont_know']}"])
        level = ask(text, lambda typed, item=item: level_of(model, item.id, typed))  # type: ignore[misc]
        if level is not None:
            told["answers"][item.id] = level


def ask_for_convening(workspace: Workspace, diagnosis: Diagnosis) -> tuple[Asked, dict[str, str]]:
    """Ask what a gathering is for, in the order of backward design."""
    from copkit.cli.drafting import Asked
    from copkit.cli.gathering import proposed_purpose
    from copkit.cli.options import heads_of
    from copkit.core.activity import Mode
    from copkit.core.dates import parse_date, parse_length, parse_time

    said, questions = words()["wizard"], words()["questions"]
    typer.echo(said["intro"])
    segments = [s.id for s in workspace.profile.segments]
    purposes = list(workspace.library.purposes)
    texts: dict[str, str | None] = {"title": ask(questions["title"])}
    segment = (
        ask(said["for"].format(choices=", ".join(["all", *segments])), _one_of(["all", *segments]))
        if segments
        else None
    )
    proposed = proposed_purpose(workspace, diagnosis)
    purpose = ask(f"{said['purpose'].format(choices=', '.join(purposes))} [{proposed}]", _one_of(purposes))
    for key in ("expressed_purpose", "deeper_purpose"):
        texts[key] = ask(questions[key])
    typer.echo("\n" + said["step_1"])
    texts.update({key: ask(questions[key]) for key in OUTCOME})
    typer.echo("\n" + said["step_2"])
    texts.update({key: ask(questions[key]) for key in EVIDENCE})
    typer.echo("\n" + said["step_3"])
    asked = Asked(
        segment=segment,
        purpose=purpose,
        mode=ask(said["mode"], _one_of([m.value for m in Mode])),
        length=ask(said["length"], lambda typed: typed if parse_length(typed) else None),
        on=ask(said["on"], lambda typed: parse_date(typed).isoformat()),
        start=ask(said["start"], lambda typed: f"{parse_time(typed):%H:%M}"),
        people=ask(said["people"], lambda typed: str(heads_of(typed))),
    )
    return asked, {k: v for k, v in texts.items() if v}


def _one_of(choices: Sequence[str]) -> Callable[[str], str | None]:
    def understood(typed: str) -> str | None:
        import difflib

        begun = [c for c in choices if c.startswith(typed.lower())]
        near = begun if len(begun) == 1 else difflib.get_close_matches(typed.lower(), choices, n=1, cutoff=SURE)
        if typed in choices or not near:
            return typed if typed in choices else None
        typer.echo(words()["wizard"]["taken"].format(found=near[0]))
        return near[0]

    return understood


def _count(typed: str) -> int | None:
    number = int(typed)
    return number if number >= 0 else None
