"""The document about a thing, in each of its forms: a page for people, RDF for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup
from pyoxigraph import NamedNode, Quad

from rehabkg.export.jsonld import write_framed
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.export.rdf import write_rdf
from rehabkg.iri import RECORD_FORM
from rehabkg.namespaces import term
from rehabkg.pages.figures import figures
from rehabkg.pages.labels import kinds
from rehabkg.pages.linked import linked
from rehabkg.pages.linked_words import linked_words
from rehabkg.pages.links import DOCUMENTS, Links, document_path
from rehabkg.pages.refers import Referring, referring
from rehabkg.pages.render import Renderer, data_block
from rehabkg.pages.schema_org import schema_org
from rehabkg.pages.thing import thing_page
from rehabkg.show import Text
from rehabkg.web.media import JSON_LD, RDF_FORMS, MediaType
from rehabkg.web.problems import Problem
from rehabkg.web.published import Published

_WRITTEN_AS = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml"}
_NOTHING = Markup("")
# A part of a record is described where the whole of it is: a conviction never stands without what became of it.
_UPWARDS = ("rehab:inRecordedCase", "rehab:againstObserved", "rehab:changesRecorded")


def described_by(published: Published, thing: NamedNode) -> NamedNode | None:
    """Return the thing whose document describes *thing*: mostly itself; None where the store says nothing of it."""
    if next(iter(published.store.quads_for_pattern(thing, None, None, None)), None) is None:
        return None
    if not RECORD_FORM.fullmatch(thing.value.rpartition("/")[2]):
        return thing
    view, seen = published.view, {thing}
    while True:
        above = [node for name in _UPWARDS for node in view.nodes(thing, name)]
        if not above and view.is_a(thing, "rehab:Record"):
            above = view.subjects("rehab:ofRecord", thing)
        if not above or above[0] in seen:
            return thing
        thing = above[0]
        seen.add(thing)


def rdf_document(published: Published, thing: NamedNode, form: MediaType, quads: Sequence[Quad] | None = None) -> bytes:
    """Return what the store says of *thing* and what belongs to it, in an RDF form; JSON-LD is framed by its class.

    *quads* are its neighbourhood, where the caller has it already.
    """
    quads = neighbourhood(published.store, thing, published.iris) if quads is None else quads
    if form == JSON_LD:
        return write_framed(quads, thing)
    return write_rdf(quads, _WRITTEN_AS[form.suffix], published.release.base)


def html_document(
    renderer: Renderer,
    thing: NamedNode,
    language: str,
    query: Mapping[str, str],
    quads: Sequence[Quad] | None = None,
    *,
    comments: Markup = _NOTHING,
) -> bytes:
    """Return the page about *thing*; `day`, `law` and `page` of *query* choose the status and what refers to it.

    *quads* are its neighbourhood, where the caller has it already; *comments* stand at the end.

    Raises `Problem` (400) for a query that asks for no day, state or page.
    """
    published = renderer.published
    day = _day(query.get("day"), published.release.created.date())
    law = query.get("law", "")
    state = _state(published, law)
    page = _page(query.get("page"))
    path = document_path(thing.value, published.release.base)
    quads = neighbourhood(published.store, thing, published.iris) if quads is None else quads
    shown = thing_page(published, renderer.labels, thing, language, day=day, state=state, quads=quads)
    if shown is None or path is None:
        raise Problem(404, "there is no such thing in this release")
    if page > 1:
        shown = replace(shown, referring=referring(published.store, thing, page))
    return renderer.render(
        "thing.html",
        path,
        language,
        thing=shown,
        document=path,
        forms=RDF_FORMS,
        refers=_refers(renderer, shown.referring, language),
        states=_states(renderer, language) if shown.standing is not None else [],
        state=law,
        schema_org=data_block(schema_org(published.view, renderer.labels, thing, shown.kind, language)),
        figures=figures(renderer, Links(path, language, published.release.base), shown, quads),
        comments=comments,
        linked=linked(published, renderer.labels, thing, language),
        linked_word=linked_words(language),
    )


def _refers(renderer: Renderer, found: Referring, language: str) -> list[tuple[Text, list[Text]]]:
    """Return what refers, by property; things that have no page of their own are left out."""
    base = renderer.published.release.base
    grouped: dict[str, list[Text]] = {}
    for predicate, subject in found.pairs:
        if document_path(subject, base) is not None and f"/{DOCUMENTS}/" not in subject:
            label = renderer.labels.of(subject, language)
            grouped.setdefault(predicate, []).append(Text(label.value, label.language, subject))
    return [(renderer.labels.of(predicate, language), things) for predicate, things in grouped.items()]


def _states(renderer: Renderer, language: str) -> list[tuple[str, Text]]:
    nodes = renderer.published.view.instances("rehab:Jurisdiction")
    found = [(node.value.rpartition("/")[2], renderer.labels.of(node.value, language)) for node in nodes]
    return sorted(found, key=lambda entry: entry[1].value)


def _day(text: str | None, default: date) -> date:
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(400, "day: a day is wanted, such as 1957-01-01") from None


def _state(published: Published, code: str) -> NamedNode | None:
    if not code:
        return None
    state = published.iris.thing("jurisdiction", code[:200])
    if not published.view.is_a(state, "rehab:Jurisdiction"):
        raise Problem(400, "law: a state of the graph is wanted, such as russia")
    return state


def _page(text: str | None) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 1_000):
        raise Problem(400, "page: a number from 1 to 1000 is wanted")
    return int(text)


def schema_type(published: Published, thing: NamedNode) -> NamedNode:
    """Return the class by which a thing is typed in a Link header."""
    stated = kinds(published.view, thing)
    return stated[0] if stated else term("rdfs:Resource")
