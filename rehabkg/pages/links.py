"""Addresses of pages: the path of a thing's document, and links that work from any host, folder or disk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rehabkg.namespaces import ONTOLOGY_IRI, REHAB

LANGUAGES = ("en", "ru")
DOCUMENTS = "doc"
_IDS, _KEPT = "id/", ("vocab/", "graph/")
# What carries a statement for another thing is told on the page of that thing, and pages do not lead to it.
FOLDED = frozenset(
    {"dating", "attestation", "name", "measure", "recorded-measure", "geometry", "preference", "match", "linkage"}
)
# What stands behind an address in the graph's own base: no query, no fragment, no step upwards.
_PATH = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[^?#\s\\]+")


def document_path(iri: str, base: str) -> str | None:
    """Return the path of the document about a thing, without suffix; None for a thing of others.

    >>> document_path("https://w3id.org/rehabkg/id/person/p0057", "https://w3id.org/rehabkg/")
    'doc/person/p0057'
    >>> document_path("https://w3id.org/rehabkg/vocab/measure/camp", "https://w3id.org/rehabkg/")
    'doc/vocab/measure/camp'
    """
    if not iri.startswith(base):
        return None
    path = iri[len(base) :]
    if not _PATH.fullmatch(path):
        return None
    if path.startswith(_IDS):
        return f"{DOCUMENTS}/{path[len(_IDS) :]}"
    return f"{DOCUMENTS}/{path}" if path.startswith(_KEPT) else None


def iri_of_document(path: str, base: str) -> str:
    """Return the IRI of the thing that a document is about; *path* begins behind `doc/`.

    >>> iri_of_document("vocab/measure/camp", "https://w3id.org/rehabkg/")
    'https://w3id.org/rehabkg/vocab/measure/camp'
    """
    return f"{base}{path}" if path.startswith(_KEPT) else f"{base}{_IDS}{path}"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links from one page, whose *path* is relative to the root of the site, in its language."""

    path: str
    language: str
    base: str

    @property
    def root(self) -> str:
        """The way up from the page to the root."""
        return "../" * self.path.count("/") or "./"

    def page(self, path: str, language: str | None = None, query: str = "") -> str:
        """Return the link to a page in a language, that of this page by default."""
        return f"{self.root}{path}.{language or self.language}.html{query}"

    def file(self, path: str) -> str:
        """Return the link to a file or address that has no language."""
        return f"{self.root}{path}"

    def terms(self, folder: str = "", name: str = "index") -> str:
        """Return the link to the page of a term of the ontology, by default to the list of all."""
        return f"{self.root}ontology/{self.language}/{folder}{'/' if folder else ''}{name}.html"

    def thing(self, iri: str) -> str | None:
        """Return the link to the page about a thing, or the IRI itself where it is one of others on the web."""
        path = document_path(iri, self.base)
        if path is not None:
            return None if path.split("/")[1] in FOLDED else self.page(path)
        if iri.startswith(REHAB):
            name = iri[len(REHAB) :]
            return self.terms("class" if name[:1].isupper() else "property", name)
        if iri == ONTOLOGY_IRI:
            return self.terms()
        return iri if iri.startswith(("https://", "http://")) else None
