"""Labels for what has no name of its own: decisions, events, datings and the like, said in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from rehabkg.namespaces import REHAB, term
from rehabkg.store.view import View

_LANGUAGES = ("en", "ru")


def labels(view: View, specific: dict[NamedNode, NamedNode], graph: NamedNode) -> Iterator[Quad]:
    """Yield `rdfs:label` for each unlabelled event and finding: its class, whom it concerns and when.

    *specific* gives the class that the tables state of a thing, before superclasses were derived.
    """
    for subject in sorted((*view.instances("rehab:Event"), *view.instances("rehab:Finding")), key=str):
        if next(view.labels(subject), None) is not None or subject not in specific:
            continue
        when = _when(view, subject)
        for language in _LANGUAGES:
            who = " · ".join(view.label(actor, language) for actor in _actors(view, subject))
            kind = view.label(specific[subject], language)
            text = ", ".join(filter(None, (f"{kind}: {who}" if who else kind, when)))
            yield Quad(subject, term("rdfs:label"), Literal(text, language=language), graph)


def article_labels(view: View, graph: NamedNode) -> Iterator[Quad]:
    """Yield `skos:prefLabel` for each article of a code: its number and the name of the code."""
    for article in view.instances("rehab:CodeArticle"):
        number = view.first(article, "skos:notation")
        for code in view.nodes(article, "rehab:codeOfLaw"):
            for language, word in (("en", "Art."), ("ru", "ст.")):
                text = f"{word} {number.value if number else ''}, {view.label(code, language)}"
                yield Quad(article, term("skos:prefLabel"), Literal(text, language=language), graph)


def stated_classes(quads: list[Quad]) -> dict[NamedNode, NamedNode]:
    """Return the class of ours that the tables state of each thing; of several, the first by name."""
    stated = (quad for quad in quads if quad.predicate == term("rdf:type") and quad.object.value.startswith(REHAB))
    # The store gives quads in any order: the last that is set is the first by name.
    return {quad.subject: quad.object for quad in sorted(stated, key=lambda quad: quad.object.value, reverse=True)}


def _actors(view: View, subject: NamedNode) -> list[NamedNode]:
    direct = [*view.nodes(subject, "rehab:concerns"), *view.nodes(subject, "rehab:about")]
    through_case = [
        actor for case in view.nodes(subject, "rehab:inCase") for actor in view.nodes(case, "rehab:against")
    ]
    return list(dict.fromkeys([*direct, *through_case]))


def _when(view: View, subject: NamedNode) -> str | None:
    for predicate in ("rehab:shownDating", "rehab:asOf"):
        for dating in view.nodes(subject, predicate):
            written = view.first(dating, "rehab:edtf")
            if written is not None:
                return str(written.value)
    return None
