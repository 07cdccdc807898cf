"""Time the forms of a document, beside markdown-it and beside LibreOffice, in one run.

Run by hand: `python tests/bench/documents.py [RUNS]`. Prints medians and ratios; absolute times drift from machine to machine.
The document is the longest run-sheet of the examples. LibreOffice makes a PDF of copkit's Word file, as a whole process.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from copkit.shelf import Shelf
from copkit.writing.document import document_of
from copkit.writing.html import html_page
from copkit.writing.pdf import pdf_page
from copkit.writing.render import Renderer
from copkit.writing.word import word_file


def seconds(run: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    pages = [p for folder in Shelf().examples.values() for p in folder.rglob("run-sheet.md")]
    text = max((p.read_text(encoding="utf-8") for p in pages), key=len)
    renderer, document = Renderer(Shelf()), document_of(text, "en")
    print(f"{len(text)} letters")
    floor = seconds(lambda: MarkdownIt("commonmark").enable("table").render(text), runs)
    for name, run in {
        "markdown-it alone": lambda: MarkdownIt("commonmark").enable("table").render(text),
        "into the model": lambda: document_of(text, "en"),
        "page (HTML)": lambda: html_page(renderer, document),
        "PDF, tagged": lambda: pdf_page(renderer, document),
        "Word": lambda: word_file(renderer, document),
    }.items():
        taken = seconds(run, runs)
        print(f"{name:22} {taken * 1000:8.1f} ms  {taken / floor:6.1f} x markdown-it")
    if office := shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.docx"
            file.write_bytes(word_file(renderer, document)[0])
            words = [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                file,
            ]
            taken = seconds(lambda: subprocess.run(words, check=True, capture_output=True), min(runs, 3))
            print(f"{'LibreOffice, PDF':22} {taken * 1000:8.1f} ms  {taken / floor:6.1f} x markdown-it")


if __name__ == "__main__":
    main()
