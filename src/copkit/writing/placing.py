"""Why a block stands where it stands, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copkit.core.activity import Role

if TYPE_CHECKING:
    from copkit.core.agenda import Agenda, Placed
    from copkit.writing.render import Renderer


def placing_lines(renderer: Renderer, agenda: Agenda, block: Placed) -> list[str]:
    """Say what its part in the agenda is, and what its length and its neighbours have to do with it."""
    words = renderer.words["placing"]
    day = next(d for d in agenda.days if d.number == block.day)
    before = [b for b in day.blocks if b.end <= block.start]
    lines = []
    if block.block.at is not None:
        lines.append(words["fixed"])
    if block.category is not None:
        lines.append(words["momentum"].format(category=renderer.label("momentum", block.category.value)))
        lines.append(words[block.category.value])
    elif block.type == "buffer":
        lines.append(words["buffer"])
    elif block.pause:
        worked = block.start - max((b.end for b in before if b.pause and b.type != "buffer"), default=0)
        lines.append(words["pause"].format(minutes=worked))
    elif block.role is Role.WORK:
        after_rest = bool(before) and before[-1].pause and block.activity and block.activity.energy == "up"
        lines += [words["wakes"]] if after_rest else []
    else:
        lines.append(words[block.role.value])
    return [str(line) for line in lines]
