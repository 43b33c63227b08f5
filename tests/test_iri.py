"""IRIs: one for each thing, valid, bounded, below the base, whatever the name; the setting of the base."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from rehabkg.errors import CallError
from rehabkg.iri import ID_FORM, Iris
from rehabkg.settings import DEFAULT_BASE, Settings

# A busy machine may be slow; only the tests of hostile text hold the time.
untimed = settings(deadline=None)
NAMES = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.text("./~%#?+я€😀a", max_size=12),
    st.text("aя€😀./+", min_size=40, max_size=400),
)
IDS = st.from_regex(ID_FORM, fullmatch=True)


def local(iri: NamedNode) -> str:
    """Return what stands behind the base and the kind."""
    prefix = f"{DEFAULT_BASE}id/body/"
    assert iri.value.startswith(prefix)
    return iri.value.removeprefix(prefix)


@untimed
@given(NAMES)
@example("..")
@example("")
@example(".")
def test_no_name_can_reach_another_path(name: str) -> None:
    """A client that resolves dots or slashes would ask for another thing, or for another server's."""
    iri = Iris().thing("body", name)

    assert urljoin(DEFAULT_BASE + "id/body/", iri.value) == iri.value
    assert re.fullmatch(r"[A-Za-z0-9._~%-]+", local(iri))
    assert local(iri) not in (".", "..")


@untimed
@given(NAMES)
def test_a_local_name_is_short_enough_for_a_file(name: str) -> None:
    """An exported thing may become a file, and a file name holds 255 bytes."""
    assert 0 < len(local(Iris().thing("body", name))) <= 160


@untimed
@given(NAMES, NAMES)
def test_two_names_share_an_iri_only_if_they_are_one(first: str, second: str) -> None:
    """What shares an IRI is one thing to every reader of the graph."""
    same = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)

    assert (Iris().thing("body", first) == Iris().thing("body", second)) == same


@untimed
@given(st.text("аёйя-", min_size=150, max_size=300), st.text("аёй", min_size=1, max_size=3))
def test_long_names_that_begin_alike_stay_apart(name: str, more: str) -> None:
    """The cut of a long name may not merge a case with its appeal."""
    assert Iris().thing("case", name) != Iris().thing("case", name + more)


@untimed
@given(st.text("aя€😀", min_size=30, max_size=300))
def test_a_cut_name_ends_with_a_whole_letter(name: str) -> None:
    """Half a letter is no UTF-8: servers answer such an address with an error."""
    shown = local(Iris().thing("body", name)).partition("~")[0]

    assert name.startswith(unquote(shown, errors="strict"))


def test_both_forms_of_a_letter_share_an_iri() -> None:
    """й in one piece and in two are the same letter to every reader."""
    name = "Ёлкин-Йошкин"

    assert Iris().thing("body", unicodedata.normalize("NFD", name)) == Iris().thing("body", name)


@untimed
@given(st.lists(IDS, min_size=1, max_size=4, unique=True), st.randoms())
def test_a_joint_citation_has_one_graph_in_any_order(sources: list[str], random: object) -> None:
    """Who read A and B together cites the same graph as who read B and A."""
    shuffled = list(sources)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert Iris().citation(tuple(shuffled)) == Iris().citation(tuple(sources))


@untimed
@given(st.sets(IDS, min_size=1, max_size=4), st.sets(IDS, min_size=1, max_size=4))
def test_other_sources_have_another_graph(first: set[str], second: set[str]) -> None:
    """What source A says may not land in the graph of B."""
    same = Iris().citation(tuple(first)) == Iris().citation(tuple(second))

    assert same == (first == second)


@untimed
@given(IDS)
def test_ids_of_the_tables_stand_in_iris_as_they_are(identifier: str) -> None:
    """The readable slugs of acts and bodies are promised, and no encoding may hide them."""
    if len(identifier) <= 160:
        assert local(Iris().thing("body", identifier)) == identifier


@pytest.mark.parametrize("text", ["", "-a", "a-", "A", "é", "a b", "a_b", "a.b", "a/b", "a\n", "ａ"])
def test_what_is_no_id_is_refused(text: str) -> None:
    """An id goes into addresses that must not change; what needs encoding may not begin its life."""
    assert not ID_FORM.fullmatch(text)


def test_kinds_of_iri_stand_below_the_base() -> None:
    """An installation with a base of its own takes all its IRIs along."""
    iris = Iris("https://example.org/x/")

    assert iris.thing("act", "a-1").value == "https://example.org/x/id/act/a-1"
    assert iris.concept("measure", "camp").value == "https://example.org/x/vocab/measure/camp"
    assert iris.scheme("measure").value == "https://example.org/x/vocab/measure"
    assert iris.graph("derived").value == "https://example.org/x/graph/derived"
    assert iris.citation(("b", "a")).value == "https://example.org/x/graph/a+b"


def test_a_base_without_its_last_slash_gets_it() -> None:
    """Otherwise the last segment of the base and the first of the name would become one word."""
    settings = Settings.from_environment({"REHABKG_BASE": "https://example.org/x"})

    assert settings.base == "https://example.org/x/"


@pytest.mark.parametrize("environment", [{}, {"REHABKG_BASE": "", "REHABKG_STORE": ""}])
def test_blank_settings_are_the_defaults(environment: dict[str, str]) -> None:
    """An empty variable is how a shell script says "not set"."""
    settings = Settings.from_environment(environment)

    assert settings.base == DEFAULT_BASE
    assert settings.store_path.name == "store"
    assert settings.store_path.is_absolute()


def test_the_store_is_where_the_environment_says() -> None:
    """A server's store stands outside the home directory."""
    settings = Settings.from_environment({"REHABKG_STORE": "/srv/rehabkg"})

    assert settings.store_path == Path("/srv/rehabkg")


@pytest.mark.parametrize(
    "base", ["example.org", "/x/", "ftp://example.org/", "https://", "https://a b/", "https://a/?q=", "https://a/#",
             "https://a/<b>/", "https://a/%zz/", "https://пример.рф/", "https://a/\n", "urn:x:"]
)  # fmt: skip
def test_a_base_under_which_no_iri_can_be_made_is_refused(base: str) -> None:
    """Found at the first quad, it would be a traceback that names no setting."""
    with pytest.raises(CallError) as caught:
        Settings.from_environment({"REHABKG_BASE": base})

    assert str(caught.value) == (
        f"REHABKG_BASE: {base!r} is not an http(s) address in ASCII without query and fragment"
    )


@untimed
@given(st.text(max_size=30).map(lambda path: f"https://example.org/{quote(path)}"))
def test_every_accepted_base_makes_valid_iris(base: str) -> None:
    """The check of the base must be at least as strict as the store."""
    settings = Settings.from_environment({"REHABKG_BASE": base})

    assert NamedNode(Iris(settings.base).graph("derived").value).value.startswith(settings.base)
