"""One label for a thing on all pages: its own in the language asked for, else in another, else what it is."""

from __future__ import annotations

from collections import Counter, OrderedDict
from urllib.parse import unquote

from pyoxigraph import NamedNode

from rehabkg.iri import RECORD_FORM
from rehabkg.namespaces import REHAB, A, term
from rehabkg.pages.links import LANGUAGES
from rehabkg.query.results import shown
from rehabkg.show import Text
from rehabkg.store.view import View

_MOST_KEPT = 50_000
# The classes of what a record tells: RecordedSentence, RecordedArrest and the others.
_RECORDED = f"{REHAB}Recorded"
_LINKED = "/id/person/r-"
_RECORD = {"en": "Record", "ru": "Запись"}
# Properties of other vocabularies: their own words are those of data, not of readers.
_FOREIGN = {
    "dcterms:alternative": ("also", "также"),
    "dcterms:description": ("description", "описание"),
    "dcterms:source": ("source", "источник"),
    "dcterms:title": ("title", "название"),
    "rdf:type": ("kind", "вид"),
    "rdfs:comment": ("comment", "пояснение"),
    "rdfs:label": ("name", "название"),
    "rdfs:seeAlso": ("see also", "см. также"),
    "skos:altLabel": ("also", "также"),
    "skos:broader": ("part of", "входит в"),
    "skos:closeMatch": ("nearly the same as", "почти то же, что"),
    "skos:definition": ("definition", "определение"),
    "skos:exactMatch": ("the same as", "то же, что"),
    "skos:example": ("example", "пример"),
    "skos:inScheme": ("in the list", "в перечне"),
    "skos:narrower": ("contains", "включает"),
    "skos:notation": ("code", "код"),
    "skos:note": ("note", "примечание"),
    "skos:prefLabel": ("name", "название"),
    "skos:relatedMatch": ("related to", "связано с"),
    "skos:scopeNote": ("how it is used", "как употребляется"),
    "skos:topConceptOf": ("in the list", "в перечне"),
}
_OTHERS = {term(name).value: forms for name, forms in _FOREIGN.items()}
_CLAIMED = ("rehab:claimSubject", "rehab:claimPredicate", "rehab:claimObject")
_NAME_PARTS = ("rehab:surname", "rehab:givenName", "rehab:patronymic")


class Labels:
    """Labels of one store, the last used ones kept: a page names the same things as the page before."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._kept: OrderedDict[tuple[str, str], Text] = OrderedDict()

    def of(self, iri: str, language: str) -> Text:
        """Return the label of *iri*, with the tag of its language where it has one."""
        key = iri, language
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._label(NamedNode(iri), language)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _label(self, node: NamedNode, language: str) -> Text:
        if node.value in _OTHERS:
            return Text(_OTHERS[node.value][LANGUAGES.index(language)], None, node.value)
        if "/id/claim/" in node.value:
            parts = [self._view.first(node, name) for name in _CLAIMED]
            if all(part is not None for part in parts):
                return Text(" · ".join(shown(part) for part in parts), "en", node.value)
        if _LINKED in node.value:
            named = self._linked(node, language)
            if named is not None:
                return named
        if RECORD_FORM.fullmatch(node.value.rpartition("/")[2]):
            recorded = self._recorded(node, language)
            if recorded is not None:
                return recorded
        label, tag = self._view.labelled(node, language)
        return Text(label, tag, node.value)

    def _recorded(self, node: NamedNode, language: str) -> Text | None:
        """Return the name that a record gives, or what is recorded and when; None for another kind of thing."""
        view = self._view
        if view.is_a(node, "rehab:PersonObservation"):
            return self._observed(node) or self._numbered(node, language)
        if view.is_a(node, "rehab:Record"):
            found = view.subjects("rehab:ofRecord", node)
            return (self._observed(found[0]) if found else None) or self._numbered(node, language)
        classes = view.nodes(node, "rdf:type")
        if not classes or not classes[0].value.startswith(_RECORDED):
            return None
        kind, tag = view.labelled(classes[0], language)
        days = [shown(view.first(day, "rehab:edtf")) for day in view.nodes(node, "rehab:recordedOn")]
        return Text(", ".join((kind, *days)), tag, node.value)

    def _linked(self, person: NamedNode, language: str) -> Text | None:
        """Return the name of one who is put together from records: as most of them print it; None of no such person."""
        records = self._view.nodes(person, "rehab:reconstructedFrom")
        if not records or not self._view.is_a(person, "rehab:LinkedPerson"):
            return None
        names = [self._observed(record) for record in records]
        counted = Counter(name.value for name in names if name is not None)
        if not counted:
            return self._numbered(records[0], language)
        return Text(min(counted, key=lambda name: (-counted[name], name)), "ru", person.value)

    def _numbered(self, node: NamedNode, language: str) -> Text:
        """Return the number of a record that gives no name, and the list that it stands in."""
        source, _, number = unquote(node.value.rpartition("/")[2]).partition(".")
        title = self._view.labelled(NamedNode(f"{node.value.partition('/id/')[0]}/id/source/{source}"), language)[0]
        return Text(f"{_RECORD[language]} {number}, {title}", language, node.value)

    def _observed(self, observation: NamedNode) -> Text | None:
        view = self._view
        whole = view.first(observation, "rehab:observedName") or view.first(observation, "dcterms:alternative")
        parts = [view.first(observation, name) for name in _NAME_PARTS]
        name = shown(whole) if whole is not None else " ".join(shown(part) for part in parts if part is not None)
        if not name:
            return None
        days = [shown(view.first(day, "rehab:edtf")) for day in view.nodes(observation, "rehab:bornOn")[:1]]
        return Text(", ".join((name, *days)), "ru", observation.value)


def kinds(view: View, node: NamedNode) -> list[NamedNode]:
    """Return the classes of a thing that its sources state, without the superclasses that were derived."""
    return sorted({quad.object for quad in view.stated(node, A) if isinstance(quad.object, NamedNode)}, key=str)
