"""Acts, how they bear on each other, and their provisions: whom they cover and whom they exclude."""

from __future__ import annotations

from collections.abc import Iterator

from rehabkg.mapping.cases import articles
from rehabkg.mapping.naming import Naming, concepts, references, several, texts
from rehabkg.mapping.statement import Statement, boolean, english, integer, russian
from rehabkg.namespaces import A, term
from rehabkg.tables.reader import Row

RELATIONS = {
    "amends": "amends",
    "repeals": "repeals",
    "repeals-in-part": "repealsInPart",
    "implements": "implements",
    "interprets": "interprets",
    "supersedes": "supersedes",
    "extends": "extends",
    "applies": "applies",
    "excludes-persons-of": "excludesPersonsOf",
    "refers-to": "refersTo",
    "prompts": "prompts",
    "limits": "limits",
}


def act(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a legal act."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:LegalAct"), "id")
    yield from texts(
        row,
        subject,
        {
            "title_en": ("rdfs:label", "en"),
            "title_ru": ("rdfs:label", "ru"),
            "title_other": ("dcterms:alternative", None),
            "number": ("rehab:number", None),
            "published": ("rehab:publication", None),
            "summary": ("rehab:summary", "en"),
        },
    )
    yield from concepts(
        naming, row, subject, {"kind": ("rehab:actKind", "act-kind"), "reach": ("rehab:reach", "reach")}
    )
    yield from references(naming, row, subject, {"issuer": "rehab:issuedBy"})
    for code in several(row["jurisdiction"]):
        yield Statement(subject, term("rehab:ofJurisdiction"), naming.of_kind("jurisdiction", code), "jurisdiction")
    yield from naming.dating(subject, term("rehab:dated"), row)


def act_relation(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield how one act bears on another; where the other is no act of the tables, what it is said to bear on."""
    subject = naming.ref(row["from"])
    if row["to"] is not None:
        yield Statement(subject, term("rehab:" + RELATIONS[row["relation"]]), naming.ref(row["to"]), "to")
    elif row["detail"] is None:
        raise row.error("detail", "filled: an act or words must say what the relation leads to")
    else:
        detail = f"{row['relation'].replace('-', ' ')}: {row['detail']}"
        yield Statement(subject, term("rehab:summary"), english(detail), "detail")


def provision(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a clause of an act, with the part of its terms that can be tested on a case."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Provision"), "id")
    yield from references(naming, row, subject, {"act": "rehab:provisionOf", "category": "rehab:category"})
    yield from texts(
        row,
        subject,
        {
            "clause": ("rehab:clause", "en"),
            "effect": ("rehab:effect", "en"),
            "condition": ("rehab:condition", "en"),
        },
    )
    yield from concepts(
        naming,
        row,
        subject,
        {
            "kind": ("rehab:provisionKind", "provision-kind"),
            "body_kinds": ("rehab:coversBodyKind", "body-kind"),
            "measures": ("rehab:coversMeasure", "measure"),
        },
    )
    yield from articles(row, naming, subject, "rehab:coversArticle")
    for column, predicate in (
        ("term_over_years", "rehab:termOverYears"),
        ("term_upto_years", "rehab:termUpToYears"),
    ):
        if row[column] is not None:
            yield Statement(subject, term(predicate), integer(row[column]), column)
    yield from naming.dating(subject, term("rehab:coversFrom"), row, "period_from")
    yield from naming.dating(subject, term("rehab:coversTo"), row, "period_to")
    if row["checked"] is not None:
        yield Statement(subject, term("rehab:wordingRead"), boolean(row["checked"] == "yes"), "checked")


def category(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a category of persons that provisions cover or exclude."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("skos:Concept"), "id")
    yield Statement(subject, term("skos:inScheme"), naming.iris.scheme("category"), "id")
    yield Statement(subject, term("skos:topConceptOf"), naming.iris.scheme("category"), "id")
    for language, literal in (("en", english), ("ru", russian)):
        yield Statement(subject, term("skos:prefLabel"), literal(row[f"label_{language}"]), f"label_{language}")
        yield Statement(
            subject, term("skos:definition"), literal(row[f"definition_{language}"]), f"definition_{language}"
        )
    yield from concepts(naming, row, subject, {"group_kinds": ("rehab:ofGroupKind", "group-kind")})
