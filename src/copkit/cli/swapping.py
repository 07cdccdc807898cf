"""copkit agenda swap --with: another activity in a block's place, every other letter kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copkit.cli.files import tell
from copkit.cli.reporting import stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copkit.cli.gathering import Gathering
    from copkit.core.agenda import Placed
    from copkit.core.composing import Replacement
    from copkit.reading.workspace import Workspace

NAME = re.compile(r"""(["']?)[a-z0-9-]+\1""")
SHOWN = 5


def put(workspace: Workspace, gathering: Gathering, block: Placed, new: str, found: Sequence[Replacement]) -> None:
    """Write the new activity into the plan, and its minutes where it is shorter."""
    from copkit.reading.workspace import FILE
    from copkit.writing.files import save_text
    from copkit.writing.mending import changed_number

    chosen = next((r for r in found if r.option.id == new), None)
    if chosen is None:
        listed = ", ".join(f"`{r.option.id}`" for r in found[:SHOWN])
        raise stop("not-offered", found=new, block=block.id, known=listed)
    path = ("days", block.day - 1, "agenda", block.index)
    text = gathering.source.text
    places = gathering.source.places
    if (*path, "minutes") in places and chosen.minutes != block.minutes:
        text = changed_number(text, places[*path, "minutes"], chosen.minutes) or text
    line, column = places[*path, "activity"]
    lines = text.split("\n")
    row = lines[line - 1]
    lines[line - 1] = row[: column - 1] + NAME.sub(new, row[column - 1 :], count=1)
    file = workspace.convening_folder(gathering.convening.id) / FILE
    tell([save_text(file, "\n".join(lines))])
