"""What each curated table holds: its columns, their kinds, and which of them name a row of another table.

The tables are described for people in `data/README.md`; a test holds both to the same columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rehabkg.tables import cells
from rehabkg.tables.cells import Parser

EVIDENCE_COLUMNS = ("source", "locator", "evidence", "rank", "note")
# Columns whose cells name a row of any table that has ids.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a cell is read, whether it may be blank, and what its ids refer to.

    `scheme` names the SKOS scheme that the cell's codes must stand in; `refers_to` the tables whose ids it
    holds.
    """

    parse: Parser = cells.text
    required: bool = False
    scheme: str | None = None
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the columns that tell its things apart."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    evidence: bool = True
    kind: str | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The header line wanted."""
        return (*self.columns, *(EVIDENCE_COLUMNS if self.evidence else ()))


def _table(
    name: str, key: str, columns: Mapping[str, Column], *, evidence: bool = True, kind: str | None = None
) -> Table:
    return Table(name, tuple(key.split()), MappingProxyType(dict(columns)), evidence, kind)


def _ref(*tables: str, required: bool = False, many: bool = False) -> Column:
    parse = cells.several(cells.identifier) if many else cells.identifier
    return Column(parse, required=required, refers_to=tables)


def _code(scheme: str, *, required: bool = False, many: bool = False) -> Column:
    parse = cells.several(cells.identifier) if many else cells.identifier
    return Column(parse, required=required, scheme=scheme)


ID = Column(cells.identifier, required=True)
TEXT = Column()
NEEDED = Column(required=True)
DATE = Column(cells.edtf)
WHO = Column()
YES_NO = Column(cells.yes_no)
NUMBER = Column(cells.integer)
ARTICLES = Column(cells.several(cells.article), scheme="code-of-law")
ACTOR = ("persons", "groups")
DECISIONS = ("decisions-persons", "decisions-groups")
RELATIONS = (
    "reviews", "annuls", "annuls-in-part", "refuses", "revokes", "commutes", "requalifies", "upholds",
    "protests",
)  # fmt: skip
DECISION_KINDS = (
    "sentence", "protest", "annulment", "rehabilitation", "party-rehabilitation", "refusal", "revocation",
    "requalification", "commutation", "closing", "pardon", "amnesty", "settlement-release", "acknowledgement",
    "victim-recognition", "restoration", "status-grant",
)  # fmt: skip
EVENT_KINDS = (
    "arrest", "execution", "release", "transfer", "return", "emigration", "exchange", "expulsion", "burial",
    "notification", "honour", "petition", "publication",
)  # fmt: skip
ACT_RELATIONS = (
    "amends", "repeals", "repeals-in-part", "implements", "interprets", "supersedes", "extends", "applies",
    "excludes-persons-of", "refers-to", "prompts", "limits",
)  # fmt: skip
BODY_RELATIONS = ("succeeds", "part-of", "also-called-like")

_WHEN = {
    "date": Column(cells.edtf_of_either_calendar),
    "date_printed": TEXT,
    "calendar": _code("calendar"),
}

_DECISION_COLUMNS = {
    "id": ID,
    "case": _ref("cases", required=True),
    "who": WHO,
    "kind": Column(cells.one_of(*DECISION_KINDS), required=True),
    "relation": Column(cells.several(cells.one_of(*RELATIONS))),
    "target": _ref(*DECISIONS, many=True),
    **_WHEN,
    "body": _ref("bodies", many=True),
    "act": _ref("acts", many=True),
    "provision": _ref("provisions", many=True),
    "jurisdiction": _ref("jurisdictions"),
    "ground": _ref("phrases", many=True),
    "scope": _code("scope"),
    "posthumous": YES_NO,
    "charge": TEXT,
    "articles": ARTICLES,
    "measure": Column(cells.several(cells.measure), scheme="measure"),
    "persons": NUMBER,
    "text": TEXT,
}

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            _table(
                "sources", "id",
                {
                    "id": ID, "kind": _code("source-kind", required=True),
                    "weight": Column(cells.one_of("1", "2", "3", "4", "5"), required=True),
                    "title": NEEDED, "author": TEXT, "date": TEXT, "url": Column(cells.address),
                    "language": TEXT, "note": TEXT,
                },
                evidence=False, kind="source",
            ),
            _table(
                "persons", "id",
                {
                    "id": ID, "key": TEXT, "name_en": TEXT, "name_ru": TEXT, "surname_ru": TEXT,
                    "given_ru": TEXT, "patronymic_ru": TEXT, "sex": Column(cells.one_of("m", "f")),
                    "may_be_living": YES_NO, "description_en": TEXT,
                    "description_ru": TEXT,
                },
                kind="person",
            ),
            _table(
                "life", "person event",
                {
                    "person": _ref("persons", required=True), "who": WHO,
                    "event": Column(cells.one_of("birth", "death"), required=True), **_WHEN,
                    "place": _ref("places"), "manner": _code("death-manner"),
                },
            ),
            _table(
                "names", "about form",
                {
                    "about": _ref(ANY, required=True), "form": NEEDED, "lang": TEXT,
                    "kind": _code("name-kind", required=True),
                },
            ),
            _table(
                "memberships", "member group",
                {
                    "member": _ref("persons", required=True), "who": WHO,
                    "group": _ref("groups", required=True),
                },
            ),
            _table(
                "groups", "id",
                {
                    "id": ID, "kind": _code("group-kind"), "name_en": TEXT, "name_ru": TEXT,
                    "description_en": TEXT, "description_ru": TEXT,
                },
                kind="group",
            ),
            _table(
                "cases", "id",
                {
                    "id": ID, "against": _ref(*ACTOR, required=True), "who": WHO, "title_en": TEXT,
                    "title_ru": TEXT,
                },
                kind="case",
            ),
            _table("decisions-persons", "id", _DECISION_COLUMNS, kind="decision"),
            _table("decisions-groups", "id", _DECISION_COLUMNS, kind="decision"),
            _table(
                "events", "id",
                {
                    "id": ID, "about": _ref(*ACTOR, required=True), "who": WHO,
                    "kind": Column(cells.one_of(*EVENT_KINDS), required=True), "case": _ref("cases"),
                    "decision": _ref(*DECISIONS), **_WHEN, "place": _ref("places"),
                    "manner": _code("release-manner"), "phrase": _ref("phrases", many=True),
                    "body": _ref("bodies", many=True), "act": _ref("acts", many=True), "text": TEXT,
                },
                kind="event",
            ),
            _table(
                "findings", "id",
                {
                    "id": ID, "about": _ref(*ACTOR, required=True), "who": WHO,
                    "of_kind": _code("matter", required=True), "absence": _code("absence", required=True),
                    "jurisdiction": _ref("jurisdictions"), "as_of": DATE,
                    "decision": _ref(*DECISIONS, many=True), "text": TEXT,
                },
                kind="finding",
            ),
            _table(
                "figures", "id",
                {
                    "id": ID, "about": _ref(ANY, required=True, many=True),
                    "counts": _code("count", required=True),
                    "value": Column(cells.integer, required=True), "value_max": NUMBER,
                    "qualifier": _code("qualifier"), "date": DATE, "text": TEXT,
                },
                kind="count",
            ),
            _table(
                "return-bars", "id",
                {
                    "id": ID, "group": _ref("groups", required=True), "who": WHO,
                    "kind": _code("bar-kind", required=True), "territory": TEXT,
                    "imposed_by": _ref("acts", many=True), "provision": _ref("provisions"), "start": DATE,
                    "lifted_by": _ref("acts", many=True), "end": DATE, "text": TEXT,
                },
                kind="return-bar",
            ),
            _table(
                "acts", "id",
                {
                    "id": ID, "kind": _code("act-kind"), "title_en": TEXT, "title_ru": TEXT,
                    "title_other": TEXT, **_WHEN, "number": TEXT, "issuer": _ref("bodies", many=True),
                    "jurisdiction": _ref("jurisdictions", many=True), "published": TEXT,
                    "reach": _code("reach"), "summary": TEXT,
                },
                kind="act",
            ),
            _table(
                "act-relations", "from relation to",
                {
                    "from": _ref("acts", required=True),
                    "relation": Column(cells.one_of(*ACT_RELATIONS), required=True), "to": _ref("acts"),
                    "detail": TEXT,
                },
            ),
            _table(
                "provisions", "id",
                {
                    "id": ID, "act": _ref("acts", required=True), "clause": TEXT,
                    "kind": _code("provision-kind", required=True), "category": _ref("categories"),
                    "effect": TEXT, "condition": TEXT, "body_kinds": _code("body-kind", many=True),
                    "measures": _code("measure", many=True), "articles": ARTICLES,
                    "term_over_years": NUMBER, "term_upto_years": NUMBER, "period_from": DATE,
                    "period_to": DATE, "checked": Column(cells.one_of("yes", "excerpt")),
                },
                kind="provision",
            ),
            _table(
                "categories", "id",
                {
                    "id": ID, "label_en": NEEDED, "label_ru": NEEDED, "definition_en": NEEDED,
                    "definition_ru": NEEDED, "group_kinds": _code("group-kind", many=True),
                },
                evidence=False, kind="category",
            ),
            _table(
                "bodies", "id",
                {
                    "id": ID, "kind": _code("body-kind"), "name_en": TEXT, "name_ru": TEXT,
                    "role": _code("body-role", many=True), "start": DATE, "end": DATE, "parent": TEXT,
                    "jurisdiction": _ref("jurisdictions", many=True), "description_en": TEXT,
                },
                kind="body",
            ),
            _table(
                "body-relations", "from relation to",
                {
                    "from": _ref("bodies", required=True),
                    "relation": Column(cells.one_of(*BODY_RELATIONS), required=True),
                    "to": _ref("bodies", required=True), "date": DATE,
                },
            ),
            _table(
                "jurisdictions", "id",
                {
                    "id": ID, "name_en": TEXT, "name_ru": TEXT, "start": DATE, "end": DATE,
                    "part_of": _ref("jurisdictions", many=True), "succeeds": _ref("jurisdictions", many=True),
                },
                kind="jurisdiction",
            ),
            _table(
                "phrases", "id",
                {
                    "id": ID, "ru": TEXT, "transliteration": TEXT, "literal_en": TEXT, "article_en": TEXT,
                    "kind": _code("phrase-kind"), "exonerates": _code("exoneration"), "effect_en": TEXT,
                    "effect_ru": TEXT, "defined_in": TEXT,
                },
                kind="phrase",
            ),
            _table(
                "claims", "id",
                {
                    "id": ID, "stance": _code("stance", required=True), "of": _ref("claims"),
                    "about": _ref(ANY, many=True), "subject": TEXT, "predicate": TEXT, "object": TEXT,
                    "date": DATE, "text": NEEDED, "sentence": NUMBER, "quote": TEXT,
                },
                kind="claim",
            ),
            _table(
                "article", "sentence",
                {"sentence": Column(cells.integer, required=True), "section": TEXT, "text": NEEDED},
                evidence=False,
            ),
            _table(
                "page-elements", "id",
                {
                    "id": ID, "kind": _code("page-element", required=True), "text": TEXT,
                    "place": _ref("places"), "sentence": Column(cells.several(cells.integer)),
                },
                evidence=False, kind="page-element",
            ),
            _table(
                "books", "id",
                {
                    "id": ID, "author": TEXT, "title": TEXT, "publisher": TEXT, "place": TEXT, "year": TEXT,
                    "isbn": TEXT, "in_article": YES_NO,
                },
                kind="book",
            ),
            _table(
                "places", "id",
                {
                    "id": ID, "kind": _code("place-kind", required=True), "name_en": NEEDED, "name_ru": TEXT,
                    "lat": Column(cells.decimal), "lon": Column(cells.decimal), "licence": TEXT,
                    "point_of": TEXT,
                },
                kind="place",
            ),
            _table(
                "place-states", "place name_en start",
                {
                    "place": _ref("places", required=True), "name_en": TEXT, "name_ru": TEXT, "start": DATE,
                    "end": DATE, "part_of": _ref("places"),
                },
            ),
            _table(
                "links", "about qid",
                {
                    "about": _ref(ANY, required=True), "qid": Column(cells.qid, required=True),
                    "label_seen": NEEDED,
                    "match": Column(cells.one_of("exactMatch", "closeMatch", "relatedMatch"), required=True),
                    "basis": TEXT,
                },
            ),
        )
    }
)  # fmt: skip
