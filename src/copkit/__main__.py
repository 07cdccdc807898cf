"""The way in: help and version answer before anything heavy is imported."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run copkit."""
    _settle_streams()
    try:
        if not _said_at_once():
            from copkit.cli.app import app

            app(prog_name="copkit")
    except OSError as error:  # nowhere to print to; what happens inside a command has its own wall
        sys.stderr.write(f"copkit: {error.strerror}\n")
        os._exit(1)


def _said_at_once() -> bool:
    """Answer --version and --help without importing anything; tell whether that was asked."""
    asked = sys.argv[1:]
    if len(asked) == 1 and "_COPKIT_COMPLETE" not in os.environ:
        if asked[0] == "--version":
            from copkit import __version__

            sys.stdout.write(f"copkit {__version__}\n")
            sys.stdout.flush()
            return True
        if asked[0] == "--help" and not os.environ.get("COPKIT_PLAIN_HELP"):
            here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs 8 ms
            with open(os.path.join(here, "cli", "help.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                sys.stdout.write(file.read())
            sys.stdout.flush()
            return True
    return False


def _settle_streams() -> None:
    """Write UTF-8 into files and pipes everywhere; a terminal keeps its letters; a closed stream is no fault."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - it lasts as long as the run
        else:
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


if __name__ == "__main__":
    main()
