"""A gallery of what people get wrong: each folder is a workspace, a command and what copkit says.

Set COPKIT_ACCEPT=1 to write the expected texts anew; then read every line of the change.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GALLERY = Path(__file__).parent / "gallery"
PYTHON_WORDS = re.compile(
    r"\b(NoneType|dict|tuple|str|int|float|bool|traceback|pydantic|validation|ValueError|KeyError|TypeError|ruamel|jinja2)\b",
    re.IGNORECASE,
)
COMMUNITY = "copkit: 1\nname: Test community\nsegments:\n  - {id: newcomers, title: Newcomers}\n"


@pytest.mark.parametrize("case", sorted(p.name for p in GALLERY.iterdir() if p.is_dir()))
def test_a_mistake_is_explained(case: str, tmp_path: Path, inside: Callable[..., Any]) -> None:
    shutil.copytree(GALLERY / case, tmp_path / "w")
    folder = tmp_path / "w"
    if not (folder / "community.yaml").exists() and not (folder / "NO_COMMUNITY").exists():
        (folder / "community.yaml").write_text(COMMUNITY, encoding="utf-8")
    command = (folder / "command").read_text(encoding="utf-8").strip()
    # What is brought in has its own days, and groups know none.
    dated = () if command.startswith(("import ", "groups ")) else ("--today", "2026-11-20")
    ran = inside(*shlex.split(command), *dated, folder=folder)
    said = f"exit {ran.code}\n{ran.err}"
    expected = GALLERY / case / "expected.txt"
    if os.environ.get("COPKIT_ACCEPT"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    sentences = "\n".join(
        line for line in ran.err.splitlines() if "error:" in line or "warning:" in line or "hint:" in line
    )
    assert not PYTHON_WORDS.search(re.sub(r"`[^`]*`", "", sentences))
    assert ran.code in {0, 1, 2}
