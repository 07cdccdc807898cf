"""Who was there or is coming, straight from Zoom, Teams, Eventbrite, Luma and Slack, or from a people.csv."""

from copkit.reading.rosters.interface import Doubt, Joined, Kind, LeftOut, Roster
from copkit.reading.rosters.roster import parse_roster, read_roster

__all__ = ["Doubt", "Joined", "Kind", "LeftOut", "Roster", "parse_roster", "read_roster"]
