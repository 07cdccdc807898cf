"""Reading register.yaml: what was captured of a convening, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.followup import PREFIXES, Register
from copkit.problem import InputError
from copkit.reading.checked import check
from copkit.reading.references import repeated
from copkit.reading.source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from copkit.reading.source import Path_

REGISTER = "private/register.yaml"


def read_register(path: Path, name: str) -> Register:
    """Read a register; an absent file is an empty one. Raises InputError with every fault."""
    if not path.exists():
        return Register()
    source = read_yaml(path, name)
    register = check(source, Register)
    problems = []
    for section in PREFIXES:
        entries = getattr(register, section)
        rows: list[tuple[Path_, str]] = [((section, i, "id"), e.id) for i, e in enumerate(entries) if e.id]
        problems += repeated(source, rows)
    problems += repeated(source, [(("groups", i, "id"), g.id) for i, g in enumerate(register.groups)])
    if problems:
        raise InputError(*problems)
    return register
