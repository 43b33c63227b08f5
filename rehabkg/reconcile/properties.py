"""What is known of an entity beside its name: what tells namesakes apart, and what a table can be extended by.

There is no property for a sentence alone: `fate` tells what was done together with what became of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from rehabkg.reconcile.types import BY_ID, BY_KIND, GROUP, OBSERVATION, PERSON
from rehabkg.search.everything import Everything
from rehabkg.search.things import kind_of
from rehabkg.store.view import View

Cell: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the store, and where it is read."""

    node: NamedNode
    kind: str
    everything: Everything
    language: str = "en"

    @property
    def view(self) -> View:
        """The view of its store."""
        return self.everything.view

    @property
    def id(self) -> str:
        """Its identifier: the path below the base, which is the identifier space."""
        return str(self.node.value).removeprefix(self.everything.iris.base)

    @property
    def label(self) -> str:
        """Its name for people."""
        return self.everything.name_of(self.node, self.kind, self.language)


Values = Callable[[Entity], list[Cell]]


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, name, what it says, the types that have it, and its values."""

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    values: Values

    def as_json(self) -> dict[str, str]:
        """Return the property as responses give it."""
        return {"id": self.id, "name": self.name}


def entity_of(everything: Everything, identifier: str, language: str = "en") -> Entity | None:
    """Return the entity of an identifier or IRI, None where the store has none such."""
    base = everything.iris.base
    iri = identifier if identifier.startswith(base) else base + identifier
    kind = kind_of(iri, base) or _observation(iri, base)
    if kind not in BY_KIND:
        return None
    try:
        node = NamedNode(iri)
    except ValueError:
        return None
    return Entity(node, kind, everything, language) if everything.has(node) else None


def of_type(identifier: str) -> list[Property]:
    """Return the properties of a type, all of them for a type that is not known."""
    return [each for each in PROPERTIES if identifier not in BY_ID or identifier in each.types]


def _observation(iri: str, base: str) -> str | None:
    return "observation" if iri.startswith(f"{base}id/observation/") else None


def _text(predicate: str) -> Values:
    return lambda entity: [
        {"str": value.value} for value in entity.view.objects(entity.node, predicate) if isinstance(value, Literal)
    ]


def _in_language(predicate: str, language: str) -> Values:
    return lambda entity: [
        {"str": value.value}
        for value in entity.view.objects(entity.node, predicate)
        if isinstance(value, Literal) and value.language == language
    ]


def _linked(*predicates: str) -> Values:
    return lambda entity: [
        _as_cell(entity, node) for predicate in predicates for node in entity.view.nodes(entity.node, predicate)
    ]


def _as_cell(entity: Entity, node: NamedNode) -> Cell:
    base = entity.everything.iris.base
    if not node.value.startswith(base):
        return {"str": node.value}
    return {"id": node.value.removeprefix(base), "name": entity.view.label(node, entity.language)}


def _dates(predicate: str) -> Values:
    return lambda entity: [
        {"str": value.value}
        for day in entity.view.nodes(entity.node, predicate)
        for value in entity.view.objects(day, "rehab:edtf")
        if isinstance(value, Literal)
    ]


def _life(class_name: str, recorded: str) -> Values:
    """Return the dates of a birth or death: of the event of a person, or of what a record says."""

    def values(entity: Entity) -> list[Cell]:
        if entity.kind == "observation":
            return _dates(recorded)(entity)
        events = [
            event
            for event in entity.view.subjects("rehab:concerns", entity.node)
            if entity.view.is_a(event, class_name)
        ]
        return [cell for event in events for cell in _dates("rehab:dated")(Entity(event, "", entity.everything))]

    return values


def _birth_place(entity: Entity) -> list[Cell]:
    view = entity.view
    if entity.kind == "observation":
        return [*_text("rehab:birthPlace")(entity), *_linked("rehab:birthRegion")(entity)]
    births = [one for one in view.subjects("rehab:concerns", entity.node) if view.is_a(one, "rehab:Birth")]
    return [_as_cell(entity, place) for birth in births for place in view.nodes(birth, "rehab:atPlace")]


def _nationality(entity: Entity) -> list[Cell]:
    return [*_linked("rehab:people", "rehab:memberOf")(entity), *_text("rehab:nationality")(entity)]


def _fate(entity: Entity) -> list[Cell]:
    line = entity.everything.describer.line(entity.node, entity.kind, entity.language)
    return [{"str": " → ".join(line.became)}] if line.became else []


def _name(language: str) -> Values:
    def values(entity: Entity) -> list[Cell]:
        if entity.kind == "observation":
            return [{"str": entity.label}] if language == "ru" else []
        found = sorted(value.value for value in entity.view.labels(entity.node) if value.language == language)
        return [{"str": found[0]}] if found else []

    return values


_PEOPLE = (PERSON, OBSERVATION)
_ALL = tuple(BY_ID)
PROPERTIES = (
    Property("surname", "surname", "The surname, as printed.", _PEOPLE, _text("rehab:surname")),
    Property("givenName", "given name", "The given name, as printed.", _PEOPLE, _text("rehab:givenName")),
    Property("patronymic", "patronymic", "The name from the father's.", _PEOPLE, _text("rehab:patronymic")),
    Property(
        "birthYear",
        "year or date of birth",
        "EDTF, no sharper than known.",
        _PEOPLE,
        _life("rehab:Birth", "rehab:bornOn"),
    ),
    Property(
        "deathYear",
        "year or date of death",
        "EDTF, no sharper than known.",
        _PEOPLE,
        _life("rehab:Death", "rehab:diedOn"),
    ),
    Property("birthPlace", "place of birth", "As printed, or a place or region.", _PEOPLE, _birth_place),
    Property("residence", "residence", "As printed.", (OBSERVATION,), _text("rehab:residence")),
    Property("nationality", "nationality or group", "What the source says.", _PEOPLE, _nationality),
    Property("occupation", "occupation", "As printed.", (OBSERVATION,), _text("rehab:occupation")),
    Property("fate", "what was done and what became of it", "Decisions and what followed.", (*_PEOPLE, GROUP), _fate),
    Property("nameRu", "name in Russian", "The label in Russian.", _ALL, _name("ru")),
    Property("nameEn", "name in English", "The label in English.", _ALL, _name("en")),
    Property("date", "date", "When it was given, EDTF.", ("LegalAct",), _dates("rehab:shownDating")),
    Property("summary", "what it says", "In English.", ("LegalAct",), _in_language("rehab:summary", "en")),
    Property("placeKind", "kind of place", "A concept.", ("Place",), _linked("rehab:placeKind")),
    Property("bodyKind", "kind of body", "A concept.", ("Body",), _linked("rehab:bodyKind")),
    Property("jurisdiction", "state", "The state it belonged to.", ("Body",), _linked("rehab:ofJurisdiction")),
    Property("codeOfLaw", "code of law", "The code of an article.", ("CodeArticle",), _linked("rehab:codeOfLaw")),
    Property("definition", "what it means", "In English.", ("Phrase",), _in_language("skos:definition", "en")),
    Property("exactMatch", "the same elsewhere", "IRIs of others, as Wikidata's.", _ALL, _linked("skos:exactMatch")),
)
BY_PROPERTY = {each.id: each for each in PROPERTIES}
