"""Render the pages in English and Russian: an index, a page for each term and for each concept scheme."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from rehabkg.reference.diagram import OVERVIEW, of_section
from rehabkg.reference.model import Kind, Node, Reference, Relation, Scheme, Term, Text
from rehabkg.reference.words import LANGUAGES, words

STYLE = "reference.css"
_MENTION = re.compile(r"\brehab:([A-Za-z]\w*)")
_KIND_WORDS = {
    Kind.CLASS: "class",
    Kind.OBJECT: "property_object",
    Kind.DATA: "property_data",
    Kind.ANNOTATION: "property_annotation",
}
_RELATION_WORDS = {
    Relation.SUB_CLASS: "match_sub",
    Relation.SUB_PROPERTY: "match_sub",
    Relation.EQUIVALENT_CLASS: "match_equivalent",
    Relation.EQUIVALENT_PROPERTY: "match_equivalent",
    Relation.EXACT: "match_exact",
    Relation.CLOSE: "match_close",
    Relation.RELATED: "match_related",
}


def render(reference: Reference, drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the content of each file by its path: the pages, their style and *drawings*, files by name."""
    environment = Environment(
        loader=PackageLoader("rehabkg.reference"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = resources.files("rehabkg.reference").joinpath("templates", STYLE).read_bytes()
    found = {**drawings, STYLE: style}
    for page in _pages(reference, frozenset(drawings)):
        context = {"page": page, "reference": reference, "word": words(page.language), **page.shown}
        found[page.path] = environment.get_template(page.template).render(context).encode()
    return dict(sorted(found.items()))


def index_path(language: str) -> str:
    """Return the path of the index in *language*."""
    return f"{language}/index.html"


def term_path(language: str, term: Term) -> str:
    """Return the path of the page of *term*."""
    return f"{language}/{term.kind.folder}/{term.name}.html"


def scheme_path(language: str, name: str) -> str:
    """Return the path of the page of the scheme *name*."""
    return f"{language}/scheme/{name}.html"


@dataclass(frozen=True, slots=True)
class _Page:
    """One page, and what its template asks of it: links, and the words in its language."""

    reference: Reference
    drawings: frozenset[str]
    language: str
    path: str
    template: str
    shown: Mapping[str, object]

    @property
    def other_language(self) -> str:
        return next(language for language in LANGUAGES if language != self.language)

    @property
    def in_other_language(self) -> str:
        """The link to the same page in the other language."""
        _, _, rest = self.path.partition("/")
        return self.to(f"{self.other_language}/{rest}")

    def to(self, path: str) -> str:
        """Return the link from this page to *path*."""
        return quote(posixpath.relpath(path, posixpath.dirname(self.path) or "."))

    def to_index(self, anchor: str = "") -> str:
        return self.to(index_path(self.language)) + (f"#{anchor}" if anchor else "")

    def to_term(self, term: Term) -> str:
        return self.to(term_path(self.language, term))

    def to_scheme(self, scheme: Scheme, code: str = "") -> str:
        return self.to(scheme_path(self.language, scheme.name)) + (f"#{quote(code)}" if code else "")

    def drawing(self, name: str) -> str | None:
        """Return the link to a diagram, if there is one."""
        return self.to(f"{name}.svg") if f"{name}.svg" in self.drawings else None

    def texts(self, texts: Iterable[Text], language: str | None = None) -> list[Text]:
        """Return the texts in the language of the page, else those in none, else all."""
        texts = list(texts)
        wanted = ((language or self.language,), ("",), (*LANGUAGES, *(text.language for text in texts)))
        return next((some for ones in wanted if (some := [t for t in texts if t.language in ones])), [])

    def label(self, thing: Term | Node) -> Text:
        """Return the label of a term, or its name if it has none in any language."""
        labels = self.texts(thing.labels) if isinstance(thing, Term) else []
        return labels[0] if labels else Text(thing.name, "")

    def mark(self, text: Text) -> Markup:
        """Return *text* escaped, its language marked where it is another, terms that it names linked."""
        parts = _MENTION.split(text.value)
        shown = Markup("").join(self._mention(part) if place % 2 else part for place, part in enumerate(parts))
        if text.language and text.language != self.language:
            return Markup('<span lang="{}">{}</span>').format(text.language, shown)
        return shown

    def _mention(self, name: str) -> Markup:
        term = self.reference.terms.get(name)
        if term is None:
            return escape(f"rehab:{name}")
        return Markup('<a href="{}"><code>rehab:{}</code></a>').format(self.to_term(term), name)

    def kind_word(self, term: Term) -> str:
        return words(self.language)[_KIND_WORDS[term.kind]]

    def relation_word(self, relation: Relation) -> str:
        return words(self.language)[_RELATION_WORDS[relation]]

    def trait_word(self, trait: str) -> str:
        """Return what a trait such as `SymmetricProperty` says, in words where there are any."""
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", trait.removesuffix("Property")).lower()
        return words(self.language).get(f"trait_{name}", f"owl:{trait}")


def _pages(reference: Reference, drawings: frozenset[str]) -> Iterator[_Page]:
    yield _Page(reference, drawings, "en", "index.html", "choose.html", {"languages": LANGUAGES})
    for language in LANGUAGES:
        about = {"overview": OVERVIEW, "of_section": of_section}
        yield _Page(reference, drawings, language, index_path(language), "index.html", about)
        for term in reference.terms.values():
            yield _Page(
                reference,
                drawings,
                language,
                term_path(language, term),
                "term.html",
                _of_term(reference, term),
            )
        for scheme in reference.schemes:
            path = scheme_path(language, scheme.name)
            yield _Page(reference, drawings, language, path, "scheme.html", {"scheme": scheme})


def _of_term(reference: Reference, term: Term) -> dict[str, object]:
    """Return what the page of *term* shows; what holds of the terms above it holds of it."""
    line = reference.line(term)
    schemes = {scheme.iri: scheme for scheme in reference.schemes}
    return {
        "term": term,
        "section": next(section for section in reference.sections if term in section.terms),
        "domain": next((one for one in line if one.domains), None),
        "range": next((one for one in line if one.ranges), None),
        "leading_from": [one for one in line if one.domain_of],
        "leading_to": [one for one in line if one.range_of],
        "examples": [_example(schemes, example) for example in term.examples],
    }


def _example(schemes: Mapping[str, Scheme], example: Text | Node) -> dict[str, object]:
    """Return an example with the scheme and the concept that it is, where it is one."""
    if isinstance(example, Text):
        return {"text": example}
    scheme = schemes.get(example.iri.rpartition("/")[0])
    concept = next((one for one in scheme.concepts if one.iri == example.iri), None) if scheme else None
    return {"text": None, "node": example, "scheme": scheme, "concept": concept}
