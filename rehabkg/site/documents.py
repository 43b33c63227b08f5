"""The documents of a site: which things have one, and the files of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.namespaces import A, term
from rehabkg.pages.documents import html_document, rdf_document
from rehabkg.pages.linked import linked
from rehabkg.pages.links import FOLDED, LANGUAGES, document_path
from rehabkg.pages.refers import referring
from rehabkg.pages.render import Renderer
from rehabkg.store.linked import linked_graphs
from rehabkg.store.loaded import loaded_sources
from rehabkg.web.media import RDF_FORMS
from rehabkg.web.published import Published

# What of a list has a page of its own; the other parts of a record are told on the page of its observation.
_OF_RECORDS = ("rehab:PersonObservation", "rehab:RecordedPlace")
# A file name holds 255 bytes on the usual systems, and the longest suffix is `.jsonld` or `.en.html`.
_LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Document:
    """A thing and the path of its files, without suffix, as a file system writes it."""

    iri: str
    path: str


def documents(published: Published, *, lists: bool = True) -> Iterator[Document]:
    """Yield the documents of a release, curated things first; records stream, and memory does not grow with them.

    *lists* says whether the records of the loaded lists get documents.
    """
    loaded = loaded_sources(published.settings.store_path)
    linked = [graph for found in linked_graphs(published.settings.store_path) for graph in found.graphs]
    # What linking made is as long as the lists are.
    of_lists = {graph for source in loaded for graph in source.graphs}.union(linked)
    curated: set[str] = set()
    for graph in published.store.named_graphs():
        if graph.value not in of_lists:
            for quad in published.store.quads_for_pattern(None, None, None, graph):
                if isinstance(quad.subject, NamedNode):
                    curated.add(quad.subject.value)
    for iri in sorted(curated):
        yield from _document(published, iri)
    for source in loaded if lists else ():
        for name in _OF_RECORDS:
            for graph in source.graphs:
                for quad in published.store.quads_for_pattern(None, A, term(name), NamedNode(graph)):
                    yield from _document(published, quad.subject.value)
    for graph in linked if lists else ():
        for quad in published.store.quads_for_pattern(None, A, term("rehab:LinkedPerson"), NamedNode(graph)):
            yield from _document(published, quad.subject.value)


def _document(published: Published, iri: str) -> Iterator[Document]:
    path = document_path(iri, published.release.base)
    if path is None or path.split("/")[1] in FOLDED:
        return
    # The address is decoded by whoever serves the file; a slash within a name can be none on a disk.
    on_disk = "/".join(unquote(part).replace("/", "%2F") for part in path.split("/"))
    if "\0" not in on_disk and len(on_disk.rpartition("/")[2].encode()) <= _LONGEST_NAME:
        yield Document(iri, on_disk)


class DocumentFiles:
    """The files of one document, and the digest of all that they are made from."""

    def __init__(self, renderer: Renderer, document: Document) -> None:
        self._renderer, self._document = renderer, document
        self._thing = NamedNode(document.iri)
        published = renderer.published
        self._quads = neighbourhood(published.store, self._thing, published.iris)

    def digest(self, code: str) -> str:
        """Return the digest of what the files are made from; *code* stands for templates and version.

        To make them takes most of the time, and is spared where the digest is as before.
        """
        published, labels = self._renderer.published, self._renderer.labels
        told = hashlib.sha256(code.encode())
        if published.view.subjects("rehab:against", self._thing):
            # The status is shown as of the day of the release.
            told.update(published.release.created.date().isoformat().encode())
        for quad in self._quads:
            told.update(str(quad).encode())
        referring_now = referring(published.store, self._thing)
        told.update(repr(referring_now).encode())
        for _, subject in referring_now.pairs:
            for language in LANGUAGES:
                told.update(labels.of(subject, language).value.encode())
        for language in LANGUAGES:
            # The page of a person shows what the records say, which are things of their own.
            told.update(repr(linked(published, labels, self._thing, language)).encode())
        return told.hexdigest()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield paths and contents."""
        for language in LANGUAGES:
            page = html_document(self._renderer, self._thing, language, {}, self._quads)
            yield f"{self._document.path}.{language}.html", page
        for form in RDF_FORMS:
            content = rdf_document(self._renderer.published, self._thing, form, self._quads)
            yield f"{self._document.path}.{form.suffix}", content


def suffixes() -> list[str]:
    """Return the suffixes of the files of a document."""
    return [*(f"{language}.html" for language in LANGUAGES), *(form.suffix for form in RDF_FORMS)]
