"""How long copkit check takes for a year of weekly gatherings, as one process; run by hand: python tests/bench/checking.py.

The peer is bare parsing of the same files with ruamel.yaml, in the same run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "us-rse-2019"
SIZES = (1, 13, 26, 52, 104)
ROUNDS = 5


def workspace(folder: Path, count: int) -> None:
    folder.mkdir()
    shutil.copy(EXAMPLE / "community.yaml", folder)
    text = (EXAMPLE / "convenings" / "community-call" / "convening.yaml").read_text(encoding="utf-8")
    for i in range(count):
        place = folder / "convenings" / f"call-{i}"
        place.mkdir(parents=True)
        fresh = text.replace("id: community-call", f"id: call-{i}", 1)
        (place / "convening.yaml").write_text(f"# {date(2027, 1, 1) + timedelta(weeks=i)}\n{fresh}", encoding="utf-8")


def timed(words: list[str], folder: Path, cache: Path) -> float:
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


PEER = "from pathlib import Path; from ruamel.yaml import YAML; [YAML(typ='safe', pure=True).load(p) for p in Path('.').rglob('*.yaml')]"


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        root, cache = Path(home), Path(home) / "cache"
        found = {}
        print(f"copkit check as one process, median of {ROUNDS}; after one run that parses and keeps what it parsed")
        for count in SIZES:
            folder = root / str(count)
            workspace(folder, count)
            subprocess.run(
                [sys.executable, "-m", "copkit", "check"],
                cwd=folder,
                env=os.environ | {"XDG_CACHE_HOME": str(cache)},
                capture_output=True,
                check=False,
            )
            found[count] = timed([sys.executable, "-m", "copkit", "check"], folder, cache)
            peer = timed([sys.executable, "-c", PEER], folder, cache) if count <= 52 else None
            ratio = f"   {found[count] / peer:5.2f} × parsing the YAML alone ({peer:6.0f} ms)" if peer else ""
            print(f"{count:5} gatherings {found[count]:7.0f} ms{ratio}")
        for a, b in ((1, 52), (52, 104)):
            print(f"each further gathering, from {a} to {b}: {(found[b] - found[a]) / (b - a):.2f} ms")


if __name__ == "__main__":
    main()
