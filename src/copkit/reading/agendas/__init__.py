"""Agendas that others wrote: schedule.json, schedule.xml, CSV, tables and lists, read into days and blocks."""

from copkit.reading.agendas.agenda import ReadAgenda, read_agenda

__all__ = ["ReadAgenda", "read_agenda"]
