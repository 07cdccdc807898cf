"""Help is instant, and the rendered text that makes it so stays true."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from copkit import __version__
from copkit.shelf import HERE

HELP = HERE / "cli" / "help.txt"
HEAVY = ("pydantic", "ruamel", "jinja2", "rich.markdown", "highspy", "numpy")


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "100", **more}
    return subprocess.run(
        [sys.executable, "-m", "copkit", *words], capture_output=True, text=True, encoding="utf-8", check=True, env=env
    )


def test_the_rendered_help_is_what_the_commands_say() -> None:
    said = run("--help", COPKIT_PLAIN_HELP="1").stdout
    if os.environ.get("COPKIT_ACCEPT"):
        HELP.write_text(said, encoding="utf-8")
    assert HELP.read_text(encoding="utf-8") == said
    assert run("--help").stdout == said


def test_the_users_three_commands_come_first() -> None:
    rows = [
        line.split()[0] for line in HELP.read_text(encoding="utf-8").split("Commands:")[1].splitlines() if line.strip()
    ]
    assert rows[:3] == ["diagnose", "plan", "followup"]


def test_version() -> None:
    assert run("--version").stdout == f"copkit {__version__}\n"


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    code = f"import sys; sys.argv = ['copkit', *{words!r}]; from copkit.__main__ import main; main(); print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("[]\n")


def test_the_command_files_import_nothing_heavy() -> None:
    """`copkit plan --help` goes through typer, and through nothing else."""
    code = "import sys; import copkit.cli.app; print([m for m in ('ruamel', 'jinja2', 'rich.markdown') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    "command",
    [
        "diagnose", "plan", "followup", "init", "formats", "schema", "activities", "activities find", "activities show",
        "activities why", "activities alternatives", "activities new", "activities check", "agenda", "agenda voice", "agenda why",
        "agenda swap", "agenda retime", "agenda risk", "agenda hours", "calendar",
        "import", "import agenda", "import attendance", "import people", "capture", "capture read", "capture add", "capture set", "review", "forget", "tasks", "tasks list", "tasks done",
        "export", "export schedule", "export ics", "export print", "board",
    ],
)  # fmt: skip
def test_every_command_and_option_explains_itself(command: str) -> None:
    from typer.main import get_command

    from copkit.cli.app import app

    found = get_command(app)
    for name in command.split():
        found = found.commands[name]  # type: ignore[attr-defined]
    assert found.help
    assert found.help.endswith(".")
    assert len(found.help) <= 60, "longer ones are cut in the list of commands"
    for parameter in found.params:
        assert (getattr(parameter, "help", None) or "").endswith("."), parameter.name
    assert f"Usage: copkit {command}" in run(*command.split(), "--help").stdout


def test_completion_steps_past_the_instant_help() -> None:
    env = {**os.environ, "_COPKIT_COMPLETE": "complete_bash", "COMP_WORDS": "copkit pl", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "copkit"], capture_output=True, text=True, check=False, env=env)
    assert "plan" in done.stdout
