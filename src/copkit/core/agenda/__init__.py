"""The agenda: blocks laid out in time, one after another, around fixed points."""

from copkit.core.agenda.block import (
    Agenda,
    BlockType,
    BlockTypes,
    DayPlan,
    Misfit,
    Move,
    Placed,
    elapsed,
    group_sizes,
    with_spares,
)
from copkit.core.agenda.layout import lay_out, moves_of
from copkit.core.agenda.overview import Supply, Trace, builders, matrix, strands, supplies, trace, units
from copkit.core.agenda.retiming import retime
from copkit.core.agenda.risk import Help, Point, Risk, risk
from copkit.core.agenda.times import Choice, Loss, NewTimes, NoRoom, Retimed, Shift, Spare

__all__ = [
    "Agenda",
    "BlockType",
    "BlockTypes",
    "Choice",
    "DayPlan",
    "Help",
    "Loss",
    "Misfit",
    "Move",
    "NewTimes",
    "NoRoom",
    "Placed",
    "Point",
    "Retimed",
    "Risk",
    "Shift",
    "Spare",
    "Supply",
    "Trace",
    "builders",
    "elapsed",
    "group_sizes",
    "lay_out",
    "matrix",
    "moves_of",
    "retime",
    "risk",
    "strands",
    "supplies",
    "trace",
    "units",
    "with_spares",
]
