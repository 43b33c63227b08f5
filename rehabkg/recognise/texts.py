"""Trim what is printed: the dots that a list puts at the end are no part of a place, an occupation or a charge."""

from __future__ import annotations


def trimmed(text: str | None) -> str | None:
    """Return *text* in one line without blanks and dots at its ends, None where nothing is left.

    >>> trimmed("Сибкрая.. ")
    'Сибкрая'
    """
    if not text:
        return None
    return text.strip().strip(";,").rstrip(". \t;,").lstrip(". ") or None
