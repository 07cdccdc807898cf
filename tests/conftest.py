"""What every test may use: a library, a clean home, and copkit as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from copkit.core.stage import StageModel
from copkit.reading.library import Library
from copkit.shelf import Shelf

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("copkit", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("copkit")


@dataclass(frozen=True)
class Ran:
    """What a run printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def clean_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the tests away from the settings and the cache of whoever runs them."""
    home = tmp_path_factory.mktemp("home")
    os.environ["XDG_CONFIG_HOME"] = str(home / "config")
    cache = Path(os.environ.get("PYTEST_XDIST_TESTRUNUID", "alone"))
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.getbasetemp().parent / f"cache-{cache}")
    os.environ["NO_COLOR"] = "1"
    os.environ.pop("COPKIT_PLAIN_HELP", None)


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped library."""
    return Library(Shelf())


@pytest.fixture(scope="session")
def model(library: Library) -> StageModel:
    """Return the shipped stage model."""
    return library.stage_model


@pytest.fixture
def copkit(process: Callable[..., Ran]) -> Callable[..., Ran]:
    """Run copkit; a file of tests may say that it runs inside."""
    return process


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Ran]:
    """Run copkit as a whole process, in a folder."""

    def run(*words: str, folder: Path = tmp_path, typed: str = "") -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "copkit", *words],
            cwd=folder, input=typed, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr + done.stdout
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run copkit in this process, in a folder: six times faster, for tests of what it says and not of how it starts."""
    from typer.testing import CliRunner

    from copkit.cli.app import app

    def run(*words: str, folder: Path = tmp_path, typed: str = "") -> Ran:
        monkeypatch.chdir(folder)
        done = CliRunner().invoke(app, list(words), input=typed)
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run
