"""What was put into people's calendars: the file published.yaml beside a convening.yaml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from copkit.core.publishing import Published
from copkit.problem import InputError
from copkit.reading.checked import check
from copkit.reading.references import repeated
from copkit.reading.source import read_yaml
from copkit.shelf import shown

if TYPE_CHECKING:
    from pathlib import Path

FILE = "published.yaml"


def read_published(folder: Path) -> Published | None:
    """Read what was published of a convening; None where there is no file.

    Raises InputError with every fault, also where the file was copied along from another convening.
    """
    path = folder / FILE
    if not path.exists():
        return None
    source = read_yaml(path, shown(path))
    published = check(source, Published)
    twice = repeated(source, [(("events", i, "uid"), e.uid) for i, e in enumerate(published.events)])
    problems = [replace(p, code="published-twice") for p in twice]
    if published.convening != folder.name:
        facts = {"found": published.convening, "folder": folder.name}
        problems.append(source.problem("published-of-another", ("convening",), facts))
    if problems:
        raise InputError(*problems)
    return published
