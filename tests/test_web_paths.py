"""One thing, one spelling: however a client writes a path, it finds the same thing or is told the right spelling."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.iri import Iris
from rehabkg.web.paths import LONGEST, canonical

NAME = "Йо́шкар-Ола (1919)"
OURS = "/id/place/" + quote(unicodedata.normalize("NFC", NAME), safe="")


@pytest.mark.parametrize(
    "raw",
    [
        OURS.encode(),
        OURS.lower().encode(),
        f"/id/place/{unicodedata.normalize('NFC', NAME)}".encode(),
        f"/id/place/{unicodedata.normalize('NFD', NAME)}".encode(),
        f"/id/place/{quote(unicodedata.normalize('NFD', NAME), safe='()')}".encode(),
        OURS.replace("-", "%2D").encode(),
        OURS.replace("place", "%70lace").encode(),
    ],
)
def test_spellings_of_a_path_are_one(raw: bytes) -> None:
    """A name that is pasted, typed on a Mac or escaped by some library is the same name."""
    assert canonical(raw) == OURS


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40))
def test_address_of_every_thing_is_its_own_spelling(name: str) -> None:
    """Otherwise the graph would name what the server redirects for ever."""
    path = Iris("http://e/").thing("place", name).value.removeprefix("http://e")

    assert canonical(path.encode()) == path


@given(st.binary(max_size=80))
def test_path_is_stable_or_refused(raw: bytes) -> None:
    """Who is sent to the right spelling must not be sent on."""
    path = canonical(b"/" + raw)

    assert path is None or canonical(path.encode()) == path
    assert path is None or path.isascii()


@pytest.mark.parametrize("raw", [b"/id/\xff", b"/id/%FF", b"/id/%D0", b"/id/a\0", b"/" + b"a" * LONGEST])
def test_path_that_names_nothing_is_refused(raw: bytes) -> None:
    """Half a letter is no letter, and no name is that long."""
    assert canonical(raw) is None


def test_escapes_that_mean_something_stay() -> None:
    """A slash or a question mark in a name must not part the path."""
    assert canonical(b"/id/x/a%2Fb%3fc%00%252F") == "/id/x/a%2Fb%3Fc%00%252F"
    assert canonical(b"/graph/a+b") == "/graph/a+b"
    assert canonical(b"/graph/a%2Bb") == "/graph/a%2Bb"
