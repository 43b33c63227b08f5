"""Sources and books, and the founding article: its sentences, what its page holds, and the claims about them."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from rehabkg.mapping.naming import Naming, concepts, references, texts
from rehabkg.mapping.statement import Statement, boolean, english, integer
from rehabkg.namespaces import XSD, A, term
from rehabkg.tables.reader import Row

ARTICLE = "seed-article"
_STANCE = {"confirms": "rehab:confirms", "refines": "rehab:refines", "denies": "rehab:denies"}


def source(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a source: a text, book, page or data set that says something."""
    subject = naming.of_kind("source", row["id"])
    kind = "rehab:Page" if row["id"] == ARTICLE else "rehab:Source"
    yield Statement(subject, A, term(kind), "id")
    yield from concepts(naming, row, subject, {"kind": ("rehab:sourceKind", "source-kind")})
    yield Statement(subject, term("rehab:weight"), integer(int(row["weight"])), "weight")
    yield from texts(
        row,
        subject,
        {
            "title": ("dcterms:title", None),
            "author": ("dcterms:creator", None),
            "date": ("rehab:sourceDate", None),
            "language": ("dcterms:language", None),
            "note": ("rehab:note", "en"),
        },
    )
    if row["url"] is not None:
        yield Statement(subject, term("rehab:address"), Literal(row["url"], datatype=NamedNode(XSD + "anyURI")), "url")


def book(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a book or paper of the bibliography."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Book"), "id")
    yield from texts(
        row,
        subject,
        {
            "author": ("dcterms:creator", None),
            "title": ("dcterms:title", None),
            "publisher": ("dcterms:publisher", None),
            "place": ("rehab:publicationPlace", None),
            "year": ("rehab:publicationYear", None),
            "isbn": ("rehab:isbn", None),
        },
    )
    if row["in_article"] is not None:
        yield Statement(subject, term("rehab:citedByArticle"), boolean(row["in_article"]), "in_article")


def sentence_of_page(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a sentence of the founding article as it stands there, damage included."""
    subject = _sentence(naming, row["sentence"])
    yield Statement(subject, A, term("rehab:PageSentence"), "sentence")
    yield Statement(subject, term("rehab:ofPage"), naming.of_kind("source", ARTICLE), "sentence")
    yield Statement(subject, term("rehab:sentenceNumber"), integer(row["sentence"]), "sentence")
    yield from texts(row, subject, {"section": ("rehab:section", "en"), "text": ("rehab:sentenceText", "en")})


def page_element(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a thing that the founding page holds: a map marker, a footnote, the comment form."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:PageElement"), "id")
    yield Statement(subject, term("rehab:ofPage"), naming.of_kind("source", ARTICLE), "id")
    yield from concepts(naming, row, subject, {"kind": ("rehab:elementKind", "page-element")})
    yield from texts(row, subject, {"text": ("rehab:elementText", "en")})
    yield from references(naming, row, subject, {"place": "rehab:marksPlace"})
    for number in row["sentence"] or ():
        yield Statement(subject, term("rehab:standsIn"), _sentence(naming, number), "sentence")


def claim(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a claim of the article, or of a source that confirms, refines or denies it."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Claim"), "id")
    yield from concepts(naming, row, subject, {"stance": ("rehab:stance", "stance")})
    if (row["stance"] == "asserts") == (row["of"] is not None):
        raise row.error("of", "blank for a claim of the article and filled for one that bears on it")
    if row["of"] is not None:
        yield Statement(subject, term(_STANCE[row["stance"]]), naming.ref(row["of"]), "of")
    yield from references(naming, row, subject, {"about": "rehab:about"})
    yield from texts(
        row,
        subject,
        {
            "subject": ("rehab:claimSubject", "en"),
            "predicate": ("rehab:claimPredicate", "en"),
            "object": ("rehab:claimObject", "en"),
            "quote": ("rehab:quote", "en"),
        },
    )
    yield Statement(subject, term("rehab:statement"), english(row["text"]), "text")
    if row["sentence"] is not None:
        yield Statement(subject, term("rehab:standsIn"), _sentence(naming, row["sentence"]), "sentence")
    yield from naming.dating(subject, term("rehab:dated"), row)


def _sentence(naming: Naming, number: int) -> NamedNode:
    return naming.iris.thing("page-sentence", f"{ARTICLE}-{number}")
