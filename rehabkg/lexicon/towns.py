"""Towns in the nominative: lists print them in any case ("г. Калуге", "гарнизона г. Красноярска")."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rehabkg.lexicon.reader import read_lexicon
from rehabkg.lexicon.spelling import folded


@cache
def town_forms() -> Mapping[str, str]:
    """Return the nominative by folded form. A form of two towns is no form of either."""
    forms: dict[str, str] = {}
    for row in read_lexicon("towns"):
        for form in (row["name"], *row["forms"].split("|")):
            forms[folded(form.strip())] = row["name"]
    return forms


def nominative_town(name: str) -> str:
    """Return a town in the nominative where it is known, else *name* as it is.

    >>> nominative_town("Калуге")
    'Калуга'
    """
    return town_forms().get(folded(name), name)
