"""Time drafting: half a day, a day and two days, from the library and from 1,000 activities, with the solver's own share.

Run by hand: `python tests/bench/composing.py [RUNS]`. Whole processes of `copkit plan`, medians, beside `copkit activities`
as the floor (the same start and the same library, nothing drafted) and bare Python. The solver's share is measured inside
one process on the same task.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copkit.shelf import HERE

OURS = sorted((HERE / "library" / "activities").glob("*.yaml"))
LENGTHS = {"half a day": "half-day", "a day": "day", "two days": "2-days"}
INSIDE = """
import sys, time
from datetime import date
from pathlib import Path
from copkit.cli.drafting import task_of
from copkit.cli.gathering import diagnosed
from copkit.core.composing import compose
from copkit.core.composing.solver import Program
from copkit.reading.workspace import open_workspace, read_convening
spent = [0.0]
plain = Program.solve
def timed(program):
    started = time.perf_counter()
    found = plain(program)
    spent[0] += time.perf_counter() - started
    return found
Program.solve = timed
workspace = open_workspace(Path.cwd())
convening = read_convening(workspace, sys.argv[1])[0]
bare = convening.model_copy(update={"days": tuple(d.model_copy(update={"agenda": None}) for d in convening.days)})
task = task_of(workspace, bare, diagnosed(workspace, date(2026, 11, 21)), date(2026, 11, 21))
started = time.perf_counter()
draft = compose(task)
print(time.perf_counter() - started, spent[0], draft.proof.proven, draft.proof.gap, draft.proof.choices)
"""


def process(words: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - started


def grow(folder: Path, count: int) -> None:
    """Write as many activities as the library lacks, copies with other ids and slightly other minutes."""
    (folder / "activities").mkdir()
    texts = [(p.stem, p.read_text(encoding="utf-8")) for p in OURS]
    for i in range(count - len(texts)):
        name, text = texts[i % len(texts)]
        own = re.sub(rf"^id: {name}$", f"id: {name}-{i}", text, flags=re.MULTILINE)
        own = re.sub(r"^title: (.*)$", rf"title: \1 {i}", own, flags=re.MULTILINE)
        (folder / "activities" / f"{name}-{i}.yaml").write_text(own, encoding="utf-8")


def measure(folder: Path, runs: int) -> None:
    floor = statistics.median(process(["-m", "copkit", "activities", "help"], folder) for _ in range(runs))
    print(f"  copkit activities help {floor:6.2f} s")
    for label, length in LENGTHS.items():
        name = length.replace("2", "two")
        times = []
        for run in range(runs):
            path = folder / "convenings" / name
            if path.exists():
                for file in sorted(path.rglob("*"), reverse=True):
                    file.unlink() if file.is_file() else file.rmdir()
                path.rmdir()
            words = [
                "plan",
                name,
                "--purpose",
                "peer-support",
                "--length",
                length,
                "--people",
                "24",
                "--mode",
                "in-person",
            ]
            times.append(process(["-m", "copkit", *words], folder))
            del run
        whole = statistics.median(times)
        inside = subprocess.run(
            [sys.executable, "-c", INSIDE, name], cwd=folder, capture_output=True, text=True, check=True
        )
        composing, solving, proven, gap, choices = inside.stdout.split()
        print(
            f"  {label:10} {whole:6.2f} s = {whole / floor:4.1f} × the floor; composing {float(composing):.2f} s, "
            f"the solver {float(solving):.2f} s of it; {'proven' if proven == 'True' else f'gap {float(gap):.1%}'}; {choices} choices"
        )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
        bare = statistics.median(process(["-c", "pass"], Path(name)) for _ in range(runs))
        print(f"python -c pass {bare:.3f} s")
        for count in (len(OURS), 1000):
            folder = Path(name) / str(count)
            process(["-m", "copkit", "init", str(count), "--yes"], Path(name))
            if count > len(OURS):
                grow(folder, count)
            process(["-m", "copkit", "activities", "help"], folder)
            print(f"{count} activities")
            measure(folder, runs)


if __name__ == "__main__":
    main()
