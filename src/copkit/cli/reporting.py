"""The outermost wall: problems to stderr, an exit code, and never a traceback."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import rule_texts, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What would move a terminal's cursor, change its colours or turn the direction of reading.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PROBLEMS, USAGE, BUG, INTERRUPTED = 1, 2, 3, 130


def sentence(problem: Problem) -> tuple[str, str]:
    """Return a problem's sentence and hint in words."""
    facts = {k: STEERING.sub("?", v.replace("\n", " ")) for k, v in problem.facts.items()}
    message, hint = _of_rule(problem) if problem.code in rule_texts() else words()["problems"][problem.code]
    return message.format(**facts), hint.format(**facts)


def _of_rule(problem: Problem) -> tuple[str, str]:
    text = rule_texts()[problem.code]
    said = text["message"]
    message = said if isinstance(said, str) else said[problem.facts["variant"]]
    return message, "{do}" if "do" in problem.facts else text["do"]


def text_of(problem: Problem) -> str:
    """Write a problem in the GNU form, with the line it stands in and what to do."""
    message, hint = sentence(problem)
    place = ""
    if problem.where:
        numbers = f":{problem.where.line}:{problem.where.column}" if problem.where.line else ""
        place = f"{problem.where.file}{numbers}: "
    lines = [f"{place}{problem.severity}: {message} [{problem.code}]"]
    if problem.where and problem.where.line and problem.source_line is not None:
        lines += _excerpt(problem.where.line, problem.where.column, problem.source_line)
    return "\n".join([*lines, f"  hint: {hint}"])


def _excerpt(line: int, column: int, source: str) -> list[str]:
    shown = "".join(c if c.isprintable() or c == "\t" else "?" for c in source).replace("\t", " ")
    first = max(0, column - 60)
    shown = shown[first : first + 100].rstrip()
    label = f"    {line} | "
    return [f"{label}{shown}", f"{' ' * (len(label) - 2)}| {' ' * (column - 1 - first)}^"]


def report(problems: Iterable[Problem]) -> None:
    """Print problems to stderr, sorted by place."""
    for problem in sorted(problems, key=lambda p: p.order):
        sys.stderr.write(text_of(problem) + "\n")


def data_of(problem: Problem) -> dict[str, object]:
    """Return a problem as plain data for JSON."""
    message, hint = sentence(problem)
    where = problem.where
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": where.file if where else None,
        "line": (where.line or None) if where else None,
        "column": (where.column or None) if where else None,
        "message": message,
        "hint": hint,
    }


def print_json(data: object) -> None:
    """Print plain data as JSON, with every letter as it is."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def reporting() -> Iterator[None]:
    """Turn what goes wrong into problems on stderr and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except InputError as error:
        report(error.problems)
        raise typer.Exit(PROBLEMS if any(p.where for p in error.problems) else USAGE) from None
    except (typer.Exit, typer.Abort, SystemExit):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _quietly()
    except OSError as error:
        where = Location(str(error.filename)) if error.filename else None
        _no_more_output()
        report([Problem("refused", where, {"why": (error.strerror or "").lower()})])
        raise typer.Exit(PROBLEMS) from None
    except Exception as error:  # noqa: BLE001 - the wall: a bug must not show a traceback
        _bug(error)


def _quietly() -> NoReturn:
    """End without a word when the reader of our output has gone."""
    _no_more_output()
    raise typer.Exit(0) from None


def _no_more_output() -> None:
    """Send what is still in the buffer nowhere: it would fail once more when Python ends."""
    import os

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug(error: Exception) -> NoReturn:
    """Write a report for the makers, and say where it is; it holds no contents of the person's files."""
    import platform
    import traceback

    from copkit import __version__

    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"copkit {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"{type(error).__name__}",
    ]
    lines += [f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
    with tempfile.NamedTemporaryFile(
        "w", prefix="copkit-report-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write("\n".join(lines) + "\n")
    message = words()["cli"]["bug"].format(path=file.name)
    sys.stderr.write(f"{message}\n")
    raise typer.Exit(BUG) from None


def stop(code: str, **facts: str) -> InputError:
    """Make an error about the call itself, without a place in a file."""
    return InputError(Problem(code, None, facts))


def exit_with(problems: Iterable[Problem]) -> None:
    """Print problems; exit with 1 where one of them is an error."""
    found = list(problems)
    report(found)
    if any(p.severity is Severity.ERROR for p in found):
        raise typer.Exit(PROBLEMS)
