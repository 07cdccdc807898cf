"""Time copkit as whole processes, beside bare Python and beside a bare typer app, in one run.

Run by hand: `python tests/bench/startup.py [RUNS]`. Prints medians and ratios; absolute times drift from machine to machine.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copkit.shelf import Shelf

TYPER_APP = "import typer; app = typer.Typer(rich_markup_mode=None); app.command()(lambda: None); app(['--help'])"


def seconds(command: list[str], folder: Path, env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    return time.perf_counter() - started


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    python = sys.executable
    name, example = max(Shelf().examples.items(), key=lambda e: sum(p.stat().st_size for p in e[1].rglob("*.yaml")))
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / name
        shutil.copytree(example, folder, ignore=shutil.ignore_patterns("out"))
        convening = next((folder / "convenings").iterdir()).name
        env = {**os.environ, "XDG_CACHE_HOME": f"{home}/cache", "XDG_CONFIG_HOME": f"{home}/config"}
        copkit = [python, "-m", "copkit"]
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "bare typer app --help": [python, "-c", TYPER_APP],
            "copkit --version": [*copkit, "--version"],
            "copkit --help": [*copkit, "--help"],
            "copkit plan --help": [*copkit, "plan", "--help"],
            "copkit diagnose (24 marks)": [*copkit, "diagnose", "--answers", "2" * 24],
            f"copkit diagnose ({name})": [*copkit, "diagnose"],
            f"copkit plan ({name})": [*copkit, "plan", convening],
            f"copkit followup ({name})": [*copkit, "followup", convening],
        }
        cold = seconds(commands[f"copkit plan ({name})"], folder, env)
        times: dict[str, list[float]] = {key: [] for key in commands}
        for _ in range(runs):
            for key, command in commands.items():
                times[key].append(seconds(command, folder, env))
    floor = statistics.median(times["python -c pass"])
    print(f"{runs} runs each, in turn; medians of whole processes\n")
    print(f"{'command':38} {'ms':>7} {'min':>7} {'max':>7} {'× bare Python':>14}")
    for key, found in times.items():
        middle = statistics.median(found)
        print(f"{key:38} {middle * 1000:7.0f} {min(found) * 1000:7.0f} {max(found) * 1000:7.0f} {middle / floor:14.1f}")
    print(f"\nthe first plan of all, which parses the library and compiles the templates: {cold * 1000:.0f} ms")


if __name__ == "__main__":
    main()
