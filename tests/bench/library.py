"""Time the library: loading it whole, and searching 10,000 activities, beside bare Python and the plain work underneath.

Run by hand: `python tests/bench/library.py [RUNS]`. Prints medians and ratios; absolute times drift from machine to machine.
The peer of loading is `json.loads` of the same contents; the peer of searching is reading every file and looking for the
word in it. Growth is shown for 1,000, 3,000 and 10,000 activities.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from copkit.shelf import HERE

OURS = sorted((HERE / "library" / "activities").glob("*.yaml"))
LOAD = """
import time
from copkit.core.activity import Activity
from copkit.reading.library import Library
from copkit.shelf import Shelf
Activity.model_rebuild()
library = Library(Shelf())
library.kinds
started = time.perf_counter()
found = library.activities.values()
print(time.perf_counter() - started, len(found))
"""


def median(work: Callable[[], float], runs: int) -> float:
    return statistics.median(work() for _ in range(runs))


def process(words: list[str], folder: Path, env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, check=True)
    return time.perf_counter() - started


def pack(folder: Path, count: int) -> None:
    """Write as many activities, each with its own id, title and words."""
    folder.mkdir(parents=True)
    texts = [(p.stem, p.read_text(encoding="utf-8")) for p in OURS]
    for i in range(count):
        name, text = texts[i % len(texts)]
        own = re.sub(rf"^id: {name}$", f"id: {name}-{i}", text, flags=re.MULTILINE)
        own = re.sub(r"^title: (.*)$", rf"title: \1 {i}", own, flags=re.MULTILINE)
        (folder / f"{name}-{i}.yaml").write_text(own, encoding="utf-8")


def seed(folder: Path, env: dict[str, str]) -> None:
    """Put the parsed form into the cache by the shortest way, so that the first run need not parse for minutes."""
    code = """
import re, sys
from pathlib import Path
from copkit.core.activity import Activity
from copkit.reading import cache
from copkit.reading.library import Library
from copkit.shelf import Shelf
ours = Library(Shelf()).activities
rows = {}
for path in Path(sys.argv[1]).glob("*.yaml"):
    name, number = path.stem.rsplit("-", 1)
    item = ours[name].model_copy(update={"id": path.stem, "title": f"{ours[name].title} {number}"})
    rows[cache.digest(path, path.stem, "Activity")] = item.model_dump_json(by_alias=True, exclude_unset=True)
cache.keep(rows)
"""
    subprocess.run([sys.executable, "-c", code, str(folder)], env=env, check=True)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "XDG_CACHE_HOME": f"{home}/cache", "XDG_CONFIG_HOME": f"{home}/config"}
        cold = process(["-c", LOAD], Path(home), env)

        def load() -> float:
            done = subprocess.run([sys.executable, "-c", LOAD], env=env, capture_output=True, text=True, check=True)
            return float(done.stdout.split()[0])

        dump = "from copkit.reading.library import Library; from copkit.shelf import Shelf; import sys; sys.stdout.write('[' + ','.join(a.model_dump_json(exclude_unset=True) for a in Library(Shelf()).activities.values()) + ']')"
        text = subprocess.run([sys.executable, "-c", dump], env=env, capture_output=True, text=True, check=True).stdout

        def parse() -> float:
            started = time.perf_counter()
            json.loads(text)
            return time.perf_counter() - started

        warm, floor = median(load, runs), median(parse, runs)
        print(f"{len(OURS)} activities, {len(text) / 1000:.0f} kB as JSON; medians of {runs} runs\n")
        print(
            f"load the whole library, warm      {warm * 1000:7.1f} ms   {warm / floor:5.1f} × json.loads ({floor * 1000:.1f} ms)"
        )
        print(f"the first process of all, parsing {cold * 1000:7.0f} ms")

        bare = median(lambda: process(["-c", "pass"], Path(home), env), runs)
        for words in (["activities"], ["activities", "peer help"], ["activities", "show", "fishbowl"]):
            process(["-m", "copkit", *words], Path(home), env)
            took = median(lambda words=words: process(["-m", "copkit", *words], Path(home), env), runs)
            print(
                f"copkit {' '.join(words):27}{took * 1000:7.0f} ms   {took / bare:5.1f} × bare Python ({bare * 1000:.0f} ms)"
            )

        print("\nsearching for `peer hlep` in a workspace, whole processes")
        for count in (1_000, 3_000, 10_000):
            folder = Path(home) / f"of-{count}"
            pack(folder / "activities", count)
            (folder / "community.yaml").write_text("copkit: 1\nname: Bench\n", encoding="utf-8")
            seed(folder / "activities", env)
            query = ["-m", "copkit", "activities", "peer", "hlep"]
            first = process(query, folder, env)
            took = median(lambda query=query, folder=folder: process(query, folder, env), runs)

            def read_all(folder: Path = folder) -> float:
                started = time.perf_counter()
                for path in (folder / "activities").iterdir():
                    _ = b"peer" in path.read_bytes()
                return time.perf_counter() - started

            peer = median(read_all, runs)
            print(
                f"{count:6} activities {took * 1000:7.0f} ms   {took / peer:4.1f} × reading every file ({peer * 1000:.0f} ms); making the index once {first * 1000:.0f} ms"
            )


if __name__ == "__main__":
    main()
