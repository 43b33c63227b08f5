"""The concepts of the lexicon: peoples, classes of occupations and regions, a SKOS scheme each.

The tables of `lexicon/` are the one place where they are kept; `ontology/vocabularies/` holds only the schemes. The
build adds these triples to the vocabularies: `as_quads([*read_vocabularies(), *lexicon_triples()], ...)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from rehabkg.iri import Iris
from rehabkg.lexicon import LexiconRow, read_lexicon
from rehabkg.mapping.statement import english, russian
from rehabkg.namespaces import A, term

_IRIS = Iris()
_GROUP_PREFIX = "g-"
_IN_SCHEME, _TOP, _HAS_TOP = term("skos:inScheme"), term("skos:topConceptOf"), term("skos:hasTopConcept")
_PREF, _ALT, _DEFINITION = term("skos:prefLabel"), term("skos:altLabel"), term("skos:definition")
_BROADER, _NOTATION, _CONCEPT = term("skos:broader"), term("skos:notation"), term("skos:Concept")
_RELATION, _REPLACED = term("dcterms:relation"), term("dcterms:isReplacedBy")

# Kinds of region in words, for definitions.
_REGION_KINDS = {
    "state": ("state", "государство"),
    "union-republic": ("union republic", "союзная республика"),
    "autonomous-republic": ("autonomous republic or republic within a federation", "автономная республика"),
    "autonomous-oblast": ("autonomous oblast", "автономная область"),
    "national-okrug": ("national okrug", "национальный округ"),
    "krai": ("krai", "край"),
    "oblast": ("oblast", "область"),
    "guberniya": ("guberniya", "губерния"),
    "voivodeship": ("voivodeship", "воеводство"),
    "city": ("city that is counted as a region", "город, который считается как регион"),
    "land": ("wider land without bounds of its own", "местность без собственных границ"),
}


def lexicon_triples() -> Iterator[Triple]:
    """Yield the concepts of the schemes people, occupation and region, in the order of the tables.

    Each has a label and a definition in English and Russian, its code as notation, and a way up to its scheme.
    Raises `SourceError` where a table cannot be read.
    """
    for row in read_lexicon("nationalities"):
        yield from _people(row)
    for row in read_lexicon("occupations"):
        yield from _occupation(row)
    labels = {row["code"]: row for row in read_lexicon("regions")}
    for row in read_lexicon("regions"):
        yield from _region(row, labels.get(row["parent"]))


def _concept(scheme: str, row: LexiconRow, broader: str) -> Iterator[Triple]:
    node, whole = _IRIS.concept(scheme, row["code"]), _IRIS.scheme(scheme)
    yield Triple(node, A, _CONCEPT)
    yield Triple(node, _IN_SCHEME, whole)
    yield Triple(node, _NOTATION, Literal(row["code"]))
    yield Triple(node, _PREF, english(row["en"]))
    yield Triple(node, _PREF, russian(row["ru"]))
    if broader:
        yield Triple(node, _BROADER, _IRIS.concept(scheme, broader))
    else:
        yield Triple(node, _TOP, whole)
        yield Triple(whole, _HAS_TOP, node)


def _defined(node: NamedNode, en: str, ru: str) -> Iterator[Triple]:
    yield Triple(node, _DEFINITION, english(en))
    yield Triple(node, _DEFINITION, russian(ru))


def _people(row: LexiconRow) -> Iterator[Triple]:
    node = _IRIS.concept("people", row["code"])
    yield from _concept("people", row, row["broader"])
    forms = [form.strip() for form in row["forms"].split("|") if form.strip() != row["ru"]]
    printed = ", ".join(f"«{form}»" for form in forms[:2])
    yield from _defined(
        node,
        f"The people that lists print as {printed}: what the source says, not what the person said.",
        f"Народ, который в списках обозначен как {printed}: так сказано в источнике, а не самим человеком.",
    )
    for form in forms:
        yield Triple(node, _ALT, russian(form))
    if row["group"]:
        yield Triple(node, _RELATION, _IRIS.thing("group", row["group"].removeprefix(_GROUP_PREFIX)))


def _occupation(row: LexiconRow) -> Iterator[Triple]:
    yield from _concept("occupation", row, row["broader"])
    yield from _defined(_IRIS.concept("occupation", row["code"]), row["definition_en"], row["definition_ru"])


def _region(row: LexiconRow, parent: LexiconRow | None) -> Iterator[Triple]:
    node = _IRIS.concept("region", row["code"])
    yield from _concept("region", row, row["parent"])
    en, ru = _REGION_KINDS[row["kind"]]
    within = (f", of {parent['en']}", f"; входит: {parent['ru']}") if parent is not None else ("", "")
    years = f"{row['from'] or '…'}–{row['to'] or '…'}"
    told = f"; {years}" if row["from"] or row["to"] else ""
    yield from _defined(
        node, f"{en[0].upper()}{en[1:]}{within[0]}{told}.", f"{ru[0].upper()}{ru[1:]}{within[1]}{told}."
    )
    for form in filter(None, map(str.strip, row["abbreviations"].split("|"))):
        yield Triple(node, _ALT, russian(form))
    if row["now"]:
        yield Triple(node, _REPLACED, _IRIS.concept("region", row["now"]))
