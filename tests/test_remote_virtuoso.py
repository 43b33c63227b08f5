"""Virtuoso, published to for real, answers the stored questions as the embedded store does; what differs is filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from asked_elsewhere import ASKED, asked, with_lists
from pyoxigraph import Literal, NamedNode, Store
from servers import NO_VIRTUOSO, VIRTUOSO, virtuoso

from rehabkg.iri import Iris
from rehabkg.pipeline import Assembled
from rehabkg.publish.remote import Remote
from rehabkg.publish.run import SENT, UNCHANGED, publish
from rehabkg.query.bind import bound_text
from rehabkg.query.catalog import stored_queries, stored_query
from rehabkg.query.header import StoredQuery
from rehabkg.query.remote import run_remote
from rehabkg.query.results import Rows
from rehabkg.query.run import run_text
from rehabkg.search.find import observations
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.engine import open_store

pytestmark = pytest.mark.skipif(VIRTUOSO is None, reason=NO_VIRTUOSO)
QUERIES = stored_queries()

# The columns that hold the same texts there, but not the same terms: an embedded GROUP_CONCAT keeps the language that
# all its texts share, where Virtuoso gives a plain text as SPARQL 1.1 has it (section 18.5.1.7), and leaves a list of
# nothing unbound, where Virtuoso gives "". Every other column of every query is the same term by term.
SAME_TEXT = {
    "act-effect": ["text"],
    "acts-by-jurisdiction": ["number", "issuers", "publication"],
    "bars-on-return": ["territory"],
    "cases-reached-by-law": ["bodies", "unless"],
    "commissions": ["description"],
    "court-rulings": ["interprets"],
    "defendants": ["decided", "lost"],
    "equal-to-acquittal": ["law_of", "defined_in"],
    "figures": ["as_of", "text"],
    "law-covers-body": ["reach", "excludes"],
    "laws-leaving-out": ["law_of"],
    "limited-orders": ["text"],
    "map-of-places": ["markers"],
    "order-and-measures": ["bodies", "measures"],
    "party-and-court": ["party_body", "court_body"],
    "refusals": ["bodies", "phrases", "says"],
    "rehabilitation-laws": ["law_of", "excludes"],
    "rehabilitations-before": ["bodies"],
    "release-is-no-clearing": ["sources"],
    "release-phrases": ["article_wording", "defined_in"],
    "requalifications": ["bodies", "text"],
    "revocations": ["bodies", "phrases", "says"],
    "rights-restored": ["law_of", "takes_back"],
}


@dataclass(frozen=True)
class Both:
    """The store here and the address there, with the same graphs."""

    settings: Settings
    store: Store
    server: str

    def remote(self) -> Remote:
        """Who publishes, and whither."""
        query, update = f"{self.server}/sparql", f"{self.server}/sparql-auth"
        return Remote(query, update, user="dba", password="dba", auth="digest")  # noqa: S106 - of a server of our own

    def ask(self, text: str) -> tuple[Rows, Rows]:
        """Return the rows here and there."""
        here, there = (
            run_text(self.store, text, self.settings),
            run_remote(f"{self.server}/sparql", text, self.settings),
        )
        assert isinstance(here, Rows)
        assert isinstance(there, Rows)
        assert here.variables == there.variables
        return here, there

    def bound(self, query: StoredQuery, values: dict[str, str]) -> str:
        """Return the text of a question; a name is sought in the index of the store here."""
        return bound_text(query, values, Iris(), observations(self.settings.store_path, Iris()))


@pytest.fixture(scope="module")
def both(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The curated graph and three lists of invented people, published to a Virtuoso of our own."""
    folder = tmp_path_factory.mktemp("virtuoso")
    settings = Settings(store_path=with_lists(folder, assembled))
    (folder / "server").mkdir()
    with virtuoso(folder / "server") as server:
        there = Both(settings, open_store(settings.store_path), server)
        assert {graph.fate for graph in publish(settings, there.remote())} == {SENT}
        yield there


def test_every_statement_is_in_its_graph(both: Both) -> None:
    """The same quads go into any store; one that drops or merges some gives other answers to everything."""
    _, there = both.ask(
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o }"
        " FILTER(STRSTARTS(STR(?g), 'https://w3id.org/rehabkg/')) } GROUP BY ?g"
    )

    assert {name: int(count) for name, count in texts(there)} == Counter(
        quad.graph_name.value for quad in both.store if quad.graph_name.value.startswith(DEFAULT_BASE)
    )


def test_what_is_in_place_is_not_sent_again(both: Both) -> None:
    """Virtuoso counts its graphs as we count ours, so that a second run costs a look at each."""
    assert {graph.fate for graph in publish(both.settings, both.remote(), graphs=["first", "memory"])} == {UNCHANGED}


def texts(rows: Rows) -> list[list[str]]:
    """Return each term as its IRI or its text, whatever its language; what is unbound as ""."""
    return [[_text(term) for term in row] for row in rows]


def _text(term: Literal | NamedNode | None) -> str:
    return "" if term is None else str(term.value)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_rows_are_the_same_but_for_the_columns_of_the_table(query: StoredQuery, both: Both) -> None:
    """Whoever publishes the graph there must get the same answers, in the same order; what differs is filed above."""
    here, there = both.ask(both.bound(query, asked(query.name)))

    assert texts(here) == texts(there)
    assert texts(here) or query.name == "history-by-name"
    differing = {
        name
        for ours, theirs in zip(here, there, strict=True)
        for name, one, other in zip(here.variables, ours, theirs, strict=True)
        if one != other
    }
    assert differing == set(SAME_TEXT.get(query.name, ()))


IN_RUSSIAN = [(query.name, {**asked(query.name), "lang": "ru"}) for query in QUERIES if "lang" in query.parameters]


@pytest.mark.parametrize(("name", "values"), [*ASKED, *IN_RUSSIAN], ids=lambda part: str(part))
def test_texts_are_the_same_whatever_is_asked(name: str, values: dict[str, str], both: Both) -> None:
    """A parameter changes the plan of a store: what answers the defaults may refuse, or lose, the next value."""
    here, there = both.ask(both.bound(stored_query(name), values))

    assert texts(here) == texts(there)
    assert texts(here)


def test_table_names_columns_that_exist() -> None:
    """A column that was renamed would be filed under a name that nobody looks at."""
    columns = {query.name: set(query.columns) for query in QUERIES}

    assert all(set(names) <= columns[query] for query, names in SAME_TEXT.items())
