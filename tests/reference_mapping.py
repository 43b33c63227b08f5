"""The mapping of records written plainly, a statement at a time with pyoxigraph's own terms.

`rehabkg.mapping.record_lines` writes the same statements as text, with what repeats kept ready; it is held to this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from rehabkg.dates import parse_edtf
from rehabkg.iri import Iris
from rehabkg.mapping.concepts import BodyLabel, Concepts
from rehabkg.namespaces import GEO, XSD, A, term
from rehabkg.records.model import (
    Article,
    RecordedCase,
    RecordedPerson,
    RecordedPlace,
    Rehabilitation,
    Sentence,
)
from rehabkg.records.printed import PrintedRecord

Describe = Callable[[str], BodyLabel | None]
Stated = tuple[NamedNode, str, NamedNode | Literal]

# The schemes of the vocabularies are the graph's; the codes left of the colon are those of a recognised record.
MEASURES = {
    "execution": "death",
    "labour-camp": "camp",
    "imprisonment": "deprivation-of-liberty",
    "corrective-labour": "forced-labour",
    "compulsory-treatment": "psychiatric",
}
HAS_A_TERM = {
    "camp", "deprivation-of-liberty", "hard-labour", "exile", "banishment", "special-settlement", "forced-labour",
    "probation",
}  # fmt: skip
GROUNDS = {
    "no-corpus-delicti": "sostav",
    "no-event-of-crime": "sobytie",
    "not-proven": "nedokaz",
    "newly-discovered-circumstances": "vnovotkr",
    "unjustified": "neobosn",
}
ACTS = {
    "ussr-decree-1989-01-16": "a-1989-01-16",
    "rsfsr-law-1991-10-18": "a-1991-10-18",
    "rsfsr-law-1991-04-26": "a-1991-04-26",
    "kazakhstan-law-1993-04-14": "a-1993-04-14-kz",
    "ukraine-law-1991-04-17": "a-1991-04-17-ua",
}
MANNERS = {
    "amnesty": "amnesty",
    "term-served": "end-of-term",
    "case-closed": "case-closed",
    "age-or-health": "age-or-health",
}
TEXTS = {
    "name": "observedName",
    "surname": "surname",
    "given_name": "givenName",
    "patronymic": "patronymic",
    "birth_place": "birthPlace",
    "residence": "residence",
    "burial_place": "burialPlace",
    "occupation": "occupation",
    "citizenship": "citizenship",
    "origin": "socialOrigin",
    "education": "education",
    "party": "partyMembership",
    "family": "family",
    "note": "note",
}
LISTS = {
    "name_variants": "dcterms:alternative",
    "kin": "kinAsPrinted",
    "codefendants": "codefendantAsPrinted",
    "categories": "listedUnder",
    "unread": "unread",
}


class Reference:
    """States what the records of one source tell."""

    def __init__(
        self, source: str, concepts: Concepts, describe: Describe, *, iris: Iris | None = None, language: str = "ru"
    ) -> None:
        self.iris = iris or Iris()
        self.source = source
        self.concepts = concepts
        self.describe = describe
        self.language = language

    def record_quads(self, printed: PrintedRecord, person: RecordedPerson) -> Iterator[Quad]:
        """Yield what a record of a person states, and what describes the values that it refers to."""
        yield from self._quads(self._record(printed, person.book))
        yield from self._quads(self._person(printed, person))

    def place_quads(self, printed: PrintedRecord, place: RecordedPlace) -> Iterator[Quad]:
        """Yield what a record of a place states."""
        yield from self._quads(self._record(printed, None))
        yield from self._quads(self._place(printed, place))

    def _quads(self, stated: Iterator[Stated]) -> Iterator[Quad]:
        for subject, name, value in stated:
            predicate = A if name == "a" else term(name if ":" in name else f"rehab:{name}")
            yield Quad(subject, predicate, value, self.iris.graph(self.source))

    def said(self, text: str, language: str | None = None) -> Literal:
        return Literal(text, language=language or self.language)

    def node(self, kind: str, printed: PrintedRecord, ending: str = "") -> NamedNode:
        return NamedNode(self.iris.of_record(kind, self.source, printed.number).value + ending)

    def _record(self, printed: PrintedRecord, book: str | None) -> Iterator[Stated]:
        record = self.node("record", printed)
        yield record, "a", term("rehab:Record")
        yield record, "locator", Literal(f"{printed.file}, {printed.locator}")
        yield record, "asListed", self.said(printed.text)
        if book is not None:
            node = self.iris.thing("book", self.concepts.book(book) or book)
            yield record, "printedIn", node
            yield node, "a", term("rehab:Book")
            yield node, "dcterms:title", Literal(book)

    def _person(self, printed: PrintedRecord, person: RecordedPerson) -> Iterator[Stated]:
        who = self.node("observation", printed)
        yield who, "a", term("rehab:PersonObservation")
        yield who, "ofRecord", self.node("record", printed)
        languages = dict(printed.languages)
        for field, name in TEXTS.items():
            if getattr(person, field) is not None:
                yield who, name, self.said(getattr(person, field), languages.get(field))
        for field, name in LISTS.items():
            for text in getattr(person, field):
                yield who, name, self.said(text, languages.get(field))
        yield from self._coded(who, person)
        if person.birth_date is not None:
            yield from self._dated(who, "bornOn", person.birth_date)
        if person.age is not None:
            yield who, "ageAsPrinted", whole(person.age)
        if person.amnesty:
            yield who, "amnestyStated", Literal("true", datatype=NamedNode(XSD + "boolean"))
        yield from self._point(who, "residencePoint", person.longitude, person.latitude)
        if person.death is not None:
            if person.death.date is not None:
                yield from self._dated(who, "diedOn", person.death.date)
            manner = "executed" if person.death.kind == "executed" else "unstated"
            yield who, "deathManner", self.iris.concept("death-manner", manner)
            if person.death.place is not None:
                yield who, "deathPlace", self.said(person.death.place)
        for number, case in enumerate(person.cases, start=1):
            yield from self._case(printed, who, number, case)

    def _coded(self, who: NamedNode, person: RecordedPerson) -> Iterator[Stated]:
        iris, concepts = self.iris, self.concepts
        yield who, "rehabilitationStated", iris.concept("rehabilitation-stated", person.status)
        if person.sex is not None:
            yield who, "sex", iris.concept("sex", person.sex)
        if person.nationality is not None:
            people = concepts.people(person.nationality)
            if people is None:
                yield who, "nationality", self.said(person.nationality)
            else:
                yield who, "people", iris.concept("people", people)
        for text, find, name, scheme in (
            (person.occupation, concepts.occupation, "occupationClass", "occupation"),
            (person.birth_place, concepts.region, "birthRegion", "region"),
            (person.residence, concepts.region, "residenceRegion", "region"),
        ):
            code = None if text is None else find(text)
            if code is not None:
                yield who, name, iris.concept(scheme, code)

    def _case(self, printed: PrintedRecord, who: NamedNode, number: int, case: RecordedCase) -> Iterator[Stated]:
        node = self.node("case", printed, f"-{number}")
        yield node, "a", term("rehab:RecordedCase")
        yield node, "againstObserved", who

        def event(kind: str, letter: str, place: int, name: str) -> Iterator[Stated]:
            happened = self.node(kind, printed, f"-{number}{letter}{place}")
            yield happened, "a", term(f"rehab:{name}")
            yield happened, "inRecordedCase", node

        for place, arrest in enumerate(case.arrests, start=1):
            happened = self.node("event", printed, f"-{number}a{place}")
            yield from event("event", "a", place, "RecordedArrest")
            yield from self._dated(happened, "recordedOn", arrest.date)
            yield from self._body(happened, "recordedBody", arrest.body, arrest.date)
            if arrest.text is not None:
                yield happened, "circumstances", self.said(arrest.text)
            if arrest.place is not None and (arrest.text is None or arrest.place not in arrest.text):
                yield happened, "circumstances", self.said(arrest.place)
        for place, sentence in enumerate(case.sentences, start=1):
            happened = self.node("decision", printed, f"-{number}s{place}")
            yield from event("decision", "s", place, kind_of(sentence))
            yield from self._sentence(happened, sentence)
            if sentence.changes and place > 1:
                yield happened, "changesRecorded", self.node("decision", printed, f"-{number}s{place - 1}")
        for place, release in enumerate(case.releases, start=1):
            happened = self.node("event", printed, f"-{number}l{place}")
            yield from event("event", "l", place, "RecordedRelease")
            yield from self._dated(happened, "recordedOn", release.date)
            yield (
                happened,
                "recordedManner",
                self.iris.concept("release-manner", MANNERS.get(release.ground, "unstated")),
            )
            yield happened, "circumstances", self.said(release.text)
        for place, found in enumerate(case.rehabilitations, start=1):
            happened = self.node("decision", printed, f"-{number}r{place}")
            refused = found.outcome == "refused"
            yield from event("decision", "r", place, "RecordedRefusal" if refused else "RecordedRehabilitation")
            yield from self._rehabilitation(happened, found)

    def _sentence(self, decision: NamedNode, sentence: Sentence) -> Iterator[Stated]:
        yield from self._dated(decision, "recordedOn", sentence.date)
        yield from self._body(decision, "recordedBody", sentence.body, sentence.date)
        for article in sentence.articles:
            yield decision, "recordedArticle", self._article(article)
            yield from self._described_article(article)
        if sentence.charge is not None and (not sentence.articles or says_more(sentence.charge)):
            yield decision, "charge", self.said(sentence.charge)
        for kind, months in imposed(sentence):
            years = months is not None and months % 12 == 0
            duration = None if months is None else f"P{months // 12}Y" if years else f"P{months}M"
            measure = self.iris.thing("measure", kind if duration is None else f"{kind}-{duration}")
            yield decision, "recordedMeasure", measure
            yield measure, "a", term("rehab:Measure")
            yield measure, "measureKind", self.iris.concept("measure", kind)
            if duration is not None and months is not None:
                yield measure, "duration", Literal(duration)
                yield measure, "termMonths", whole(months)
        if sentence.text is not None:
            yield decision, "circumstances", self.said(sentence.text)

    def _article(self, article: Article) -> NamedNode:
        return self.iris.concept("article", f"{article.code or 'unstated'}-{article.number}")

    def _described_article(self, article: Article) -> Iterator[Stated]:
        node, scheme = self._article(article), self.iris.scheme("article")
        yield node, "a", term("rehab:CodeArticle")
        yield node, "skos:inScheme", scheme
        yield node, "skos:topConceptOf", scheme
        yield node, "skos:notation", Literal(article.number)
        yield node, "skos:prefLabel", Literal(article.number)
        if article.code is not None:
            yield node, "codeOfLaw", self.iris.concept("code-of-law", article.code)

    def _rehabilitation(self, decision: NamedNode, found: Rehabilitation) -> Iterator[Stated]:
        yield from self._dated(decision, "recordedOn", found.date)
        yield from self._body(decision, "recordedBody", found.body, found.date)
        if found.outcome == "partly":
            yield decision, "scope", self.iris.concept("scope", "partial")
        for ground in found.grounds:
            if ground in GROUNDS:
                yield decision, "recordedGround", self.iris.concept("phrase", GROUNDS[ground])
        for act in found.acts:
            if act in ACTS:
                yield decision, "recordedAct", self.iris.thing("act", ACTS[act])
        named = all(ground in GROUNDS for ground in found.grounds) and all(act in ACTS for act in found.acts)
        if found.text is not None and not named:
            yield decision, "circumstances", self.said(found.text)

    def _body(self, event: NamedNode, name: str, printed: str | None, date: str | None) -> Iterator[Stated]:
        if printed is None:
            return
        code = self.concepts.body(printed, date)
        if code is None:
            yield event, "bodyAsPrinted", self.said(printed)
            return
        body = self.iris.thing("body", code)
        yield event, name, body
        label = self.describe(code)
        if label is None:
            return
        yield body, "a", term("rehab:Body")
        yield body, "rdfs:label", Literal(label.ru, language="ru")
        yield body, "rdfs:label", Literal(label.en, language="en")
        if label.kind is not None:
            yield body, "bodyKind", self.iris.concept("body-kind", label.kind)
        if label.jurisdiction is not None:
            yield body, "ofJurisdiction", self.iris.thing("jurisdiction", label.jurisdiction)
        if label.parent is not None:
            yield body, "partOf", self.iris.thing("body", label.parent.removeprefix("b-"))

    def _dated(self, event: NamedNode, name: str, edtf: str | None) -> Iterator[Stated]:
        if edtf is None:
            return
        dating, read = self.iris.thing("dating", edtf), parse_edtf(edtf)
        yield event, name, dating
        yield dating, "a", term("rehab:Dating")
        yield dating, "edtf", Literal(edtf)
        yield dating, "calendar", self.iris.concept("calendar", "gregorian")
        for bound, day in (("earliest", read.earliest), ("latest", read.latest)):
            if day is not None:
                yield dating, bound, Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))

    def _point(self, node: NamedNode, name: str, longitude: str | None, latitude: str | None) -> Iterator[Stated]:
        if longitude is not None and latitude is not None:
            yield node, name, Literal(f"POINT({longitude} {latitude})", datatype=NamedNode(GEO + "wktLiteral"))

    def _place(self, printed: PrintedRecord, place: RecordedPlace) -> Iterator[Stated]:
        node = self.node("recorded-place", printed)
        yield node, "a", term("rehab:RecordedPlace")
        yield node, "placeOfRecord", self.node("record", printed)
        yield node, "rdfs:label", self.said(place.name)
        yield node, "kindAsPrinted", self.said(place.kind)
        for name in place.other_names:
            yield node, "dcterms:alternative", self.said(name)
        for parent in place.parents:
            yield node, "partOfAsPrinted", self.said(parent)
        yield from self._point(node, "point", place.longitude, place.latitude)
        if place.note is not None:
            yield node, "note", self.said(place.note)
        for number, (year, value) in enumerate(place.figures, start=1):
            figure = self.node("figure", printed, f"-{number}")
            yield figure, "a", term("rehab:Figure")
            yield figure, "figureOf", node
            yield figure, "figureYear", whole(int(year))
            yield figure, "value", whole(value)


def whole(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def kind_of(sentence: Sentence) -> str:
    """A decision that changes an earlier one is that first of all."""
    if sentence.changes:
        return "RecordedChange"
    return "RecordedCaseClosing" if "case-closed" in sentence.measures else "RecordedSentence"


def imposed(sentence: Sentence) -> list[tuple[str, int | None]]:
    """The measures in the words of the scheme; the term stands by the first of those that have one."""
    kinds = [MEASURES.get(code, code) for code in sentence.measures if code != "case-closed"]
    months = round((sentence.term_years or 0) * 12)
    if not months:
        return [(kind, None) for kind in kinds]
    bearers = [kind for kind in kinds if kind in HAS_A_TERM]
    if not bearers:
        return [*((kind, None) for kind in kinds), ("unstated", months)]
    return [(kind, months if kind == bearers[0] else None) for kind in kinds]


def says_more(charge: str) -> bool:
    """A short charge without a word beside the articles and the name of their code says nothing more than they."""
    told_by_articles = {"статья", "статьи", "статье", "статью", "статьям", "статей", "пункт", "пункты", "обв"}
    told_by_articles |= {"осужден", "осуждена", "осуждён", "осуждёна"}
    words = [word for word in re.findall(r"[^\W\d_]+", charge.lower()) if len(word) > 2]
    return len(charge) > 30 or any(
        word not in told_by_articles and not word.endswith(("сср", "сфср")) for word in words
    )
