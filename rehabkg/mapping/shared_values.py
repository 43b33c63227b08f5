"""What many records of a source have in common is described once: dates, measures, articles, bodies, books.

A record's date is a value: `dating/1937-10-28` is the same day whoever was sentenced on it, so a statement that
something is dated costs one quad, not six. What is printed stays in the record's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rehabkg.dates import parse_edtf
from rehabkg.iri import Iris
from rehabkg.mapping.concepts import BodyLabel
from rehabkg.mapping.nquads import day, integer, line_end, predicate, text, typed
from rehabkg.records.model import Article

_GREGORIAN = "gregorian"


@dataclass(slots=True)
class SharedValues:
    """The values met so far: as many as the calendar, the codes of law, the bodies and the books there are.

    A table that writes a page number into the title of each book has as many books as records.
    """

    datings: set[str] = field(default_factory=set)
    measures: set[tuple[str, int | None]] = field(default_factory=set)
    articles: set[Article] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    books: set[tuple[str, str]] = field(default_factory=set)

    def update(self, other: SharedValues) -> None:
        """Take in what another batch, or a part of this one, met."""
        if other.datings:
            self.datings |= other.datings
        if other.measures:
            self.measures |= other.measures
        if other.articles:
            self.articles |= other.articles
        if other.bodies:
            self.bodies |= other.bodies
        if other.books:
            self.books |= other.books


def duration(months: int) -> str:
    """Return a length as an ISO 8601 duration, in whole years where it is that.

    >>> duration(120), duration(30)
    ('P10Y', 'P30M')
    """
    return f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"


def measure_local(kind: str, months: int | None) -> str:
    """Return the local name of a measure as a value: `camp-P10Y`."""
    return kind if months is None else f"{kind}-{duration(months)}"


def article_local(article: Article) -> str:
    """Return the local name of an article: its code of law, if that is known, and its number."""
    return f"{article.code or 'unstated'}-{article.number}"


_A_DATING, _A_MEASURE = typed("rehab:Dating"), typed("rehab:Measure")
_A_ARTICLE, _A_BODY, _A_BOOK = typed("rehab:CodeArticle"), typed("rehab:Body"), typed("rehab:Book")
_EDTF, _CALENDAR = predicate("rehab:edtf"), predicate("rehab:calendar")
_EARLIEST, _LATEST = predicate("rehab:earliest"), predicate("rehab:latest")
_KIND, _DURATION, _MONTHS = predicate("rehab:measureKind"), predicate("rehab:duration"), predicate("rehab:termMonths")
_SCHEME, _TOP, _NOTATION = predicate("skos:inScheme"), predicate("skos:topConceptOf"), predicate("skos:notation")
_CODE, _LABEL, _PREF = predicate("rehab:codeOfLaw"), predicate("rdfs:label"), predicate("skos:prefLabel")
_BODY_KIND, _OF = predicate("rehab:bodyKind"), predicate("rehab:ofJurisdiction")
_TITLE, _PART_OF = predicate("dcterms:title"), predicate("rehab:partOf")
# Ids of the table of bodies begin so, and their IRIs do not (`mapping.naming`).
_CURATED_PREFIX = "b-"


def shared_lines(
    values: SharedValues, graph: str | None, iris: Iris, describe: Callable[[str], BodyLabel | None]
) -> Iterator[str]:
    """Yield the lines that describe *values*, in one order: N-Quads in *graph*, N-Triples where that is None.

    *describe* tells what is known of a body by its code; None where the curated graph describes it.
    """
    end = line_end(graph)
    for edtf in sorted(values.datings):
        yield from _dating(edtf, end, iris)
    for kind, months in sorted(values.measures, key=lambda value: (value[0], value[1] or 0)):
        node = f"<{iris.thing('measure', measure_local(kind, months)).value}>"
        yield f"{node}{_A_MEASURE}{end}"
        yield f"{node}{_KIND}<{iris.concept('measure', kind).value}>{end}"
        if months is not None:
            yield f"{node}{_DURATION}{text(duration(months))}{end}"
            yield f"{node}{_MONTHS}{integer(months)}{end}"
    for article in sorted(values.articles, key=lambda value: (value.code or "", value.number)):
        yield from _article(article, end, iris)
    for code in sorted(values.bodies):
        label = describe(code)
        if label is not None:
            yield from _body(code, label, end, iris)
    for local, title in sorted(values.books):
        node = f"<{iris.thing('book', local).value}>"
        yield f"{node}{_A_BOOK}{end}"
        yield f"{node}{_TITLE}{text(title)}{end}"


def _dating(edtf: str, end: str, iris: Iris) -> Iterator[str]:
    dating = parse_edtf(edtf)
    node = f"<{iris.thing('dating', edtf).value}>"
    yield f"{node}{_A_DATING}{end}"
    yield f"{node}{_EDTF}{text(edtf)}{end}"
    yield f"{node}{_CALENDAR}<{iris.concept('calendar', _GREGORIAN).value}>{end}"
    if dating.earliest is not None:
        yield f"{node}{_EARLIEST}{day(dating.earliest)}{end}"
    if dating.latest is not None:
        yield f"{node}{_LATEST}{day(dating.latest)}{end}"


def _article(article: Article, end: str, iris: Iris) -> Iterator[str]:
    node = f"<{iris.concept('article', article_local(article)).value}>"
    scheme = f"<{iris.scheme('article').value}>"
    yield f"{node}{_A_ARTICLE}{end}"
    yield f"{node}{_SCHEME}{scheme}{end}"
    yield f"{node}{_TOP}{scheme}{end}"
    yield f"{node}{_NOTATION}{text(article.number)}{end}"
    yield f"{node}{_PREF}{text(article.number)}{end}"
    if article.code is not None:
        yield f"{node}{_CODE}<{iris.concept('code-of-law', article.code).value}>{end}"


def _body(code: str, label: BodyLabel, end: str, iris: Iris) -> Iterator[str]:
    node = f"<{iris.thing('body', code).value}>"
    yield f"{node}{_A_BODY}{end}"
    yield f"{node}{_LABEL}{text(label.ru)}@ru{end}"
    yield f"{node}{_LABEL}{text(label.en)}@en{end}"
    if label.kind is not None:
        yield f"{node}{_BODY_KIND}<{iris.concept('body-kind', label.kind).value}>{end}"
    if label.jurisdiction is not None:
        yield f"{node}{_OF}<{iris.thing('jurisdiction', label.jurisdiction).value}>{end}"
    if label.parent is not None:
        yield f"{node}{_PART_OF}<{iris.thing('body', label.parent.removeprefix(_CURATED_PREFIX)).value}>{end}"
