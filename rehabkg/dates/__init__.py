"""Dates as sources give them: EDTF, earliest and latest day, calendar. Nothing here sharpens a date."""

from rehabkg.dates.dating import Dating
from rehabkg.dates.edtf_text import parse_edtf
from rehabkg.dates.julian import parse_julian_edtf
from rehabkg.dates.russian import recognise

__all__ = ["Dating", "parse_edtf", "parse_julian_edtf", "recognise"]
