"""What a row of the typed table states: one list, from which the mapping of each peer is written.

It says what `rehabkg.mapping.record_lines` says of a record that fits into one row: a person, at most one case with
one arrest, one decision, one release and one rehabilitation. What records share (dates, measures, articles, bodies,
books) is named, not described: that is done once a load, not once a row. `bench.mapping` holds all to the same triples.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehabkg.namespaces import REHAB
from rehabkg.settings import DEFAULT_BASE

SOURCE = "bench"
LANGUAGE = "ru"
BASE = DEFAULT_BASE

# Each subject by its IRI; the column in it is blank in a row that has no such thing.
SUBJECTS = {
    "record": f"{BASE}id/record/{SOURCE}.{{number}}",
    "person": f"{BASE}id/observation/{SOURCE}.{{number}}",
    "case": f"{BASE}id/case/{SOURCE}.{{case}}",
    "arrest": f"{BASE}id/event/{SOURCE}.{{arrest}}a1",
    "decision": f"{BASE}id/decision/{SOURCE}.{{decision}}s1",
    "release": f"{BASE}id/event/{SOURCE}.{{release}}l1",
    "rehabilitation": f"{BASE}id/decision/{SOURCE}.{{rehabilitation}}r1",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A predicate and its object: `kind` says what `value` is.

    iri: an IRI, perhaps with one column in it · said: a column of texts in the language of the source · plain: a
    column of texts in none · integer, boolean: a column of such values. A row whose column is blank states nothing.
    """

    subject: str
    predicate: str
    kind: str
    value: str


def _iri(subject: str, predicate: str, path: str) -> Statement:
    return Statement(subject, predicate, "iri", BASE + path)


def _class(subject: str, name: str) -> Statement:
    return Statement(subject, "rdf:type", "iri", REHAB + name)


def _said(subject: str, predicate: str, column: str) -> Statement:
    return Statement(subject, predicate, "said", column)


STATEMENTS = (
    _class("record", "Record"),
    Statement("record", "rehab:locator", "plain", "locator"),
    _said("record", "rehab:asListed", "printed"),
    _iri("record", "rehab:printedIn", "id/book/{book}"),
    _class("person", "PersonObservation"),
    _iri("person", "rehab:ofRecord", f"id/record/{SOURCE}.{{number}}"),
    _said("person", "rehab:surname", "surname"),
    _said("person", "rehab:givenName", "given_name"),
    _said("person", "rehab:patronymic", "patronymic"),
    _said("person", "rehab:birthPlace", "birth_place"),
    _said("person", "rehab:residence", "residence"),
    _said("person", "rehab:occupation", "occupation"),
    _said("person", "rehab:citizenship", "citizenship"),
    _said("person", "rehab:education", "education"),
    _said("person", "rehab:partyMembership", "party"),
    _said("person", "rehab:family", "family"),
    _said("person", "dcterms:alternative", "name_variant"),
    _said("person", "rehab:unread", "unread"),
    _iri("person", "rehab:sex", "vocab/sex/{sex}"),
    _iri("person", "rehab:bornOn", "id/dating/{born}"),
    Statement("person", "rehab:ageAsPrinted", "integer", "age"),
    _iri("person", "rehab:people", "vocab/people/{people}"),
    _said("person", "rehab:nationality", "nationality"),
    _iri("person", "rehab:occupationClass", "vocab/occupation/{occupation_class}"),
    _iri("person", "rehab:birthRegion", "vocab/region/{birth_region}"),
    _iri("person", "rehab:residenceRegion", "vocab/region/{residence_region}"),
    _iri("person", "rehab:rehabilitationStated", "vocab/rehabilitation-stated/{stated}"),
    Statement("person", "rehab:amnestyStated", "boolean", "amnesty"),
    _iri("person", "rehab:diedOn", "id/dating/{died}"),
    _iri("person", "rehab:deathManner", "vocab/death-manner/{death_manner}"),
    _said("person", "rehab:deathPlace", "death_place"),
    _class("case", "RecordedCase"),
    _iri("case", "rehab:againstObserved", f"id/observation/{SOURCE}.{{case_of}}"),
    _class("arrest", "RecordedArrest"),
    _iri("arrest", "rehab:inRecordedCase", f"id/case/{SOURCE}.{{arrest}}"),
    _iri("arrest", "rehab:recordedOn", "id/dating/{arrest_date}"),
    _iri("arrest", "rehab:recordedBody", "id/body/{arrest_body}"),
    _said("arrest", "rehab:bodyAsPrinted", "arrest_body_printed"),
    _said("arrest", "rehab:circumstances", "arrest_text"),
    _class("decision", "{decision_class}"),
    _iri("decision", "rehab:inRecordedCase", f"id/case/{SOURCE}.{{decision}}"),
    _iri("decision", "rehab:recordedOn", "id/dating/{decision_date}"),
    _iri("decision", "rehab:recordedBody", "id/body/{decision_body}"),
    _said("decision", "rehab:bodyAsPrinted", "decision_body_printed"),
    *(_iri("decision", "rehab:recordedArticle", f"vocab/article/{{article_{place}}}") for place in range(1, 5)),
    _said("decision", "rehab:charge", "charge"),
    *(_iri("decision", "rehab:recordedMeasure", f"id/measure/{{measure_{place}}}") for place in range(1, 4)),
    _said("decision", "rehab:circumstances", "decision_text"),
    _class("release", "RecordedRelease"),
    _iri("release", "rehab:inRecordedCase", f"id/case/{SOURCE}.{{release}}"),
    _iri("release", "rehab:recordedOn", "id/dating/{release_date}"),
    _iri("release", "rehab:recordedManner", "vocab/release-manner/{release_manner}"),
    _said("release", "rehab:circumstances", "release_text"),
    _class("rehabilitation", "{rehabilitation_class}"),
    _iri("rehabilitation", "rehab:inRecordedCase", f"id/case/{SOURCE}.{{rehabilitation}}"),
    _iri("rehabilitation", "rehab:recordedOn", "id/dating/{rehabilitation_date}"),
    _iri("rehabilitation", "rehab:recordedBody", "id/body/{rehabilitation_body}"),
    _said("rehabilitation", "rehab:bodyAsPrinted", "rehabilitation_body_printed"),
    _iri("rehabilitation", "rehab:scope", "vocab/scope/{scope}"),
    _iri("rehabilitation", "rehab:recordedGround", "vocab/phrase/{ground}"),
    _iri("rehabilitation", "rehab:recordedAct", "id/act/{act}"),
    _said("rehabilitation", "rehab:circumstances", "rehabilitation_text"),
)


def parts(template: str) -> tuple[str, str | None, str]:
    """Return what stands before the column of *template*, the column, and what stands behind it.

    >>> parts("https://example.org/{number}a1"), parts("https://example.org/Record")
    (('https://example.org/', 'number', 'a1'), ('https://example.org/Record', None, ''))
    """
    before, brace, rest = template.partition("{")
    if not brace:
        return template, None, ""
    column, _, behind = rest.partition("}")
    return before, column, behind


def column_of(statement: Statement) -> str | None:
    """Return the column that *statement* asks, None for one that is the same in every row."""
    return parts(statement.value)[1] if statement.kind == "iri" else statement.value


COLUMNS = tuple(
    dict.fromkeys(
        column
        for column in (
            *(parts(template)[1] for template in SUBJECTS.values()),
            *(column_of(statement) for statement in STATEMENTS),
        )
        if column is not None
    )
)
