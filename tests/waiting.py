"""A small store of invented people in two lists, and what waits for a decision on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from rehabkg.iri import Iris
from rehabkg.link.decision import Decision
from rehabkg.link.decisions import Decisions
from rehabkg.link.review import FILE, Candidate, write_review
from rehabkg.namespaces import DCTERMS, RDF, REHAB, SKOS
from rehabkg.settings import Settings
from rehabkg.store.version import write_version
from rehabkg.vocabulary import as_quads, read_ontology

IRIS = Iris()
ONE, OTHER, SON, FAR = "invented-book.17", "invented-list.5", "invented-list.6", "invented-list.[7]"
FAR_AS_KNOWN, DAY = "invented-list.%5B7%5D", "1937-08-26"
PERSON, LINKED, ITEM, OTHER_ITEM = "p9001", "r-0123456789abcdef", "Q9000000001", "Q9000000002"
# What a page must not run, nor a spreadsheet.
HOSTILE = '=HYPERLINK("http://evil.example/")<script>alert(1)</script>'


def _record(local: str, name: str, born: str, place: str, sentenced: str, *, rehabilitated: bool) -> str:
    base = IRIS.base
    case, end = f"<{base}id/case/{local}-1>", f"<{base}graph/{local.partition('.')[0]}> .\n"
    observation = f"<{base}id/observation/{local}>"
    events = [(f"<{base}id/decision/{local}-1s1>", "RecordedSentence", sentenced)]
    if rehabilitated:
        events.append((f"<{base}id/decision/{local}-1r1>", "RecordedRehabilitation", "1957-04"))
    lines = [
        f"{observation} <{RDF}type> <{REHAB}PersonObservation>",
        f'{observation} <{REHAB}observedName> "{name}"@ru',
        f'{observation} <{REHAB}birthPlace> "{place}"@ru',
        f"{observation} <{REHAB}bornOn> <{base}id/dating/{born}>",
        f"{observation} <{REHAB}ofRecord> <{base}id/record/{local}>",
        f"<{base}id/record/{local}> <{RDF}type> <{REHAB}Record>",
        f'<{base}id/record/{local}> <{REHAB}asListed> "{name}. Родился в {born[:4]} г., {place}."@ru',
        f"{case} <{RDF}type> <{REHAB}RecordedCase>",
        f"{case} <{REHAB}againstObserved> {observation}",
    ]
    for node, kind, day in events:
        lines += [
            f"{node} <{RDF}type> <{REHAB}{kind}>",
            f"{node} <{REHAB}inRecordedCase> {case}",
            f"{node} <{REHAB}recordedOn> <{base}id/dating/{day}>",
        ]
    lines += [f'<{base}id/dating/{day}> <{REHAB}edtf> "{day}"' for day in {born, *(day for _, _, day in events)}]
    return "".join(f"{line} {end}" for line in lines)


def write_store(folder: Path) -> Settings:
    """Write the store, and return its settings: `LINKED` is made of `ONE`, `SON` and `FAR`."""
    base, linked = IRIS.base, f"<{IRIS.base}id/person/{LINKED}>"
    graph = f"<{base}graph/link-records> .\n"
    person = f"<{base}id/person/{PERSON}>"
    parts = [
        serialize(as_quads(read_ontology(), IRIS.graph("ontology"), base), format=RdfFormat.N_QUADS).decode(),
        _record(ONE, "Небывалов Пров Саввич", "1893-05-03", "Выдуманная губ., с. Никольское", DAY, rehabilitated=True),
        _record(OTHER, "Небывалов Пров Савич", "1893", "с. Никольское", DAY, rehabilitated=False),
        _record(SON, "Небывалов Иван Провович", "1917", "с. Никольское", "1938-02-01", rehabilitated=False),
        _record(FAR_AS_KNOWN, "Небывалов П. С.", "1893", "с. Никольское", "1937", rehabilitated=False),
        f"{linked} <{RDF}type> <{REHAB}LinkedPerson> {graph}{linked} <{RDF}type> <{REHAB}Person> {graph}",
        *(
            f"{linked} <{REHAB}reconstructedFrom> <{base}id/observation/{local}> {graph}"
            for local in (ONE, SON, FAR_AS_KNOWN)
        ),
        f"{person} <{RDF}type> <{REHAB}Person> <{base}graph/book> .\n",
        f'{person} <http://www.w3.org/2000/01/rdf-schema#label> "Невымышленов Ной Адамович"@ru <{base}graph/book> .\n',
        f'{person} <http://www.w3.org/2000/01/rdf-schema#label> "Noy Nevymyshlenov"@en <{base}graph/book> .\n',
        f'{person} <{DCTERMS}description> "an invented painter"@en <{base}graph/book> .\n',
        f"<{base}id/place/nowhere> <{RDF}type> <{REHAB}Place> <{base}graph/book> .\n",
        f'<{base}vocab/x> <{SKOS}prefLabel> "x"@en <{base}graph/book> .\n',
        f'<{base}id/source/invented-book> <{DCTERMS}title> "Вымышленная книга" <{base}graph/sources> .\n',
        f'<{base}id/source/invented-list> <{DCTERMS}title> "invented-list" <{base}graph/sources> .\n',
    ]  # fmt: skip
    settings = Settings(store_path=folder / "store")
    write_version(settings.store_path, "".join(parts).encode(), base)
    return settings


def candidates() -> list[Candidate]:
    """Return what the runs proposed, the likeliest first."""
    basis = ("surname-same", "patronymic-near", "birth-year-same", "birth-place-same", "sentence-same")
    return [
        Candidate(ONE, OTHER, "record", 0.91, 8.25, basis, "Небывалов Пров Саввич, 1893", "Небывалов Пров Савич, 1893"),
        Candidate(PERSON, ITEM, "person", 0.6, 3.5, ("label-same", "birth-differs"), "Noy Nevymyshlenov", HOSTILE),
        Candidate(ONE, SON, "record", 0.52, 0.1, ("surname-same", "given-name-differs"), "Пров, 1893", "Иван, 1917"),
    ]


def write_waiting(links: Path) -> None:
    """Write the tables anew: three pairs wait, nothing is decided; an item was fetched."""
    links.mkdir(parents=True, exist_ok=True)
    (links / "decisions.csv").unlink(missing_ok=True)
    write_review(links / FILE, candidates(), Decisions())
    item = {
        "qid": ITEM,
        "labels": {"en": "Noy Nevymyshlenov", "ru": "Ной Невымышленов"},
        "aliases": {"en": [HOSTILE]},
        "descriptions": {"en": "invented painter"},
        "birth": ["1871-02-03"],
        "sitelinks": ["https://en.wikipedia.org/wiki/Nobody", "javascript:alert(1)", "https://evil.example/"],
    }
    (links / "wikidata").mkdir(exist_ok=True)
    (links / "wikidata" / "items.jsonl").write_text(f"{{broken\n{json.dumps(item)}\n", encoding="utf-8")


def decided(left: str, right: str, decision: str, who: str = "M. K.", kind: str = "record", why: str = "") -> Decision:
    """Return a decision of one day."""
    return Decision(left, right, decision, kind, who, "2026-11-28", why)


def rows(links: Path) -> Sequence[Decision]:
    """Return the rows of the table of decisions."""
    return Decisions.read(links / "decisions.csv").rows
