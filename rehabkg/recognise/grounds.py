"""Recognise the grounds on which a case was closed or a person rehabilitated: `lexicon/grounds.csv` has the phrases."""

from __future__ import annotations

from functools import lru_cache

from rehabkg.recognise.phrases import folded, phrase_table


@lru_cache(maxsize=16_384)
def grounds_in(text: str) -> tuple[str, ...]:
    """Return the codes of the grounds that *text* words, each once, in its order.

    >>> grounds_in("дело прекращено за отсутствием состава преступления")
    ('no-corpus-delicti',)
    """
    return phrase_table("grounds", "ground").codes_in(folded(text))


def before_grounds(text: str) -> str:
    """Return *text* up to the first ground that it words."""
    ground = next(phrase_table("grounds", "ground").found(folded(text)), None)
    return text if ground is None else text[: ground.start]
