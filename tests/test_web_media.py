"""Which form a client gets: the headers that clients really send, and those that nobody should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.web.media import DOCUMENT_FORMS, HTML, RDF_FORMS, chosen, chosen_language

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
INTERNET_EXPLORER = "text/html, application/xhtml+xml, */*"
RDFLIB_TURTLE = "text/turtle, application/x-turtle"
RDFLIB = "text/turtle, application/rdf+xml, application/ld+json, application/n-triples, text/n3, text/html;q=0.5"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/trig,application/n-quads;q=0.9,text/trig;q=0.9,*/*;q=0.3"
)
RAPTOR = (
    "application/rdf+xml, text/rdf;q=0.6, application/n-triples, text/plain;q=0.1, text/turtle;q=0.9, "
    "application/x-turtle, application/turtle, application/trig, application/x-trig;q=0.8, application/n-quads, "
    "text/x-nquads, text/html;q=0.1, application/xhtml+xml;q=0.4, */*;q=0.1"
)
RDF4J = (
    "application/rdf+xml;q=0.8, application/n-triples;q=0.7, text/turtle, application/trig;q=0.9, "
    "application/ld+json;q=0.6"
)
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2,application/xhtml+xml;q=0.18,*/*;q=0.1"
)
PYLD = "application/ld+json, application/json;q=0.5, text/html;q=0.8, application/xhtml+xml;q=0.8"
JSONLD_JS = (
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#context, http://www.w3.org/ns/json-ld#compacted", '
    "application/ld+json, application/json;q=0.9"
)

HEADERS = [
    # Browsers.
    (FIREFOX, "html"),
    (CHROME, "html"),
    (SAFARI, "html"),
    (INTERNET_EXPLORER, "html"),
    ("text/html, text/plain, text/css, text/sgml, */*;q=0.01", "html"),  # lynx
    ("text/html,*/*;q=0.9", "html"),
    # Crawlers and fetchers that take anything.
    ("*/*", "html"),  # curl, wget, python-requests, Googlebot's fetch of a file
    (None, "html"),
    ("", "html"),
    ("text/html,application/xhtml+xml,application/signed-exchange;v=b3,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("text/html,text/plain,text/xml,text/*,application/xml,application/xhtml+xml,application/rss+xml", "html"),
    # Clients of linked data.
    (RDFLIB_TURTLE, "ttl"),
    (RDFLIB, "ttl"),
    (JENA, "ttl"),
    (RAPTOR, "nt"),
    (RDF4J, "ttl"),
    (COMUNICA, "nq"),
    (PYLD, "jsonld"),
    (JSONLD_JS, "jsonld"),
    ("application/rdf+xml", "rdf"),
    ("application/rdf+xml, */*;q=0.1", "rdf"),
    ("application/rdf+xml,application/xml;q=0.9,*/*;q=0.1", "rdf"),  # Protégé, OWL API
    ("application/n-triples", "nt"),
    ("application/n-quads", "nq"),
    ("application/trig", "trig"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    ("application/xml", "rdf"),
    ("text/xml", "rdf"),
    ("text/plain", "nt"),
    ("text/turtle;charset=utf-8", "ttl"),
    ("TEXT/TURTLE", "ttl"),
    ("text/turtle ; q = 1", "ttl"),
    # Weights.
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/html;q=0.5, text/turtle;q=0.5", "html"),
    ("text/turtle;q=0.501, text/html;q=0.5", "ttl"),
    ("text/html;q=0, */*", "ttl"),
    ("text/html;q=0, text/turtle;q=0, */*;q=0.1", "jsonld"),
    ("text/*", "html"),
    ("text/*;q=0.5, text/turtle;q=0.6", "ttl"),
    ("text/*, text/html;q=0", "ttl"),
    ("application/*", "jsonld"),
    ("application/*;q=0.2, text/turtle;q=0.1", "jsonld"),
    ("*/*;q=0.1, application/rdf+xml", "rdf"),
    ("text/turtle, */*;q=0", "ttl"),
    # Nothing that is offered.
    ("image/png", None),
    ("*/*;q=0", None),
    ("text/csv, application/pdf", None),
    ("application/sparql-results+json", None),
    ("text/html;q=0, text/turtle;q=0, application/*;q=0", None),
    # Nonsense takes everything, or is left out.
    ("nonsense", "html"),
    (";;;,,,", "html"),
    ("*", "html"),
    ("*/turtle", "html"),
    ("text/turtle;q=nonsense", None),
    ("text/turtle;q=2, text/html;q=0.1", "html"),
    ("text/turtle;q=-1, text/html;q=0.1", "html"),
    ("text/turtle;q=0.1234, text/html;q=0.1", "html"),
    ("text/html" + ",x" * 1_000, "html"),
    ('text/turtle;a="b,text/html"', "ttl"),
    ('text/turtle;a="unclosed', "ttl"),
    ("text/turtle\0", "html"),
    ("тест/тест", "html"),
]  # fmt: skip


def test_table_is_long_enough_to_mean_something() -> None:
    """The issue asks for forty real headers at least."""
    assert len({header for header, _ in HEADERS}) >= 50


@pytest.mark.parametrize(("header", "suffix"), HEADERS)
def test_client_gets_the_form_that_it_likes_best(header: str | None, suffix: str | None) -> None:
    """A browser that gets Turtle and a parser that gets a page are both lost."""
    form = chosen(header, DOCUMENT_FORMS)

    assert (form.suffix if form else None) == suffix


@given(st.text(max_size=200))
def test_no_header_is_a_fault(header: str) -> None:
    """Whatever is sent, a form or a refusal comes back."""
    assert chosen(header, DOCUMENT_FORMS) in (*DOCUMENT_FORMS, None)
    assert chosen_language(header, ("en", "ru")) in ("en", "ru")


@given(
    st.lists(st.sampled_from([form.name for form in RDF_FORMS]), min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_form_of_the_greatest_weight_is_given(names: list[str], data: st.DataObject) -> None:
    """RFC 9110, section 12.4.2: a weight is a preference."""
    weights = data.draw(st.lists(st.integers(1, 1000), min_size=len(names), max_size=len(names), unique=True))
    header = ", ".join(f"{name};q={weight / 1000:.3f}" for name, weight in zip(names, weights, strict=True))

    assert chosen(header, DOCUMENT_FORMS).name == names[weights.index(max(weights))]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("en-US,en;q=0.9,ru;q=0.8", "en"),
        ("uk,ru;q=0.8", "ru"),
        ("de-DE,de;q=0.9", "en"),
        ("de, *;q=0.5", "en"),
        ("en;q=0, *", "ru"),
        ("ru;q=0, de", "en"),
        ("RU", "ru"),
        ("nonsense!", "en"),
        ("ru;q=x, en;q=0.1", "en"),
    ],
)
def test_language_is_the_one_that_is_liked_best(header: str | None, language: str) -> None:
    """Who reads Russian is not shown English first."""
    assert chosen_language(header, ("en", "ru")) == language


def test_form_says_its_character_set_where_the_type_has_one() -> None:
    """JSON-LD and RDF/XML say it themselves (RFC 6839, RFC 8259)."""
    assert HTML.header == "text/html; charset=utf-8"
    assert {form.header for form in RDF_FORMS if not form.charset} == {"application/ld+json", "application/rdf+xml"}
