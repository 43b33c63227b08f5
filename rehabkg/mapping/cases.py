"""Cases, their decisions and measures, what else happened, what was found absent, counts, and bars on return."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from rehabkg.mapping.naming import Naming, concepts, references, several, texts
from rehabkg.mapping.statement import Statement, boolean, english, integer
from rehabkg.namespaces import A, term
from rehabkg.tables.cells import MeasureCell
from rehabkg.tables.reader import Row

DECISION_CLASSES = {
    "sentence": "Sentence",
    "protest": "Protest",
    "annulment": "Annulment",
    "rehabilitation": "Rehabilitation",
    "party-rehabilitation": "PartyRehabilitation",
    "refusal": "Refusal",
    "revocation": "Revocation",
    "requalification": "Requalification",
    "commutation": "Commutation",
    "closing": "CaseClosing",
    "pardon": "Pardon",
    "amnesty": "AmnestyApplication",
    "settlement-release": "SettlementRelease",
    "acknowledgement": "Acknowledgement",
    "victim-recognition": "VictimRecognition",
    "restoration": "Restoration",
    "status-grant": "StatusGrant",
}
RELATIONS = {
    "reviews": "reviews",
    "annuls": "annuls",
    "annuls-in-part": "annulsInPart",
    "refuses": "refuses",
    "revokes": "revokes",
    "commutes": "commutes",
    "requalifies": "requalifies",
    "upholds": "upholds",
    "protests": "protests",
}


def case(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a case against a person or a group."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Case"), "id")
    yield Statement(subject, term("rehab:against"), naming.ref(row["against"]), "against")
    yield from texts(row, subject, {"title_en": ("rdfs:label", "en"), "title_ru": ("rdfs:label", "ru")})


def decision(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a decision: who decided what, when, on which ground, before whose law, and on which decision it bears."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:" + DECISION_CLASSES[row["kind"]]), "kind")
    yield Statement(subject, term("rehab:inCase"), naming.ref(row["case"]), "case")
    yield from _bearings(row, subject, naming)
    yield from naming.dating(subject, term("rehab:dated"), row)
    yield from references(
        naming,
        row,
        subject,
        {
            "body": "rehab:decidedBy",
            "act": "rehab:appliesAct",
            "provision": "rehab:appliesProvision",
            "ground": "rehab:ground",
        },
    )
    if row["jurisdiction"] is not None:
        counts = naming.of_kind("jurisdiction", row["jurisdiction"])
        yield Statement(subject, term("rehab:beforeLawOf"), counts, "jurisdiction")
    yield from concepts(naming, row, subject, {"scope": ("rehab:scope", "scope")})
    if row["posthumous"] is not None:
        yield Statement(subject, term("rehab:posthumous"), boolean(row["posthumous"]), "posthumous")
    yield from texts(row, subject, {"charge": ("rehab:charge", "en"), "text": ("rehab:text", "en")})
    if row["persons"] is not None:
        yield Statement(subject, term("rehab:personsReached"), integer(row["persons"]), "persons")
    yield from articles(row, naming, subject, "rehab:chargedUnder")
    for measure in row["measure"] or ():
        yield from _measure(row, naming, subject, measure)


def _bearings(row: Row, subject: NamedNode, naming: Naming) -> Iterator[Statement]:
    relations, targets = several(row["relation"]), several(row["target"])
    if len(relations) == 1:
        relations *= max(len(targets), 1)
    if len(relations) != len(targets):
        raise row.error("target", "in step with the column 'relation': one decision for each relation")
    for relation, target in zip(relations, targets, strict=True):
        yield Statement(subject, term("rehab:" + RELATIONS[relation]), naming.ref(target), "target")


def _measure(row: Row, naming: Naming, decision: NamedNode, cell: MeasureCell) -> Iterator[Statement]:
    """Name a measure by what it is, so that two citations that agree name one measure."""
    length = cell.duration or ("perpetual" if cell.perpetual else None)
    node = naming.iris.thing("measure", "-".join(filter(None, (row["id"], cell.code, length))))
    yield Statement(decision, term("rehab:imposes"), node, "measure")
    yield Statement(node, A, term("rehab:Measure"), "measure")
    yield Statement(node, term("rehab:measureKind"), naming.concept("measure", cell.code), "measure")
    if cell.duration is not None:
        yield Statement(node, term("rehab:duration"), Literal(cell.duration), "measure")
    if cell.term_months is not None:
        yield Statement(node, term("rehab:termMonths"), integer(cell.term_months), "measure")
    if cell.perpetual:
        yield Statement(node, term("rehab:perpetual"), boolean(value=True), "measure")


def articles(row: Row, naming: Naming, subject: NamedNode, predicate: str) -> Iterator[Statement]:
    """Yield the articles of codes that a cell names, each a concept of the scheme of articles."""
    for cell in row["articles"] or ():
        node = naming.concept("article", f"{cell.code}-{cell.article}")
        yield Statement(subject, term(predicate), node, "articles")
        yield Statement(node, A, term("rehab:CodeArticle"), "articles")
        yield Statement(node, term("skos:inScheme"), naming.iris.scheme("article"), "articles")
        yield Statement(node, term("skos:topConceptOf"), naming.iris.scheme("article"), "articles")
        yield Statement(node, term("skos:notation"), Literal(cell.article), "articles")
        yield Statement(node, term("rehab:codeOfLaw"), naming.concept("code-of-law", cell.code), "articles")


def event(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield an event that is not itself a decision."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:" + row["kind"].capitalize()), "kind")
    yield from references(
        naming,
        row,
        subject,
        {
            "about": "rehab:concerns",
            "case": "rehab:inCase",
            "decision": "rehab:carriesOut",
            "place": "rehab:atPlace",
            "phrase": "rehab:usesPhrase",
            "body": "rehab:carriedOutBy",
            "act": "rehab:appliesAct",
        },
    )
    yield from naming.dating(subject, term("rehab:dated"), row)
    yield from concepts(naming, row, subject, {"manner": ("rehab:manner", "release-manner")})
    yield from texts(row, subject, {"text": ("rehab:text", "en")})


def finding(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield that something was found absent, and which kind of absence it is."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Finding"), "id")
    yield from references(naming, row, subject, {"about": "rehab:about", "decision": "rehab:shownBy"})
    yield from concepts(
        naming, row, subject, {"of_kind": ("rehab:matter", "matter"), "absence": ("rehab:absence", "absence")}
    )
    if row["jurisdiction"] is not None:
        counts = naming.of_kind("jurisdiction", row["jurisdiction"])
        yield Statement(subject, term("rehab:beforeLawOf"), counts, "jurisdiction")
    yield from naming.dating(subject, term("rehab:asOf"), row, "as_of")
    yield from texts(row, subject, {"text": ("rehab:text", "en")})


def figure(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a count that a source gives.

    Each citation's count is a node of its own, tied to the others by what it counts, so that a value and the
    text beside it stay together when two sources count the same thing.
    """
    citation = "+".join(row.evidence.sources) if row.evidence else ""
    subject = naming.iris.thing("figure", f"{row['id']}--{row['value']}--{citation}")
    yield Statement(subject, A, term("rehab:Figure"), "id")
    yield Statement(subject, term("rehab:countOf"), naming.ref(row["id"]), "id")
    yield Statement(naming.ref(row["id"]), A, term("rehab:Count"), "id")
    yield from references(naming, row, subject, {"about": "rehab:about"})
    yield from concepts(
        naming,
        row,
        subject,
        {"counts": ("rehab:counts", "count"), "qualifier": ("rehab:qualifier", "qualifier")},
    )
    yield Statement(subject, term("rehab:value"), integer(row["value"]), "value")
    if row["value_max"] is not None:
        yield Statement(subject, term("rehab:valueMax"), integer(row["value_max"]), "value_max")
    yield from naming.dating(subject, term("rehab:asOf"), row)
    if row["text"] is not None:
        yield Statement(subject, term("rehab:text"), english(row["text"]), "text")


def return_bar(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a bar on return, with what imposed and what lifted it."""
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:ReturnBar"), "id")
    yield from references(
        naming,
        row,
        subject,
        {
            "group": "rehab:concerns",
            "imposed_by": "rehab:imposedBy",
            "lifted_by": "rehab:liftedBy",
            "provision": "rehab:underProvision",
        },
    )
    yield from concepts(naming, row, subject, {"kind": ("rehab:barKind", "bar-kind")})
    yield from texts(row, subject, {"territory": ("rehab:territory", "en"), "text": ("rehab:text", "en")})
    yield from naming.dating(subject, term("rehab:began"), row, "start")
    yield from naming.dating(subject, term("rehab:ended"), row, "end")
