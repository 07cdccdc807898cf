"""How long re-timing a day takes: `python tests/bench/retiming.py`; aim: at most 5 ms in the median."""

from __future__ import annotations

import statistics
import time

from copkit.core.agenda import lay_out, retime
from copkit.core.design import Convening
from copkit.reading.library import Library
from copkit.shelf import Shelf

ROWS = [
    {"activity": "opening-why", "minutes": 10}, {"activity": "pair-hello", "minutes": 10},
    {"activity": "peer-assist", "minutes": 60}, {"activity": "break", "minutes": 15},
    {"activity": "1-2-4-all", "minutes": 25}, {"activity": "world-cafe", "minutes": 90},
    {"activity": "lunch", "minutes": 60, "at": "12:40"}, {"activity": "open-space", "minutes": 90},
    {"activity": "buffer", "minutes": 10}, {"activity": "break", "minutes": 15},
    *({"title": f"Own {n}", "type": "plenary", "minutes": 20, "cut": 3} for n in range(6)),
    {"activity": "send-the-email", "minutes": 15}, {"activity": "plus-delta", "minutes": 5},
    {"activity": "closing-next-step", "minutes": 10},
]  # fmt: skip


def main() -> None:
    library = Library(Shelf())
    length = 220 + sum(r["minutes"] for r in ROWS[6:])
    days = [{"start": "09:00", "minutes": length, "agenda": ROWS}]
    made = Convening.model_validate({"copkit": 1, "id": "x", "mode": "in-person", "people": 40, "days": days})
    agenda = lay_out(made, 40, library.activities, library.kinds)
    taken = []
    for planned in range(0, length, 3):
        for late in (-10, 4, 12, 25, 60):
            began = time.perf_counter()
            retime(agenda, 1, planned + late, late)
            taken.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    print(f"{len(taken)} moments: median {statistics.median(taken):.2f} ms, 95 % within {cuts[-1]:.2f} ms")


if __name__ == "__main__":
    main()
