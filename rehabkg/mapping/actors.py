"""Persons, groups, bodies and jurisdictions, their names, lives and kinships."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from rehabkg.mapping.naming import Naming, concepts, references, several, texts
from rehabkg.mapping.statement import Statement, boolean, russian
from rehabkg.names import SCHEMES, transliterate
from rehabkg.namespaces import A, term
from rehabkg.tables.reader import Row

_SEX = {"m": "male", "f": "female"}
_LIFE = {"birth": "rehab:Birth", "death": "rehab:Death"}
_LABELS = {"name_en": ("rdfs:label", "en"), "name_ru": ("rdfs:label", "ru")}
_DESCRIPTIONS = {
    "description_en": ("dcterms:description", "en"),
    "description_ru": ("dcterms:description", "ru"),
}


def person(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a person: labels, the parts of the Russian name and its transliterations."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Person"), "id")
    yield from texts(row, subject, _LABELS | _DESCRIPTIONS)
    if row["may_be_living"] is not None:
        yield Statement(subject, term("rehab:mayBeLiving"), boolean(row["may_be_living"]), "may_be_living")
    if row["sex"] is not None:
        yield Statement(subject, term("rehab:sex"), naming.concept("sex", _SEX[row["sex"]]), "sex")
    parts = {
        "surname_ru": "rehab:surname",
        "given_ru": "rehab:givenName",
        "patronymic_ru": "rehab:patronymic",
    }
    yield from texts(row, subject, {column: (name, "ru") for column, name in parts.items()})
    if row["name_ru"] is not None:
        yield from _transliterations(row, naming)


def _transliterations(row: Row, naming: Naming) -> Iterator[Statement]:
    """A reader who types Latin letters meets the name in the scheme of their library or atlas."""
    subject = naming.ref(row["id"])
    for scheme in SCHEMES:
        node = naming.iris.thing("name", f"{row['id']}--{scheme}")
        yield Statement(subject, term("rehab:hasName"), node, "name_ru")
        yield Statement(node, A, term("rehab:Name"), "name_ru")
        yield Statement(
            node,
            term("rehab:form"),
            Literal(transliterate(row["name_ru"], scheme), language="ru-Latn"),
            "name_ru",
        )
        yield Statement(node, term("rehab:nameScheme"), naming.concept("name-scheme", scheme), "name_ru")
        yield Statement(node, term("rehab:nameKind"), naming.concept("name-kind", "transliteration"), "name_ru")


def life(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a birth or a death of a person."""
    subject = naming.iris.thing("event", f"{row['person']}-{row['event']}")
    yield Statement(subject, A, term(_LIFE[row["event"]]), "event")
    yield Statement(subject, term("rehab:concerns"), naming.ref(row["person"]), "person")
    yield from naming.dating(subject, term("rehab:dated"), row)
    yield from references(naming, row, subject, {"place": "rehab:atPlace"})
    yield from concepts(naming, row, subject, {"manner": ("rehab:manner", "death-manner")})


def name(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield another name of a thing."""
    subject = naming.ref(row["about"])
    node = naming.iris.thing("name", f"{row['about']}--{row['form']}")
    yield Statement(subject, term("rehab:hasName"), node, "about")
    yield Statement(node, A, term("rehab:Name"), "form")
    yield Statement(node, term("rehab:form"), Literal(row["form"], language=row["lang"] or "und"), "form")
    yield from concepts(naming, row, node, {"kind": ("rehab:nameKind", "name-kind")})


def membership(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield that a person belongs to a group."""
    yield Statement(naming.ref(row["member"]), term("rehab:memberOf"), naming.ref(row["group"]), "group")


def group(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a group."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Group"), "id")
    yield from texts(row, subject, _LABELS | _DESCRIPTIONS)
    yield from concepts(naming, row, subject, {"kind": ("rehab:groupKind", "group-kind")})


def body(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a body with its validity in time."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Body"), "id")
    yield from texts(
        row,
        subject,
        _LABELS | {"description_en": ("dcterms:description", "en"), "parent": ("rehab:parentAsStated", "en")},
    )
    yield from concepts(
        naming,
        row,
        subject,
        {"kind": ("rehab:bodyKind", "body-kind"), "role": ("rehab:bodyRole", "body-role")},
    )
    yield from references(naming, row, subject, {"jurisdiction": "rehab:ofJurisdiction"})
    yield from naming.dating(subject, term("rehab:began"), row, "start")
    yield from naming.dating(subject, term("rehab:ended"), row, "end")


_BODY_RELATIONS = {
    "succeeds": "rehab:succeeds",
    "part-of": "rehab:partOf",
    "also-called-like": "rehab:sharesNameWith",
}


def body_relation(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a succession, a belonging or a shared name between two bodies."""
    yield Statement(naming.ref(row["from"]), term(_BODY_RELATIONS[row["relation"]]), naming.ref(row["to"]), "to")


def jurisdiction(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a state or union republic, before whose law decisions count."""
    subject = naming.of_kind("jurisdiction", row["id"])
    yield Statement(subject, A, term("rehab:Jurisdiction"), "id")
    yield from texts(row, subject, _LABELS)
    for column, predicate in (("part_of", "rehab:partOf"), ("succeeds", "rehab:succeeds")):
        for other in several(row[column]):
            yield Statement(subject, term(predicate), naming.of_kind("jurisdiction", other), column)
    yield from naming.dating(subject, term("rehab:began"), row, "start")
    yield from naming.dating(subject, term("rehab:ended"), row, "end")


def phrase(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a phrase of release, ground, refusal or charge as a concept of the scheme of phrases."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Phrase"), "id")
    yield Statement(subject, term("skos:inScheme"), naming.iris.scheme("phrase"), "id")
    yield Statement(subject, term("skos:topConceptOf"), naming.iris.scheme("phrase"), "id")
    if row["ru"] is not None:
        yield Statement(subject, term("skos:prefLabel"), russian(row["ru"]), "ru")
    yield from texts(
        row,
        subject,
        {
            "literal_en": ("skos:prefLabel", "en"),
            "transliteration": ("rehab:transliteration", None),
            "article_en": ("rehab:articleWording", "en"),
            "effect_en": ("skos:definition", "en"),
            "effect_ru": ("skos:definition", "ru"),
            "defined_in": ("rehab:definedIn", "en"),
        },
    )
    yield from concepts(
        naming,
        row,
        subject,
        {"kind": ("rehab:phraseKind", "phrase-kind"), "exonerates": ("rehab:exonerates", "exoneration")},
    )
