"""Pictures: the stage as a radar, a day as a strip, airtime as bars, a year as a map; as SVG, in signs and in words.

An SVG is drawn for white paper with plain attributes, so that it is right where no style reaches it. A page may
recolour it by class, for the dark above all, as templates/pictures/colours.css does. Filled: `cp-ink` (text and small
signs), `cp-soft` (secondary text), `cp-tint` (light areas), and `cp-fill-1` to `cp-fill-8` (the ground of a pattern).
Stroked: `cp-line` and `cp-edge` (outlines), `cp-faint` (lines of a grid), `cp-case` (what lies below a line), and
`cp-mark-1` to `cp-mark-8` (the marks of a pattern). `cp-picture` is the whole.
"""

from copkit.writing.pictures.airtime import airtime_bars
from copkit.writing.pictures.radar import stage_radar
from copkit.writing.pictures.strip import agenda_strip
from copkit.writing.pictures.year import year_map

__all__ = ["agenda_strip", "airtime_bars", "stage_radar", "year_map"]
