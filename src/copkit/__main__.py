"""The way in: help and version answer before anything heavy is imported."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run copkit."""
    asked = sys.argv[1:]
    if len(asked) == 1 and "_COPKIT_COMPLETE" not in os.environ:
        if asked[0] == "--version":
            from copkit import __version__

            sys.stdout.write(f"copkit {__version__}\n")
            return
        if asked[0] == "--help" and not os.environ.get("COPKIT_PLAIN_HELP"):
            here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs 8 ms
            with open(os.path.join(here, "cli", "help.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                sys.stdout.write(file.read())
            return
    from copkit.cli.app import app

    app(prog_name="copkit")


if __name__ == "__main__":
    main()
