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
    # From the end, so that the place before it holds.
    for key in sorted(("activity", "minutes"), key=lambda k: places.get((*path, k), (0, 0)), reverse=True):
        place = places.get((*path, key))
        if key == "activity" and place:
            text = _renamed(text, place, new)
        elif place and chosen.minutes != block.minutes:
            text = changed_number(text, place, chosen.minutes) or text
    tell([save_text(workspace.convening_folder(gathering.convening.id) / FILE, text, was=gathering.source.text)])


def _renamed(text: str, place: tuple[int, int], new: str) -> str:
    lines = text.split("\n")
    row = lines[place[0] - 1]
    lines[place[0] - 1] = row[: place[1] - 1] + NAME.sub(new, row[place[1] - 1 :], count=1)
    return "\n".join(lines)
