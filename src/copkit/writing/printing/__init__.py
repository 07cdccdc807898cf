"""What is printed for a room: cards, badges, signs, canvases, headers."""

from copkit.writing.printing.doors import is_public
from copkit.writing.printing.paper import PAPERS, Paper
from copkit.writing.printing.sheet import Job, Left, Sheet
from copkit.writing.printing.sheets import SHEETS, printed, sheet_files, with_names

__all__ = ["PAPERS", "SHEETS", "Job", "Left", "Paper", "Sheet", "is_public", "printed", "sheet_files", "with_names"]
