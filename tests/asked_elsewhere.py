"""What is asked of stores elsewhere: the curated graph with three invented lists, and values of parameters."""

from __future__ import annotations

from pathlib import Path

from load_fixture import load_table, written
from test_queries_records import FIRST, SECOND

from bench.generate import generate
from rehabkg.iri import Iris
from rehabkg.namespaces import DCTERMS, GEO, RDF, RDFS, REHAB, SKOS, XSD
from rehabkg.pipeline import Assembled
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.linked import LinkedGraph
from rehabkg.store.swap import write_linked
from rehabkg.store.version import write_version

# What the tests of the questions ask beside the defaults, and what has been refused there by an earlier wording.
ASKED = [
    ("act-effect", {"act": "r-1937-08-15-00486"}),
    ("acts-by-jurisdiction", {"jurisdiction": "georgia"}),
    ("acts-by-jurisdiction", {"jurisdiction": "ussr", "kind": "amnesty"}),
    ("amnesty-without-rehabilitation", {"absence": "not-known"}),
    ("bars-on-return", {"who": "g-kulaks"}),
    ("cases-reached-by-law", {"act": "a-1989-01-16", "body_kind": "extrajudicial"}),
    ("cases-reached-by-law", {"who": "p0129"}),
    ("children-status", {"category_asked": "child-born-in-exile"}),
    ("cleared-without-case", {"who": "g-katyn"}),
    ("contradictions", {"asked": "denies", "number": "15"}),
    ("court-rulings", {"issuer": "b-echr"}),
    ("defendants", {"group": "g-military-1937"}),
    ("equal-to-acquittal", {"word": "INNOCENT before"}),
    ("exclusions-of-act", {"act": "a-1991-10-18"}),
    ("figures", {"about": "b-comm-1954"}),
    ("figures", {"about": "g-doctors", "differing": "like-count"}),
    ("figures", {"differing": "same-count"}),
    ("history-by-name", {"who": "Vydumova Marija"}),
    ("history-by-name", {"who": "Иван"}),
    ("law-covers-body", {"body_kind": "extrajudicial", "day": "1938-02-25", "state": "russia"}),
    ("laws-leaving-out", {"category": "bandit"}),
    ("map-of-places", {"kind": "execution-site"}),
    ("names", {"about": "p0001"}),
    ("order-and-measures", {"act": "r-1937-07-30-00447"}),
    ("party-and-court", {"who": "g-leningrad"}),
    ("records-amnestied-not-rehabilitated", {"stated": "rehabilitated"}),
    ("records-contradictory-dates", {"kind": "born-after-death"}),
    ("records-rehabilitations-by-act", {"source": "first"}),
    ("records-rehabilitations-by-body", {"source": "first", "lang": "ru"}),
    ("records-rehabilitations-by-ground", {"source": "first", "lang": "ru"}),
    ("records-rehabilitations-by-region", {"source": "first"}),
    ("records-rehabilitations-by-year", {"source": "second"}),
    ("records-sentences-by-body", {"source": "first"}),
    ("records-years-to-rehabilitation", {"source": "first", "lang": "ru"}),
    ("refusals", {"phrase": "f-pravilno"}),
    ("rehabilitation-laws", {"reach_asked": "case-by-case"}),
    ("rehabilitation-without-amnesty", {"absence": "not-applicable"}),
    ("rehabilitations-before", {"day": "1954-05-01"}),
    ("release-is-no-clearing", {"manner": "amnesty"}),
    ("release-phrases", {"exonerates": "procedure-only"}),
    ("reversals", {"turn_asked": "refusal-overturned", "who_asked": "p0050"}),
    ("revocations", {"body": "b-proc-rostov"}),
    ("rights-restored", {"measure": "loss-of-awards"}),
    ("sentencing-bodies", {"who": "p0062"}),
    ("status-as-of", {"who": "p0057", "day": "2002-01-01"}),
    ("status-as-of", {"who": "g-katyn", "day": "2010-01-01"}),
    ("timeline", {"from": "1990-01-01", "until": "2009-12-31", "who": "g-katyn"}),
    ("timeline", {"who": "any"}),
    ("weak-evidence", {"level": "any"}),
]


def extract_lines() -> bytes:
    """Return an extract of Wikidata on one invented person, who is linked in it, so that its questions have rows."""
    entity, prop, label = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/", RDFS + "label"
    person, item = f"<{DEFAULT_BASE}id/person/p9901>", f"<{entity}Q9000000001>"
    day = f'<{DEFAULT_BASE}graph/wikidata> <{DCTERMS}created> "2026-11-28"^^<{XSD}date>'
    lines = [
        day,
        f"{person} <{RDF}type> <{REHAB}Person>",
        f'{person} <{label}> "Ivan Vydumov"@en',
        f'{person} <{label}> "Выдумов Иван"@ru',
        f"{person} <{SKOS}exactMatch> {item}",
        f"{item} <{prop}P18> <http://commons.wikimedia.org/wiki/Special:FilePath/Invented.jpg>",
    ]
    for name, number, english, russian in (
        ("P106", 60, "engine driver", "машинист"),
        ("P19", 20, "Zvantsovsk", "Званцовск"),
        ("P800", 70, "Song", "Песня"),
    ):
        other = f"<{entity}Q90000000{number}>"
        lines += [f"{item} <{prop}{name}> {other}"]
        lines += [f'{other} <{label}> "{english}"@en', f'{other} <{label}> "{russian}"@ru']
    lines += [
        f'<{entity}Q9000000020> <{prop}P625> "Point(60.25 55.5)"^^<{GEO}wktLiteral>',
        f"<{entity}Q9000000020> <{prop}P17> <{entity}Q9000000030>",
        f'<{entity}Q9000000030> <{label}> "Invented Republic"@en',
        f'<{entity}Q9000000070> <{prop}P577> "1926-01-01T00:00:00Z"^^<{XSD}dateTime>',
    ]
    return "".join(f"{line} .\n" for line in lines).encode()


def with_lists(folder: Path, assembled: Assembled) -> Path:
    """Write the store into *folder* and return where it is."""
    path = folder / "store"
    write_version(path, assembled.nquads(), DEFAULT_BASE)
    load_table(path, written(folder / "first.tsv", FIRST), source="first")
    load_table(path, written(folder / "second.tsv", SECOND), source="second")
    generate("memorial-lists", 300, folder / "lists.txt", truth=None, seed=8, errors=0.05)
    load_table(path, folder / "lists.txt", source="lists", format="memorial-lists", check=True)
    graph, described = Iris().graph("wikidata"), LinkedGraph("", (), "2026-11-28T00:00:00+00:00")
    write_linked(Settings(store_path=path), "wikidata", iter([extract_lines()]), graph, described)
    return path


def asked(name: str) -> dict[str, str]:
    """Return what is asked of a question whose default finds nothing."""
    return {"who": "first.1"} if name == "history-of-record" else {}
