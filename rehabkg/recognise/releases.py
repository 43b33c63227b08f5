"""Read releases out of the text of a sentence or a story."""

from __future__ import annotations

from rehabkg.recognise.history import history_of
from rehabkg.records.model import Release


def releases_of(text: str | None) -> tuple[Release, ...]:
    """Return the releases that *text* tells of, in its order; `date` is None where the text gives none.

    >>> [release.ground for release in releases_of("5 лет ИТЛ. Освобожден по амнистии 1.05.1945")]
    ['amnesty']
    """
    return history_of(text).releases if text else ()
