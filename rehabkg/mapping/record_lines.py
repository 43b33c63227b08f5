"""A recognised record to N-Quads lines: the record as printed, and the person or place that it shows.

What is printed stands once, in the text of the record. What was recognised hangs on an observation and on its cases
(`mapping.event_lines`); dates, measures, articles, bodies and books are values that records share
(`mapping.shared_values`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rehabkg.errors import CallError, shorten
from rehabkg.iri import Iris, local_name
from rehabkg.mapping.concepts import Concepts
from rehabkg.mapping.event_lines import EventLines
from rehabkg.mapping.nquads import integer, line_end, predicate, text, typed
from rehabkg.mapping.record_codes import DEATHS
from rehabkg.mapping.shared_values import SharedValues
from rehabkg.namespaces import GEO
from rehabkg.records.model import Death, RecordedPerson, RecordedPlace
from rehabkg.records.printed import PrintedRecord

_A_RECORD, _A_PERSON = typed("rehab:Record"), typed("rehab:PersonObservation")
_A_PLACE, _A_FIGURE = typed("rehab:RecordedPlace"), typed("rehab:Figure")
_LOCATOR, _LISTED, _PRINTED_IN = predicate("rehab:locator"), predicate("rehab:asListed"), predicate("rehab:printedIn")
_OF_RECORD, _SEX = predicate("rehab:ofRecord"), predicate("rehab:sex")
_BORN, _DIED = predicate("rehab:bornOn"), predicate("rehab:diedOn")
_DEATH_MANNER, _DEATH_PLACE = predicate("rehab:deathManner"), predicate("rehab:deathPlace")
_PEOPLE, _NATIONALITY = predicate("rehab:people"), predicate("rehab:nationality")
_OCCUPATION_CLASS = predicate("rehab:occupationClass")
_BIRTH_REGION, _RESIDENCE_REGION = predicate("rehab:birthRegion"), predicate("rehab:residenceRegion")
_STATED, _AMNESTY = predicate("rehab:rehabilitationStated"), predicate("rehab:amnestyStated")
_AGE, _RESIDENCE_POINT = predicate("rehab:ageAsPrinted"), predicate("rehab:residencePoint")
_PLACE_OF_RECORD, _POINT = predicate("rehab:placeOfRecord"), predicate("rehab:point")
_KIND_AS_PRINTED, _PART_AS_PRINTED = predicate("rehab:kindAsPrinted"), predicate("rehab:partOfAsPrinted")
_LABEL, _ALTERNATIVE, _NOTE = predicate("rdfs:label"), predicate("dcterms:alternative"), predicate("rehab:note")
_FIGURE_OF, _FIGURE_YEAR, _VALUE = predicate("rehab:figureOf"), predicate("rehab:figureYear"), predicate("rehab:value")
# N-Triples grammar, production [144s] LANGTAG.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_WKT = f"^^<{GEO}wktLiteral>"

# Texts of a person that stand as printed.
_TEXTS = tuple(
    (field, predicate(name))
    for field, name in (
        ("name", "rehab:observedName"),
        ("surname", "rehab:surname"),
        ("given_name", "rehab:givenName"),
        ("patronymic", "rehab:patronymic"),
        ("birth_place", "rehab:birthPlace"),
        ("residence", "rehab:residence"),
        ("burial_place", "rehab:burialPlace"),
        ("occupation", "rehab:occupation"),
        ("citizenship", "rehab:citizenship"),
        ("origin", "rehab:socialOrigin"),
        ("education", "rehab:education"),
        ("party", "rehab:partyMembership"),
        ("family", "rehab:family"),
        ("note", "rehab:note"),
    )
)
_LISTS = tuple(
    (field, predicate(name))
    for field, name in (
        ("name_variants", "dcterms:alternative"),
        ("kin", "rehab:kinAsPrinted"),
        ("codefendants", "rehab:codefendantAsPrinted"),
        ("categories", "rehab:listedUnder"),
        ("unread", "rehab:unread"),
    )
)


class RecordLines:
    """Maps the records of one source: N-Quads in *graph*, N-Triples where that is None."""

    def __init__(self, source: str, *, iris: Iris, language: str, concepts: Concepts, graph: str | None) -> None:
        """Map for the source of id *source*; its texts are in *language*, where a record does not say otherwise.

        Raises `CallError` for what is no language tag (BCP 47).
        """
        self._source = source
        self._base = iris.base
        self._concepts = concepts
        self._events = EventLines(base=iris.base, language=language, concepts=concepts, graph=graph)
        self._end = line_end(graph)
        self._end_text = self._end_in(language)

    def take_shared(self) -> SharedValues:
        """Return the values that the lines given since the last call refer to."""
        return self._events.take_shared()

    def lines(self, printed: PrintedRecord, person: RecordedPerson) -> str:
        """Return the lines of a record of a person, each ending in a line feed."""
        out: list[str] = []
        local = self._local(printed)
        record = self._record(out, printed, local, person.book)
        subject = f"<{self._base}id/observation/{local}>"
        out.append(f"{subject}{_A_PERSON}{self._end}{subject}{_OF_RECORD}{record}{self._end}")
        self._words(out, subject, person, dict(printed.languages))
        self._values(out, subject, person)
        if person.death is not None:
            self._death(out, subject, person.death)
        for number, case in enumerate(person.cases, start=1):
            self._events.case(out, subject, f"{local}-{number}", case)
        return "".join(out)

    def place_lines(self, printed: PrintedRecord, place: RecordedPlace) -> str:
        """Return the lines of a record of a place, each ending in a line feed."""
        out: list[str] = []
        local = self._local(printed)
        end, end_text = self._end, self._end_text
        record = self._record(out, printed, local, None)
        node = f"<{self._base}id/recorded-place/{local}>"
        out.append(
            f"{node}{_A_PLACE}{end}{node}{_PLACE_OF_RECORD}{record}{end}{node}{_LABEL}{text(place.name)}{end_text}"
        )
        out.append(f"{node}{_KIND_AS_PRINTED}{text(place.kind)}{end_text}")
        out.extend(f"{node}{_ALTERNATIVE}{text(name)}{end_text}" for name in place.other_names)
        out.extend(f"{node}{_PART_AS_PRINTED}{text(name)}{end_text}" for name in place.parents)
        self._point(out, node, _POINT, place.longitude, place.latitude)
        if place.note is not None:
            out.append(f"{node}{_NOTE}{text(place.note)}{end_text}")
        for number, (year, value) in enumerate(place.figures, start=1):
            figure = f"<{self._base}id/figure/{local}-{number}>"
            out.append(f"{figure}{_A_FIGURE}{end}{figure}{_FIGURE_OF}{node}{end}")
            out.append(f"{figure}{_FIGURE_YEAR}{integer(int(year))}{end}{figure}{_VALUE}{integer(value)}{end}")
        return "".join(out)

    def _local(self, printed: PrintedRecord) -> str:
        # A dot stands in no id of the curated tables, so no record can be taken for one of their things.
        return f"{self._source}.{local_name(printed.number)}"

    def _record(self, out: list[str], printed: PrintedRecord, local: str, book: str | None) -> str:
        record = f"<{self._base}id/record/{local}>"
        out.append(f"{record}{_A_RECORD}{self._end}")
        out.append(f"{record}{_LOCATOR}{text(f'{printed.file}, {printed.locator}')}{self._end}")
        out.append(f"{record}{_LISTED}{text(printed.text)}{self._end_text}")
        if book is not None:
            out.append(f"{record}{_PRINTED_IN}{self._book(book)}{self._end}")
        return record

    def _words(self, out: list[str], subject: str, person: RecordedPerson, languages: Mapping[str, str]) -> None:
        end_text = self._end_text
        for field, name in _TEXTS:
            value = getattr(person, field)
            if value is not None:
                # A table may have a column in another language than the source's.
                end = self._end_in(languages[field]) if field in languages else end_text
                out.append(f"{subject}{name}{text(value)}{end}")
        for field, name in _LISTS:
            values = getattr(person, field)
            if values:
                end = self._end_in(languages[field]) if field in languages else end_text
                out.extend(f"{subject}{name}{text(value)}{end}" for value in dict.fromkeys(values))

    def _end_in(self, language: str) -> str:
        """Return what ends a line after a text in *language*. Raises `CallError` for what is no tag."""
        if not _LANGUAGE.fullmatch(language):
            raise CallError(f"language {shorten(language)!r} is not a tag of BCP 47, such as ru or uk-Latn")
        return f"@{language}{self._end}"

    def _values(self, out: list[str], subject: str, person: RecordedPerson) -> None:
        end, base = self._end, self._base
        if person.sex is not None:
            out.append(f"{subject}{_SEX}<{base}vocab/sex/{person.sex}>{end}")
        if person.birth_date is not None:
            out.append(f"{subject}{_BORN}{self._events.dating(person.birth_date)}{end}")
        if person.age is not None:
            out.append(f"{subject}{_AGE}{integer(person.age)}{end}")
        self._named(out, subject, person)
        self._point(out, subject, _RESIDENCE_POINT, person.longitude, person.latitude)
        out.append(f"{subject}{_STATED}<{base}vocab/rehabilitation-stated/{person.status}>{end}")
        if person.amnesty:
            out.append(f"{subject}{_AMNESTY}{_TRUE}{end}")

    def _named(self, out: list[str], subject: str, person: RecordedPerson) -> None:
        """Add the concepts that texts of the person name; a nationality without one stands as printed."""
        end, base, concepts = self._end, self._base, self._concepts
        nationality, occupation = person.nationality, person.occupation
        born_in, lived_in = person.birth_place, person.residence
        if nationality is not None:
            code = concepts.people(nationality)
            if code is None:
                out.append(f"{subject}{_NATIONALITY}{text(nationality)}{self._end_text}")
            else:
                out.append(f"{subject}{_PEOPLE}<{base}vocab/people/{code}>{end}")
        if occupation is not None and (code := concepts.occupation(occupation)) is not None:
            out.append(f"{subject}{_OCCUPATION_CLASS}<{base}vocab/occupation/{code}>{end}")
        if born_in is not None and (code := concepts.region(born_in)) is not None:
            out.append(f"{subject}{_BIRTH_REGION}<{base}vocab/region/{code}>{end}")
        if lived_in is not None and (code := concepts.region(lived_in)) is not None:
            out.append(f"{subject}{_RESIDENCE_REGION}<{base}vocab/region/{code}>{end}")

    def _death(self, out: list[str], subject: str, death: Death) -> None:
        if death.date is not None:
            out.append(f"{subject}{_DIED}{self._events.dating(death.date)}{self._end}")
        if death.kind in DEATHS:
            out.append(f"{subject}{_DEATH_MANNER}<{self._base}vocab/death-manner/{DEATHS[death.kind]}>{self._end}")
        if death.place is not None:
            out.append(f"{subject}{_DEATH_PLACE}{text(death.place)}{self._end_text}")

    def _point(self, out: list[str], node: str, name: str, longitude: str | None, latitude: str | None) -> None:
        if longitude is not None and latitude is not None:
            out.append(f"{node}{name}{text(f'POINT({longitude} {latitude})')}{_WKT}{self._end}")

    def _book(self, title: str) -> str:
        local = self._concepts.book(title) or title
        self._events.shared.books.add((local, title))
        return f"<{self._base}id/book/{local_name(local)}>"
